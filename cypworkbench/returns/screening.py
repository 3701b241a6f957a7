"""What gives away a record of one child: pupil and NHS numbers, birth dates, columns of names.

A return holds totals. Whatever is found here keeps the whole file out, so each test asks for proof: a check letter or
digit that agrees, or a heading with what it promises under it. No finding ever repeats what it found.
"""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import starmap

from cypworkbench.domain.cells import CellKind, Cells
from cypworkbench.domain.evidence import Sheet


class Trace(StrEnum):
    """What of a child was found, in the words of the refusal."""

    UPN = "unique pupil numbers"
    NHS = "NHS numbers"
    BORN = "dates of birth"
    NAME = "names"
    NUMBER = "reference numbers of single children or cases"


# DfE, Unique pupil numbers: a check letter (no I, O or S), then twelve digits; a temporary number ends in a letter
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# (what must not stand before is asked after the first sign: the search is several times faster so)
_UPN = r"[A-HJ-NP-RT-Za-hj-np-rt-z](?<![A-Za-z0-9].)\d{11}[\dA-HJ-NP-RT-Z](?![A-Za-z0-9])"
# NHS Data Dictionary: ten digits, the last of them a check by modulus 11, written 3-3-4
_NHS = r"[1-9](?<![\d.,/-].)(?<!\d .)\d{2}([ -])\d{3}\1\d{4}(?![ -]?\d)"
_NHS_NAMED = r"(?i:\bnhs\b)[^\d<>]{0,30}([1-9]\d{2}[ -]?\d{3}[ -]?\d{4})(?!\d)"
UPN, UPN_BYTES = re.compile(_UPN), re.compile(_UPN.encode())
NHS, NHS_BYTES = re.compile(_NHS), re.compile(_NHS.encode())
NHS_NAMED = re.compile(_NHS_NAMED)
_TEN_DIGITS = re.compile(r"[1-9]\d{9}\Z", re.ASCII)
_LIKELY_NHS = ("4", "6", "7", "9")  # the ranges issued in England, and the one kept for trials

_DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?[ -]\d{2,4})"
)
_A_DAY = re.compile(_DAY, re.IGNORECASE)
_BIRTH = r"(?:\bd\.?o\.?b\b\.?|\b(?:date of birth|birth ?date|born)\b)"
_BORN = re.compile(_BIRTH + r"\W{0,4}(?:(?:is|was|on|in)\W{1,2})?" + _DAY, re.IGNORECASE)
_WHO = r"(?:child|pupil|student|learner|young person|yp|baby|infant|patient|client|sibling|service user)"
_NAMED = re.compile(
    rf"\b(?:surname|forenames?|{_WHO}(?:['’]?s)? name|name of (?:the )?{_WHO})\s*[:=]\s*[A-Z]",
    re.IGNORECASE,
)

