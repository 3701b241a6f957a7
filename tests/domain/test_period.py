"""Periods: labels, order, neighbours, and the way there and back."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.domain.period import (
    LENGTH_IN_MONTHS,
    Period,
    PeriodKind,
    add_months,
    from_iso,
    steps_between,
)
from cypworkbench.domain.period_text import parse

FIRST_DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 28)).map(lambda d: d.replace(day=1))
PERIODS = st.builds(Period, FIRST_DAYS, st.sampled_from(PeriodKind))


@pytest.mark.parametrize(
    ("kind", "start", "label", "iso"),
    [
        (PeriodKind.FINANCIAL_YEAR, date(2023, 4, 1), "2023/24", "2023-04-01/P1Y"),
        (PeriodKind.ACADEMIC_YEAR, date(1999, 9, 1), "1999/00", "1999-09-01/P1Y"),
        (PeriodKind.CALENDAR_YEAR, date(2017, 1, 1), "2017", "2017-01-01/P1Y"),
        (PeriodKind.QUARTER, date(2024, 1, 1), "Q4 2023/24", "2024-01-01/P3M"),
        (PeriodKind.QUARTER, date(2023, 4, 1), "Q1 2023/24", "2023-04-01/P3M"),
        (PeriodKind.MONTH, date(2023, 9, 1), "Sep 2023", "2023-09-01/P1M"),
        (PeriodKind.ROLLING_3_YEAR, date(2020, 1, 1), "2020 to 2022", "2020-01-01/P3Y"),
        (PeriodKind.ROLLING_3_YEAR, date(2021, 4, 1), "2021/22 to 2023/24", "2021-04-01/P3Y"),
        (PeriodKind.ROLLING_12_MONTHS, date(2023, 7, 1), "12 months to Jun 2024", "2023-07-01/P1Y"),
        (PeriodKind.THREE_MONTH_AVERAGE, date(2024, 12, 1), "Dec to Feb 2025", "2024-12-01/P3M"),
        (PeriodKind.TERM, date(2024, 9, 1), "Autumn 2024", "2024-09-01/P4M"),
        (PeriodKind.SNAPSHOT_DATE, date(2024, 3, 31), "31 Mar 2024", "2024-03-31"),
    ],
)
def test_a_period_is_printed_as_the_field_writes_it(
    kind: PeriodKind, start: date, label: str, iso: str
) -> None:
    period = Period(start, kind)
    assert (period.label, period.iso) == (label, iso)


def century(kind: PeriodKind) -> Iterator[Period]:
    """Every period of a kind that begins in the hundred years from 1950: every day, for snapshots."""
    if kind is PeriodKind.SNAPSHOT_DATE:
        days = (date(2050, 1, 1) - date(1950, 1, 1)).days
        yield from (Period(date(1950, 1, 1) + timedelta(days=day), kind) for day in range(days))
        return
    months = (Period(date(1950 + m // 12, m % 12 + 1, 1), kind) for m in range(1200))
    yield from (period for period in months if period.is_regular)


IN_A_CENTURY = {
    PeriodKind.MONTH: 1200,
    PeriodKind.QUARTER: 400,
    PeriodKind.FINANCIAL_YEAR: 100,
    PeriodKind.ACADEMIC_YEAR: 100,
    PeriodKind.CALENDAR_YEAR: 100,
    PeriodKind.ROLLING_12_MONTHS: 1200,
    PeriodKind.ROLLING_3_YEAR: 200,
    PeriodKind.THREE_MONTH_AVERAGE: 1200,
    PeriodKind.TERM: 300,
    PeriodKind.SNAPSHOT_DATE: 36_525,
}


@pytest.mark.parametrize("kind", PeriodKind)
def test_every_period_of_a_century_comes_back_from_its_iso_text_and_from_its_label(
    kind: PeriodKind,
) -> None:
    whole = list(century(kind))
    assert len(whole) == IN_A_CENTURY[kind]
    lost = [
        period
        for period in whole
        if not (from_iso(period.iso, kind) == parse(period.iso, kind) == period)
        or parse(period.label, kind) != period
    ]
    assert lost == []


@pytest.mark.parametrize("kind", PeriodKind)
def test_every_period_of_a_century_has_its_neighbours_its_last_year_and_its_days(
    kind: PeriodKind,
) -> None:
    for period in century(kind):
        is_leap_day = (period.start.month, period.start.day) == (2, 29)
        assert period.previous < period < period.next
        assert is_leap_day or period.next.previous == period == period.previous.next
        assert is_leap_day or period.same_last_year.start == period.start.replace(
            year=period.start.year - 1
        )
        assert period.days == period.days_shared(period) == (period.end - period.start).days + 1
        assert period.overlaps(period.next) == (period.days_shared(period.next) > 0)


def test_neighbours_share_no_day_unless_their_kind_rolls() -> None:
    rolling = {PeriodKind.ROLLING_12_MONTHS, PeriodKind.ROLLING_3_YEAR}
    for kind in PeriodKind:
        first = next(century(kind))
        shared = first.days_shared(first.next)
        assert (shared > 0) == (kind in rolling)
    year = Period(date(2023, 4, 1), PeriodKind.FINANCIAL_YEAR)
    assert (year.days, year.next.days) == (366, 365)
    assert year.days_shared(Period(date(2023, 9, 1), PeriodKind.ACADEMIC_YEAR)) == 213


def test_a_period_that_begins_where_its_kind_does_not_is_not_regular() -> None:
    wrong = [
        Period(date(2023, 2, 1), PeriodKind.QUARTER),
        Period(date(2023, 4, 2), PeriodKind.FINANCIAL_YEAR),
        Period(date(2023, 8, 1), PeriodKind.ACADEMIC_YEAR),
        Period(date(2023, 10, 1), PeriodKind.TERM),
    ]
    assert not [period for period in wrong if period.is_regular]


def test_a_length_that_is_not_the_kind_s_is_not_read() -> None:
    with pytest.raises(ValueError, match="not the ISO period of a financial year"):
        from_iso("2023-04-01/P3M", PeriodKind.FINANCIAL_YEAR)


@given(PERIODS)
def test_iso_text_comes_back_as_the_same_period(period: Period) -> None:
    assert from_iso(period.iso, period.kind) == period


@given(PERIODS, st.integers(-60, 60))
def test_shifting_counts_places_and_comes_back(period: Period, steps: int) -> None:
    assert steps_between(period, period.shift(steps)) == steps
    assert period.shift(steps).shift(-steps) == period


@given(PERIODS)
def test_a_period_ends_the_day_before_another_of_its_length_begins(period: Period) -> None:
    months = LENGTH_IN_MONTHS[period.kind]
    after = add_months(period.start, months)
    assert (after - period.end).days == (1 if months else 0)
    assert not months or not period.overlaps(Period(after, period.kind))


def test_the_end_of_a_month_stays_the_end_of_a_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 12, 31), -1) == date(2024, 11, 30)
    assert add_months(date(2023, 11, 30), 1) == date(2023, 12, 30)


@pytest.mark.parametrize("text", ["", "2023", "2023-13-01/P1Y", "2023/24", "2023-04-01/P1Y extra"])
def test_what_is_not_iso_is_not_read_as_a_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"ISO|month"):
        from_iso(text, PeriodKind.FINANCIAL_YEAR)
