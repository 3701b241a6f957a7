"""Rules that tell a signal from the common run of points, for every series at once.

Each function takes a matrix with a series a row and a period a column, and returns one of the same shape. A missing
value breaks a run, and never more than its own.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray

BoolArray = npt.NDArray[np.bool_]
SignArray = npt.NDArray[np.int8]


def in_run(hit: BoolArray, length: int) -> BoolArray:
    """Whether each place lies in an unbroken row of at least `length` hits."""
    found = np.zeros_like(hit)
    starts = hit.shape[1] - length + 1
    if starts < 1:
        return found
    full = hit[:, :starts].copy()
    for step in range(1, length):
        full &= hit[:, step : step + starts]
    if full.any():
        for step in range(length):
            found[:, step : step + starts] |= full
    return found


def sign(values: FloatArray) -> SignArray:
    """−1, 0 or 1; 0 where missing."""
    above: SignArray = (values > 0).astype(np.int8)
    below: SignArray = (values < 0).astype(np.int8)
    return above - below


def trends(values: FloatArray, length: int) -> SignArray:
    """1 in a row of `length` points that rise strictly, −1 where they fall, 0 elsewhere.

    A point in both takes the way to the next point, if that one is in a trend too, else the way from the one before.
    """
    found = np.zeros(values.shape, dtype=np.int8)
    if values.shape[1] < length:
        return found
    way = sign(np.diff(values, axis=1))
    moving = in_run(way > 0, length - 1) | in_run(way < 0, length - 1)
    flagged = np.zeros(values.shape, dtype=np.bool_)
    flagged[:, 1:] |= moving
    flagged[:, :-1] |= moving
    found[:, 1:] = way
    ahead = flagged[:, 1:] & (way != 0)
    found[:, :-1] = np.where(ahead, way, found[:, :-1])
    found[~flagged] = 0
    return found


def shifts(side: SignArray, length: int) -> SignArray:
    """1 in a row of `length` points above the line, −1 below it, 0 elsewhere; a point on the line breaks the row."""
    found: SignArray = in_run(side > 0, length).astype(np.int8)
    return found - in_run(side < 0, length).astype(np.int8)


def two_in_three(side: SignArray, counted: BoolArray) -> SignArray:
    """1 (or −1) at each counted point in three neighbours, all above (or below) the line, of which two are counted."""
    found = np.zeros(side.shape, dtype=np.int8)
    if side.shape[1] < 3:  # noqa: PLR2004  the rule is called two in three
        return found
    windows = [slice(step, side.shape[1] - 2 + step) for step in range(3)]
    enough = sum(counted[:, w].astype(np.int8) for w in windows) >= 2  # noqa: PLR2004  as above
    for way in (1, -1):
        hit = enough & _all([side[:, w] == way for w in windows])
        for window in windows:
            found[:, window] |= np.where(hit & counted[:, window], np.int8(way), np.int8(0))
    return found


def _all(parts: Sequence[BoolArray]) -> BoolArray:
    first, second, third = parts
    return first & second & third
