"""An illustrative picture to show: three outcomes, nine measures, twelve districts. Every figure in it is made up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from math import sin

from cypworkbench.domain.area import ENGLAND, LANCASHIRE, NORTH_WEST, Area, AreaKind
from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import (
    Cell,
    CellKind,
    Finding,
    Origin,
    Return,
    RulesRun,
    Severity,
    Sheet,
    Workbook,
)
from cypworkbench.domain.framework import Board, Framework, Kind, Measure, Outcome, Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Assurance,
    Change,
    Comparison,
    Limits,
    Point,
    Series,
    Status,
    Target,
    TargetKind,
    Variation,
)
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.record import Explanation, Picture, Round, Supplier, SupplierState

DISTRICTS = (
    "Burnley",
    "Chorley",
    "Fylde",
    "Hyndburn",
    "Lancaster",
    "Pendle",
    "Preston",
    "Ribble Valley",
    "Rossendale",
    "South Ribble",
    "West Lancashire",
    "Wyre",
)
SHORT = (
    ("o1", "Infant mortality"),
    ("o1", "Low birth weight"),
    ("o1", "Tooth decay at age 5"),
    ("o2", "Under-18 conceptions"),
    ("o2", "Overweight, Year 6"),
    ("o2", "Alcohol admissions"),
    ("o3", "Good level at 5"),
    ("o3", "Permanent exclusions"),
    ("o3", "English, maths by 19"),
)
STATUSES = (Status.MET, Status.OFF, Status.WITHIN, Status.NO_TARGET, Status.TOO_CLOSE)
YEARS = tuple(range(2008, 2023))
AT = datetime(2026, 9, 25, 9, 0, tzinfo=UTC)


def code(name: str) -> str:
    return f"E07000{117 + DISTRICTS.index(name)}"


def sha(name: str) -> str:
    return f"{DISTRICTS.index(name) + 1:064x}"


def period(year: int) -> Period:
    return Period(date(year, 1, 1), PeriodKind.CALENDAR_YEAR)


def measure(number: int) -> Measure:
    outcome, short = SHORT[number]
    return Measure(
        id=f"m{number}",
        title=short,
        short_title=short,
        question=f"Is {short.lower()} getting better?",
        wording=f"Reduce {short.lower()}",
        outcome=outcome,
        kind=Kind.RATE,
        unit="per 1,000",
        per=1000,
        polarity=Polarity.LOWER if number % 3 else Polarity.HIGHER,
        period_kind=PeriodKind.CALENDAR_YEAR,
        numerator="Events",
        denominator="Children",
        source="Illustrative",
    )


def framework() -> Framework:
    districts = tuple(Area(code(name), name, AreaKind.DISTRICT, LANCASHIRE) for name in DISTRICTS)
    others = (
        Area(LANCASHIRE, "Lancashire", AreaKind.COUNTY, NORTH_WEST),
        Area(NORTH_WEST, "North West", AreaKind.REGION, ENGLAND),
        Area(ENGLAND, "England", AreaKind.COUNTRY),
    )
    county = Board("county", "Partnership Board", (LANCASHIRE,), "quarterly")
    boards = tuple(
        Board(name.lower().replace(" ", "-"), f"{name} Board", (code(name),), "quarterly")
        for name in DISTRICTS
    )
    outcomes = tuple(
        Outcome(f"o{n}", n, title)
        for n, title in enumerate(("Safe from harm", "Healthy lifestyles", "Full potential"), 1)
    )
    return Framework(
        "made-up",
        "A made-up plan",
        "A made-up partnership",
        outcomes,
        tuple(measure(n) for n in range(len(SHORT))),
        (county, *boards),
        (*districts, *others),
        LANCASHIRE,
        (NORTH_WEST, ENGLAND),
    )


def assessment(number: int, area: str, spread: float) -> Assessment:
    m = measure(number)
    values = [20 + number + spread - 0.4 * i + 1.5 * sin(i * 1.7 + spread) for i in range(15)]
    sheet = "Outcome 1"
    points = tuple(
        Point(
            period(y),
            round(v, 1),
            180.0,
            9000.0,
            v - 1,
            v + 1,
            origins=(Origin("0" * 64, sheet, f"G{6 + i}"),),
        )
        for i, (y, v) in enumerate(zip(YEARS, values, strict=True))
    )
    last, before, three = values[-1], values[-2], values[-4]
    none: tuple[None, ...] = (None,) * 3
    limits = Limits(
        (22.0,) * 12 + none,
        (19.0,) * 12 + none,
        (25.0,) * 12 + none,
        ("common_cause",) * 15,
        ("common_cause",) * 15,
    )
    goal = Target(
        m.id, area, TargetKind.ABSOLUTE, Decimal(16), date(2020, 4, 1), tolerance=Decimal("0.05")
    )
    return Assessment(
        Series(m, area, points, "returned", "Illustrative"),
        STATUSES[(number + int(spread)) % len(STATUSES)],
        goal,
        16.0,
        target_by_point=(None,) * 12 + (16.0,) * 3,
        short_change=Change(period(2021), before, last - before, last < before),
        long_change=Change(period(2019), three, last - three, last < three),
        limits=limits,
        variation=Variation.IMPROVEMENT,
        assurance=Assurance.FAIL,
        comparisons=(
            Comparison(ENGLAND, period(2022), 13.9, "worse"),
            Comparison(NORTH_WEST, period(2022), 16.8, "similar"),
        ),
        caveats=("Illustrative figures.",),
    )


def findings() -> tuple[Finding, ...]:
    def one(
        rule: str, severity: Severity, cell: str, number: int, message: str, read: str
    ) -> Finding:
        return Finding(
            rule,
            severity,
            Origin(sha("Burnley"), "Outcome 1", cell),
            f"{cell}: {message}",
            "Ask the board, or explain it.",
            f"m{number}",
            code("Burnley"),
            period(2022),
            read,
            "33.9",
        )

    return (
        one(
            "R016",
            Severity.ERROR,
            "G9",
            3,
            "Last time this cell held a figure; now it is blank.",
            "",
        ),
        one("R014", Severity.QUERY, "G7", 1, "0.37 looks like a share. Is it 37%?", "0.37"),
        one("R013", Severity.QUERY, "G8", 2, "Up by more than it ever has been.", "48.2"),
        one("R015", Severity.NOTE, "A8", 2, "Row 8 is hidden.", ""),
    )


def returned(name: str) -> Return:
    board = name.lower().replace(" ", "-")
    mine = findings() if name == "Burnley" else ()
    return Return(
        f"{name} return.xlsx",
        sha(name),
        "made-up",
        board,
        "Round 2 of 2026/27",
        (),
        board,
        "1",
        mine,
        RulesRun(("R001", "R002", "R003", "R014")),
    )


def supplier(name: str) -> Supplier:
    board = name.lower().replace(" ", "-")
    if name == "Wyre":
        return Supplier(board, SupplierState.NOT_SENT)
    if name == "Burnley":
        return Supplier(board, SupplierState.QUERIES, returned(name), 3, AT)
    return Supplier(board, SupplierState.ACCEPTED, returned(name), 0, AT)


def picture() -> Picture:
    plan = framework()
    areas = [(LANCASHIRE, 0.0), (NORTH_WEST, 0.5), (ENGLAND, -1.0)]
    areas += [(code(name), float(n) - 5) for n, name in enumerate(DISTRICTS)]
    judged = {
        (f"m{n}", area): assessment(n, area, spread)
        for n in range(len(SHORT))
        for area, spread in areas
    }
    return Picture(
        plan,
        Round("Round 2 of 2026/27", date(2026, 9, 25), date(2026, 10, 22), date(2026, 10, 2)),
        tuple(supplier(name) for name in DISTRICTS),
        findings(),
        (),
        (),
        (),
        judged,
        sequence=41,
    )


def answered() -> Picture:
    """The same, the share explained."""
    whole = picture()
    why = Explanation("The board will send it again.", Person("An analyst", "analyst"), AT)
    return replace(whole, explanations={findings()[1].key: why})


def workbook() -> Workbook:
    heads = (
        "Reference",
        "Measure",
        "Unit",
        "Period",
        "Numerator",
        "Denominator",
        "Value",
        "Status",
        "Comment",
    )
    cells = [Cell(1, 1, CellKind.TEXT, "Outcome 1: Safe from harm")]
    cells += [Cell(5, c, CellKind.TEXT, head) for c, head in enumerate(heads, 1)]
    for row, (_, short) in enumerate(SHORT, 6):
        words = (f"m{row - 6}", short, "per 1,000", "2022")
        cells += [Cell(row, c, CellKind.TEXT, word) for c, word in enumerate(words, 1)]
        if row != 9:
            raw = "0.37" if row == 7 else f"{20 + row}.5"
            cells.append(Cell(row, 7, CellKind.NUMBER, raw, "0.0" if row != 7 else "General"))
        cells.append(Cell(row, 8, CellKind.TEXT, "final"))
    cover = Sheet("Cover", "visible", (Cell(1, 1, CellKind.TEXT, "Burnley Board: return"),))
    widths = ((1, 12.0), (2, 28.0), (3, 10.0), (9, 40.0))
    sheet = Sheet("Outcome 1", "visible", tuple(cells), frozenset({8}), widths=widths)
    hidden = Sheet("_manifest", "veryHidden", ())
    return Workbook("Burnley return.xlsx", sha("Burnley"), 21_000, (cover, sheet, hidden))
