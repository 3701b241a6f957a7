"""Five county shares and four districts' rates, worked out from the returns' cells by this file alone.

Nothing of the program computes anything here: openpyxl reads the cells, the formulas are written out, and the printed
figures come from the text of the finished PDF.
"""

import math
from collections import defaultdict
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from cypworkbench.catalogue import sample_path
from tests.journey.sampled import COUNTY, packed

# measure, period on its row, target in force, lower is better
CASES = [
    ("neet-16-18", "Dec to Feb 2026", 3.5, True),
    ("eh-consent-withdrawn", "Q1 2026/27", 20.0, True),
    ("resilient", "2025/26", 65.0, False),
    ("harmonious", "2025/26", 68.0, False),
    ("supporting-families", "2025/26", 70.0, False),
]
TITLES = {
    "neet-16-18": "Young people aged 16 to 18 not in education, employment or training",
    "eh-consent-withdrawn": "Early help cases where the family withdrew",
    "resilient": "Families who feel resilient and supported",
    "harmonious": "People who say their area gets on well together",
    "supporting-families": "Supporting Families: families who made lasting progress",
}
Z = 1.959963984540054


def counting_files() -> list[Path]:
    """One file a board: the corrected one where there is one, and Fylde's .xlsx rather than its .xls."""
    first = {p.stem: p for p in sample_path("returns").glob("*.xlsx")}
    return sorted((first | {p.stem: p for p in sample_path("resubmitted").glob("*.xlsx")}).values())


def summed_cells() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Every numerator and denominator, by measure and period, straight from the cells."""
    found = defaultdict(list)
    for path in counting_files():
        for sheet in openpyxl.load_workbook(path, data_only=True):
            for row in sheet.iter_rows(min_row=6, max_col=9, values_only=True):
                if row[4] is not None and row[5] is not None:
                    found[str(row[0]), str(row[3])].append((float(str(row[4])), float(str(row[5]))))
    return found


def wilson(x: float, n: float) -> tuple[float, float]:
    middle = 2 * x + Z * Z
    spread = Z * math.sqrt(Z * Z + 4 * x * (1 - x / n))
    return (middle - spread) / (2 * (n + Z * Z)), (middle + spread) / (2 * (n + Z * Z))


def byar(count: float) -> tuple[float, float]:
    """Byar's approximation to the limits of a Poisson count, written out."""
    more = count + 1
    low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3
    return low, more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3


def exact(count: int) -> tuple[float, float]:
    """The means that leave 2.5 % of a Poisson distribution beyond the count, found by halving."""

    def at_most(last: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(last + 1))

    def solved(last: int, wanted: float) -> float:
        low, high = 0.0, 100.0
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if at_most(last, middle) > wanted else (low, middle)
        return low

    return solved(count - 1, 0.975), solved(count, 0.025)


def page_of(title: str, board: str = COUNTY) -> str:
    pdf = pypdfium2.PdfDocument(packed(board).content)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    return next(text for text in texts if title in text and "The story behind it" in text)


@pytest.mark.parametrize(("measure", "period", "target", "lower_is_better"), CASES)
def test_the_page_prints_what_the_cells_come_to(
    measure: str, period: str, target: float, *, lower_is_better: bool
) -> None:
    parts = summed_cells()[measure, period]
    assert len(parts) == (10 if measure == "supporting-families" else 11), "Wyre, and once Preston"
    over, under = (sum(part) for part in zip(*parts, strict=True))
    value = over / under * 100
    low, high = (end * 100 for end in wilson(over, under))
    page = page_of(TITLES[measure])
    assert f"{value:.1f}%" in page
    assert f"95% interval {low:.1f}% to {high:.1f}%" in page
    meets = value <= target if lower_is_better else value >= target
    tolerance = tolerances()[measure] * target
    close = abs(value - target) <= tolerance
    wanted = "Met" if meets else "Within tolerance" if close else "Off target"
    facts = page.split("Against target", 1)[1].split("Change", 1)[0]
    assert wanted in facts
    assert f"{target:.1f}%" in facts
    judged = {
        "Met": "which meets the target",
        "Within tolerance": "within the tolerance",
        "Off target": "which is off",
    }
    assert judged[wanted] in page


# No county rate of the sample rests on the returns alone, so a district's page serves. More than nine events: Byar.
RATES = [
    ("dctb-burnley", "cla-rate", "Children looked after by the council", "31 Mar 2026", 10_000),
    ("dctb-burnley", "fte-rate", "First-time entrants to the youth justice system", "2025", 1e5),
    ("dctb-burnley", "u18-conception", "Under-18 conception rate", "2017", 1_000),
    ("dctb-ribble-valley", "fte-rate", "First-time entrants to the youth justice", "2025", 1e5),
]


@pytest.mark.parametrize(("board", "measure", "title", "period", "per"), RATES)
def test_a_rate_and_its_interval_are_what_the_cells_come_to(
    board: str, measure: str, title: str, period: str, per: float
) -> None:
    name = board.removeprefix("dctb-")
    file = next(path for path in counting_files() if path.stem == name)
    count, people = next(
        (float(str(row[4])), float(str(row[5])))
        for sheet in openpyxl.load_workbook(file, data_only=True)
        for row in sheet.iter_rows(min_row=6, max_col=9, values_only=True)
        if (str(row[0]), str(row[3])) == (measure, period)
    )
    assert (count < 10) == (board == "dctb-ribble-valley"), "one of each method"
    low, high = exact(int(count)) if count < 10 else byar(count)
    page = page_of(title, board)
    assert f"{count / people * per:.1f}" in page
    assert f"95% interval {low / people * per:.1f} to {high / people * per:.1f}." in page


def tolerances() -> dict[str, float]:
    lines = sample_path("targets.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines[1:]]
    return {row[0]: float(row[6] or 0) for row in rows if row[1] == "*"}
