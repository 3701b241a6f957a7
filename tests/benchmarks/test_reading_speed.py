"""The evidence reader beside openpyxl's read-only mode, in one run on one machine: ratios, never seconds."""

import io
import time
import tracemalloc
from collections.abc import Callable

import openpyxl
import pytest

from cypworkbench.returns.spreadsheet import read

ROUNDS = 5


def issued() -> bytes:
    """A return of four sheets and ten thousand cells."""
    book = openpyxl.Workbook()
    for number in range(4):
        sheet = book.worksheets[0] if not number else book.create_sheet(f"Outcome {number}")
        for row in range(250):
            words = (f"measure-{row % 40}", f"A measure of the plan, number {row}", "%", "2023/24")
            figures = (row * 7 + 1, row * 31 + 900, (row * 7 + 1) / (row * 31 + 900) * 100)
            sheet.append([*words, *figures, "final", None, row % 9, 1.5])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


CONTENT = issued()


def ours() -> int:
    return sum(len(sheet.cells) for sheet in read(CONTENT, "issued.xlsx").sheets)


def theirs() -> int:
    book = openpyxl.load_workbook(io.BytesIO(CONTENT), read_only=True, data_only=True)
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    return sum(value is not None for row in rows for value in row)


def best_seconds(act: Callable[[], int]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def peak_bytes(act: Callable[[], int]) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_cells_with_provenance_take_no_longer_than_openpyxl_takes_for_values() -> None:
    assert ours() == theirs() == 10_000
    ratio = best_seconds(ours) / best_seconds(theirs)
    print(f"time beside openpyxl read-only: {ratio:.2f}")  # noqa: T201  a measured figure
    assert ratio < 1.0


@pytest.mark.slow
def test_and_the_memory_of_the_reading_is_within_twice_openpyxl_s() -> None:
    ratio = peak_bytes(ours) / peak_bytes(theirs)
    print(f"memory beside openpyxl read-only: {ratio:.2f}")  # noqa: T201  a measured figure
    assert ratio < 2.0
