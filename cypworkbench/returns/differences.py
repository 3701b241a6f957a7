"""Two figures for one thing: whether they differ by more than rounding, and what may be the reason."""

from decimal import Decimal

from cypworkbench.domain.evidence import Flag, Observation
from cypworkbench.returns.wording import say_list, say_number

_UNSETTLED = {
    Flag.PROVISIONAL: "provisional",
    Flag.REVISED: "revised",
    Flag.ESTIMATED: "estimated",
    Flag.LOW_RELIABILITY: "of low reliability",
    Flag.BREAK: "beside a break in the series",
}


def places(value: Decimal) -> int:
    """The digits after the point."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def differ(ours: Decimal, theirs: Decimal, units: Decimal) -> bool:
    """Whether they lie further apart than that many units of the last digit of the rougher one."""
    rougher = min(places(ours), places(theirs))
    return abs(ours - theirs) > units.scaleb(-rougher)


def is_settled(*figures: Observation) -> bool:
    """Whether no figure carries a flag that would by itself account for a difference."""
    return not any(flag in _UNSETTLED for figure in figures for flag in figure.flags)


def reason(ours: Observation, theirs: Observation) -> str:
    """What is known of the two that may account for their difference, as the end of a sentence; empty when nothing."""
    known = []
    for whose, figure in (("the published figure", theirs), ("this one", ours)):
        flags = [_UNSETTLED[flag] for flag in figure.flags if flag in _UNSETTLED]
        if flags:
            known.append(f"{whose} is {say_list(flags)}")
    if ours.base and theirs.base and ours.base != theirs.base:
        known.append(f"they rest on different population estimates ({ours.base}, {theirs.base})")
    if ours.denominator and theirs.denominator and ours.denominator != theirs.denominator:
        known.append(
            f"they are out of {say_number(ours.denominator)} and {say_number(theirs.denominator)}"
        )
    return f" ({'; '.join(known)})" if known else ""


def source_of(figure: Observation) -> str:
    """Where a published figure is from, with its vintage, for a sentence."""
    said = figure.source or figure.origin.sheet
    return f"{said}, {figure.vintage}" if figure.vintage else said
