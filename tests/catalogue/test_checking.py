"""What is wrong with a plan's file: one sentence, the line and the remedy for each mistake, and never a crash."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypworkbench import cli
from cypworkbench.catalogue import list_frameworks, resource_path
from cypworkbench.catalogue.checking import Fault, check_file, check_plan
from cypworkbench.catalogue.frameworks import read_framework
from cypworkbench.catalogue.plan_files import LARGEST, PLAN, PlanFile
from cypworkbench.domain.area import AreaKind
from cypworkbench.domain.refusal import Refusal
from tests.catalogue.mistakes import MISTAKES, Mistake

EXAMPLE = resource_path("frameworks", "example.toml")
TEXT = EXAMPLE.read_text("utf-8")
CHECK = ["plan", "check"]


def faults_of(content: str | bytes) -> tuple[Fault, ...]:
    given = content.encode() if isinstance(content, str) else content
    return check_plan([PlanFile(PLAN, "mine.toml", given)]).faults


def with_mistake(mistake: Mistake) -> str:
    assert TEXT.count(mistake.before) == 1, mistake
    return TEXT.replace(mistake.before, mistake.after)


def line_of(text: str, at: str) -> int:
    assert text.count(at) == 1, at
    return text.count("\n", 0, text.index(at)) + 1


def test_the_example_can_be_used_and_so_can_every_plan_that_is_shipped() -> None:
    checked = check_file(EXAMPLE)
    assert checked.faults == ()
    assert checked.plan == read_framework(EXAMPLE)
    assert [board.id for board in checked.plan.district_boards] == ["north", "south"]
    for name in list_frameworks():
        assert check_file(resource_path("frameworks", f"{name}.toml")).faults == ()


def test_at_least_twenty_kinds_of_mistake_are_known() -> None:
    assert len({mistake.kind for mistake in MISTAKES}) >= 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.kind)
def test_each_kind_of_mistake_gets_one_sentence_its_line_and_a_remedy(mistake: Mistake) -> None:
    text = with_mistake(mistake)
    (fault,) = faults_of(text)
    assert fault.line == line_of(text, mistake.at)
    assert mistake.said in fault.what
    assert fault.what.endswith(".")
    assert mistake.remedy in fault.remedy


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.kind)
def test_what_the_check_finds_the_reader_refuses(mistake: Mistake, tmp_path: Path) -> None:
    if mistake.kind.startswith("the same as"):
        return  # what another plan says is not needed for reading this one
    path = tmp_path / "mine.toml"
    path.write_text(with_mistake(mistake), "utf-8")
    with pytest.raises(Refusal, match=r"^mine\.toml"):
        read_framework(path)


def test_mistakes_in_many_places_are_all_told_at_once_in_the_order_of_their_lines() -> None:
    wanted = [
        *("an unknown key", "an unknown outcome", "a multiplier of nothing", "an unknown board"),
        *("a date in quotation marks", "a short title too long for a column", "an unknown theme"),
    ]
    text, at = TEXT, []
    for mistake in MISTAKES:
        if mistake.kind in wanted:
            text = text.replace(mistake.before, mistake.after)
            at.append(mistake.at)
    faults = faults_of(text)
    assert [fault.line for fault in faults] == sorted(line_of(text, each) for each in at)


def test_what_only_follows_from_a_mistake_is_not_told_beside_it() -> None:
    text = TEXT.replace('kind = "county"', 'kind = "conty"').replace(
        'code = "E99999001"', 'cod = "E99999001"'
    )
    assert [fault.line for fault in faults_of(TEXT.replace('id = "north"', "id = 7"))] == [
        line_of(TEXT, 'id = "north"')
    ]
    said = [fault.what for fault in faults_of(text)]
    assert said == [
        "[[areas]] 4: cod is not known here.",
        f"[[areas]] 4: kind is 'conty', which is none of {', '.join(AreaKind)}.",
    ]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "The file is empty"),
        (b"# only a comment\n\n", 1, "The file is empty"),
        (TEXT.encode("utf-16"), 1, "not text in UTF-8"),
        (b"id = 'a'\ntitle = 'caf\xe9'\n", 2, "not text in UTF-8 from here on"),
        (b"PK\x03\x04\x14\x00\x06\x00", 1, "A key has no ="),
        (b"a = " + b"[" * 100_000, 1, "nested too deep"),
        (b"a = " + b"9" * 5_000, 1, "far too many digits"),
        (b'id = "a"\n[[measures]\n', 2, "heading is not closed"),
    ],
    ids=["empty", "comment", "utf-16", "latin-1", "a workbook", "nested", "digits", "bracket"],
)
def test_what_is_no_plan_at_all_is_told_in_one_sentence(
    content: bytes, line: int, said: str
) -> None:
    (fault,) = faults_of(content)
    assert (fault.line, said in fault.what) == (line, True), fault


def test_a_plan_that_says_nothing_is_told_what_it_lacks() -> None:
    faults = faults_of('id = "mine"\n')
    lacking = {fault.what.split(": ")[1].split(" ")[0] for fault in faults}
    assert {"title", "partnership", "areas", "boards", "measures", "outcomes"} <= lacking
    bare = (
        TEXT[: TEXT.index('[[measures]]\nid = "cla-rate"')]
        + TEXT[TEXT.index('[[boards]]\nid = "board"') :]
    )
    (none,) = faults_of(bare)
    assert none.what == "Top of the file: measures is missing."


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    (fault,) = check_file(path).faults
    assert "far more than any plan" in fault.what


def test_a_file_of_nothing_but_mistakes_is_told_of_the_first_two_hundred() -> None:
    faults = faults_of(TEXT + "".join(f"[[measures]]\nkey{n} = {n}\n" for n in range(2_000)))
    assert 200 < len(faults) <= 202
    assert faults[-1].what.startswith("There are more mistakes than these")


def test_a_mistake_in_a_file_the_plan_names_is_told_by_that_file_and_its_line(
    tmp_path: Path,
) -> None:
    start, end = TEXT.index("[[boards]]"), TEXT.index("# -", TEXT.index("[[boards]]"))
    boards = TEXT[start:end]
    plan = 'boards = "my-boards.toml"\n' + TEXT[:start] + TEXT[end:]
    (tmp_path / "plan.toml").write_text(plan, "utf-8")
    missing = check_file(tmp_path / "plan.toml").faults
    assert [(f.file, f.line) for f in missing] == [("plan.toml", 1)]
    assert "neither beside the plan nor among the program" in missing[0].what
    wrong = boards.replace('parent = "board"', 'parent = "bord"', 1)
    (tmp_path / "my-boards.toml").write_text(wrong, "utf-8")
    (fault,) = check_file(tmp_path / "plan.toml").faults
    assert (fault.file, fault.line) == ("my-boards.toml", line_of(wrong, 'parent = "bord"'))
    (tmp_path / "my-boards.toml").write_bytes(b"[[boards]")
    (broken,) = check_file(tmp_path / "plan.toml").faults
    assert (broken.file, broken.line) == ("my-boards.toml", 1)


def test_a_plan_beside_this_one_is_asked_what_it_says_of_it(tmp_path: Path) -> None:
    before = TEXT.replace("wyvern-2026", "wyvern-2020")
    mark = 'question = "How many child protection reviews'
    (tmp_path / "wyvern-2020.toml").write_text(before, "utf-8")
    mine = tmp_path / "mine.toml"
    there = f'same_as = ["wyvern-2020/reviews-on-time"]\n{mark}'
    mine.write_text(TEXT.replace(mark, there), "utf-8")
    (fault,) = check_file(mine).faults
    assert "which does not say so of it" in fault.what
    back = before.replace(mark, f'same_as = ["wyvern-2026/reviews-on-time"]\n{mark}')
    (tmp_path / "wyvern-2020.toml").write_text(back, "utf-8")
    assert check_file(mine).faults == ()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = with_mistake(MISTAKES[-1])
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert faults_of(windows) == faults_of(text)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(TEXT) - 1),
    st.integers(0, 40),
    st.sampled_from(["", '"', "[", "]]", "= ", "\n", "x", "0", "{", "\\", "#", "'''", "[[a]]\n"]),
)
def test_whatever_is_struck_out_or_typed_the_check_answers_and_never_breaks(
    at: int, struck: int, typed: str
) -> None:
    text = TEXT[:at] + typed + TEXT[at + struck :]
    checked = check_plan([PlanFile(PLAN, "mine.toml", text.encode())])
    lines = text.count("\n") + 1
    assert all(1 <= f.line <= lines and f.what and f.remedy for f in checked.faults)
    assert (checked.plan is None) == bool(checked.faults)


def test_the_terminal_prints_each_mistake_with_its_line_and_answers_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*CHECK, str(EXAMPLE)]) == 0
    assert "example.toml can be used: Wyvernshire" in capsys.readouterr().out
    path = tmp_path / "mine.toml"
    wrong = TEXT.replace('outcome = "heard"', 'outcome = "herd"')
    path.write_text(wrong, "utf-8")
    assert cli.main([*CHECK, str(path)]) == 1
    line = line_of(wrong, 'outcome = "herd"')
    assert capsys.readouterr().out == (
        f"mine.toml, line {line}: Measure young-board: outcome: 'herd' is not in the plan.\n"
        "    Write heard.\n"
    )
    assert cli.main([*CHECK, str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["usable"], [fault["line"] for fault in told["faults"]]) == (False, [line])
    assert cli.main([*CHECK, str(tmp_path / "nothing.toml")]) == 3
    assert cli.main([*CHECK, str(tmp_path)]) == 3
    assert "Traceback" not in capsys.readouterr().err
