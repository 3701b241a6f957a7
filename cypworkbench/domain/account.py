"""What a board says of a measure that is no number: a milestone's state, an entry of a register, an audit's grades."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.domain.period import Period

KINDS = (Kind.MILESTONE, Kind.EVIDENCE, Kind.AUDIT)
STATE, DATE, PROOF = "State", "Date", "Evidence"
PERIOD = "Period"
SAID, CHANGED = "What was said", "What changed"
"""The headings of a register of voices, as every plan so far asks for them."""
CONSENT = "consent"
"""The word in a heading that asks whether an entry may be printed."""
YES = ("yes", "y", "given", "granted")


@dataclass(frozen=True, slots=True)
class Account:
    """One row of it: what was said under each heading, in the headings' order, and the cell of each.

    `period` is an audit's. `cells` has an address for each heading, filled or not.
    """

    measure: str
    area: str
    said: tuple[tuple[str, str], ...]
    sha256: str
    sheet: str
    cells: tuple[str, ...]
    period: Period | None = None

    def text(self, heading: str) -> str:
        """What was said under a heading; empty for nothing."""
        return dict(self.said).get(heading, "")

    def cell(self, heading: str) -> str:
        """The address of the cell under a heading; the row's first where there is no such heading."""
        names = [name for name, _ in self.said]
        return self.cells[names.index(heading) if heading in names else 0]

    @property
    def may_be_printed(self) -> bool:
        """Whether whoever said it consents; what asks for no consent may be."""
        asked = [text for name, text in self.said if CONSENT in name.casefold()]
        return all(text.casefold().strip(" .") in YES for text in asked)


def has_consent(account: Account) -> bool:
    """Whether its giver was asked whether it may be printed, and said yes; what asks nobody has none."""
    return account.may_be_printed and any(CONSENT in name.casefold() for name, _ in account.said)


def is_account(measure: Measure) -> bool:
    """Whether a board answers a measure in words or grades, not in figures."""
    return measure.kind in KINDS


def headings(measure: Measure) -> tuple[str, ...]:
    """What a board is asked for under a measure of these kinds, in order; nothing for any other."""
    if measure.milestone:
        return (STATE, DATE, PROOF)
    if measure.evidence:
        return measure.evidence.asks
    if measure.audit:
        return (PERIOD, *measure.audit.grades)
    return ()


def grades(measure: Measure, account: Account) -> Mapping[str, int]:
    """How many case files were given each grade; those that are no whole number are left out."""
    named = measure.audit.grades if measure.audit else ()
    given = {grade: account.text(grade) for grade in named}
    return {grade: int(text) for grade, text in given.items() if text.isascii() and text.isdigit()}


def allot(sample: int, weights: Mapping[str, float]) -> dict[str, int]:
    """A sample shared out in proportion, whole files that add up to it, at least one a place: by largest remainder.

    Equally where no weight is above nothing. Raises ValueError where there are more places than files.
    """
    if len(weights) > sample:
        message = f"{sample} files cannot be shared by {len(weights)} places"
        raise ValueError(message)
    whole = sum(weights.values())
    shares = {k: sample * w / whole if whole else sample / len(weights) for k, w in weights.items()}
    given = {place: max(int(share), 1) for place, share in shares.items()}
    by_remainder = sorted(shares, key=lambda place: (given[place] - shares[place], place))
    short = sample - sum(given.values())
    step = 1 if short > 0 else -1
    order = by_remainder if short > 0 else by_remainder[::-1]
    while short:
        for place in order:
            if short and given[place] + step >= 1:
                given[place] += step
                short -= step
    return given


def added(measure: Measure, some: Iterable[Account]) -> dict[str, int]:
    """The grades of several accounts together: a county's of its districts'."""
    total = dict.fromkeys(measure.audit.grades if measure.audit else (), 0)
    for account in some:
        for grade, count in grades(measure, account).items():
            total[grade] += count
    return total
