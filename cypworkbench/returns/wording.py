"""How findings say numbers and lists: plain, and the same whatever the machine's language."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cypworkbench.domain import dates
from cypworkbench.domain.evidence import ValueState

_SHOWN = 12


def plain_number(number: Decimal) -> str:
    """A number as it is compared and kept: no exponent, no trailing zeros: 34.2, 0.07, 1200, -3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_number(number: Decimal) -> str:
    """A number as a sentence says it: 34.2, 0.07, 1,200, −3."""
    whole, point, rest = plain_number(number).removeprefix("-").partition(".")
    return f"{'−' if number < 0 else ''}{int(whole):,}{point}{rest}"


def say_list(items: Iterable[str], most: int = _SHOWN) -> str:
    """Things in a row: a; a and b; a, b and c. All of them, up to `most`, then how many more."""
    said = list(items)
    if len(said) > most:
        said = [*said[:most], f"{len(said) - most} more"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def say_count(number: int, thing: str, things: str = "") -> str:
    """A number of things: 1 row, 3 rows."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


_STATES = {
    ValueState.NOT_AVAILABLE: "not available",
    ValueState.PENDING: "still to come",
    ValueState.SUPPRESSED: "suppressed",
    ValueState.NOT_APPLICABLE: "not applicable",
    ValueState.TEXT: "no number",
    ValueState.ERROR: "an error",
    ValueState.NO_CACHED_VALUE: "a formula never worked out",
}


def say_state(state: ValueState) -> str:
    """Why there is no number, as it follows “is”."""
    return _STATES.get(state, "blank")


def say_day(day: date) -> str:
    """A day as a sentence says it: 25 September 2026."""
    return dates.day(day)
