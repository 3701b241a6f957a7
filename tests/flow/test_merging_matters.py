"""Merging a copy: two new matters are both kept, what was taken back here is told, and no conflict is made up."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cypworkbench import catalogue
from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import Person
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import (
    contributions,
    decide,
    keeping,
    matters,
    merging,
    pictured,
    sample,
)
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

BURNLEY = "E07000117"
CLA = f"cla-rate|{BURNLEY}"
FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
LEAD = Person("District lead", "officer")
SCRUTINY = "Scrutiny"


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as it is when a copy is made: one question asked, one figure commented on."""
    path = tmp_path_factory.mktemp("merging") / "w.cypw"
    with sample.open_workspace(path) as workspace:
        desk = Desk(workspace, sample.ANALYST, sample.RETURNED_AT)
        matters.set_down(desk, asked("Asked before the copy?"))
        decide.comment(desk, "cla-rate", BURNLEY, "As it stood when the copy was made.")
    return path


@pytest.fixture
def here(forked: Path, tmp_path: Path) -> Iterator[Desk]:
    """The workspace itself."""
    with Workspace.open(Path(shutil.copy(forked, tmp_path / "w.cypw"))) as workspace:
        yield Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)


@pytest.fixture
def there(forked: Path, tmp_path: Path) -> Iterator[Desk]:
    """The copy, with the district's lead."""
    with Workspace.open(Path(shutil.copy(forked, tmp_path / "copy.cypw"))) as workspace:
        yield Desk(workspace, LEAD, sample.ANSWERED_AT + timedelta(days=1))


def asked(text: str) -> Matter:
    return Matter(MatterKind.CHALLENGE, FRAMEWORK.county, 0, text, who=SCRUTINY)


def local(text: str) -> Matter:
    return Matter(MatterKind.PRIORITY, BURNLEY, 0, text)


def sent_back(here: Desk, there: Desk, tmp_path: Path) -> Sent:
    path = tmp_path / "back.cypw"
    path.unlink(missing_ok=True)
    there.workspace.copy_to(path)
    record = here.workspace.record()
    return contributions.sent(record, b"", path, pictured.picture(record, FRAMEWORK))


def held(desk: Desk) -> dict[str, Matter]:
    return fold(desk.workspace.record().decisions).matters


def at(matter: Matter, number: int) -> str:
    return f"{matter.kind}|{matter.area}|{number}"


