"""Files are read in one process that can be killed, and that may die."""

import os
import threading
import time
from pathlib import Path

import pytest

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import worker
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.worker import read_files
from tests.returns.workbooks import filled, one_sheet

BIG = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"{number}.xlsx").write_bytes(filled())
    (tmp_path / "3.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return tmp_path


def test_a_workbook_comes_back_from_the_process_as_it_is_read_here(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    paths = [*sorted(folder.iterdir()), folder / "gone.xlsx"]
    readings = read_files(paths, lambda *at: told.append(at))
    assert readings[0].workbook == read(filled(), "0.xlsx")
    assert readings[0].content == filled()
    assert [reading.workbook is None for reading in readings] == [False, False, False, True, True]
    assert str(readings[3].refusal).startswith("3.xls is an older Office file, but not a workbook.")
    assert str(readings[4].refusal).startswith("gone.xlsx could not be opened.")
    names = ["0.xlsx", "1.xlsx", "2.xlsx", "3.xls", "gone.xlsx", ""]
    assert told == [(done, 5, name) for done, name in enumerate(names)]


def test_all_files_are_read_by_one_process(folder: Path) -> None:
    with worker._Worker(lambda: False) as one:
        started = set()
        for path in sorted(folder.glob("*.xlsx")):
            one.read(path.read_bytes(), path.name)
            assert one._process
            started.add(one._process.pid)
    assert len(started) == 1


def test_a_process_that_dies_is_a_refusal_and_the_next_file_is_read() -> None:
    with worker._Worker(lambda: False) as one:
        one.read(filled(), "first.xlsx")
        assert one._process
        one._process.kill()
        with pytest.raises(Refusal, match=r"second\.xlsx broke off the process"):
            one.read(filled(), "second.xlsx")
        assert one.read(filled(), "third.xlsx").sheets


def test_cancel_kills_the_process_in_the_middle_of_a_file() -> None:
    cancelled = threading.Event()
    with worker._Worker(cancelled.is_set) as one:
        one.read(filled(), "first.xlsx")
        assert one._process
        pid = one._process.pid
        threading.Timer(0.1, cancelled.set).start()
        begun = time.perf_counter()
        with pytest.raises(Refusal, match="Reading was cancelled"):
            one.read(one_sheet(BIG * 480), "big.xlsx")
        assert time.perf_counter() - begun < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_cancelling_at_once_reads_nothing(folder: Path) -> None:
    with pytest.raises(Refusal, match="Reading was cancelled"):
        read_files(sorted(folder.iterdir()), cancelled=lambda: True)


def test_a_file_too_large_is_not_taken_into_memory(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(worker.LARGEST + 1)
    reading = read_files([huge])[0]
    assert str(reading.refusal).startswith("huge.xlsx is larger than 100 MB.")
    assert reading.content == b""
