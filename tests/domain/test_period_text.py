"""Every spelling of a period the field uses, read as a careful person would, or asked about."""

import csv
from datetime import date
from pathlib import Path

import pytest

from cypworkbench.domain.period import LENGTH_IN_MONTHS, Period, PeriodKind, from_iso
from cypworkbench.domain.period_text import parse, qualifier

K = PeriodKind
# the "Years" column of the Local Authority Interactive Tool, for Lancashire and its comparators, with its reading
NATIONAL = Path(__file__).with_name("national_period_spellings.csv")
SPELLINGS = list(csv.DictReader(NATIONAL.read_text(encoding="utf-8").splitlines()))
# every period in the published district series (ONS, DfE and Trafford Data Lab files, each named), with its reading
PUBLISHED = Path(__file__).with_name("published_period_spellings.csv")
DISTRICT_SPELLINGS = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))


def isos(reading: Period | tuple[Period, ...] | None) -> str:
    if reading is None:
        return "none"
    if isinstance(reading, Period):
        return reading.iso
    return "ask: " + " ".join(period.iso for period in reading)


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: f"{row['spelling']} {row['kind']}")
def test_every_national_spelling_is_read_or_asked_about(row: dict[str, str]) -> None:
    assert isos(parse(row["spelling"], PeriodKind(row["kind"]))) == row["reading"]


@pytest.mark.parametrize("row", DISTRICT_SPELLINGS, ids=lambda row: row["spelling"])
def test_every_period_of_the_published_district_files_is_read_or_asked_about(
    row: dict[str, str],
) -> None:
    assert isos(parse(row["spelling"], PeriodKind(row["kind"]))) == row["reading"] != "none"


def test_the_list_holds_all_sixty_five_national_spellings() -> None:
    assert len({row["spelling"] for row in SPELLINGS}) == 65


