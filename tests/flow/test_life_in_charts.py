"""A measure that lives through several plans is one line in one chart, which shows each plan and every break."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.figure import Figure

from cypworkbench import catalogue
from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.series import build_series
from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.evidence import Flag, Observation, Origin
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.period import Period
from cypworkbench.flow.continuing import with_eras
from cypworkbench.packs import alt_text, chart_eras, charts
from cypworkbench.packs.palette import palette

PLAN = with_eras(catalogue.load_framework("cypfp-2022"))
NAMES = {LANCASHIRE: "Lancashire"}


def _assessed(measure: str, first: date, figures: int, plan: Framework = PLAN) -> Assessment:
    """The county's published figures of a measure from that day on, all of them the same but for a slow fall."""
    start = Period(first, plan.measure(measure).period_kind)
    published = [
        Observation(
            measure=measure,
            area=LANCASHIRE,
            period=start.shift(step),
            value=Decimal(20) - Decimal(step) / 4,
            origin=Origin("published.csv", "", str(step)),
        )
        for step in range(figures)
    ]
    return assess_series(build_series((), published, plan))[0]


def _drawn(assessment: Assessment) -> Figure:
    return charts.trend(charts.TrendView(assessment, (), NAMES, palette()))


def _words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def test_a_chart_of_a_measure_through_two_plans_shows_both_and_the_break() -> None:
    of = _assessed("smoking-at-delivery", date(2012, 4, 1), 12)
    figure = _drawn(of)
    assert [w for w in _words(figure) if "plan" in w or w == "Break"] == [
        *("2014 plan", "Break", "2022 plan")
    ]
    # the line ends before 2017/18, the sixth figure, and begins again there
    runs = [line for line in figure.axes[0].lines if line.get_linewidth() == pytest.approx(2.3)]
    assert [np.asarray(line.get_xdata()).astype(int).tolist() for line in runs] == [
        list(range(5)),
        list(range(5, 12)),
    ]
    said = alt_text.trend(of, (), NAMES)
    assert "The series breaks at 2017/18." in said
    assert "2014 plan from 2014/15 and 2022 plan from 2022/23." in said


def test_the_break_is_said_in_words_with_its_reason() -> None:
    of = _assessed("smoking-at-delivery", date(2012, 4, 1), 12)
    assert of.caveats[:2] == (
        "The series breaks at 2017/18: figures before and after do not compare.",
        "Mothers whose smoking is not known are left out of the denominator.",
    )


def test_nothing_is_compared_across_a_break() -> None:
    at_the_break = _assessed("smoking-at-delivery", date(2012, 4, 1), 6)
    assert at_the_break.short_change is None
    after = _assessed("smoking-at-delivery", date(2012, 4, 1), 7)
    assert after.short_change is not None


def test_a_measure_of_three_plans_shows_all_three() -> None:
    of = _assessed("u18-conception", date(1998, 1, 1), 27)
    assert [w for w in _words(_drawn(of)) if "plan" in w] == ["2011 plan", "2014 plan", "2022 plan"]


def test_a_series_within_one_plans_years_or_of_one_plan_alone_has_no_mark() -> None:
    assert chart_eras.marks(_assessed("u18-conception", date(2022, 1, 1), 3).series) == ()
    assert chart_eras.marks(_assessed("low-income", date(2010, 4, 1), 14).series) == ()


def test_a_series_that_begins_after_its_break_has_none() -> None:
    of = _assessed("smoking-at-delivery", date(2018, 4, 1), 5)
    assert not any(Flag.BREAK in point.flags for point in of.series.points)


def test_the_plans_that_list_a_series_are_those_that_define_it_alike() -> None:
    assert [era.plan for era in PLAN.measure("overweight-reception").eras] == [
        *("cypp-2011", "cypfp-2022")
    ]
    assert PLAN.measure("fte-rate").eras == ()


def test_each_plan_named_over_a_chart_has_its_upright_the_first_figures_too() -> None:
    of = _assessed("u18-conception", date(2011, 1, 1), 14)
    axes = _drawn(of).axes[0]
    named = [t for t in axes.texts if t.get_text().endswith(" plan")]
    uprights = {line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"}  # type: ignore[index]  # matplotlib types it loosely
    assert len(named) == 3
    assert {t.xy[0] for t in named} <= uprights  # type: ignore[attr-defined]  # an annotation