_NAME_HEADING = re.compile(
    rf"(?:legal |preferred |known |chosen )?(?:surnames?|forenames?|first ?names?|last ?names?|family names?"
    rf"|given names?|christian names?|middle names?|full names?)(?: of {_WHO})?"
    r"|surnames? forenames?|forenames? surnames?|surname and forename|forename and surname|initials"
    rf"|{_WHO}s?(?:s)? (?:full |first |last |fore|sur)?names?|(?:full )?names? of (?:the )?{_WHO}(?: or yp| yp)?"
    # “Parent Name” alone heads the larger area in national files
    r"|candidate ?names?|(?:mother|father|carer|guardian|sibling)s? names?|parents (?:carers? )?names?"
    r"|parent carers? names?"
)
_PERSON_HEADING = re.compile(_WHO)
_BIRTH_HEADING = re.compile(r".{0,25}\b(?:dob|d o b|date of birth|birth ?date|birthday)\b.{0,25}")
_NUMBER_HEADING = re.compile(
    rf"(?:former |previous |temporary |{_WHO} )?upns?|unique pupil (?:number|no|id)"
    r"|(?:.{0,12} )?nhs (?:number|no|num|id)"
    r"|nhsnumber|nhsno|uln|unique learner (?:number|no)|pupil ?matching ?ref(?:erence)?(?: \w+)?"
    rf"|(?:{_WHO}|person|case|lac|cla|eh|ehm|lcs|ics|mosaic|liquidlogic|capita|sims|swift|carefirst)s? ?"
    r"(?:id|ids|identifier|unique id|ref|reference|reference no|reference number|ref no)"
    r"|national insurance (?:number|no)|(?:lcs|ics|mosaic|liquidlogic|capita|carefirst) (?:number|no)"
)
_WEAK = frozenset(
    {
        *("age", "gender", "sex", "ethnicity", "ethnic group", "nationality", "religion"),
        *("postcode", "post code", "home postcode", "address", "home address", "year group"),
        *(
            "social worker",
            "allocated worker",
            "allocated social worker",
            "school",
            "school attended",
        ),
        *("legal status", "placement", "date of referral", "referral date", "case status"),
    }
)
_FEWEST_WEAK = 2
_PUNCTUATION = re.compile(r"[^\w]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PERSON = re.compile(r"[A-Z][\w'’.-]*(?:,? [A-Za-z][\w'’.-]*){0,3}\Z")
_REFERENCE = re.compile(r"[A-Za-z]{0,4}[-/_. ]?\d[\dA-Za-z /_.-]*\Z")
# under a bare “Child” or “Pupil” only two names say enough: “All pupils” stands there in tables of totals
_FULL_NAME = re.compile(
    r"(?!All |Total|Not |No |Year |Key )[A-Z][a-z'’-]+,? (?:[A-Z][a-z'’-]*\.? ){0,2}[A-Z][a-z'’-]+\Z"
)
_LONGEST_HEADING = 60
_BIRTH_SERIALS = range(25_569, 55_153)  # days from 1970 to 2050, as a spreadsheet counts them
_FEWEST_BARE = 2


def is_upn(text: str) -> bool:
    """Whether a text of thirteen characters is a unique pupil number whose check letter agrees."""
    said = text.upper()
    total = sum(
        weight * (_LETTERS.index(sign) if sign.isalpha() else int(sign))
        for weight, sign in enumerate(said[1:], start=2)
    )
    return _LETTERS[total % 23] == said[0] and len(set(said[1:])) > 1


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last agrees with the nine before it."""
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def told(text: str) -> Trace | None:
    """What a text gives away by itself, wherever it stands."""
    if any(is_upn(found[0]) for found in UPN.finditer(text)):
        return Trace.UPN
    if any(is_nhs_number(_digits(found[0])) for found in NHS.finditer(text)):
        return Trace.NHS
    if any(is_nhs_number(_digits(found[1])) for found in NHS_NAMED.finditer(text)):
        return Trace.NHS
    bare = text.strip()
    if _TEN_DIGITS.match(bare) and bare.startswith(_LIKELY_NHS) and is_nhs_number(bare):
        return Trace.NHS
    if _BORN.search(text):
        return Trace.BORN
    return Trace.NAME if _NAMED.search(text) else None


def told_in_bytes(piece: bytes) -> Trace | None:
    """What a stretch of a part's bytes gives away: numbers with their checks."""
    if any(is_upn(found[0].decode()) for found in UPN_BYTES.finditer(piece)):
        return Trace.UPN
    if any(is_nhs_number(_digits(found[0].decode())) for found in NHS_BYTES.finditer(piece)):
        return Trace.NHS
    return None


def _digits(text: str) -> str:
    return "".join(sign for sign in text[-12:] if sign.isdigit())


@lru_cache(maxsize=4096)
def heading(text: str) -> Trace | None:
    """What a heading, or the name of a field, promises; None for one that fits totals as well."""
    if len(text) > _LONGEST_HEADING:
        return None
    said = _key(text)
    if _NAME_HEADING.fullmatch(said):
        return Trace.NAME
    if _NUMBER_HEADING.fullmatch(said):
        return Trace.NUMBER
    return Trace.BORN if _BIRTH_HEADING.fullmatch(said) else None


@lru_cache(maxsize=4096)
def _cell_heading(text: str) -> Trace | None:
    """As `heading`, and also a bare word for a person, which says enough only with two names under it."""
    if len(text) <= _LONGEST_HEADING and _PERSON_HEADING.fullmatch(_key(text)):
        return Trace.NAME
    return heading(text)


