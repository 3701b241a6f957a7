"""A milestone's strip says how far it has come, to the eye and to a listener, and when it is late."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cypworkbench.domain.account import DATE, PROOF, STATE, Account
from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.measuring import MilestoneTerms
from cypworkbench.packs import milestone_strip
from cypworkbench.packs.milestone_strip import Strip
from cypworkbench.packs.palette import palette
from cypworkbench.packs.tagged import Document, Metadata
from tests.packs import made
from tests.support import boxes

_STATES = ("Not started", "Drafted", "Out to consultation with every board", "Agreed")
_DUE, _AS_AT = date(2026, 3, 31), date(2026, 6, 30)


def _measure(due: date | None = _DUE) -> Measure:
    terms = MilestoneTerms(_STATES, "The minute", due)
    return replace(made.measure(Kind.MILESTONE, unit="state"), milestone=terms)


def _said(state: str) -> Account:
    told = ((STATE, state), (DATE, ""), (PROOF, ""))
    return Account("u18", LANCASHIRE, told, "0" * 64, "Milestones", ("A1", "B1", "C1"))


def _strip(state: str, due: date | None = _DUE, as_at: date | None = _AS_AT) -> Strip:
    found = milestone_strip.strip(_measure(due), _said(state), "Lancashire", as_at)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "drafted",
            "“Drafted”, state 2 of 4; next “Out to consultation with every board”; due 31 March 2026, and late.",
        ),
        ("Agreed", "“Agreed”, state 4 of 4; due 31 March 2026."),
    ],
)
def test_a_listener_hears_the_state_the_next_one_and_whether_it_is_late(
    state: str, said: str
) -> None:
    assert milestone_strip.told(_strip(state)) == f"Milestone. Lancashire: {said}"


def test_it_is_late_only_after_its_day_and_never_once_done() -> None:
    assert _strip("Drafted").is_late
    assert not _strip("Drafted", as_at=_DUE).is_late
    assert not _strip("Drafted", as_at=None).is_late
    assert not _strip("Agreed").is_late


def test_a_state_that_the_plan_does_not_know_has_no_strip() -> None:
    assert milestone_strip.strip(_measure(), _said("Nearly"), "Lancashire", _AS_AT) is None


def test_no_two_labels_touch_whatever_the_states_are_called() -> None:
    at = datetime(2026, 10, 12, tzinfo=UTC)
    document = Document(Metadata("A pack", "Us", "A plan", at, "a program"))
    with document.page() as page:
        for n, many in enumerate((2, 3, 5, 7), start=1):
            names = tuple(f"State {i} with a longish name" for i in range(many))
            shown = Strip("Lancashire", names, 1, _DUE, _AS_AT)
            milestone_strip.draw(page, (20, 30 * n, 172), shown, palette("grey"))
        milestone_strip.draw(page, (20, 160, 172), _strip("Drafted"), palette())
    assert boxes.clashes(document) == []
