"""Charts as figures: the right one for the series, the same words for eye and ear, no limit where none may be."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.domain.charted import ChartAsk, ChartKind, Role
from cypworkbench.domain.evidence import Flag, Observation
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment, Point, Rebase, Series
from cypworkbench.domain.period import PeriodKind
from cypworkbench.flow.charting import charted
from cypworkbench.packs import weighing
from tests.analysis.plan import COUNTRY, COUNTY, NEET, NORTH, observed, series, year
from tests.analysis.plan import FRAMEWORK as PLAN

STEADY = [50.0, 52.0, 49.0, 51.0, 48.0, 50.5, 52.5, 49.5, 51.5, 48.5, 50.0, 51.0, 49.0, 52.0]


def _assessed(values: Sequence[float | None], **measure: object) -> Assessment:
    what = replace(NEET, **measure)  # type: ignore[arg-type]  # a mixed bag of fields
    return assess_series([series(values, what)])[0]


def _with_parts(counts: list[float], people: float, area: str = COUNTY) -> Assessment:
    points = tuple(Point(year(2000 + n), c / people * 100, c, people) for n, c in enumerate(counts))
    return assess_series([Series(NEET, area, points)])[0]


def test_an_xmr_chart_reads_its_sign_aloud_and_says_the_same_in_its_table() -> None:
    made = charted(ChartAsk(ChartKind.XMR, _assessed([*STEADY, 80.0])))
    assert made.title == "XmR chart"
    assert made.spots[-1].spoken == "2024/25: 80.0%, a change for the worse."
    assert made.rows[0][:2] == ("2024/25", "80.0%")
    assert made.rows[0][-1] == "a change for the worse"
    assert made.heads == ("Period", "Figure", "Mean", "Upper limit", "Lower limit", "Sign")
    assert [s.role for s in made.strokes] == [Role.CENTRE, Role.LIMIT, Role.LIMIT]


def test_a_forecast_is_said_only_where_it_beat_the_same_as_last_time_with_its_error() -> None:
    climb = charted(ChartAsk(ChartKind.TREND, _assessed([10.0 + n for n in range(20)])))
    assert climb.notes[0].startswith("If it goes on as it has, it will be about 29.6% in 2030/31;")
    assert "off by 0.40 on average, where “the same as last time” was off by 1.00" in climb.notes[1]
    zigzag = charted(ChartAsk(ChartKind.TREND, _assessed(STEADY + STEADY)))
    assert zigzag.notes == ()
    broken = series([10.0 + n for n in range(20)])
    points = list(broken.points)
    points[15] = replace(points[15], flags=(Flag.BREAK,))
    (held,) = assess_series([replace(broken, points=tuple(points))])
    assert charted(ChartAsk(ChartKind.TREND, held)).notes == ()


def test_old_limits_propose_where_new_ones_start() -> None:
    # the last eight lie above the line, and no movement is so large that the figures lean on each other
    noisy = [50.0, 56.0, 44.0, 55.0, 45.0, 57.0, 43.0, 56.0, 44.0, 55.0, 45.0, 50.0]
    moved = [*noisy, *noisy, 53.0, 56.0, 53.5, 57.0, 53.0, 56.5, 53.2, 57.0]
    (held,) = assess_series([series(moved)])
    assert weighing.old_since(held) == year(2010 + 2 * len(noisy))
    (steady,) = assess_series([series([*noisy, *noisy])])
    assert weighing.old_since(steady) is None


def test_what_takes_the_place_of_limits_is_said() -> None:
    climb = charted(ChartAsk(ChartKind.XMR, _assessed([float(n) for n in range(20)])))
    assert (climb.title, len(climb.strokes)) == ("Run chart", 1)
    assert "about its median" in climb.notes[0]
    few = charted(ChartAsk(ChartKind.XMR, _assessed(STEADY[:6])))
    assert few.title == "Line"
    assert few.notes[0].startswith("Fewer than 13 figures")
    rolling = charted(ChartAsk(ChartKind.XMR, _as_rolling([*STEADY, *STEADY[::-1]])))
    assert rolling.title == "XmR chart of changes"
    assert rolling.spots[0].value == 2.0
    assert rolling.spots[0].spoken.endswith("to June 2011: up 2.0 points on the figure before.")
    assert (rolling.heads[1], rolling.rows[-1][1], rolling.unit) == (
        "Change",
        "+2.0",
        "percentage points",
    )


def test_figures_without_their_season_are_read_aloud_as_such_beside_the_figures_given() -> None:
    season, wobble = [10.0, 0.0, -12.0, 2.0], [0.3, -0.4, 0.1, 0.5, -0.2, -0.3, 0.4]
    values = [50 + season[n % 4] + wobble[n % 7] for n in range(24)]
    what = replace(NEET, period_kind=PeriodKind.QUARTER)
    (held,) = assess_series([series(values, what)])
    made = charted(ChartAsk(ChartKind.XMR, held))
    assert made.title == "XmR chart, season taken off"
    assert made.spots[0].spoken.endswith(" with its season taken off, 60.3% as given.")
    assert made.heads[1] == "Season taken off"


def _as_rolling(values: list[float]) -> Assessment:
    what = replace(NEET, period_kind=PeriodKind.ROLLING_12_MONTHS)
    first = replace(year(2010), kind=PeriodKind.ROLLING_12_MONTHS)
    points = tuple(Point(first.shift(n), value) for n, value in enumerate(values))
    return assess_series([Series(what, COUNTY, points)])[0]


def test_a_rebase_gives_the_chart_new_limits_and_its_reason() -> None:
    moved = series([*STEADY, *(v - 12 for v in STEADY)])
    rebase = Rebase(NEET.id, COUNTY, year(2010 + len(STEADY)), "A new service.")
    (held,) = assess_series([moved], (), [rebase])
    made = charted(ChartAsk(ChartKind.XMR, held, rebases=(rebase,)))
    mean = made.strokes[0].ys
    assert mean[0] != mean[-1]
    assert "Limits start anew at 2024/25: A new service." in made.notes


def test_a_rebase_gives_the_run_chart_a_new_median_and_judges_the_runs_since() -> None:
    moved = series([*STEADY, *(v - 12 for v in STEADY)])
    rebase = Rebase(NEET.id, COUNTY, year(2010 + len(STEADY)), "A new service.")
    (held,) = assess_series([moved], (), [rebase])
    whole = charted(ChartAsk(ChartKind.RUN, held))
    assert set(whole.strokes[0].ys) == {44.25}
    made = charted(ChartAsk(ChartKind.RUN, held, rebases=(rebase,)))
    assert made.strokes[0].ys == (50.25,) * len(STEADY) + (38.25,) * len(STEADY)
    assert "neither is a sign of change" in made.notes[0]
    assert "The median starts anew at 2024/25: A new service." in made.notes


def test_a_rebase_gives_the_p_chart_a_new_average_and_new_limits() -> None:
    counts = [100.0 + v - 50 for v in (*STEADY, *(v + 60 for v in STEADY))]
    held = _with_parts(counts, 1000.0)
    rebase = Rebase(NEET.id, COUNTY, year(2000 + len(STEADY)), "A new way of counting.")
    made = charted(ChartAsk(ChartKind.COUNTS, held, rebases=(rebase,)))
    centre, upper, lower = (stroke.ys for stroke in made.strokes)
    before, after = counts[: len(STEADY)], counts[len(STEADY) :]
    assert centre[0] == pytest.approx(np.mean(before) / 10)
    assert centre[-1] == pytest.approx(np.mean(after) / 10)
    share = np.mean(after) / 1000
    reach = 3 * np.sqrt(share * (1 - share) / 1000)
    assert (lower[-1], upper[-1]) == pytest.approx((100 * (share - reach), 100 * (share + reach)))
    assert not any(spot.mark for spot in made.spots)
    assert "Limits start anew at 2014/15: A new way of counting." in made.notes
    whole = charted(ChartAsk(ChartKind.COUNTS, held))
    assert whole.strokes[0].ys[0] == pytest.approx(np.mean(counts) / 10)


def test_p_charts_widen_where_counts_explain_too_little_and_say_by_how_much() -> None:
    steady = [100.0, 103.0, 98.0, 101.0, 97.0, 102.0, 99.0, 104.0, 96.0, 100.0, 103.0, 98.0, 101.0]
    plain = charted(ChartAsk(ChartKind.COUNTS, _with_parts(steady, 1000.0)))
    assert plain.title == "P chart"
    wild = [c * 100 + (500 if n % 2 else -500) for n, c in enumerate(steady)]
    prime = charted(ChartAsk(ChartKind.COUNTS, _with_parts(wild, 100_000.0)))
    assert prime.title == "P′ chart"
    assert "times as much as their counts explain" in prime.notes[0]


@pytest.mark.parametrize("kind", [ChartKind.COUNTS, ChartKind.FUNNEL])
def test_a_chart_that_cannot_be_says_why(kind: ChartKind) -> None:
    count = _assessed([5.0, 6.0], kind=Kind.COUNT)
    made = charted(ChartAsk(kind, count))
    assert made.spots == ()
    assert "for percentages and rates" in made.notes[0]


_FIFTHS = (200, 180, 160, 140, 120)


def _fifths(counts: Sequence[int] = _FIFTHS) -> tuple[Observation, ...]:
    return tuple(
        replace(observed(COUNTY, 2024, None, (count, 1000)), group=f"Quintile {n}")
        for n, count in reversed(list(enumerate(counts, 1)))
    )


def test_groups_by_deprivation_stand_on_a_line_whose_ends_and_slope_are_said() -> None:
    held = _with_parts([900.0], 5000.0)
    made = charted(ChartAsk(ChartKind.INEQUALITY, held, framework=PLAN, scale=_fifths()))
    assert [s.label for s in made.spots] == [f"Quintile {n}" for n in range(1, 6)]
    assert [round(s.x) for s in made.spots] == [10, 30, 50, 70, 90]
    assert made.spots[0].spoken == "Quintile 1: 20.0%, 20.0% of the people."
    assert made.strokes[0].ys == pytest.approx((21.0, 11.0))
    assert made.notes[0].endswith(
        "falls from 21.0% at the most deprived end to 11.0% at the least."
    )
    assert made.notes[1].startswith("The slope index of inequality is −10.0 points (−1")
    assert "the relative index 0.52 (0." in made.notes[1]
    assert made.notes[2] == "That is more than chance would explain."


def test_a_gap_to_one_fifth_says_the_slope_over_all_and_four_groups_have_none() -> None:
    held, scale = _with_parts([900.0], 5000.0), _fifths()
    held = replace(held, series=replace(held.series, points=(Point(year(2024), 18.0, 900, 5000),)))
    first = tuple(one for one in scale if one.group == "Quintile 1")
    made = charted(ChartAsk(ChartKind.GAP, held, group=first, framework=PLAN, scale=scale))
    assert any("slope index of inequality is −10.0 points" in note for note in made.notes)
    four = charted(ChartAsk(ChartKind.INEQUALITY, held, framework=PLAN, scale=scale[:4]))
    assert four.spots == ()
    assert "at least five groups" in four.notes[0]
    none = _fifths((0, 180, 160, 140, 120))
    empty = charted(ChartAsk(ChartKind.INEQUALITY, held, framework=PLAN, scale=none))
    assert empty.spots == ()
    assert "no index of inequality can be given" in empty.notes[0]


def _districts(shares: list[float], people: float = 800.0) -> tuple[Assessment, ...]:
    return tuple(_with_parts([people * s], people, f"E0700000{n}") for n, s in enumerate(shares))


def test_a_funnel_marks_the_district_that_stands_apart_by_name() -> None:
    alike = _districts([0.10, 0.11, 0.105, 0.095, 0.10, 0.108, 0.25])
    made = charted(ChartAsk(ChartKind.FUNNEL, alike[0], alike, names=(("E07000006", "Wyre"),)))
    marked = [spot.label for spot in made.spots if spot.mark]
    assert marked == ["Wyre"]
    assert made.spots[-1].spoken == "Wyre: 25.0% of 800, above the 99.8% limit."
    assert made.notes[0].startswith("Wyre lies outside")


def test_a_funnel_over_districts_that_all_differ_is_widened_and_says_so() -> None:
    apart = _districts(np.linspace(0.05, 0.4, 12).tolist())
    made = charted(ChartAsk(ChartKind.FUNNEL, apart[0], apart))
    assert not [spot for spot in made.spots if spot.mark]
    assert "widened limits" in made.notes[0]
    assert "times as much as chance" in made.notes[1]


def test_a_gap_says_how_far_and_whether_that_is_more_than_chance() -> None:
    one, other = _with_parts([60.0, 70.0], 1000.0), _with_parts([50.0, 40.0], 1000.0, COUNTRY)
    names = ((COUNTY, "Lancashire"), (COUNTRY, "England"))
    made = charted(ChartAsk(ChartKind.GAP, one, other=other, names=names))
    assert made.title == "Gap: Lancashire less England"
    assert made.notes[0] == "In 2001/02 Lancashire was 3.0 percentage points above England."
    assert made.notes[1].startswith("That is more than chance would explain")
    assert made.spots[0].spoken == "2000/01: Lancashire 1.0 above England."
    assert made.rows[0][0] == "2001/02"


def test_a_gap_to_a_named_group_of_the_same_area() -> None:
    whole = assess_series([series([5.0], NEET, NORTH)])[0]
    girls = tuple(replace(observed(NORTH, 2010, "7.5"), group="girls") for _ in range(1))
    ask = ChartAsk(ChartKind.GAP, whole, names=((NORTH, "North"),), group=girls, framework=PLAN)
    made = charted(ask)
    assert made.title == "Gap: North less North, girls"
    assert made.spots[0].value == -2.5