def _key(text: str) -> str:
    plain = _CAMEL.sub(" ", text).replace("'", "").replace("’", "").replace("(s)", "s")
    plain = plain.replace("(S)", "s")
    return " ".join(_PUNCTUATION.sub(" ", plain).replace("_", " ").casefold().split())


class _Column:
    """A heading that promises records, and how to know its promise kept."""

    def __init__(self, trace: Trace, text: str) -> None:
        self.trace = trace
        said = _key(text)
        self.bare = bool(_PERSON_HEADING.fullmatch(said))
        self.exact = said in {"dob", "d o b", "date of birth", "birth date", "birthdate"}

    def is_kept_by(self, kind: CellKind, raw: str) -> bool:
        """Whether a cell under (or beside) the heading holds what it promises."""
        text = raw.strip()
        if not text or _cell_heading(text):
            return False
        if self.trace is Trace.NAME:
            wanted = _FULL_NAME if self.bare else _PERSON
            return kind is CellKind.TEXT and bool(wanted.match(text))
        if self.trace is Trace.NUMBER:
            return bool(_REFERENCE.match(text))
        if kind is CellKind.NUMBER:
            return self.exact and text.isdecimal() and int(text) in _BIRTH_SERIALS
        return kind is CellKind.DATE or bool(_A_DAY.search(text))


def told_by_sheet(sheet: Sheet, seen: set[str]) -> Trace | None:
    """What the cells of a sheet give away: by themselves, under a heading, or beside one as on a form.

    `seen` holds texts already found harmless by themselves; it grows.
    """
    look = _Look(seen)
    cells = sheet.cells if isinstance(sheet.cells, Cells) else Cells(sheet.cells)
    return next(filter(None, starmap(look.at, cells.brief())), None) or look.at_last(cells)


class _Look:
    """What is remembered of a sheet's cells while they pass by in reading order."""

    def __init__(self, seen: set[str]) -> None:
        self.seen = seen
        self.below: dict[int, _Column] = {}
        self.beside: tuple[int, int, _Column] | None = None
        self.bare: dict[int, list[bool]] = {}
        self.weak: dict[int, int] = {}
        self.headed: list[tuple[int, int]] = []

    def at(self, row: int, column: int, kind: CellKind, raw: str) -> Trace | None:
        """What one cell gives away."""
        above = self.below.get(column)
        if above and above.is_kept_by(kind, raw):
            return above.trace
        beside = self.beside
        if beside and beside[1] == column and beside[0] == row and beside[2].is_kept_by(kind, raw):
            return beside[2].trace
        if kind is CellKind.TEXT:
            return self._text(row, column, raw)
        if len(raw) == 10 and raw.isdecimal():  # noqa: PLR2004  the digits of an NHS number
            self.bare.setdefault(column, []).append(is_nhs_number(raw))
        return None

    def _text(self, row: int, column: int, raw: str) -> Trace | None:
        promised = _cell_heading(raw)
        if promised:
            self.below[column] = _Column(promised, raw)
            self.beside = (row, column + 1, self.below[column])
            return None
        said = _weak_heading(raw)
        if said == "name":
            self.headed.append((row, column))
        elif said:
            self.weak[row] = self.weak.get(row, 0) + 1
        if raw in self.seen:
            return None
        self.seen.add(raw)
        return told(raw)

    def at_last(self, cells: Cells) -> Trace | None:
        """What only the whole sheet gives away: bare NHS numbers, and a column headed only “Name” of persons."""
        if any(sum(some) >= max(_FEWEST_BARE, len(some) / 2) for some in self.bare.values()):
            return Trace.NHS
        names = {c: r for r, c in self.headed if self.weak.get(r, 0) >= _FEWEST_WEAK}
        for row, column, kind, raw in cells.brief() if names else ():
            below = row > names.get(column, row)
            if below and kind is CellKind.TEXT and _PERSON.match(raw.strip()):
                return Trace.NAME
        return None


@lru_cache(maxsize=4096)
def _weak_heading(text: str) -> str:
    """“name” for a bare heading of names, the words of one that describes persons; empty for any other text."""
    said = _key(text) if len(text) <= _LONGEST_HEADING else ""
    if said in {"name", "names"}:
        return "name"
    return said if said in _WEAK else ""
