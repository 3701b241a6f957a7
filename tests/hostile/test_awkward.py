"""Every awkward workbook is read exactly or refused by its true cause, within bounds: outcomes.txt says how each.

After a change that is meant, write it anew (the command is in MAKE) and read every line that differs.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypworkbench.domain.evidence import Cell, CellKind, Workbook
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import worker
from cypworkbench.returns.names import find_board
from cypworkbench.returns.values import date_of, read_value
from tests.hostile.awkward import AWKWARD
from tests.returns.workbooks import plan

OUTCOMES = Path(__file__).with_name("outcomes.txt")
MAKE = "python -m tests.hostile.test_awkward"
MOST_MEGABYTES, MOST_SECONDS = 500, 20
MOST_SHOWN = 40


def table() -> str:
    """The table of outcomes as it was last read over and kept."""
    if not OUTCOMES.exists():
        pytest.fail(f"{OUTCOMES.name} is missing: make it with {MAKE}, and read every line of it")
    return OUTCOMES.read_text(encoding="utf-8")


def told() -> Iterator[str]:
    """A line for each workbook: what became of it, cell by cell."""
    for name, make in AWKWARD.items():
        content = make()
        with worker._Worker(lambda: False) as one:
            begun = time.monotonic()
            try:
                lines = list(_cells(name, one.read(content, "sent.xlsx")))
            except Refusal as refusal:
                lines = [f"refused: {refusal.what} {refusal.remedy}"]
            assert time.monotonic() - begun < MOST_SECONDS, name
            assert _megabytes(one) < MOST_MEGABYTES, name
        yield f"{name}: {lines[0] if len(lines) == 1 else ''}".rstrip()
        yield from (f"    {line}" for line in (lines if len(lines) > 1 else []))


def _megabytes(one: "worker._Worker") -> float:
    """The most memory the reading process ever held; 0 where the system does not say, or it is gone."""
    if sys.platform != "linux" or one._process is None:
        return 0.0
    status = Path(f"/proc/{one._process.pid}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM")), 0.0)


def _cells(name: str, workbook: Workbook) -> Iterator[str]:
    yield f"read, {', '.join(sorted(workbook.flags)) or 'nothing besides'}"
    for sheet in workbook.sheets:
        hides = [f"row {n}" for n in sorted(sheet.hidden_rows)]
        hides += [f"column {n}" for n in sorted(sheet.hidden_columns)]
        said = [sheet.state, *(["hidden: " + ", ".join(hides)] if hides else []), *sheet.merged]
        yield f"sheet {sheet.name!r} ({'; '.join(said)}), {len(sheet.cells)} cells"
        for cell in sheet.cells[:MOST_SHOWN]:
            yield f"{cell.a1} {_reading(name, cell, date_1904=workbook.date_1904)}"
        yield from sheet.issues


def _reading(name: str, cell: Cell, *, date_1904: bool) -> str:
    if name.startswith("25"):
        return f"{cell.raw!r} {_periods(cell.raw)}"
    if name.startswith("26"):
        board = find_board(cell.raw, plan())
        return f"{cell.raw!r} is {board.id if board else 'asked about'}"
    if cell.kind is CellKind.DATE:
        return (
            f"{cell.raw} as {cell.number_format}: {date_of(cell, date_1904=date_1904) or 'no day'}"
        )
    given = read_value(cell)
    formula = ", a formula" if cell.is_formula else ""
    what = given.state.value if given.value is None else f"number {given.value}"
    marks = [flag.value for flag in given.flags] + [f"shows {given.shown}"] * bool(given.shown)
    marks += [f"mark {given.mark}"] * bool(given.mark) + ["as text"] * given.as_text
    marks += [f"superscript {cell.superscript}"] * bool(cell.superscript)
    return f"{cell.raw!r} {cell.kind.value}{formula}: {', '.join([what, *marks])}"


def _periods(text: str) -> str:
    """What a period says in a column of financial years, of calendar years, and of quarters."""
    said = []
    for kind in (PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR, PeriodKind.QUARTER):
        found = parse(text, kind)
        if isinstance(found, Period):
            said.append(found.label)
        else:
            said.append(f"asked ({' or '.join(p.label for p in found)})" if found else "unknown")
    return " | ".join(said)


@pytest.mark.slow
def test_each_is_read_exactly_or_refused_by_its_true_cause_within_bounds() -> None:
    assert "".join(f"{line}\n" for line in told()) == table()


def test_the_table_of_outcomes_covers_every_awkward_workbook_and_no_crash() -> None:
    lines = table().splitlines()
    starts = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert starts == list(AWKWARD)
    assert not [line for line in lines if "broke off" in line or "was still being read" in line]


if __name__ == "__main__":
    OUTCOMES.write_text("".join(f"{line}\n" for line in told()), encoding="utf-8")
