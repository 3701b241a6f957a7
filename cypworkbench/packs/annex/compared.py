"""The figures beside the charts of districts and gaps, read back from their words into numbers."""

import re
from collections.abc import Iterator

from cypworkbench.domain.charted import Charted
from cypworkbench.packs.annex.sheets import Cell, Column, number

COLUMNS = (
    *(Column("Chart", 60), Column("Of", 26), Column("What", 18)),
    *(Column("Value", 14), Column("Value to", 12)),
)
_NOTHING = "–"  # what a chart's table has where there is no figure
_FIGURE = re.compile(r"([+−]?[\d,]+(?:\.(\d+))?)%?")
_MOST_ENDS = 2


def rows(chart: Charted, absent: str, none: str) -> Iterator[tuple[Cell, ...]]:
    """A row for each figure of a chart's table, for `COLUMNS`.

    `absent` stands where there is no figure, `none` where a figure has no upper end.
    """
    for name, *cells in chart.rows:
        for head, text in zip(chart.heads[1:], cells, strict=True):
            yield chart.title, name, head, *_ends(text, absent, none)


def _ends(text: str, absent: str, none: str) -> tuple[Cell, Cell]:
    """A figure as printed, or both ends of a range; words as they are."""
    if text == _NOTHING:
        return absent, none
    ends = [_FIGURE.fullmatch(part) for part in text.split(" to ")]
    if not all(ends) or len(ends) > _MOST_ENDS:
        return text, none
    read = [number(_plain(found[1]), len(found[2] or "")) for found in ends if found]
    return read[0], read[1] if len(read) > 1 else none


def _plain(printed: str) -> float:
    return float(printed.replace(",", "").replace("−", "-"))