@pytest.mark.parametrize(
    ("text", "kind", "reading"),
    [
        ("2023/24", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("2023\N{EN DASH}24", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("2023/2024", K.ACADEMIC_YEAR, "2023-09-01/P1Y"),
        ("23/24", K.ACADEMIC_YEAR, "2023-09-01/P1Y"),
        ("202324", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("1999/00", K.FINANCIAL_YEAR, "1999-04-01/P1Y"),
        ("2000/99", K.FINANCIAL_YEAR, "none"),
        ("Q1 1999/00", K.QUARTER, "1999-04-01/P3M"),
        ("1998-00", K.ROLLING_3_YEAR, "1998-01-01/P3Y"),
        ("Spring 1999/00", K.TERM, "2000-01-01/P4M"),
        ("2023-02-01/P3M", K.QUARTER, "none"),
        ("2023/24*", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("2023/24 (p)", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("Year ending 31 March 2024", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("Year ending June 2023", K.FINANCIAL_YEAR, "none"),
        ("academic year 2023/24", K.ACADEMIC_YEAR, "2023-09-01/P1Y"),
        ("AY 2023", K.ACADEMIC_YEAR, "ask: 2022-09-01/P1Y 2023-09-01/P1Y"),
        ("FY24", K.FINANCIAL_YEAR, "ask: 2023-04-01/P1Y 2024-04-01/P1Y"),
        ("2023/25", K.FINANCIAL_YEAR, "none"),
        ("20 23/24", K.FINANCIAL_YEAR, "none"),
        ("2017", K.CALENDAR_YEAR, "2017-01-01/P1Y"),
        ("2023/24", K.CALENDAR_YEAR, "ask: 2023-01-01/P1Y 2024-01-01/P1Y"),
        ("Q1 2023/24", K.QUARTER, "2023-04-01/P3M"),
        ("Q4 23/24", K.QUARTER, "2024-01-01/P3M"),
        ("2023-24 Q2", K.QUARTER, "2023-07-01/P3M"),
        ("Quarter 3 2023/24", K.QUARTER, "2023-10-01/P3M"),
        ("Apr-Jun 2023", K.QUARTER, "2023-04-01/P3M"),
        ("Q1 2023", K.QUARTER, "ask: 2023-01-01/P3M 2023-04-01/P3M"),
        ("May-Jul 2023", K.QUARTER, "none"),
        ("H1 2023/24", K.QUARTER, "none"),
        ("Sep-23", K.MONTH, "2023-09-01/P1M"),
        ("Sept 2023", K.MONTH, "2023-09-01/P1M"),
        ("202309", K.MONTH, "2023-09-01/P1M"),
        ("09/2023", K.MONTH, "2023-09-01/P1M"),
        ("2023-13", K.MONTH, "none"),
        ("31 Mar 2024", K.SNAPSHOT_DATE, "2024-03-31"),
        ("as at 31 March 2024", K.SNAPSHOT_DATE, "2024-03-31"),
        ("1st Sept 2023", K.SNAPSHOT_DATE, "2023-09-01"),
        ("01/09/2023", K.SNAPSHOT_DATE, "2023-09-01"),
        ("1.9.23", K.SNAPSHOT_DATE, "2023-09-01"),
        ("31/09/2023", K.SNAPSHOT_DATE, "none"),
        ("09/13/2023", K.SNAPSHOT_DATE, "none"),
        ("March 2024", K.SNAPSHOT_DATE, "ask: 2024-03-31"),
        ("12 months to Mar 2024", K.ROLLING_12_MONTHS, "2023-04-01/P1Y"),
        ("Year ending June 2023", K.ROLLING_12_MONTHS, "2022-07-01/P1Y"),
        ("2023/24", K.ROLLING_12_MONTHS, "ask: 2023-04-01/P1Y 2023-09-01/P1Y"),
        ("2020 to 2022", K.ROLLING_3_YEAR, "2020-01-01/P3Y"),
        ("2021/22-2023/24", K.ROLLING_3_YEAR, "2021-04-01/P3Y"),
        ("2020-21", K.ROLLING_3_YEAR, "none"),
        ("Dec to Feb 2024", K.THREE_MONTH_AVERAGE, "2023-12-01/P3M"),
        ("Dec 2023 to Feb 2024", K.THREE_MONTH_AVERAGE, "2023-12-01/P3M"),
        ("Autumn 2023", K.TERM, "2023-09-01/P4M"),
        ("Spring term 2023/24", K.TERM, "2024-01-01/P4M"),
        ("2023-04-01/P1Y", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("2023-01-01/P1Y", K.FINANCIAL_YEAR, "none"),
        ("2023-04-01/2024-03-31", K.FINANCIAL_YEAR, "2023-04-01/P1Y"),
        ("", K.FINANCIAL_YEAR, "none"),
        ("Burnley", K.FINANCIAL_YEAR, "none"),
    ],
)
def test_a_spelling_is_read_for_the_kind_of_measure_it_stands_beside(
    text: str, kind: PeriodKind, reading: str
) -> None:
    assert isos(parse(text, kind)) == reading


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_every_label_and_iso_form_the_workbench_prints_is_read_back(kind: PeriodKind) -> None:
    month = {K.FINANCIAL_YEAR: 4, K.ACADEMIC_YEAR: 9, K.THREE_MONTH_AVERAGE: 12, K.TERM: 9}
    first = Period(date(2015, month.get(kind, 1), 1), kind)
    for step in range(12):
        period = first if kind is K.TERM else first.shift(step)
        assert parse(period.label, kind) == period
        if LENGTH_IN_MONTHS[kind]:
            assert parse(period.iso, kind) == period == from_iso(period.iso, kind)


def test_what_a_source_adds_to_a_period_can_be_asked_for() -> None:
    assert [qualifier(t) for t in ("2018 (Rev)", "2025 (prov)", "2016-17 (OT)", "2016-17")] == [
        "rev",
        "prov",
        "ot",
        "",
    ]
