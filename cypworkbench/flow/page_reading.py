"""A web page read back: its words in order, its charts, and whatever else is in it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import Exposure
from cypworkbench.flow.told_audit import differing, letters, lines_of, words_of

if TYPE_CHECKING:  # it brings matplotlib with it
    from cypworkbench.packs.told.edition import Told

_CHART = re.compile(r"<svg .*?</svg>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_OF_TEXT = (
    "a body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 head header html li main meta ol p span"
    " summary table tbody td th thead title tr ul"
)
_TAGS = frozenset(_OF_TEXT.split())
_OF_LOOKS = "class role scope tabindex lang charset aria-hidden name http-equiv"
_PLAIN = frozenset(_OF_LOOKS.split())
_NUMBERED = frozenset(("colspan", "rowspan"))
_ORDINARY = re.compile(r"[A-Za-z -]*|-1|0|en-GB|utf-8")
_CONTENT = ("width=device-width, initial-scale=1", "default-src 'none'; style-src 'unsafe-inline'")
_COUNTED = re.compile(r"h\d+")
_MOST = 40  # columns that a head may stand over


def audit_page(content: bytes, told: "Told") -> Iterator[Exposure]:
    """What a web page says, draws or holds beyond the pack that it tells."""
    from cypworkbench.packs.html.style import sheet  # packs are read only on request

    text = content.decode("utf-8", "replace")
    if _CHART.findall(text) != list(_charts(told)):
        yield Exposure("the charts of the page", "they are not those of the pack")
    if _STYLE.findall(text) != [sheet()]:
        yield Exposure("the looks of the page", "they are not as the pack makes them")
    page = _Page(told)
    page.feed(_STYLE.sub("", _CHART.sub("", text)))
    page.close()
    yield from page.found
    footer = f"{told.origin} It carries no signature. SHA-256 of that pack: {told.digest}"
    before, after = letters(f"{told.title} Skip to the pack"), letters(footer)
    meant = [(before,), *words_of(told, with_tables=True), (after,)]
    yield from differing("the words of the page", letters("".join(page.said)), meant)


def _charts(told: "Told") -> Iterator[str]:
    """Every chart of the pack, as it stands in a web page."""
    from cypworkbench.packs.html.sketch_svg import sketch_svg  # matplotlib: only where charts are
    from cypworkbench.packs.html.svg import svg
    from cypworkbench.packs.palette import palette
    from cypworkbench.packs.told.passages import Picture

    colours, number = palette("light"), 0
    for passage in told.passages:
        if isinstance(passage, Picture) and passage.drawing is not None:
            number += 1
            yield svg(passage.drawing, colours, f"c{number}")
        elif isinstance(passage, Picture) and passage.sketch and passage.sketch.shapes:
            yield sketch_svg(passage.sketch, colours)


class _Page(HTMLParser):
    """The words of a page in order, a mark by what it is called, and whatever a page of ours does not hold."""

    def __init__(self, told: "Told") -> None:
        super().__init__()
        from cypworkbench.packs import marks  # with the drawing: only when a page is read
        from cypworkbench.packs.told.passages import Grid, Heading  # matplotlib, as above

        self.said: list[str] = []
        self.found: list[Exposure] = []
        self._marks = set(marks.LETTERS.values())
        self._in_mark = self._in_summary = False
        self._author = told.author
        tables = [p for p in told.passages if isinstance(p, Grid)]
        self._captions = {grid.caption for grid in (*tables, *told.tables.values())}
        places = [p.place for p in told.passages if isinstance(p, Heading)]
        self._places = {"main", *(letters(place) for place in places)}
        lines = [line for p in told.passages for line in lines_of(p)]
        self._figures = {each.figure for line in lines for each in line}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hold an element and its attributes against what a page of ours has."""
        given = {key: value or "" for key, value in attrs}
        if tag not in _TAGS:
            self._note(f"an element that the pack does not make: {tag}")
        for key, value in given.items():
            if not self._may(key, value, given):
                self._note(f"{key} says {value[:60]!r}")
        self._in_mark = tag == "span" and given.get("class", "").startswith("mark")
        self._in_summary = tag == "summary"
        if self._in_mark:
            self.said.append(f" {given.get('aria-label', '')} ")

    def _may(self, key: str, value: str, given: dict[str, str]) -> bool:
        if key in _PLAIN:
            return bool(_ORDINARY.fullmatch(value))
        if key in _NUMBERED:
            return value.isdigit() and int(value) <= _MOST
        if key in {"id", "href"}:
            place = value.removeprefix("#")
            led = value.startswith("https://") or letters(place.replace("-", " ")) in self._places
            return led or bool(_COUNTED.fullmatch(place)) or letters(place) in self._places
        if key == "aria-label":
            # what a mark is called stands among the words; a table's name is its caption
            return given.get("role") == "img" or value.removeprefix("Table: ") in self._captions
        if key == "content":
            return value in (*_CONTENT, self._author)
        return key == "data-figure" and value in self._figures

    def handle_endtag(self, tag: str) -> None:
        """A mark or a summary ends."""
        if tag in {"span", "summary"}:
            self._in_mark = self._in_summary = False

    def handle_data(self, data: str) -> None:
        """Words are kept; a mark's letter and the words that open a table must be ours."""
        if self._in_mark:
            if data.strip() not in self._marks:
                self._note(f"a mark that is not one: {data!r}")
        elif self._in_summary:
            if data != "Every figure of this chart":
                self._note(f"a table opens with {data!r}")
        else:
            self.said.append(data)

    def handle_comment(self, data: str) -> None:
        """Nobody's remarks stand in a page."""
        self._note(f"a remark: {data[:60]!r}")

    def handle_pi(self, data: str) -> None:
        """Nor do instructions."""
        self._note(f"an instruction: {data[:60]!r}")

    def handle_decl(self, decl: str) -> None:
        """Nor any declaration but the first."""
        if decl != "DOCTYPE html":
            self._note(f"a declaration: {decl[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        """Nor one of another kind."""
        self._note(f"a declaration: {data[:60]!r}")

    def _note(self, what: str) -> None:
        self.found.append(Exposure("the page", what))
