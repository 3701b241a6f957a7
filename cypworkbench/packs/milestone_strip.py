"""How far a milestone has come: its states in order on one line, those reached filled, the last one its end."""

from dataclasses import dataclass
from datetime import date

from cypworkbench.domain.account import STATE, Account
from cypworkbench.domain.framework import Measure
from cypworkbench.packs import fonts, words
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged import Page, Style
from cypworkbench.packs.tagged.style import MM

HEIGHT = 15.0  # mm
_DOT, _RING = 1.3, 2.0  # mm
_LABEL, _LEADING = 8.5, 10.0
_LINES = 2
_DUE = 34.0  # mm, at the right, for the day it is due


@dataclass(frozen=True, slots=True)
class Strip:
    """A milestone's states, how many of them are reached, when it is due, and the day figures are as at."""

    place: str
    states: tuple[str, ...]
    reached: int
    due: date | None = None
    as_at: date | None = None

    @property
    def is_done(self) -> bool:
        """Whether the last state is reached."""
        return self.reached == len(self.states)

    @property
    def is_late(self) -> bool:
        """Whether it was due before the day figures are as at, and is not done."""
        passed = self.due is not None and self.as_at is not None and self.due < self.as_at
        return passed and not self.is_done


def strip(measure: Measure, account: Account, place: str, as_at: date | None) -> Strip | None:
    """The strip of what a board said; None where its state is none that the plan knows."""
    terms = measure.milestone
    said = account.text(STATE).casefold()
    if terms is None or len(terms.states) < 2:  # noqa: PLR2004  one state is no way to go
        return None
    reached = next((n for n, s in enumerate(terms.states, 1) if s.casefold() == said), 0)
    return Strip(place, terms.states, reached, terms.due, as_at) if reached else None


def told(shown: Strip) -> str:
    """What a listener is told: which state of how many, what comes next, when it is due and whether that is past."""
    now = shown.states[shown.reached - 1]
    said = [f"Milestone. {shown.place}: “{now}”, state {shown.reached} of {len(shown.states)}"]
    if not shown.is_done:
        said.append(f"next “{shown.states[shown.reached]}”")
    if shown.due:
        said.append(f"due {words.day(shown.due)}{', and late' if shown.is_late else ''}")
    return f"{'; '.join(said)}."


def draw(page: Page, box: tuple[float, float, float], shown: Strip, palette: Palette) -> None:
    """Draw the strip; box is left, top, width in mm."""
    left, top, wide = box
    room = wide - (_DUE if shown.due else 0.0)
    each, y = room / len(shown.states), top + 3
    corners = page.outer(left, top, left + wide, top + HEIGHT)
    with page.tag("Figure", alt=told(shown), box=corners):
        for n in range(1, len(shown.states)):
            colour, dash = ("accent", ()) if n < shown.reached else ("line_strong", (2.0, 1.6))
            ends = (left + _RING + (n - 1) * each, y), (left + _RING + n * each, y)
            page.line(*ends, palette[colour], 1.4, dash)
        for n, state in enumerate(shown.states, start=1):
            x = left + _RING + (n - 1) * each
            _dot(page, (x, y), n, shown, palette)
            weight = fonts.SEMIBOLD if n == shown.reached else fonts.REGULAR
            style = Style(
                _LABEL, _LEADING, weight, palette["ink" if n <= shown.reached else "ink3"]
            )
            _label(page, (left, x, y), state, (each, style))
        if shown.due:
            role = "off" if shown.is_late else "ink2"
            style = Style(9.5, 12, fonts.SEMIBOLD, palette[role])
            page.text(left + wide, y + 1, f"Due {words.day(shown.due)} ", style, "right")
            if shown.is_late:
                page.text(left + wide, y + 5.2, "late ", style, "right")


def _dot(page: Page, at: tuple[float, float], number: int, shown: Strip, palette: Palette) -> None:
    x, y = at
    if number > shown.reached:
        page.circle(x, y, _DOT, palette["surface"], palette["line_strong"], (1.0, ()))
        return
    page.circle(x, y, _DOT, palette["accent"])
    if number == shown.reached:
        page.circle(x, y, _RING, "", palette["ink"], (1.0, ()))


def _label(
    page: Page, at: tuple[float, float, float], text: str, room: tuple[float, Style]
) -> None:
    """A state's name under its dot: the first from the left edge on, in at most two lines."""
    _, x, y = at
    each, style = room
    lines = fonts.wrapped(text, style.weight, style.size, (each - 2) * MM)
    if len(lines) > _LINES:
        lines = (lines[0], f"{lines[1].rstrip('.,;')} …")
    for n, line in enumerate(lines):
        page.text(x - _RING, y + 6 + n * _LEADING / MM, f"{line} ", style)