def test_two_priorities_set_down_in_two_copies_are_both_kept(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    matters.set_down(here, local("Ours."))
    matters.set_down(there, local("Theirs."))
    matters.set_down(there, local("Theirs as well."))
    done = merging.merge(here, sent_back(here, there, tmp_path))
    assert done.conflicts == ()
    kept = [held(here)[at(local(""), number)] for number in (1, 2, 3)]
    assert [m.text for m in kept] == ["Ours.", "Theirs.", "Theirs as well."]
    assert [m.number for m in kept] == [1, 2, 3]


def test_an_answer_follows_its_question_to_the_new_number_whoever_gave_it(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    chair = Desk(there.workspace, Person("Chair"), there.at)
    decide.comment(chair, "neet-16-18", BURNLEY, "The answerer speaks before the question is put.")
    matters.set_down(here, asked("Ours?"))
    theirs = fold([matters.set_down(there, asked("Theirs?"))]).matters[at(asked(""), 2)]
    matters.answer(chair, theirs, "Yes.")
    matters.set_down(there, asked("A mistake?"))
    matters.drop(there, held(there)[at(asked(""), 3)])
    sent = sent_back(here, there, tmp_path)
    assert merging.merge(here, sent).conflicts == ()
    now = held(here)
    assert (now[at(theirs, 2)].text, now[at(theirs, 2)].answer) == ("Ours?", "")
    assert (now[at(theirs, 3)].text, now[at(theirs, 3)].answer) == ("Theirs?", "Yes.")
    assert now[at(theirs, 4)].dropped
    assert merging.merge(here, sent).decisions == ()


def test_a_copy_that_comes_back_twice_answers_the_question_it_brought_the_first_time(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    matters.set_down(here, asked("Ours?"))
    matters.set_down(there, asked("Theirs?"))
    merging.merge(here, sent_back(here, there, tmp_path))
    matters.answer(there, held(there)[at(asked(""), 2)], "Yes.")
    done = merging.merge(here, sent_back(here, there, tmp_path))
    assert (len(done.decisions), done.conflicts) == (1, ())
    assert held(here)[at(asked(""), 3)].answer == "Yes."
    assert len(held(here)) == 3


def test_a_question_from_before_the_copy_that_both_answered_is_a_conflict(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    for desk, text in ((here, "Ours."), (there, "Theirs.")):
        matters.answer(desk, held(desk)[at(asked(""), 1)], text)
    sent = sent_back(here, there, tmp_path)
    assert len(merging.merge(here, sent).conflicts) == 1
    assert held(here)[at(asked(""), 1)].answer == "Ours."
    merging.merge(here, sent, take=[1])
    assert held(here)[at(asked(""), 1)].answer == "Theirs."


def test_a_question_set_down_under_a_number_freed_in_the_copy_replaces_none_here(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    record = there.workspace.record()
    first = next(d for d in record.decisions if d.subject == at(asked(""), 1))
    decide.undo(there, first.sequence)
    assert matters.set_down(there, asked("Another?")).subject == first.subject
    merging.merge(here, sent_back(here, there, tmp_path))
    assert [m.text for m in held(here).values()] == ["Asked before the copy?", "Another?"]


def test_a_comment_taken_back_here_is_not_overridden_by_the_copy_unless_taken(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    decide.undo(here)
    decide.comment(there, "cla-rate", BURNLEY, "Edited in the copy.")
    sent = sent_back(here, there, tmp_path)
    done = merging.merge(here, sent)
    assert done.decisions == ()
    assert "took back decision" in done.conflicts[0].ours
    assert CLA not in fold(here.workspace.record().decisions).comments
    merging.merge(here, sent, take=[1])
    assert fold(here.workspace.record().decisions).comments[CLA].text == "Edited in the copy."


def test_what_was_taken_back_after_merging_or_brought_back_since_is_a_conflict_too(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    decide.undo(here)
    decide.redo(here)
    decide.comment(there, "cla-rate", BURNLEY, "Edited in the copy.")
    matters.set_down(there, local("Merged, then taken back."))
    sent = sent_back(here, there, tmp_path)
    done = merging.merge(here, sent)
    assert "brought back decision" in done.conflicts[0].ours
    decide.undo(here, done.decisions[0].sequence)
    again = merging.merge(here, sent)
    assert again.decisions == ()
    assert "took back decision" in again.conflicts[1].ours
    assert at(local(""), 1) not in held(here)


def test_a_conflict_that_is_not_there_is_refused_and_nothing_is_merged(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    matters.set_down(there, local("Theirs."))
    before = here.workspace.record().head
    sent = sent_back(here, there, tmp_path)
    with pytest.raises(Refusal, match="no conflict 99") as refused:
        merging.merge(here, sent, take=[99])
    assert "without --take" in refused.value.remedy
    assert here.workspace.record().head == before


def test_what_was_removed_here_is_not_brought_back_by_merging_the_same_again(
    here: Desk, there: Desk, tmp_path: Path
) -> None:
    decide.comment(there, "cla-rate", BURNLEY, "A made-up name stands here.")
    matters.set_down(there, local("A made-up name must not stand here."))
    matters.set_down(there, local("This may."))
    sent = sent_back(here, there, tmp_path)
    merging.merge(here, sent)
    found = keeping.holding(here.workspace.record(), "made-up name")
    keeping.remove(here, found.removal, "Names a child")
    head = here.workspace.record().head
    again = merging.merge(here, sent)
    assert (again.decisions, again.noted, again.conflicts) == ((), None, ())
    assert here.workspace.record().head == head
    assert len(again.left_out) == 2
    assert all("removed" in said for said in again.left_out)
    assert [m.text for m in held(here).values() if m.area == BURNLEY] == ["This may."]
    matters.set_down(there, local("And this is new."))
    (made,) = merging.merge(here, sent_back(here, there, tmp_path)).decisions
    assert made.body["text"] == "And this is new."
