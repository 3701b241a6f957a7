"""What a cell says: a number, or one of the reasons there is none. Raw text to Decimal, never through a float.

Excel keeps fifteen significant digits; what a file writes beyond them (7.0000000000000007E-2 for 0.07) is noise from
binary arithmetic, and is rounded away. Nothing else is changed: no rescaling, and None becomes zero nowhere.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal

from cypworkbench.domain.evidence import Cell, CellKind, Flag, ValueState
from cypworkbench.returns.styles import shows_nothing, shows_percent, shows_scaled

_EXCEL_DIGITS = Context(prec=15)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d{1,3})?\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_LEADING_ZEROS = re.compile(r"[+-]?0\d", re.ASCII)
_SMALL = re.compile(r"[<≤]\s?\d+\Z", re.ASCII)
_MARKED = re.compile(
    r"(.*\d%?)\s*[(\[]?\s*(\*+|prov|provisional|rev|revised|est|[pruebf])\s*[)\]]?\Z"
)
_BRACKETS = re.compile(r"[(\[]\s*(.*?)\s*[)\]]\Z")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SUPERSCRIPTS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TALLEST = 30  # digits before the point: beyond this a number is no count and no rate

_FLAGS = {
    "p": Flag.PROVISIONAL,
    "prov": Flag.PROVISIONAL,
    "provisional": Flag.PROVISIONAL,
    "r": Flag.REVISED,
    "rev": Flag.REVISED,
    "revised": Flag.REVISED,
    "e": Flag.ESTIMATED,
    "est": Flag.ESTIMATED,
    "estimated": Flag.ESTIMATED,
    "u": Flag.LOW_RELIABILITY,
    "low reliability": Flag.LOW_RELIABILITY,
    "b": Flag.BREAK,
    "break": Flag.BREAK,
    "illustrative": Flag.ILLUSTRATIVE,
}
# the markers of government statistics (GSS and DfE), and what boards write in words
_STATES = {
    ValueState.SUPPRESSED: [
        "c",
        "*",
        "**",
        "~",
        "k",
        "s",
        "low",
        "suppressed",
        "suppression",
        "confidential",
    ],
    ValueState.NOT_APPLICABLE: ["z", ".", "n/a", "na", "not applicable", "not relevant"],
    ValueState.NOT_AVAILABLE: [
        *["x", ":", "..", "…", "-", "–", "—", "u"],
        *("not available", "data not available", "unavailable", "no data", "not known", "unknown"),
    ],
    ValueState.PENDING: ["tbc", "tba", "pending", "to follow", "awaited", "awaiting data"],
}
MARKERS = {marker: state for state, markers in _STATES.items() for marker in markers}
_EXCEL_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_LEAP_BUG = 60  # Excel counts a 29 February 1900 that never was
_LAST_SERIAL = 2_958_465


@dataclass(frozen=True, slots=True)
class Given:
    """What a cell gives. `as_text` when a number was kept as text; `mark` a footnote mark beside it.

    `shown` says what the sheet shows instead of the number: "nothing", "thousands", or empty for the number itself.
    """

    value: Decimal | None = None
    state: ValueState = ValueState.BLANK
    flags: tuple[Flag, ...] = ()
    as_text: bool = False
    mark: str = ""
    shown: str = ""
    raw: str = ""


def read_value(cell: Cell | None) -> Given:
    """What a cell in a column of numbers gives."""
    if cell is None:
        return Given()
    match cell.kind:
        case CellKind.NUMBER:
            return _read_number(cell)
        case CellKind.TEXT:
            return _read_text(cell)
        case CellKind.NO_CACHED_VALUE:
            return Given(state=ValueState.NO_CACHED_VALUE)
        case CellKind.ERROR:
            return Given(state=ValueState.ERROR, raw=cell.raw)
        case CellKind.BOOLEAN:
            return Given(state=ValueState.TEXT, raw="TRUE" if cell.raw == "1" else "FALSE")
        case CellKind.DATE:
            return Given(state=ValueState.TEXT, raw=cell.raw)


def decimal_of(raw: str) -> Decimal | None:
    """The number a file writes, to Excel's fifteen digits; None for NaN, infinity or anything else."""
    raw = raw.strip()
    if not _NUMBER.match(raw):
        return None
    exact = Decimal(raw)
    if exact.adjusted() > _TALLEST:
        return None
    return (
        exact
        if len(exact.as_tuple().digits) <= _EXCEL_DIGITS.prec
        else _plain(_EXCEL_DIGITS.plus(exact))
    )


