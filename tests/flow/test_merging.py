"""What a copy brings back: its own priorities beside ours; what was taken back here since, told as a conflict."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.decision import Person
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import contributions, decide, matters, merging, pictured
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.merging import Merged
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import FRAMEWORK
from tests.store.made import ANALYST, NOON

BURNLEY, OFFICER = "E07000117", Person("District lead", "officer")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Workspace.create(tmp_path / "w.cypw", "cypfp-2022", ANALYST, NOON) as workspace:
        made = Desk(workspace, ANALYST, NOON)
        decide.open_round(made, Round("Round 1"))
        decide.comment(made, "cla-rate", BURNLEY, "As both had it.")
        matters.set_down(made, priority("Fewer moves between homes."))
        matters.set_down(made, question("Who visits them?"))
        yield made


def priority(text: str) -> Matter:
    return Matter(MatterKind.PRIORITY, BURNLEY, 0, text, ("cla-rate",), "lead")


def question(text: str) -> Matter:
    return replace(priority(text), kind=MatterKind.CHALLENGE)


@pytest.fixture
def copy(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "copy.cypw"
    desk.workspace.copy_to(path)
    with Workspace.open(path) as workspace:
        yield Desk(workspace, OFFICER, NOON)


def merged(desk: Desk, copy: Desk, *take: int) -> Merged:
    copy.workspace.save()
    record = desk.workspace.record()
    seen = pictured.picture(record, FRAMEWORK)
    return merging.merge(desk, contributions.sent(record, b"", copy.workspace.path, seen), take)


def said(desk: Desk, kind: MatterKind) -> dict[int, str]:
    held = fold(desk.workspace.record().decisions).matters.values()
    return {m.number: f"{m.text} {m.answer}".strip() for m in held if m.kind is kind}


def test_new_priorities_and_questions_of_both_stand_side_by_side_with_their_answers(
    desk: Desk, copy: Desk
) -> None:
    for one, which in ((desk, "Ours"), (copy, "Theirs")):
        matters.set_down(one, priority(f"{which}."))
        matters.set_down(one, question(f"{which}?"))
    matters.answer(copy, replace(question("Theirs?"), number=2), "Because.")
    done = merged(desk, copy)
    assert done.conflicts == ()
    assert said(desk, MatterKind.PRIORITY) == {
        1: "Fewer moves between homes.",
        2: "Ours.",
        3: "Theirs.",
    }
    assert said(desk, MatterKind.CHALLENGE) == {
        1: "Who visits them?",
        2: "Ours?",
        3: "Theirs? Because.",
    }
    again = merged(desk, copy)
    assert (again.decisions, again.conflicts) == ((), ())


def test_a_question_that_both_had_and_both_answered_is_a_conflict(desk: Desk, copy: Desk) -> None:
    shared = replace(question("Who visits them?"), number=1)
    for one in (desk, copy):
        matters.answer(one, shared, "Their social worker.")
    assert merged(desk, copy).conflicts == ()  # the same was said on both sides
    matters.answer(copy, shared, "Their school.")
    (conflict,) = merged(desk, copy).conflicts
    assert "Their social worker." in conflict.ours
    assert "Their school." in conflict.theirs


def test_what_was_taken_back_here_since_is_not_brought_in_over_it_unsaid(
    desk: Desk, copy: Desk
) -> None:
    sequence = next(
        d.sequence for d in desk.workspace.record().decisions if d.kind.value == "commented"
    )
    decide.undo(desk, sequence)
    decide.comment(copy, "cla-rate", BURNLEY, "As the copy has it.")
    (conflict,) = merged(desk, copy).conflicts
    assert f"took back decision {sequence}" in conflict.ours
    assert fold(desk.workspace.record().decisions).comments == {}
    with pytest.raises(Refusal, match="no conflict 2; there are from 1 to 1"):
        merged(desk, copy, 2)
    done = merged(desk, copy, 1)
    assert done.conflicts == ()
    (comment,) = fold(desk.workspace.record().decisions).comments.values()
    assert (comment.text, comment.by) == ("As the copy has it.", OFFICER)


def test_the_terminal_refuses_a_conflict_that_is_not_there(
    desk: Desk, copy: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    decide.comment(copy, "cla-rate", BURNLEY, "As the copy has it.")
    for one in (desk, copy):
        one.workspace.close()
    paths = [str(one.workspace.path) for one in (desk, copy)]
    assert main(["workspace", "merge", *paths, "--take", "9", "--as", "analyst"]) == 3
    assert "There is no conflict 9; there are none at all." in capsys.readouterr().err
