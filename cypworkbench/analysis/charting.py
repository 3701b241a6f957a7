"""Chart many series of one kind of period, each only where a chart may be used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.rebasing import IntArray
from cypworkbench.analysis.runrules import sign
from cypworkbench.analysis.spc import PROFILES, ControlCharts, xmr_many
from cypworkbench.analysis.suitability import suitability
from cypworkbench.domain.period import PeriodKind

WIDTHS = (13, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 384, 512)
"""Series of similar length are charted together: a matrix of one very long series would be mostly empty."""
MOST_CELLS = 1_000_000
SHIFT = PROFILES["making-data-count"].run


def old_limits(points: int) -> str:
    """The caveat on limits that the last `points` points have all left to one side."""
    return (
        f"The last {points} figures all lie on one side of the line, so the limits are old: start new ones there "
        "before judging by them."
    )


@dataclass(frozen=True, slots=True)
class Charted:
    """The charts of some series, and for each why it may not be shown ("" where it may).

    `beyond` is how many of the latest points lie on one side of the line where they are more than a shift has: then the
    limits are true of a time gone by, and say nothing of the target now. Otherwise 0.
    """

    charts: ControlCharts
    reason: npt.NDArray[np.object_]
    beyond: IntArray


def batches(lengths: IntArray) -> Iterator[tuple[IntArray, int]]:
    """The places of series that can be charted together, with the width of their matrix; no batch is large."""
    edges = np.array([*WIDTHS, max(int(lengths.max(initial=0)), WIDTHS[-1])])
    width = np.searchsorted(edges, lengths)
    for place in np.unique(width):
        members = np.flatnonzero(width == place)
        wide = int(lengths[members].max())
        size = max(MOST_CELLS // max(wide, 1), 1)
        for start in range(0, len(members), size):
            yield members[start : start + size], wide


def chart(
    matrix: FloatArray,
    kind: PeriodKind,
    *,
    direction: Sequence[str],
    target: FloatArray,
    rebase: Sequence[Sequence[int]] = (),
) -> Charted:
    """Charts of a matrix with a series a row, ending at its last column.

    `rebase` holds the places where a row's limits start anew; what came before does not count towards its suitability.
    """
    charts = xmr_many(matrix, direction=direction, target=target, rebase=rebase)
    current = matrix
    if charts.group.any():
        current = np.where(charts.group == charts.group[:, -1:], matrix, np.nan)
    return Charted(charts, suitability(current, kind), _beyond_a_shift(current, charts))


def _beyond_a_shift(matrix: FloatArray, charts: ControlCharts) -> IntArray:
    """The length of each row's last run on one side of its line, where it is longer than a shift; else 0."""
    side = sign(matrix - charts.mean)[:, ::-1]
    same = (side == side[:, :1]) & (side != 0)
    run = np.cumprod(same, axis=1, dtype=np.int64).sum(axis=1)
    return np.where(run > SHIFT, run, 0)