def _plain(number: Decimal) -> Decimal:
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def _read_number(cell: Cell) -> Given:
    number = decimal_of(cell.raw)
    if number is None:
        return Given(state=ValueState.TEXT, raw=cell.raw)
    sign = (number > 0) - (number < 0)
    if shows_percent(cell.number_format, sign):
        number = _plain(_EXCEL_DIGITS.multiply(number, Decimal(100)))
    shown = ""
    if shows_nothing(cell.number_format, sign):
        shown = "nothing"
    elif shows_scaled(cell.number_format, sign):
        shown = "thousands"
    return Given(number, ValueState.NUMBER, shown=shown, raw=cell.raw)


def tidy(text: str) -> str:
    """Text without invisible letters, its spaces single, every kind of minus the plain one."""
    return " ".join(text.translate(_INVISIBLE).replace("\u2212", "-").split())


def _read_text(cell: Cell) -> Given:
    text = tidy(cell.raw).translate(_SUPERSCRIPTS)
    if not text:
        return Given(as_text=bool(cell.raw), raw=cell.raw)
    state = _marker(text)
    if state:
        return Given(state=state, raw=cell.raw)
    number = _number_in(text)
    if number is not None:
        return Given(number, ValueState.NUMBER, as_text=True, raw=cell.raw)
    marked = _MARKED.match(text.casefold())
    number = _number_in(marked[1]) if marked else None
    if marked and number is not None:
        mark = marked[2]
        flags = (_FLAGS[mark],) if mark in _FLAGS else ()
        return Given(number, ValueState.NUMBER, flags, as_text=True, mark=mark, raw=cell.raw)
    return Given(state=ValueState.TEXT, raw=cell.raw)


def _marker(text: str) -> ValueState | None:
    word = text.casefold()
    inner = _BRACKETS.match(word)
    if inner:
        word = inner[1]
    if _SMALL.match(word):
        return ValueState.SUPPRESSED
    return MARKERS.get(word)


def _number_in(text: str) -> Decimal | None:
    text = text.removeprefix("£").removesuffix("%").strip()
    if _GROUPED.match(text):
        text = text.replace(",", "")
    if _LEADING_ZEROS.match(text):
        # 0012 is a code, or a slip; nobody can say which
        return None
    return decimal_of(text)


def read_status(text: str) -> tuple[ValueState | None, tuple[Flag, ...]] | None:
    """What a word in the Status column says: the state and the flags; None where the word is not known."""
    word = tidy(text).casefold().replace("_", " ")
    if word in ("", "final", "confirmed", "actual"):
        return None, ()
    if word in _FLAGS:
        return None, (_FLAGS[word],)
    state = _marker(word)
    return (state, ()) if state else None


def date_of(cell: Cell, *, date_1904: bool) -> date | None:
    """The day that a date cell shows, by the workbook's calendar; None when it is no day."""
    if cell.kind is not CellKind.DATE:
        return None
    try:
        return date.fromisoformat(cell.raw[:10])
    except ValueError:
        serial = decimal_of(cell.raw)
    if serial is None or not 1 <= serial <= _LAST_SERIAL:
        return None
    days = int(serial)
    if date_1904:
        return _EPOCH_1904 + timedelta(days=days)
    if days == _LEAP_BUG:
        return None
    return _EXCEL_EPOCH + timedelta(days=days + (days < _LEAP_BUG))


def text_of(cell: Cell | None, *, date_1904: bool = False) -> str:
    """What a cell in a column of words says, tidied; a date as its ISO day."""
    if cell is None:
        return ""
    day = date_of(cell, date_1904=date_1904)
    return day.isoformat() if day else tidy(cell.raw)
