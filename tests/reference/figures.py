"""Read the reference figures beside this file."""

import csv
import gzip
import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

Row = Mapping[str, str]
Rows = list[Row]
DATA = Path(__file__).parent / "data"


def rows(name: str) -> Rows:
    """Every row of a reference file, as text by column name."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grouped(name: str, column: str) -> dict[str, Rows]:
    """The rows of a reference file by a column's value, in the order they stand."""
    return {key: list(some) for key, some in groupby(rows(name), lambda row: row[column])}


def number(text: str) -> float:
    """A figure, NaN where it is missing."""
    return float(text) if text not in ("", "NA") else np.nan


def numbers(table: Iterable[Row], column: str) -> npt.NDArray[np.float64]:
    """One column as numbers, missing as NaN."""
    return np.array([number(row[column]) for row in table])


def same(got: npt.ArrayLike, expected: npt.ArrayLike, *, within: float = 1e-9) -> None:
    """Assert equality to a relative (and for small numbers absolute) difference, NaN equal to NaN."""
    one, other = (np.asarray(side, dtype=np.float64) for side in (got, expected))
    np.testing.assert_allclose(one, other, rtol=within, atol=within)


def told(name: str, compared: int, note: str = "") -> None:
    """Print how many rows of a reference file were compared; `-s` shows it."""
    sys.stdout.write(f"\n{name}: {compared:,} rows compared{f', {note}' if note else ''}\n")
