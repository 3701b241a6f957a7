"""A pack in other formats, each made from the record attached to the pack: so none says more than the pack does."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.auditing import refuse_exposed
from cypworkbench.flow.format_audit import audit_figures
from cypworkbench.flow.packing import replay

if TYPE_CHECKING:  # it brings matplotlib with it
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


@dataclass(frozen=True, slots=True)
class Source:
    """What every format is made from: the pack's plan, and the digests of the file and of the record attached to it."""

    plan: PackPlan
    digest: str
    record_digest: str


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
    return Source(plan, *(hashlib.sha256(content).hexdigest() for content in (pdf, record)))


def make(pdf: bytes, wanted: Format) -> bytes:
    """A finished pack in another format; the same pack gives the same bytes.

    Raises Refusal as `source_of` does, and where a public pack's figures in that format are not the public's.
    """
    source = source_of(pdf)
    content = _MAKERS[wanted](source)
    if source.plan.edition is Edition.PUBLIC:
        refuse_exposed(audit_figures(content, source.plan.picture))
    return content


def _xlsx(source: Source) -> bytes:
    from cypworkbench.packs.annex import tables, xlsx  # openpyxl: only when an annex is written

    return xlsx.write(tables.annex(source.plan, source.digest))


def _ods(source: Source) -> bytes:
    from cypworkbench.packs.annex import ods, tables  # packs are read only on request

    return ods.write(tables.annex(source.plan, source.digest))


def _csv(source: Source) -> bytes:
    from cypworkbench.packs.annex import csv_text, tables  # packs are read only on request

    return csv_text.write(tables.annex(source.plan, source.digest))


def _html(source: Source) -> bytes:
    from cypworkbench.packs.html import page  # matplotlib and ReportLab: only when a pack is drawn
    from cypworkbench.packs.palette import palette

    return page.write(_told(source), palette("light"))


def _docx(source: Source) -> bytes:
    from cypworkbench.packs.word import document  # python-docx: only when a Word file is written

    return document.write(_told(source))


def _txt(source: Source) -> bytes:
    from cypworkbench.packs import plain_text  # matplotlib and ReportLab: only when a pack is drawn

    return plain_text.write(_told(source))


def _large(source: Source) -> bytes:
    from cypworkbench.packs import (
        large_print,
    )  # matplotlib and ReportLab: only when a pack is drawn

    return large_print.write(_told(source))


def _young(source: Source) -> bytes:
    from cypworkbench.packs.young import pages  # ReportLab: only when a pack is drawn

    return pages.draw(source.plan, _village(source)).seal()


def _young_html(source: Source) -> bytes:
    from cypworkbench.packs.html import page  # matplotlib and ReportLab: only when a pack is drawn
    from cypworkbench.packs.palette import palette
    from cypworkbench.packs.told import edition
    from cypworkbench.packs.young import pages

    drawn = pages.draw(source.plan, _village(source), {})
    told = edition.of_document(drawn, source.plan, source.digest, {})
    origin = "This page tells figures of the public pack it was made from in words of its own."
    return page.write(replace(told, origin=origin), palette("light"))


def _village(source: Source) -> "Village":
    """What is said to young people. Raises Refusal for a pack that is not public, and where there is nothing to say."""
    from cypworkbench.packs.young import village  # packs are read only on request

    if source.plan.edition is not Edition.PUBLIC:
        raise Refusal(
            "The young people’s edition is for everyone, and that pack is not.",
            "Make the public edition first, and this one from it.",
        )
    said = village.village(source.plan)
    if not said.facts:
        raise Refusal(
            "There is nothing to say to young people: no measure of this pack has plain words and a figure.",
            f"Write plain words for the plan’s measures in resources/young/{source.plan.picture.framework.id}.toml.",
        )
    return said


def _told(source: Source) -> "Told":
    """The pack's words and figures in reading order, from its own pages as they are drawn."""
    from cypworkbench.packs.told import edition  # matplotlib and ReportLab, as above

    return edition.told(source.plan, source.digest, source.record_digest)


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
}
