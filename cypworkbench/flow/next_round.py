"""A new round from the last: its name and days moved on, what goes on into it, and what starts anew."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cypworkbench.domain.account import is_account
from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.period import add_months
from cypworkbench.domain.record import Picture, Record, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold, standing
from cypworkbench.domain.supply import Supplies
from cypworkbench.domain.working_days import next_working_day
from cypworkbench.flow import decide, retention, versions
from cypworkbench.flow.decide import Desk

_QUARTER = 3
_YEAR = 12
_WEEKS_A_MONTH = 30.44 / 7
_OF_A_YEAR = re.compile(r"(\D*)(\d{1,2})(\D+)(\d{4})/(\d\d)\Z")  # Round 2 of 2026/27
_YEAR_ALONE = re.compile(r"(.*?)(\d{4})/(\d\d)\Z")
_NUMBERED = re.compile(r"(.*?)(\d{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Onward:
    """What becomes of a round's matters in the next: sentences for what goes on and for what starts anew.

    `past_time` names the rounds that the schedule no longer asks to be kept.
    """

    goes_on: tuple[str, ...]
    starts_anew: tuple[str, ...]
    past_time: tuple[str, ...]


def proposed(record: Record) -> Round:
    """The next round as the last suggests it: as far on as the last was from the one before, or else a quarter.

    A day that falls on a weekend or a bank holiday moves to the working day after it. The name is empty where the last
    round's shows no number to count on. Raises Refusal when there was no round yet.
    """
    last = fold(record.decisions).round
    if not last.label:
        raise Refusal(
            "There is no round yet to go on from.", "Open the first round with its name and dates."
        )
    months = _apart(record)

    def moved(day: date | None) -> date | None:
        return next_working_day(_months_on(day, months)) if day else None

    as_at = moved(last.as_at)
    if last.as_at and last.as_at == _month_end(last.as_at):  # the end of a month, not a day's work
        as_at = _months_on(last.as_at, months)
    return Round(_next_label(last.label, months), moved(last.due), moved(last.meeting), as_at)


def _apart(record: Record) -> int:
    """Months between the last two rounds, by the days their returns were due."""
    opened = {d.subject: d for d in standing(record.decisions) if _opens(d)}
    due = [date.fromisoformat(str(d.body["due"])) for d in opened.values() if d.body.get("due")]
    if len(due) <= 1:
        return _QUARTER
    weeks = (due[-1] - due[-2]).days / 7
    return min(max(round(weeks / _WEEKS_A_MONTH), 1), _YEAR)


def _opens(decision: Decision) -> bool:
    return decision.kind is DecisionKind.ROUND_OPENED


def _months_on(day: date, months: int) -> date:
    """That many months later; the last day of a month stays the last."""
    moved = add_months(day, months)
    return _month_end(moved) if day == _month_end(day) else moved


def _month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def _next_label(label: str, months: int) -> str:
    """The name counted on: Round 2 of 2026/27 after Round 1, and after the year's last the first of the next."""
    found = _OF_A_YEAR.match(label)
    if found:
        before, number, between, year, _ = found.groups()
        after, first = int(number) + 1, int(year)
        if after > _YEAR // months:
            after, first = 1, first + 1
        return f"{before}{after}{between}{first}/{(first + 1) % 100:02d}"
    yearly = _YEAR_ALONE.match(label)
    if yearly:
        first = int(yearly[2]) + 1
        return f"{yearly[1]}{first}/{(first + 1) % 100:02d}"
    numbered = _NUMBERED.match(label)
    return f"{numbered[1]}{int(numbered[2]) + 1}" if numbered else ""


def open_next(
    desk: Desk, changed: Callable[[Round], Round] = lambda proposal: proposal
) -> Decision:
    """Open the next round as `proposed`, after whatever changes the analyst makes to the proposal.

    Raises Refusal as `proposed` and `decide.open_round` do, and for the name of a round that there was already.
    """
    record = desk.workspace.record()
    wanted = changed(proposed(record))
    there = {span.label.casefold() for span in versions.rounds(record)}
    if wanted.label.strip().casefold() in there:
        raise Refusal(
            f"There has been a round called {wanted.label} already.",
            "Give the new round a name of its own.",
        )
    return decide.open_round(desk, replace(wanted, label=wanted.label.strip()))


def onward(record: Record, picture: Picture, today: date) -> Onward:
    """What goes on into the next round and what starts anew, of the round that `picture` shows."""
    label = picture.round.label
    asked = Supplies(picture.framework, picture.supplies)
    boards = sum(1 for board in asked.boards() if asked.asked_of(board.id))
    goes_on = [f"{_counted(boards, 'board')} asked for the same measures by the same agreements."]
    figures = _to_confirm(picture)
    if figures:
        goes_on.append(
            f"{_counted(figures, 'figure')} in the blank returns, for each board to confirm or revise."
        )
    for things, noun, more in (
        (picture.targets, "target", ""),
        (picture.explanations, "explanation", ", each as long as its figure stays the same"),
        (picture.actions, "action", ", with their progress"),
        (picture.rebases, "new start of limits", ""),
    ):
        if things:
            goes_on.append(f"{_counted(len(things), noun)}{more}.")
    anew = ["Every return is asked for again; until it comes, the figures of the last one stand."]
    if picture.comments:
        stay = "stays" if len(picture.comments) == 1 else "stay"
        anew.append(f"{_counted(len(picture.comments), 'comment')} {stay} with {label}.")
    if picture.set_aside:
        anew.append(
            f"{_counted(len(picture.set_aside), 'figure or return', 'figures or returns')} set aside: "
            "out until the next return comes."
        )
    anew.append("The steps towards sign-off begin again.")
    due = tuple(r.label for r in retention.rounds(record) if r.is_due(today))
    return Onward(tuple(goes_on), tuple(anew), due)


def _to_confirm(picture: Picture) -> int:
    """The figures that the blank returns will hold."""
    asked = {m.id for m in picture.framework.asked if not is_account(m)}
    districts = {d.code for d in picture.framework.districts}
    return sum(1 for o in picture.observations if o.measure in asked and o.area in districts)


def _counted(number: int, noun: str, several: str = "") -> str:
    return f"{number:,} {noun if number == 1 else several or _several(noun)}"


def _several(noun: str) -> str:
    return "new starts of limits" if noun.startswith("new start") else f"{noun}s"
