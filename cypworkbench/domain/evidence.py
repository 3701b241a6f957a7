"""What was sent: workbooks and their cells, the figures in them, and what is doubted."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cypworkbench.domain.account import Account
from cypworkbench.domain.cells import WITHHELD, Cell, CellKind, a1, column_letters
from cypworkbench.domain.period import Period

__all__ = [
    "WITHHELD",
    "Cell",
    "CellKind",
    "a1",
    "column_letters",
]  # what stands in `cells` is known here too
_DIGEST, _PARTS = (
    16,
    6,
)  # hex letters of a digest, enough to tell that a cell changed; the parts of a key
_TOLD = re.compile(r"#[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as sent. `cells` holds the filled cells in reading order; hidden rows and columns are named."""

    name: str
    state: str
    cells: Sequence[Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    widths: tuple[tuple[int, float], ...] = ()
    issues: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each filled row's number with its cells by column, from the top."""
        row: dict[int, Cell] = {}
        number = 0
        for cell in self.cells:
            if cell.row != number and row:
                yield number, row
                row = {}
            number = cell.row
            row[cell.column] = cell
        if row:
            yield number, row


@dataclass(frozen=True, slots=True)
class Workbook:
    """A spreadsheet file as it was read: its sheets, and what the package holds besides.

    `opened` is the SHA-256 of the package inside a file that was locked with a password; empty for any other.
    """

    name: str
    sha256: str
    size: int
    sheets: tuple[Sheet, ...]
    date_1904: bool = False
    flags: frozenset[str] = frozenset()
    opened: str = ""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, or None."""
        return next((s for s in self.sheets if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure stands: the file's digest, the sheet, and the cell or range."""

    sha256: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        """The address as an analyst writes it: Theme 2!E14."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class ValueState(StrEnum):
    """What stands where a number could: a number, or the reason there is none."""

    NUMBER = "number"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    PENDING = "pending"
    BLANK = "blank"
    TEXT = "text"
    NO_CACHED_VALUE = "no_cached_value"
    ERROR = "error"


class Flag(StrEnum):
    """What a source says about a figure it gives."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATED = "estimated"
    LOW_RELIABILITY = "low_reliability"
    BREAK = "break"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure given by a source, with the cell it came from.

    `value` is in the measure's own unit (34.2 for 34.2 %, 18.5 for 18.5 per 1,000); numerator and denominator are
    counts. None becomes zero nowhere: a missing number has a `state` that says why.
    """

    measure: str
    area: str
    period: Period
    value: Decimal | None
    origin: Origin
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: ValueState = ValueState.NUMBER
    flags: tuple[Flag, ...] = ()
    group: str = "all"
    vintage: str = ""
    base: str = ""
    source: str = ""
    comment: str = ""


class Severity(StrEnum):
    """How much a finding matters, most first."""

    STOP = "stop"
    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful in what was sent: where, what, why it is doubted, what to do.

    `message` is the whole sentence for the sender, beginning with the cell's address; `read` is what the cell holds.
    """

    code: str
    severity: Severity
    origin: Origin
    message: str
    remedy: str
    measure: str = ""
    area: str = ""
    period: Period | None = None
    read: str = ""
    previous: str = ""
    linked: tuple[Origin, ...] = ()

    @property
    def key(self) -> str:
        """What an explanation is tied to: it lapses when the figure changes.

        What the cell holds is in it as a digest: a key is kept for ever, and a cell may name a child.
        """
        period = self.period.iso if self.period else ""
        place = "" if self.measure else f"{self.origin.sheet}!{self.origin.cell}"
        return "|".join((self.code, self.measure, self.area, period, _digested(self.read), place))

    @property
    def needs_answer(self) -> bool:
        """Whether it must be corrected, explained or set aside before anyone signs."""
        return self.severity is not Severity.NOTE


def _digested(read: str) -> str:
    return f"#{hashlib.sha256(read.encode()).hexdigest()[:_DIGEST]}" if read else ""


def is_bare(key: str) -> bool:
    """Whether a finding's key, of an older record, says what the cell holds."""
    parts = key.split("|")
    return (
        len(parts) >= _PARTS and bool(read := "|".join(parts[4:-1])) and not _TOLD.fullmatch(read)
    )


def settled(key: str) -> str:
    """A finding's key as it is written now, of one as it is kept; one of another form is left as it is."""
    if not is_bare(key):
        return key
    parts = key.split("|")
    return "|".join((*parts[:4], _digested("|".join(parts[4:-1])), parts[-1]))


@dataclass(frozen=True, slots=True)
class RulesRun:
    """What became of each rule: done, skipped (and what was missing), or failed (and how)."""

    done: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    def said(self) -> Iterator[str]:
        """What did not run and why, a sentence for each reason; nothing where every rule ran whole."""
        lacking: dict[str, list[str]] = {}
        for code, missing in self.skipped:
            lacking.setdefault(missing, []).append(code)
        for missing, codes in lacking.items():
            yield f"Not run, whole or in part, for lack of {missing}: {', '.join(codes)}."
        for code, how in self.failed:
            yield f"FAILED, which keeps the pack from being signed: {code}, {how}."


@dataclass(frozen=True, slots=True)
class Return:
    """A workbook recognised as one supplier's return for one round.

    `board` is the board the cover names; `expected_board` the one its hidden manifest was issued to.
    """

    file: str
    sha256: str
    framework: str
    board: str
    round: str
    observations: tuple[Observation, ...]
    expected_board: str = ""
    edition: str = ""
    findings: tuple[Finding, ...] = ()
    rules: RulesRun = field(default_factory=RulesRun)
    accounts: tuple[Account, ...] = ()

    @property
    def verdict(self) -> str:
        """The worst of its findings in one word: accepted, queries, errors or refused."""
        worst = {finding.severity for finding in self.findings}
        if Severity.STOP in worst:
            return "refused"
        if Severity.ERROR in worst:
            return "errors"
        return "queries" if Severity.QUERY in worst else "accepted"
