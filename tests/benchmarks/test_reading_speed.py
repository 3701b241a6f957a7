"""The evidence reader beside openpyxl's read-only mode, in one run on one machine: ratios, never seconds."""

import io
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cypworkbench.catalogue import load_framework
from cypworkbench.flow import pictured, receive, sample
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


def test_and_they_hold_less_memory_than_openpyxl_holds_for_values() -> None:
    ratio = peak_bytes(ours) / peak_bytes(theirs)
    print(f"memory beside openpyxl read-only: {ratio:.2f}")  # noqa: T201  a measured figure
    assert ratio < 1.0


@pytest.mark.alone
def test_twelve_returns_are_read_checked_kept_and_pictured_in_under_a_second_and_a_half(
    tmp_path: Path,
) -> None:
    taken = min(
        twelve_taken_in(tmp_path / f"{number}.cypw") / waiting() for number in range(ROUNDS)
    )
    print(f"twelve returns to all their findings in {taken:.2f} s")  # noqa: T201  a measured figure
    assert taken < 1.5


def waiting() -> float:
    """How many times longer than its work a loop takes here and now, because the machine is busy elsewhere."""
    begun, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.3:
        sum(range(1000))
    return max(1.0, (time.perf_counter() - begun) / 0.3)


def twelve_taken_in(path: Path) -> float:
    plan = load_framework("cypfp-2022")
    with sample.open_workspace(path) as workspace:
        known = pictured.around(workspace.record(), plan)
        pictured.picture(workspace.record(), plan)  # the libraries are loaded, as in the window
        pictured._checked.clear()
        receive._just_read.clear()
        begun = time.perf_counter()
        checks = receive.check_files(sample.returns(), plan, known)
        receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT)
        findings = pictured.picture(workspace.record(), plan).findings
        taken = time.perf_counter() - begun
    assert (len(checks), len(findings) > 10) == (12, True)
    return taken
