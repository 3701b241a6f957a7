"""The log reads as sentences, of every kind of decision, and taking back is a further decision that says so."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, link
from cypworkbench.domain.evidence import Finding, Origin, Severity
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, explaining, logged, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.log_names import Names
from cypworkbench.flow.log_words import WORDS
from cypworkbench.store.workspace import Workspace

BURNLEY = "E07000117"
LATER = datetime(2026, 10, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's workspace, without returns."""
    path = tmp_path_factory.mktemp("logged") / "w.cypw"
    sample.open_workspace(path).close()
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of it, as the analyst sits before it."""
    with Workspace.open(Path(shutil.copy(made, tmp_path))) as workspace:
        yield Desk(workspace, sample.ANALYST, LATER)


def sentences(desk: Desk, last: int = 1) -> list[str]:
    record = desk.workspace.record()
    return [entry.sentence for entry in logged.entries(record)[-last:]]


def test_every_kind_of_decision_has_its_own_words() -> None:
    assert set(DecisionKind) - {DecisionKind.UNDONE} == set(WORDS)


def test_a_decision_of_any_kind_reads_as_a_sentence_even_where_it_says_nothing() -> None:
    chain: list[Decision] = [
        link(None, Intent(DecisionKind.WORKSPACE_OPENED, "cypfp-2022"), sample.ANALYST, LATER)
    ]
    for kind in [
        k for k in WORDS if k is not DecisionKind.PLAN_KEPT
    ]:  # which says where the plan is
        chain.append(link(chain[-1], Intent(kind, f"cla-rate|{BURNLEY}"), Person("head"), LATER))
    for entry in logged.entries(Record(decisions=tuple(chain)))[1:]:
        assert re.fullmatch(r"head [a-z].*[.”]", entry.sentence), entry.kind


def test_a_target_is_logged_as_its_board_agreed_it(desk: Desk) -> None:
    start = date(2026, 4, 1)
    target = Target("cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(80), start)
    decide.set_targets(desk, [target])
    (said,) = sentences(desk)
    assert said == (
        "Partnership analyst (Analyst) set a target for Children looked after in Burnley: "
        "at 80.0, from 1 April 2026."
    )


@pytest.mark.parametrize(("share", "said"), [("0.05", "5%"), ("0.025", "2.5%")])
def test_a_target_is_logged_with_its_tolerance(desk: Desk, share: str, said: str) -> None:
    start, tolerance = date(2026, 4, 1), Decimal(share)
    target = Target(
        "cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(80), start, tolerance=tolerance
    )
    decide.set_targets(desk, [target])
    assert sentences(desk)[0].endswith(f"at 80.0, from 1 April 2026, tolerance {said}.")


def _doubt(cell: str, read: str) -> Finding:
    period = Period(date(2023, 8, 1), PeriodKind.ACADEMIC_YEAR)
    origin = Origin("a" * 64, "Outcome 3", cell)
    said = ("A number is kept as text.", "Type it again.", "permanent-exclusions", "E07000120")
    return Finding("R008", Severity.QUERY, origin, *said, period, read)


def test_explanations_of_findings_alike_are_told_apart_by_their_cells_and_show_no_figure(
    desk: Desk,
) -> None:
    measure = next(m for m in Names(desk.workspace.record()).measures.values())
    doubts = [
        replace(_doubt(c, r), measure=measure.id) for c, r in (("E34", "917"), ("F34", "918"))
    ]
    explaining.explain_all(desk, doubts, "Checked.")
    decide.explain(desk, replace(_doubt("G34", "919"), measure=measure.id), "Checked.")
    said = sentences(desk, 3)
    for sentence, cell in zip(said, ("E34", "F34", "G34"), strict=True):
        assert (
            f"explained R008 at Outcome 3!{cell} (number kept as text or not readable: " in sentence
        )
        assert measure.short_title in sentence
        assert "Hyndburn" in sentence
        assert not re.search(r"91[789]", sentence)


def test_an_explanation_of_an_older_file_says_its_rule_and_the_cell_it_has(desk: Desk) -> None:
    for key in ("R015|||||Outcome 3!C4", f"R008|cla-rate|{BURNLEY}||917|"):
        desk.record(Intent(DecisionKind.FINDING_EXPLAINED, key, {"because": "Checked."}))
    hidden, kept = sentences(desk, 2)
    assert "explained R015 at Outcome 3!C4 (hidden row, column or sheet): “Checked.”" in hidden
    assert "R008 (number kept as text or not readable: Children looked after, Burnley)" in kept


def test_a_removal_says_how_many_words_and_which_files(desk: Desk) -> None:
    named = {"board": "dctb-burnley", "file": "burnley.xlsx"}
    desk.record(Intent(DecisionKind.RETURN_ACCEPTED, "b" * 64, named))
    gone = {"removed": ["4", "7", "b" * 64, "c" * 64], "because": "Names a child."}
    desk.record(Intent(DecisionKind.REDACTED, "4", gone))
    assert sentences(desk)[0].endswith(
        "removed the words of 2 decisions (4 and 7) and the bytes of burnley.xlsx and "
        "a file (cccccccccccc…): “Names a child.”"
    )


def test_the_log_of_the_sample_names_files_and_boards_and_shows_no_code(desk: Desk) -> None:
    text = "\n".join(logged.lines(desk.workspace.record()))
    assert "took in published figures: published.csv." in text
    assert "made the workspace for" in text
    assert not re.search(r"[0-9a-f]{12}|E0[0-9]{7}|_|\|", text)


def test_undo_and_redo_are_told_by_what_they_come_down_to(desk: Desk) -> None:
    aside = decide.set_aside(desk, BURNLEY, "cla-rate", "Under review.")
    number = aside.sequence
    decide.undo(desk)
    decide.redo(desk)
    decide.undo(desk, number)
    what = f"decision {number}: set aside Children looked after of Burnley: “Under review.”"
    who = "Partnership analyst (Analyst)"
    assert sentences(desk, 3) == [
        f"{who} took back {what}",
        f"{who} brought back {what}",
        f"{who} took back {what}",
    ]
    assert logged.entries(desk.workspace.record())[number - 1].back == number + 3
    assert not fold(desk.workspace.record().decisions).set_aside


def test_undo_goes_back_and_redo_forward_one_decision_at_a_time(desk: Desk) -> None:
    texts = ["one", "two", "three"]
    for text in texts:
        decide.comment(desk, "cla-rate", BURNLEY, text)

    def held() -> str:
        comments = fold(desk.workspace.record().decisions).comments
        return comments[f"cla-rate|{BURNLEY}"].text if comments else ""

    seen = []
    for verb in (decide.undo, decide.undo, decide.undo, decide.redo, decide.redo, decide.redo):
        verb(desk)
        seen.append(held())
    assert seen == ["two", "one", "", "one", "two", "three"]
    with pytest.raises(Refusal, match="Nothing is taken back"):
        decide.redo(desk)


def test_what_cannot_be_taken_back_is_refused_with_what_to_do_instead(desk: Desk) -> None:
    last = desk.workspace.record().sequence
    with pytest.raises(Refusal, match="Decision 1 cannot be taken back"):
        decide.undo(desk, 1)
    with pytest.raises(Refusal, match=f"no decision {last + 1}"):
        decide.undo(desk, last + 1)
    decide.undo(desk, last)
    with pytest.raises(Refusal, match=f"was taken back already, by decision {last + 1}"):
        decide.undo(desk, last)
    with pytest.raises(Refusal, match="not one that was taken back"):
        decide.redo(desk, 2)
    assert desk.workspace.record().sequence == last + 1


def test_a_line_break_somebody_wrote_stays_on_its_line(desk: Desk) -> None:
    decide.comment(desk, "cla-rate", BURNLEY, "one\n   99  two")
    assert sentences(desk)[0].endswith(": “one 99 two”.")


def test_ten_thousand_decisions_with_undoings_among_them_are_each_told() -> None:
    at, by = LATER, sample.ANALYST
    target = Target("cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(80), date(2026, 4, 1))
    chain = [link(None, Intent(DecisionKind.WORKSPACE_OPENED, "cypfp-2022"), by, at)]
    for number in range(10_000):
        intent = Intent(DecisionKind.TARGET_SET, target.key, to_plain(target))
        if number % 10 == 9:
            intent = Intent(DecisionKind.UNDONE, str(chain[-1].sequence))
        chain.append(link(chain[-1], intent, by, at + timedelta(seconds=number)))
    assert len(logged.entries(Record(decisions=tuple(chain)))) == 10_001
