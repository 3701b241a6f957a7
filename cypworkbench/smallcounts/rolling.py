"""Whole numbers behind a run of rolling sums, where the parts themselves are never printed."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


def parts_of(sums: Mapping[str, int], parts: Mapping[str, Sequence[str]]) -> dict[str, int] | None:
    """Some whole numbers, none below zero, that make up every sum from the parts named; None where there are none."""
    names = sorted({part for one in parts.values() for part in one})
    place = {name: number for number, name in enumerate(names)}
    matrix = sparse.lil_matrix((len(sums), len(names)))
    for row, total in enumerate(sums):
        for part in parts[total]:
            matrix[row, place[part]] = 1.0
    right = np.array(list(sums.values()), dtype=float)
    found = milp(
        np.zeros(len(names)),
        constraints=LinearConstraint(matrix.tocsr(), right, right),
        bounds=Bounds(0.0, np.inf),
        integrality=np.ones(len(names), dtype=int),
    )
    if found.x is None:
        return None
    return {name: round(float(value)) for name, value in zip(names, found.x, strict=True)}
