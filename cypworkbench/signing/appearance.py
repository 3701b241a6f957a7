"""What a signature looks like on the page: one small PDF page, in the pack's own typeface.

Measured before it is drawn: text that does not fit its box is set smaller, then broken into lines.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import pikepdf
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cypworkbench.domain import dates
from cypworkbench.locations import resource_path

_PLAIN, _STRONG = "SourceSans3-Regular", "SourceSans3-Bold"
_BEHIND = {_PLAIN: "DejaVuSans", _STRONG: "DejaVuSans-Bold"}  # letters Source Sans lacks
_LARGEST, _SMALLEST, _STEP = 9.0, 5.0, 0.5  # points
_LEADING, _MARGIN = 1.22, 4.0  # lines' distance in type sizes; points
_INK = (0.12, 0.16, 0.20)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is written in a signature's box, top to bottom."""

    role: str
    name: str
    at: datetime
    trial: bool

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line as font and text; the role stands first and strongest."""
        mark = ((_STRONG, "Trial identity"),) if self.trial else ()
        moment = f"{spoken_time(self.at)} by this computer’s clock"
        return ((_STRONG, f"Signed as {self.role}"), (_PLAIN, self.name), *mark, (_PLAIN, moment))


def spoken_time(at: datetime) -> str:
    """A moment as people write it, in its own zone: 22 October 2026, 14:05 UTC+01:00."""
    return f"{dates.day(at)}, {at:%H:%M} {at.tzname() or ''}".rstrip()


def draw_appearance(wording: Wording, width: float, height: float) -> bytes:
    """A one-page PDF of `width` by `height` points, every font embedded, nothing transparent."""
    size, lines = _set(wording.lines(), width - 2 * _MARGIN, height - 2 * _MARGIN)
    made = io.BytesIO()
    first = _face(_PLAIN, "")
    canvas = Canvas(
        made,
        pagesize=(width, height),
        pageCompression=1,
        invariant=1,
        initialFontName=first.fontName,  # type: ignore[arg-type]  # the stub is wrong
    )
    canvas.setFillColorRGB(*_INK)
    top = height - _MARGIN - size
    for number, (font, text) in enumerate(lines):
        canvas.setFont(_face(font, text).fontName, size)
        canvas.drawString(_MARGIN, top - number * size * _LEADING, _drawable(font, text))
    canvas.save()
    return _with_honest_codes(made.getvalue())


class AppearancePage(PdfContent):
    """A drawn appearance, handed to pyHanko from memory instead of from a file."""

    def __init__(self, page: bytes) -> None:
        """Take the one-page PDF that `draw_appearance` made."""
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        """Import the page into the file being signed, and draw it."""
        imported = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Appearance"] = imported
        left, bottom, right, top = imported.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Appearance Do"


def _set(
    lines: tuple[tuple[str, str], ...], width: float, height: float
) -> tuple[float, list[tuple[str, str]]]:
    """The largest type size at which the lines fit, unbroken if that is possible above the smallest size."""
    size = _LARGEST
    while size > _SMALLEST:
        broken = _break(lines, width, size)
        if len(broken) * size * _LEADING <= height:
            return size, broken
        size -= _STEP
    return _SMALLEST, _break(lines, width, _SMALLEST)


def _break(lines: tuple[tuple[str, str], ...], width: float, size: float) -> list[tuple[str, str]]:
    """Lines broken between words wherever they are wider than `width`."""
    broken: list[tuple[str, str]] = []
    for font, text in lines:
        held = ""
        for word in text.split():
            longer = f"{held} {word}".strip()
            if held and stringWidth(longer, _face(font, longer).fontName, size) > width:
                broken.append((font, held))
                held = word
            else:
                held = longer
        broken.append((font, held))
    return broken


def _face(font: str, text: str) -> TTFont:
    """The typeface that has every letter of `text`, or the one behind it."""
    chosen = _load(font)
    return chosen if _lacks(chosen, text) == "" else _load(_BEHIND[font])


def _drawable(font: str, text: str) -> str:
    """The text with letters that neither typeface has shown as question marks: an empty box fails PDF/UA."""
    missing = _lacks(_face(font, text), text)
    return "".join("?" if letter in missing else letter for letter in text)


def _lacks(font: TTFont, text: str) -> str:
    return "".join(letter for letter in text if ord(letter) not in font.face.charToGlyph)


def _load(font: str) -> TTFont:
    """A font of ours, registered with ReportLab under a name no other part uses."""
    name = f"signature-{font}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(
            TTFont(name, str(resource_path("fonts", f"{font}.ttf")), asciiReadable=0)
        )
    return cast("TTFont", pdfmetrics.getFont(name))


def _with_honest_codes(page: bytes) -> bytes:
    """Mend ReportLab's character maps, which say that unused codes mean U+0000: PDF/UA forbids that value."""
    with pikepdf.open(io.BytesIO(page)) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Dictionary) and "/ToUnicode" in held:
                told = held.ToUnicode.read_bytes()
                held.ToUnicode.write(re.sub(rb"(<[0-9A-F]{2}>) <0000>", rb"\1 <FFFD>", told))
        saved = io.BytesIO()
        pdf.save(saved, static_id=True)
    return saved.getvalue()
