"""The sample's twelve files: every planted fault is found at its cell, and almost nothing else is asked."""

import csv
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from cypworkbench.catalogue import sample_path
from cypworkbench.domain.evidence import Cell, CellKind, Observation, Origin, Return
from cypworkbench.domain.period import Period
from cypworkbench.domain.period_text import parse
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.around import Around
from cypworkbench.returns.check import RULES, check
from cypworkbench.returns.layout import FIGURES
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.rows import Recognised, Row
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.values import read_value
from tests.returns.workbooks import plan

ROUND = "Round 2 of 2026/27"
# a leap in the published figures themselves, which a careful reader would ask about too
GENUINE_LEAP = ("burnley.xlsx", "Context", "G16", "R013")


@cache
def checked(folder: str) -> dict[str, Return | Refusal]:
    found: dict[str, Return | Refusal] = {}
    for path in sorted(sample_path(folder).iterdir()):
        try:
            workbook = read(path.read_bytes(), path.name)
            found[path.name] = check(recognise(workbook, plan()), plan(), Around(ROUND))
        except Refusal as refusal:
            found[path.name] = refusal
    return found


def told(folder: str) -> set[tuple[str, str, str, str]]:
    found = set()
    for file, returned in checked(folder).items():
        if isinstance(returned, Refusal):
            found.add((file, "", "", "refused"))
        else:
            found |= {(file, f.origin.sheet, f.origin.cell, f.code) for f in returned.findings}
    return found


def test_every_planted_fault_is_found_at_its_cell_and_one_thing_more_is_asked() -> None:
    said = tomllib.loads(sample_path("faults.toml").read_text(encoding="utf-8"))["faults"]
    planted = {(fault["file"], fault["sheet"], fault["cell"], fault["code"]) for fault in said}
    assert told("returns") - planted == {GENUINE_LEAP}
    assert planted - told("returns") == set()


def test_the_corrected_files_leave_nothing_planted() -> None:
    assert told("resubmitted") <= {GENUINE_LEAP}


def test_an_old_excel_file_is_refused_by_its_name_with_what_to_do() -> None:
    refusal = checked("returns")["fylde.xls"]
    assert isinstance(refusal, Refusal)
    assert refusal.what == "fylde.xls is an older Excel file (.xls)."
    assert "Save As" in refusal.remedy


def test_a_wrong_board_keeps_both_names() -> None:
    pendle = checked("returns")["pendle.xlsx"]
    assert isinstance(pendle, Return)
    assert (pendle.board, pendle.expected_board) == ("dctb-burnley", "dctb-pendle")
    assert pendle.findings[0].area == "E07000122"


def genuine() -> Iterator[tuple[Observation, ...]]:
    """The published district series, each figure in turn as the latest of its series."""
    measures = {measure.id: measure for measure in plan().measures}
    series: dict[tuple[str, str], list[Observation]] = {}
    with sample_path("published", "districts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measure = measures.get(row["measure"])
            # further education's years begin in August; a board would give them as school years
            text = row["period"].replace("-08-01/P1Y", "-09-01/P1Y")
            period = parse(text, measure.period_kind) if measure else None
            if (
                not isinstance(period, Period)
                or not row["area"].startswith("E07")
                or not row["value"]
            ):
                continue
            at = Origin("", row["measure"], row["period"])
            value, parts = Decimal(row["value"]), (row["numerator"], row["denominator"])
            top, bottom = (Decimal(text) if text else None for text in parts)
            made = Observation(row["measure"], row["area"], period, value, at, top, bottom)
            series.setdefault((made.measure, made.area), []).append(made)
    for some in series.values():
        ordered = sorted(some, key=lambda o: o.period)
        for end in range(1, len(ordered) + 1):
            yield tuple(ordered[:end])


def sent_back(latest: Observation, board: str) -> Recognised:
    """The last figure of a series as a return gives it: a row with the cells of its value and its parts."""
    said = (latest.numerator, latest.denominator, latest.value)
    cells = {
        column: Cell(2, number, CellKind.NUMBER, str(value))
        for number, (column, value) in enumerate(zip(FIGURES, said, strict=True), start=5)
        if value is not None
    }
    row = Row(
        sha256="",
        sheet=latest.measure,
        number=2,
        columns={column: cell.column for column, cell in cells.items()},
        cells=cells,
        reference=latest.measure,
        measure=next(m for m in plan().measures if m.id == latest.measure),
        named_by="reference",
        period=latest.period,
        given={column: read_value(cell) for column, cell in cells.items()},
        area=latest.area,
    )
    return Recognised(
        "f", "", plan().id, board, ROUND, (latest,), rows=(row,), by_recipe=True, place=latest.area
    )


def test_genuine_figures_are_queried_less_than_once_in_fifty() -> None:
    boards = {board.areas[0]: board.id for board in plan().district_boards}
    figures = queried = 0
    for series in genuine():
        latest = series[-1]
        returned = sent_back(latest, boards[latest.area])
        done = check(returned, plan(), Around(ROUND, previous=series[:-1]), among=RULES)
        assert {"R008", "R009", "R010", "R011", "R012", "R013", "R014", "R024"} <= set(
            done.rules.done
        )
        figures += 1
        queried += any(finding.period == latest.period for finding in done.findings)
    print(f"{queried} of {figures:,} genuine figures queried, 1 in {figures / queried:.0f}")  # noqa: T201  a measured figure
    assert figures > 1_500
    assert queried / figures < 1 / 50
