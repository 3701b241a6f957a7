"""Writes the report of the faults when it is asked for."""

import os
import platform
import sqlite3

from tests.hostile import faults


def pytest_sessionfinish() -> None:
    """After the last test, when `dev.py bench faults` runs them."""
    if os.environ.get("CYPWORKBENCH_FAULTS") and not os.environ.get("PYTEST_XDIST_WORKER"):
        program = f"SQLite {sqlite3.sqlite_version} on {platform.system()}"
        faults.REPORT.write_text(faults.report(program), encoding="utf-8")
