"""What the pages of a finished public pack say and show, held against its published figures: words, numbers, charts."""

import re
from collections.abc import Iterable, Iterator, Mapping

from cypworkbench.domain.area import members
from cypworkbench.domain.disclosure import WITHHELD, Exposure
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.pack import Words, WordsKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow.measuring import Stray, strays
from cypworkbench.flow.pack_system import Place

_NUMBER = re.compile(r"(?<![\w.,])[-\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTH})\b|\b(?:19|20)\d\d(?:/\d\d)?\b")
# what stands on every page, and numbers that count nobody
_FURNITURE = r"\b(?:[Mm]easure|[Oo]utcome|[Vv]ersion|[Rr]ound|[Pp]age) \d+(?: of \d+)?"
_FIELDS = 6
_EMPTY = (WITHHELD, "–", "")
_SAID = {
    WordsKind.LINE: "page {}, words",
    WordsKind.MARGIN: "page {}, words",
    WordsKind.DESCRIPTION: "alternative text",
    WordsKind.BOOKMARK: "bookmarks",
}


def printed(figures: Mapping[str, str]) -> dict[Place, str]:
    """The figures read from the pages' own drawing operators, by place, wherever an id says which figure it is."""
    found = {}
    for name, text in figures.items():
        place = _place(name)
        if place and text not in _EMPTY:
            found[place] = text
    return found


def misprinted(figures: Mapping[str, str], picture: Picture) -> Iterator[Exposure]:
    """Figures printed where none is published, or another than the published one."""
    for (measure, area, period), text in printed(figures).items():
        held = picture.assessments.get((measure, area))
        point = (
            next((p for p in held.series.points if p.period.iso == period), None) if held else None
        )
        where = f"printed figure, {measure} {area} {period}"
        if held is None or point is None or point.value is None:
            yield Exposure(where, f"{text} is printed, and none is published")
        elif not _says(text, point.value, held.measure):
            yield Exposure(where, f"{text} is printed, and another is published")


def misdrawn(pdf: bytes, picture: Picture) -> tuple[Stray, ...]:
    """What the charts show, measured by their axes, that is not published."""
    from cypworkbench.signing.measured import drawings  # pikepdf: only when a finished pack is read

    return tuple(strays(drawings(pdf), picture))


def mistold(pdf: bytes, drawn: Iterable[Words], picture: Picture) -> Iterator[Exposure]:
    """Texts, drawn or not, that say a number of a district which is not published of it."""
    from cypworkbench.signing import exposed  # pikepdf: only when a finished pack is read

    spoken = _Spoken(picture)
    for words in drawn:
        if not words.figure:
            yield from spoken.wrong(_SAID[words.kind].format(words.page), words.text)
    for place, text in exposed.told(pdf):
        if not place.startswith(("page", "attachment")):
            yield from spoken.wrong(place, text)


class _Spoken:
    """Which numbers may be said in a text that names a district: its own published ones, wider areas' and targets."""

    def __init__(self, picture: Picture) -> None:
        given = {a.area for a in picture.assessments.values()}
        told = [area.code for area in picture.framework.districts if area.code in given]
        self._own = told[0] if len(told) == 1 else ""
        # the name of several districts together holds their names, and speaks of none of them
        county = picture.framework.county
        self._together = picture.framework.area(county).name if members(county) else ""
        self._names = {area.code: area.name for area in picture.framework.districts}
        self._wide: set[str] = set()
        self._of: dict[str, set[str]] = {code: set() for code in self._names}
        for (_, area), assessment in picture.assessments.items():
            places = assessment.measure.decimals
            asked = (*assessment.target_by_point, *assessment.upper_by_point)
            shown = [point.value for point in assessment.series.points]
            held = self._of.get(area, self._wide)
            held |= {f"{v:,.{places}f}" for v in shown if v is not None}
            self._wide |= {f"{v:,.{places}f}" for v in asked if v is not None}
        names = sorted(set(_plan_words(picture)), key=lambda said: (-len(said), said))
        numbered = [re.escape(said) for said in names if _NUMBER.search(said)]
        self._plan = re.compile("|".join([*numbered, _FURNITURE]))

    def wrong(self, where: str, text: str) -> Iterator[Exposure]:
        """Each number of a text that is neither the named districts' own nor a wider area's, the plan's words aside."""
        if self._together:
            text = text.replace(self._together, " ")
        named = [code for code, name in self._names.items() if name in text]
        if not named:
            return
        allowed = self._wide.union(*(self._of[code] for code in named))
        if self._own in named:
            # its own pack speaks of nothing else: only a number said right after its name is told of it for certain
            text = " ".join(re.findall(rf"{self._names[self._own]}:? {_NUMBER.pattern}", text))
        for number in numbers(self._plan.sub(" ", text)):
            if number not in allowed:
                what = f"it says {number} where it speaks of a district: {text.strip()[:80]!r}"
                yield Exposure(where, what)


def numbers(text: str) -> list[str]:
    """The numbers a text says in digits, as they would be printed, dates and years left out."""
    found = (
        match[0].replace("\N{MINUS SIGN}", "-") for match in _NUMBER.finditer(_DATE.sub(" ", text))
    )
    return list(found)


def _plan_words(picture: Picture) -> Iterator[str]:
    """Texts of the plan and of the pack itself, whose numbers are no figures."""
    for measure in picture.framework.measures:
        yield from (measure.title, measure.short_title, measure.unit, measure.source)
    for area in picture.framework.areas:
        yield from (area.code, area.name)
    yield picture.round.label


def _says(text: str, value: float, measure: Measure) -> bool:
    """Whether a printed figure is the published one, as far as it is printed."""
    found = numbers(text)
    if len(found) != 1:
        return False
    said = found[0].replace(",", "")
    places = len(said.partition(".")[2])
    return (
        abs(float(said) - value) <= 0.5 * 10.0**-places * (1 + 1e-9) and places <= measure.decimals
    )


def _place(name: str) -> Place | None:
    """The measure, area and period of a printed value's id."""
    parts = name.split(":")
    value = len(parts) >= _FIELDS and parts[4] == "value"
    return (parts[2], parts[3], parts[5]) if value else None
