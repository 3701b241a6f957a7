"""A pack in other formats, each made from the record attached to the pack: so none says more than the pack does."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import Exposure
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import format_audit
from cypworkbench.flow.auditing import audit_record, refuse_exposed
from cypworkbench.flow.edition import build
from cypworkbench.flow.packing import built_by, replay

if TYPE_CHECKING:  # it brings matplotlib with it
    from cypworkbench.packs.annex.sheets import Annex
    from cypworkbench.packs.tagged import Document
    from cypworkbench.packs.told.edition import Told
    from cypworkbench.packs.young.village import Village


class Format(StrEnum):
    """The formats, by the ending of their files."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    YOUNG_HTML = "young.html"  # before the other that ends alike
    HTML = "html"
    DOCX = "docx"
    TXT = "txt"
    LARGE = "large.pdf"
    YOUNG = "young.pdf"
    PLAN = "plan.pdf"


NAMES = {
    Format.XLSX: "Annex of figures, for Excel",
    Format.ODS: "Annex of figures, for LibreOffice",
    Format.CSV: "Figures as one plain table",
    Format.HTML: "Web page, complete in one file",
    Format.DOCX: "Word document",
    Format.TXT: "Plain text",
    Format.LARGE: "Large print",
    Format.YOUNG: "Young people’s edition, from a public pack",
    Format.YOUNG_HTML: "Young people’s edition as a web page",
    Format.PLAN: "Plan on a page for everyone, from a public pack",
}


def format_of(name: str) -> Format:
    """The format of a file by its name. Raises Refusal where none is made that ends so."""
    found = next((f for f in Format if name.lower().endswith(f".{f.value}")), None)
    if found is None:
        raise Refusal(
            f"No format of a pack ends as “{PurePath(name).name}” does.",
            f"Choose one of: {', '.join(f'.{f.value}' for f in Format)}.",
        )
    return found


@dataclass(frozen=True)  # no slots: what is drawn for a format is kept, and read back against
class Source:
    """What every format is made from: the finished pack, its plan, and the digests of file and attached record.

    `is_of_another_build` where another build of the program drew the pack: it may have told the same record otherwise.
    """

    pdf: bytes
    plan: PackPlan
    digest: str
    record_digest: str
    is_of_another_build: bool = False

    @cached_property
    def annex(self) -> "Annex":
        """The pack's tables."""
        from cypworkbench.packs.annex import tables  # packs are read only on request

        return tables.annex(self.plan, self.digest)

    @cached_property
    def told(self) -> "Told":
        """The pack's words and figures in reading order, from its own pages as they are drawn."""
        from cypworkbench.packs.told import edition  # matplotlib and ReportLab: only when drawn

        return edition.told(self.plan, self.digest, self.record_digest)


def source_of(pdf: bytes) -> Source:
    """The plan of a finished pack, computed again from its attached record. Raises Refusal when there is none."""
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    record = readback.attachment(pdf, "snapshot.json")
    none = Refusal(
        "That file carries no record that a pack could be made from.",
        "Choose a pack that this program made, as it was saved or signed.",
    )
    if record is None:
        raise none
    try:
        plan = replay(record)
    except (ValueError, KeyError, TypeError) as error:
        raise none from error
    digest, record_digest = (hashlib.sha256(content).hexdigest() for content in (pdf, record))
    return Source(pdf, plan, digest, record_digest, built_by(record) != build())


def make(pdf: bytes, wanted: Format) -> bytes:
    """A finished pack in another format; the same pack gives the same bytes.

    Raises Refusal as `source_of` does, and where what was made of a public pack, read back, is not what that pack says.
    """
    return made_from(source_of(pdf), wanted)


def made_from(source: Source, wanted: Format) -> bytes:
    """As `make`, of a pack read once for several formats."""
    content = _MAKERS[wanted](source)
    if source.plan.edition is Edition.PUBLIC:
        refuse_exposed(tuple(chain(audit_record(source.pdf), _AUDITS[wanted](content, source))))
    return content


def _xlsx(source: Source) -> bytes:
    from cypworkbench.packs.annex import xlsx  # openpyxl: only when an annex is written

    return xlsx.write(source.annex)


def _ods(source: Source) -> bytes:
    from cypworkbench.packs.annex import ods  # packs are read only on request

    return ods.write(source.annex)


def _csv(source: Source) -> bytes:
    from cypworkbench.packs.annex import csv_text  # packs are read only on request

    return csv_text.write(source.annex)


def _html(source: Source) -> bytes:
    from cypworkbench.packs.html import page  # matplotlib and ReportLab: only when a pack is drawn
    from cypworkbench.packs.palette import palette

    return page.write(source.told, palette("light"))


def _docx(source: Source) -> bytes:
    from cypworkbench.packs.word import document  # python-docx: only when a Word file is written

    return document.write(source.told)


def _txt(source: Source) -> bytes:
    from cypworkbench.packs import plain_text  # matplotlib and ReportLab: only when a pack is drawn

    return plain_text.write(source.told)


def _large(source: Source) -> bytes:
    from cypworkbench.packs import large_print  # ReportLab: only when a pack is drawn

    return large_print.write(source.told)


def _young(source: Source) -> bytes:
    return _young_pages(source).seal()


