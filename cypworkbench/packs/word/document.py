"""From a pack's passages to a Word file: text, tables and charts, headings to go by, no clock, nothing hidden."""

import io
import re
import zipfile
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from docx.api import Document as OpenTemplate
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from matplotlib.figure import Figure as Drawing

from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import (
    Facts,
    Grid,
    Heading,
    Items,
    Line,
    Passage,
    Picture,
    Prose,
    said,
)
from cypworkbench.packs.word.tables import add_table

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_FACE = "Arial"
_INK, _ACCENT = RGBColor(0x16, 0x20, 0x2A), RGBColor(0x0E, 0x5A, 0x78)
_SIZES = {
    "Title": 28,
    "Heading 1": 18,
    "Heading 2": 14,
    "Heading 3": 12,
    "Normal": 12,
    "Caption": 11,
}
_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2", 4: "Heading 3"}
_MOST = 9  # columns on an upright page
_UPRIGHT, _BROAD = 170.0, 273.0  # mm between the margins
_DPI = 144
_DRAWN: WeakKeyDictionary[Drawing, bytes] = WeakKeyDictionary()
_NOT_A_NAME = re.compile(r"\W+")


def write(told: Told) -> bytes:
    """The file's bytes, the same for the same pack."""
    document = OpenTemplate()
    _prepare(document, told)
    setting = _Setting(document, told.passages)
    for passage in told.passages:
        setting.add(passage)
    document.add_paragraph(
        "This file has the same words and figures as the pack it was made from. It carries no signature. "
        f"SHA-256 of that pack: {told.digest}"
    )
    return _sealed(document, told)


def _prepare(document: Document, told: Told) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        font = style.font
        font.name, font.size, font.color.rgb = _FACE, Pt(size), _INK if size < 18 else _ACCENT  # noqa: PLR2004  larger ones are the pack's blue
        font.italic, font.bold = False, name.startswith("Heading")
        style.element.get_or_add_rPr().rFonts.attrib.clear()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            style.element.rPr.rFonts.set(qn(script), _FACE)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.footer.paragraphs[0].text = told.title
    about = document.core_properties
    about.title, about.author, about.language = told.title, told.author, "en-GB"
    about.last_modified_by, about.comments, about.keywords = told.author, "", ""
    about.created = about.modified = told.created_at.replace(tzinfo=None)


class _Setting:
    """Adds passages one by one; a table too wide for an upright page has a broad one to itself."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self.document = document
        places = [p.place for p in passages if isinstance(p, Heading) and p.place]
        # a bookmark's name has letters, digits and _ only, and 40 of them
        self.names = {
            place: f"p{number}_{_NOT_A_NAME.sub('_', place)}"[:40]
            for number, place in enumerate(dict.fromkeys(places))
        }
        self.broad = False

    def add(self, passage: Passage) -> None:
        match passage:
            case Heading():
                self._turned(broad=False)
                self._heading(passage)
            case Prose():
                self.document.add_paragraph(said(passage.line))
            case Picture():
                self._picture(passage)
            case Facts():
                for name, *rest in passage.groups:
                    self._fact(name, rest)
            case Items():
                for line in passage.items:
                    self._item(line, numbered=passage.numbered)
            case Grid():
                self._turned(broad=max(len(row) for row in passage.rows or [()]) > _MOST)
                self.document.add_paragraph(
                    passage.caption, "Caption"
                ).paragraph_format.keep_with_next = True
                add_table(self.document, passage, _BROAD if self.broad else _UPRIGHT)
                self.document.add_paragraph()

    def _turned(self, *, broad: bool) -> None:
        """Go on with a page upright or broad, as is wanted."""
        if broad == self.broad:
            return
        self.broad = broad
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if broad else WD_ORIENT.PORTRAIT
        size = (Mm(297), Mm(210)) if broad else (Mm(210), Mm(297))
        section.page_width, section.page_height = size
        section.left_margin = section.right_margin = Mm(12 if broad else 20)

    def _heading(self, heading: Heading) -> None:
        paragraph = self.document.add_paragraph(said(heading.line), _STYLES[heading.level])
        if name := self.names.get(heading.place, ""):
            number = str(list(self.names.values()).index(name))
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for mark in (start, end):
                mark.set(qn("w:id"), number)
            start.set(qn("w:name"), name)
            paragraph._p.insert(1, start)  # noqa: SLF001  python-docx has no bookmarks
            paragraph._p.append(end)  # noqa: SLF001  as above

    def _fact(self, name: Line, rest: Sequence[Line]) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(f"{said(name)}: ").bold = True
        paragraph.add_run("; ".join(said(line) for line in rest))

    def _item(self, line: Line, *, numbered: bool) -> None:
        paragraph = self.document.add_paragraph(style="List Number" if numbered else "List Bullet")
        goes_to = line[0].goes_to if line else ""
        if goes_to in self.names:
            _lead(paragraph, said(line), self.names[goes_to])
        else:
            paragraph.add_run(said(line))

    def _picture(self, passage: Picture) -> None:
        if passage.drawing is None:
            self.document.add_paragraph(passage.words)
            return
        held = io.BytesIO(picture(passage.drawing))
        shape = self.document.add_picture(held, width=Mm(170))
        # what a listener is told; the file's own name of the picture would say nothing
        shape._inline.docPr.set("descr", passage.words)  # noqa: SLF001  python-docx has no alternative text
        self.document.add_paragraph(passage.words, "Caption")


def picture(drawing: Drawing) -> bytes:
    """A chart as the PNG that stands in the file; drawn once, since it takes longest and is held against the file."""
    if drawing not in _DRAWN:
        held = io.BytesIO()
        drawing.savefig(held, format="png", dpi=_DPI, metadata={"Software": None})
        _DRAWN[drawing] = held.getvalue()
    return _DRAWN[drawing]


def _lead(paragraph: Paragraph, text: str, name: str) -> None:
    """A link to a heading of this file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = _ACCENT, True
    link.append(run._r)  # noqa: SLF001  python-docx has no links inside a file
    paragraph._p.append(link)  # noqa: SLF001  as above


def _sealed(document: Document, told: Told) -> bytes:
    """The file's bytes with every clock taken out: dated as the pack is."""
    buffer, sealed = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    stamp = told.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(sealed, "w") as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + stamp, content)
            plain = zipfile.ZipInfo(entry.filename, _EPOCH)
            plain.external_attr = 0o600 << 16
            made.writestr(plain, content, zipfile.ZIP_DEFLATED, 9)
    return sealed.getvalue()
