"""A workbook as JSON values and back: what the reading process answers, and what is kept of a locked return."""

from typing import Any

from cypworkbench.domain.cells import Cells
from cypworkbench.domain.evidence import Sheet, Workbook


def to_plain(workbook: Workbook) -> dict[str, object]:
    """The workbook as JSON values, cells column by column."""
    return {
        "name": workbook.name,
        "sha256": workbook.sha256,
        "size": workbook.size,
        "date_1904": workbook.date_1904,
        "flags": sorted(workbook.flags),
        "opened": workbook.opened,
        "sheets": [
            {
                "name": sheet.name,
                "state": sheet.state,
                "cells": _cells(sheet).plain(),
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
                "merged": sheet.merged,
                "widths": sheet.widths,
                "issues": sheet.issues,
            }
            for sheet in workbook.sheets
        ],
    }


def from_plain(said: dict[str, Any]) -> Workbook:
    """The workbook that `to_plain` gave. Raises ValueError, TypeError or KeyError for anything else."""
    sheets = tuple(_sheet(sheet) for sheet in said["sheets"])
    return Workbook(**(said | {"sheets": sheets, "flags": frozenset(said["flags"])}))


def _cells(sheet: Sheet) -> Cells:
    return sheet.cells if isinstance(sheet.cells, Cells) else Cells(sheet.cells)


def _sheet(said: dict[str, Any]) -> Sheet:
    return Sheet(
        name=said["name"],
        state=said["state"],
        cells=Cells.from_plain(said["cells"]),
        hidden_rows=frozenset(said["hidden_rows"]),
        hidden_columns=frozenset(said["hidden_columns"]),
        merged=tuple(said["merged"]),
        widths=tuple((column, width) for column, width in said["widths"]),
        issues=tuple(said["issues"]),
    )
