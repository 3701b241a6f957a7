"""A folder that never waits for a disk, and the report of the faults when it is asked for."""

import os
import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import faults


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After the last test, when `dev.py bench faults` runs them: the report; less than was promised is a failure."""
    if os.environ.get("CYPWORKBENCH_FAULTS") and not os.environ.get("PYTEST_XDIST_WORKER"):
        program = f"SQLite {sqlite3.sqlite_version} on {platform.system()}"
        faults.REPORT.write_text(faults.report(program), encoding="utf-8")
        if faults.unkept():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def swift(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a kill finds the same there, and nothing waits for a disk."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)
