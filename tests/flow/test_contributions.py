"""What officers write comes back as their decisions: mistakes named by cell, conflicts side by side, nothing lost."""

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench import catalogue, cli
from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import DecisionKind, Person
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import contributions, decide, logged, merging, pictured, receive, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

BURNLEY = "E07000117"
CLA, NEET = f"cla-rate|{BURNLEY}", f"neet-16-18|{BURNLEY}"
FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
WHO = "Head of Early Help"
Fill = Callable[[Worksheet, dict[str, int]], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Picture]:
    """The sample's workspace with Burnley's first return, and its picture."""
    path = tmp_path_factory.mktemp("contributions") / "w.cypw"
    with sample.open_workspace(path) as workspace:
        burnley = [file for file in sample.returns() if "burnley" in file.name]
        label = pictured.round_label(workspace.record())
        checks = receive.check_files(burnley, FRAMEWORK, label)
        receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT)
        desk = Desk(workspace, sample.ANALYST, sample.RETURNED_AT)
        say(desk, CLA, "As it stood when the form went out.")
        return path, pictured.picture(workspace.record(), FRAMEWORK)


@pytest.fixture
def desk(made: tuple[Path, Picture], tmp_path: Path) -> Iterator[Desk]:
    """A copy of it, as the analyst sits before it."""
    with Workspace.open(Path(shutil.copy(made[0], tmp_path))) as workspace:
        yield Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)


def filled(picture: Picture, sheet: str, fill: Fill) -> bytes:
    """A form as it was sent out, filled in with Excel's own hands."""
    form = contributions.form(picture, WHO, "dctb-burnley")
    book = openpyxl.load_workbook(io.BytesIO(form))
    fill(book[sheet], rows_of(book[sheet]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def say(desk: Desk, key: str, text: str) -> None:
    measure, _, area = key.partition("|")
    decide.comment(desk, measure, area, text)


def rows_of(sheet: Worksheet) -> dict[str, int]:
    return {str(row[0].value): row[0].row or 0 for row in sheet.iter_rows(min_row=7)}


def come_back(desk: Desk, picture: Picture, content: bytes) -> Sent:
    return contributions.sent(desk.workspace.record(), content, Path("form.xlsx"), picture)


def write_of(key: str, text: str) -> Fill:
    def fill(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[key], 6).value = text

    return fill


def test_words_actions_and_explanations_come_back_in_their_authors_name(
    desk: Desk, made: tuple[Path, Picture]
) -> None:
    def fill(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[NEET], 6).value = "Two providers closed."
        sheet.cell(rows[NEET], 7).value = "Open a drop-in."
        sheet.cell(rows[NEET], 8).value = "Skills lead"
        sheet.cell(rows[NEET], 9).value = date(2027, 3, 31)

    done = merging.merge(desk, come_back(desk, made[1], filled(made[1], "Measures", fill)))
    state = fold(desk.workspace.record().decisions)
    assert (state.comments[NEET].text, state.comments[NEET].by.name) == (
        "Two providers closed.",
        WHO,
    )
    (action,) = state.actions
    assert (action.text, action.owner, action.due) == (
        "Open a drop-in.",
        "Skills lead",
        date(2027, 3, 31),
    )
    assert state.comments[CLA].by == sample.ANALYST  # left as the form had it
    assert [d.kind for d in done.decisions] == [
        DecisionKind.COMMENTED,
        DecisionKind.ACTION_AGREED,
    ]
    record = desk.workspace.record()
    assert done.noted is not None
    assert done.noted.body["from"] == {"sequence": made[1].sequence, "head": made[1].head}
    assert done.noted.body["onto"] == {"sequence": made[1].sequence, "head": made[1].head}
    assert logged.entries(record)[-1].sentence.endswith(
        f"merged 2 decisions that {WHO} sent, not signed: the name is as claimed."
    )


def test_an_explained_query_is_settled_and_one_no_longer_asked_is_named(
    desk: Desk, made: tuple[Path, Picture]
) -> None:
    picture = made[1]
    query = next(f for f in picture.open_findings if f.severity == "query" and f.area == BURNLEY)

    def fill(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[query.key], 3).value = "The hub was closed."

    content = filled(picture, "Queries", fill)
    gone = replace(picture, findings=())
    assert "no longer asked" in come_back(desk, gone, content).left_out[0]
    merging.merge(desk, come_back(desk, picture, content))
    after = pictured.picture(desk.workspace.record(), FRAMEWORK)
    assert query.key not in {f.key for f in after.open_findings}


def test_what_both_changed_stands_side_by_side_until_one_is_taken(
    desk: Desk, made: tuple[Path, Picture]
) -> None:
    def fill(sheet: Worksheet, rows: dict[str, int]) -> None:
        write_of(CLA, "Theirs.")(sheet, rows)
        write_of(NEET, "New.")(sheet, rows)

    content = filled(made[1], "Measures", fill)
    say(desk, CLA, "Ours.")
    sent = come_back(desk, made[1], content)
    done = merging.merge(desk, sent)
    (conflict,) = done.conflicts
    assert "“Ours.”" in conflict.ours
    assert "“Theirs.”" in conflict.theirs
    assert fold(desk.workspace.record().decisions).comments[CLA].text == "Ours."
    again = merging.merge(desk, sent, take=[1])
    counts = [one.noted.body["count"] for one in (done, again) if one.noted is not None]
    assert counts == [1, 1], "what was merged before is in the count of that merge"
    record = desk.workspace.record()
    assert fold(record.decisions).comments[CLA].text == "Theirs."
    assert any(d.body.get("text") == "Ours." for d in record.decisions)


def test_merging_the_same_again_or_after_a_stop_half_way_appends_only_what_is_missing(
    desk: Desk, made: tuple[Path, Picture]
) -> None:
    sent = come_back(desk, made[1], filled(made[1], "Measures", write_of(NEET, "Once.")))
    (intent, by) = sent.decisions[0]
    desk.workspace.append([intent], by, desk.at)  # stopped before the merge itself was noted
    assert merging.merge(desk, sent).decisions == ()
    last = desk.workspace.record().decisions[-1]
    assert (last.kind, last.body["count"]) == (DecisionKind.MERGED, 1)
    assert merging.merge(desk, sent).noted is None
    assert desk.workspace.record().decisions[-1] == last


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (9, "soon", "is not a date"),
        (8, None, "does not say who"),
        (7, None, "belongs to no action"),
        (6, "x" * 2_001, "is longer than 2,000 letters"),
        (1, "children", "names no measure and area"),
    ],
)
def test_each_mistake_is_named_by_its_cell_with_its_remedy_and_nothing_is_merged(
    desk: Desk, made: tuple[Path, Picture], column: int, value: str | None, said: str
) -> None:
    row = 0

    def fill(sheet: Worksheet, rows: dict[str, int]) -> None:
        nonlocal row
        row = rows[NEET]
        for at, good in zip((6, 7, 8, 9), ("Words.", "Do it.", "Lead", "31/03/2027"), strict=True):
            sheet.cell(row, at).value = good
        sheet.cell(row, column).value = value

    content = filled(made[1], "Measures", fill)
    with pytest.raises(Refusal, match=said) as refused:
        come_back(desk, made[1], content)
    named = 8 if column == 7 else column
    assert f"Measures!{'ABCDEFGHI'[named - 1]}{row} " in refused.value.what
    assert refused.value.remedy.endswith("Nothing was merged.")
    assert desk.workspace.record().sequence == made[1].sequence


