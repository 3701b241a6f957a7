"""A copy of a pack that no longer counts, to put where the pack was published: every page of it says so.

The signed file never changes. The copy is the final candidate as it was before any signature, with a band over the
head of each page; the words stand first in its structure and in its title, so that a listener hears them first.
"""

import io
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name

from cypworkbench.packs import fonts
from cypworkbench.packs.pages.sheet import LEFT, cut
from cypworkbench.packs.tagged import Document, Metadata, Style
from cypworkbench.packs.tagged.metadata import write
from cypworkbench.packs.tagged.style import MM

_BAND, _BASE = 7.2, 5.0  # mm: the band's height, and its words' line from the top
_FILL, _WORDS = "#7A1F2B", Style(10, 12, fonts.SEMIBOLD, "#FFFFFF")
_PREFIX = "/Stamp-"  # before the names of the band's fonts, which a page may use itself
_READ_ONLY = 1  # a field's flag: nobody can sign the copy


def stamp(pdf: bytes, short: str, said: str, at: datetime) -> bytes:
    """The copy of an unsigned pack: `said` over each page, `short` before its title.

    `said` is cut where a page is too narrow for it. The same pack, words and moment give the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sizes = [_size(page) for page in opened.pages]
        with pikepdf.open(io.BytesIO(_bands(sizes, said, at))) as bands:
            for number, (page, band) in enumerate(zip(opened.pages, bands.pages, strict=True)):
                _lay_over(opened, page, band, is_first=number == 0)
        _close_fields(opened)
        held = {str(key): str(value) for key, value in opened.docinfo.items()}
        title = f"{short}: {held.get('/Title', '')}"
        write(
            opened,
            Metadata(
                title, held.get("/Author", ""), held.get("/Subject", ""), at, held["/Producer"]
            ),
        )
        out = io.BytesIO()
        opened.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            min_version="1.7",
        )
    return out.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, low, right, top = (float(edge) for edge in page.mediabox)
    return (right - left) / MM, (top - low) / MM


def _bands(sizes: list[tuple[float, float]], said: str, at: datetime) -> bytes:
    """A document with the band alone on each page: words of the first, an artifact on all others."""
    document = Document(Metadata(said, "", "", at, ""))
    for number, size in enumerate(sizes):
        with document.page(size) as page:
            page.rectangle((0, 0, size[0], _BAND), fill=_FILL)
            fit = cut(said, _WORDS, size[0] - 2 * LEFT)
            with page.artifact("Header") if number else page.tag("P"):
                page.text(LEFT, _BASE, fit, _WORDS)
    return document.seal()


def _lay_over(pdf: pikepdf.Pdf, page: pikepdf.Page, band: pikepdf.Page, *, is_first: bool) -> None:
    if Name.Font not in page.obj.Resources:
        page.obj.Resources.Font = Dictionary()
    for name, font in band.obj.Resources.get("/Font", Dictionary()).items():
        page.obj.Resources.Font[f"{_PREFIX}{name[1:]}"] = pdf.copy_foreign(font)
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    marks = next(
        parents[n + 1] for n in range(0, len(parents), 2) if parents[n] == page.obj.StructParents
    )
    operators = []
    for instruction in pikepdf.parse_content_stream(band):
        operator, changed = instruction.operator, list(instruction.operands)
        if str(operator) == "Tf":
            changed[0] = Name(f"{_PREFIX}{str(changed[0])[1:]}")
        elif str(operator) == "BDC" and "/MCID" in changed[1]:
            changed[1] = Dictionary(MCID=len(marks))
        operators.append((changed, operator))
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q q\n" + pikepdf.unparse_content_stream(operators) + b"\nQ")
    if is_first:
        _hear_first(pdf, page, marks)


def _hear_first(pdf: pikepdf.Pdf, page: pikepdf.Page, marks: pikepdf.Object) -> None:
    """Put the band's words before all others in the structure."""
    (whole,) = pdf.Root.StructTreeRoot.K
    mark = len(marks)
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=whole, Pg=page.obj, K=Array([mark]))
    )
    whole.K.insert(0, element)
    marks.append(element)


def _close_fields(pdf: pikepdf.Pdf) -> None:
    for field in pdf.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields:
        field.Ff = _READ_ONLY
