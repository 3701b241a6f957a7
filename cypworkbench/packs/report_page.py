"""What was found of a signed pack, as tagged pages to print and file."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cypworkbench import __version__
from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document, Metadata, Page, Run, Style
from cypworkbench.packs.tagged.lines import wrap

_LEFT, _WIDE = 20.0, 172.0
_TOP, _FOOT, _NUMBER_AT = 34.0, 272.0, 286.0
_SOFT = "#3B4A58"
_TITLE = Style(22, 27, fonts.SEMIBOLD)
_HEAD = Style(13, 17, fonts.SEMIBOLD)
_BODY = Style(11, 15.4)
_SMALL = Style(9.5, 12.5, colour=_SOFT)
_POINT = 25.4 / 72
_AFTER_LINE, _BEFORE_HEAD, _AFTER_HEAD = 2.0, 5.0, 6.4

_Part = tuple[str, tuple[str, ...]]


def draw(title: str, parts: Sequence[_Part], made_at: datetime) -> bytes:
    """The parts under their headings, in their order, on as many A4 pages as they need."""
    maker = f"cypworkbench {__version__}"
    document = Document(Metadata(title, "cypworkbench", "Verification report", made_at, maker))
    sheets = list(_sheets(title, parts))
    for number, sheet in enumerate(sheets, start=1):
        with document.page() as page:
            y = _TOP
            if number == 1:
                with page.tag("H1"):
                    y = page.paragraph(_LEFT, y - 6, _WIDE, title, _TITLE) + _AFTER_LINE
                document.bookmark(title, 0, 20)
            for head, some in sheet:
                y = _part(document, page, (head, some), y)
            with page.artifact("Pagination"):
                page.text(_LEFT, _NUMBER_AT, f"Page {number} of {len(sheets)}", _SMALL)
    return document.seal()


def _part(document: Document, page: Page, part: _Part, y: float) -> float:
    head, some = part
    if head:
        y += _BEFORE_HEAD
        with page.tag("H2"):
            page.text(_LEFT, y, head, _HEAD)
        document.bookmark(head, 1, y - 6)
        y += _AFTER_HEAD
    for line in some:
        with page.tag("P"):
            y = page.paragraph(_LEFT, y, _WIDE, line.strip(), _BODY) + _AFTER_LINE
    return y


def _sheets(title: str, parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts page by page: no line is parted, and no heading stands without its first line."""
    sheet: list[_Part] = []
    y = _TOP + _high(title, _TITLE)
    for head, some in parts:
        above = _BEFORE_HEAD + _AFTER_HEAD
        here: list[str] = []
        for line in some:
            needed = _high(line.strip(), _BODY) + _AFTER_LINE + (0 if here else above)
            if y + needed > _FOOT:
                yield [*sheet, *([(head, tuple(here))] if here else [])]
                # a part that goes on keeps its first heading only
                head, here, sheet, y = ("" if here else head), [], [], _TOP  # noqa: PLW2901  goes on overleaf
            y += needed
            here.append(line)
        sheet.append((head, tuple(here)))
    yield sheet


def _high(text: str, style: Style) -> float:
    return len(wrap((Run(text),), _WIDE, style)) * style.leading * _POINT