def test_a_form_of_another_workspace_and_a_forged_head_are_refused(
    desk: Desk, made: tuple[Path, Picture], tmp_path: Path
) -> None:
    content = filled(made[1], "Measures", write_of(NEET, "Words."))
    with sample.open_workspace(tmp_path / "other.cypw") as other:
        elsewhere = other.record()
    with pytest.raises(Refusal, match="does not start from this workspace"):
        contributions.sent(elsewhere, content, Path("form.xlsx"), made[1])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["_contribution"]["B4"] = "3"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refusal, match="was changed"):
        come_back(desk, made[1], out.getvalue())


def test_text_that_looks_like_a_formula_goes_out_and_comes_back_as_text(desk: Desk) -> None:
    say(desk, NEET, "=1+1 <img src=x> & more")
    picture = pictured.picture(desk.workspace.record(), FRAMEWORK)
    form = contributions.form(picture, WHO, "dctb-burnley")
    assert form == contributions.form(picture, WHO, "dctb-burnley")
    assert come_back(desk, picture, form).decisions == ()
    cells = openpyxl.load_workbook(io.BytesIO(form))["Measures"]
    assert [c.data_type for c in cells["F"] if str(c.value).startswith("=")] == ["s"]


def test_a_copy_worked_on_elsewhere_comes_back_decision_by_decision(
    desk: Desk, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.cypw"
    desk.workspace.copy_to(copy)
    officer = Person("District lead", "officer")
    with Workspace.open(copy) as theirs:
        there = Desk(theirs, officer, desk.at + timedelta(days=1))
        say(there, NEET, "From the copy.")
        say(there, CLA, "Withdrawn again.")
        decide.undo(there)
        decide.set_aside(there, BURNLEY, "cpp-rate", "Theirs.")
        decide.undo(there, 3)
    decide.set_aside(desk, BURNLEY, "cpp-rate", "Ours.")
    sent = contributions.sent(
        desk.workspace.record(), b"", copy, pictured.picture(desk.workspace.record(), FRAMEWORK)
    )
    done = merging.merge(desk, sent)
    state = fold(desk.workspace.record().decisions)
    assert (state.comments[NEET].text, state.comments[NEET].by) == ("From the copy.", officer)
    assert state.comments[CLA].text.startswith("As it stood")
    assert state.set_aside[f"{BURNLEY}|cpp-rate"].reason == "Ours."
    assert len(done.conflicts) == 1
    assert len(sent.left_out) == 1
    assert "took back decision 3" in sent.left_out[0]


def test_the_terminal_sends_a_form_out_and_brings_it_back(
    made: tuple[Path, Picture], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(shutil.copy(made[0], tmp_path))
    form = tmp_path / "form.xlsx"
    given = ["contribution", workspace, "--board", "dctb-burnley", "--for", WHO]
    assert cli.main([*given, "--to", str(form)]) == 0
    book = openpyxl.load_workbook(form)
    book["Measures"].cell(rows_of(book["Measures"])[NEET], 6).value = "By the terminal."
    book.save(form)
    assert cli.main(["workspace", "merge", workspace, str(form), "--as", "analyst"]) == 0
    assert f"{WHO} (contributor) wrote of Not in work or learning" in capsys.readouterr().out
    assert cli.main(["workspace", "merge", workspace, str(form), "--as", "analyst"]) == 0
    assert "Nothing in it is new." in capsys.readouterr().out
