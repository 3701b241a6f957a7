"""A pack in other formats, each made from the record attached to the pack: so none says more than the pack does."""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from cypworkbench.domain.pack import PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.packing import replay


class Format(StrEnum):
    """The formats, by the ending of their files."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


NAMES = {
    Format.XLSX: "Annex of figures, for Excel",
    Format.ODS: "Annex of figures, for LibreOffice",
    Format.CSV: "Figures as one plain table",
}


def format_of(name: str) -> Format:
    """The format of a file by its name. Raises Refusal where none is made that ends so."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in {f.value for f in Format}:
        raise Refusal(
            f"No format of a pack ends in “.{ending}”.",
            f"Choose one of: {', '.join(f'.{f.value}' for f in Format)}.",
        )
    return Format(ending)


def plan_of(pdf: bytes) -> PackPlan:
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
        return replay(record)
    except (ValueError, KeyError, TypeError) as error:
        raise none from error


def make(pdf: bytes, wanted: Format) -> bytes:
    """A finished pack in another format; the same pack gives the same bytes. Raises Refusal as `plan_of` does."""
    return _MAKERS[wanted](plan_of(pdf), pdf)


def _xlsx(plan: PackPlan, pdf: bytes) -> bytes:
    from cypworkbench.packs.annex import tables, xlsx  # openpyxl: only when an annex is written

    return xlsx.write(tables.annex(plan, _digest(pdf)))


def _ods(plan: PackPlan, pdf: bytes) -> bytes:
    from cypworkbench.packs.annex import ods, tables  # packs are read only on request

    return ods.write(tables.annex(plan, _digest(pdf)))


def _csv(plan: PackPlan, pdf: bytes) -> bytes:
    from cypworkbench.packs.annex import csv_text, tables  # packs are read only on request

    return csv_text.write(tables.annex(plan, _digest(pdf)))


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


_MAKERS: dict[Format, Callable[[PackPlan, bytes], bytes]] = {
    Format.XLSX: _xlsx,
    Format.ODS: _ods,
    Format.CSV: _csv,
}