def _young_pages(source: Source) -> "Document":
    from cypworkbench.packs.young import pages  # ReportLab: only when a pack is drawn

    return pages.draw(source.plan, _village(source))


def _young_html(source: Source) -> bytes:
    from cypworkbench.packs.html import page  # matplotlib and ReportLab: only when a pack is drawn
    from cypworkbench.packs.palette import palette

    return page.write(_young_told(source), palette("light"))


def _young_told(source: Source) -> "Told":
    from cypworkbench.packs.told import edition  # matplotlib and ReportLab: only when drawn
    from cypworkbench.packs.young import pages

    drawn = pages.draw(source.plan, _village(source), {})
    told = edition.of_document(drawn, source.plan, source.digest, {})
    origin = "This page tells figures of the public pack it was made from in words of its own."
    return replace(told, origin=origin)


def _plan(source: Source) -> bytes:
    return _plan_page(source).seal()


def _plan_page(source: Source) -> "Document":
    from cypworkbench.packs import render  # matplotlib and ReportLab: only when a pack is drawn

    _for_everyone(
        source,
        "The plan on a page for everyone is made from a public pack, and that pack is not one.",
    )
    return render.plan_for_everyone(source.plan)


def _for_everyone(source: Source, otherwise: str) -> None:
    if source.plan.edition is not Edition.PUBLIC:
        raise Refusal(otherwise, "Make the public edition first, and this one from it.")


def reading_age(source: Source) -> str:
    """How old somebody must be to read the young people's edition with ease, in a sentence. Refusals as `make`."""
    from cypworkbench.packs.young import reading_age  # ReportLab: only when a pack is drawn

    return reading_age.told(_village(source))


def _village(source: Source) -> "Village":
    """What is said to young people. Raises Refusal for a pack that is not public, and where there is nothing to say."""
    from cypworkbench.packs.young import village  # packs are read only on request

    _for_everyone(source, "The young people’s edition is for everyone, and that pack is not.")
    said = village.village(source.plan)
    if not said.facts:
        raise Refusal(
            "There is nothing to say to young people: no measure of this pack has plain words and a figure.",
            f"Write plain words for the plan’s measures in resources/young/{source.plan.picture.framework.id}.toml.",
        )
    return said


_MAKERS: dict[Format, Callable[[Source], bytes]] = {
    Format.XLSX: _xlsx,
    Format.ODS: _ods,
    Format.CSV: _csv,
    Format.HTML: _html,
    Format.DOCX: _docx,
    Format.TXT: _txt,
    Format.LARGE: _large,
    Format.YOUNG: _young,
    Format.YOUNG_HTML: _young_html,
    Format.PLAN: _plan,
}

# ---- each read back


def _read_annex(content: bytes, source: Source) -> Iterable[Exposure]:
    from cypworkbench.flow.annex_audit import audit_annex  # only when a public pack's is made

    return audit_annex(content, source.annex, source.plan.picture)


def _read_csv(content: bytes, source: Source) -> Iterable[Exposure]:
    from cypworkbench.flow.annex_audit import audit_plain  # only when a public pack's is made

    return audit_plain(content, source.annex, source.plan.picture)


def _read_told(
    read: Callable[[bytes, "Told"], Iterable[Exposure]], content: bytes, source: Source
) -> Iterable[Exposure]:
    from cypworkbench.flow.told_audit import audit_told  # only when a public pack's is made

    finished = b"" if source.is_of_another_build else source.pdf
    return chain(read(content, source.told), audit_told(source.told, finished, source.plan.picture))


def _read_html(content: bytes, source: Source) -> Iterable[Exposure]:
    from cypworkbench.flow.page_reading import audit_page  # only when a public pack's is made

    return _read_told(audit_page, content, source)


def _read_docx(content: bytes, source: Source) -> Iterable[Exposure]:
    from cypworkbench.flow.word_reading import audit_word  # only when a public pack's is made

    return _read_told(audit_word, content, source)


def _read_txt(content: bytes, source: Source) -> Iterable[Exposure]:
    return _read_told(format_audit.audit_text, content, source)


def _read_large(content: bytes, source: Source) -> Iterable[Exposure]:
    return _read_told(format_audit.audit_large, content, source)


def _read_young(content: bytes, source: Source) -> Iterable[Exposure]:
    return format_audit.audit_drawn(content, _young_pages(source).seal())


def _read_plan(content: bytes, source: Source) -> Iterable[Exposure]:
    return format_audit.audit_drawn(content, _plan_page(source).seal())


def _read_young_html(content: bytes, source: Source) -> Iterable[Exposure]:
    from cypworkbench.flow.page_reading import audit_page  # only when a public pack's is made

    return audit_page(content, _young_told(source))


_AUDITS: dict[Format, Callable[[bytes, Source], Iterable[Exposure]]] = {
    Format.XLSX: _read_annex,
    Format.ODS: _read_annex,
    Format.CSV: _read_csv,
    Format.HTML: _read_html,
    Format.DOCX: _read_docx,
    Format.TXT: _read_txt,
    Format.LARGE: _read_large,
    Format.YOUNG: _read_young,
    Format.YOUNG_HTML: _read_young_html,
    Format.PLAN: _read_plan,
}
