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
MOST_BESIDE_OPENPYXL = 6.0
"""Times: what is wanted is 1.5 s on the two cores on which openpyxl takes a quarter of a second."""


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
def test_twelve_returns_are_read_checked_kept_and_judged_in_six_times_openpyxl_s_reading(
    tmp_path: Path,
) -> None:
    """Each in turn, so that both meet the same machine; the seconds are printed as they were, for a person to judge."""
    mine, peer = [], []
    for number in range(ROUNDS):
        mine.append(twelve_taken_in(tmp_path / f"{number}.cypw"))
        peer.append(twelve_by_openpyxl())
    best, theirs = min(mine), min(peer)
    print(  # noqa: T201  measured figures
        f"twelve returns to all their findings: {best:.2f} s; openpyxl to their values: {theirs:.2f} s; "
        f"{best / theirs:.1f} times as long (wanted: 1.5 s)"
    )
    assert best / theirs < MOST_BESIDE_OPENPYXL


def twelve_by_openpyxl() -> float:
    """Seconds in which openpyxl reads the values of the same twelve files, in its faster mode, and no more."""
    begun = time.perf_counter()
    for path in (p for p in sample.returns() if p.suffix == ".xlsx"):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        assert sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
        book.close()
    return time.perf_counter() - begun


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
