"""Cut series at the places where their limits start anew, and put what is found for the parts back together."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.domain.refusal import Refusal

IntArray = npt.NDArray[np.int64]
_Kind = TypeVar("_Kind", bound=np.generic)


class Parts:
    """How a matrix with a series a row falls into parts: `group` counts each row's rebases so far.

    `last` is the number of the part that each row ends in. Raises Refusal for a place that a row does not have.
    """

    def __init__(self, shape: tuple[int, int], rebase: Sequence[Sequence[int]]) -> None:
        rows, self.width = shape
        self.group: IntArray = np.zeros(shape, dtype=np.int64)
        for row, places in enumerate(rebase):
            for place in sorted(set(places)):
                self.group[row, self._checked(place) :] += 1
        self.whole = not np.diff(self.group, axis=1).any()
        self.last: IntArray = np.arange(rows)
        if not self.whole:
            new = np.ones(shape, dtype=np.bool_)
            new[:, 1:] = np.diff(self.group, axis=1) > 0
            start = np.maximum.accumulate(np.where(new, np.arange(self.width), 0), axis=1)
            self.place: IntArray = np.arange(self.width) - start
            self.part: IntArray = (np.cumsum(new) - 1).reshape(shape)
            self.last = self.part[:, -1]

    def apart(self, matrix: npt.NDArray[np.float64]) -> FloatArray:
        """The matrix with a row for each part, NaN after its end."""
        if self.whole:
            return matrix
        parts = np.full((int(self.part.max()) + 1, self.width), np.nan)
        parts[self.part, self.place] = matrix
        return parts

    def together(self, parts: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
        """What was found for the parts (a column, or a value a place), in the series' own places."""
        wide = np.broadcast_to(parts, (len(parts), self.width))
        return wide if self.whole else wide[self.part, self.place]

    def _checked(self, place: int) -> int:
        if 0 <= place < self.width:
            return place
        raise Refusal(
            f"New limits cannot start at place {place} of a series of {self.width}.",
            "Choose a period of the series.",
        )
