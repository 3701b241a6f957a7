"""What stands in a trend beside its figures: where it is heading, new limits, open dots, explained points."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.charted import Ahead, Noted, Step
from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import Finding, Origin, Severity, ValueState
from cypworkbench.domain.judgement import Assessment, Limits, Point, Rebase, Status, Variation
from cypworkbench.domain.record import Explanation
from cypworkbench.packs import alt_text, chart_notes, charts, render
from cypworkbench.packs.palette import palette
from cypworkbench.packs.tagged.words import words as told_words
from tests.journey.sampled import BURNLEY, COUNTY, planned, sampled
from tests.packs import made

_COLOURS = palette("light")
_SEVEN = (5.0, 6.0, 7.0, 6.0, 5.0, 6.0, 7.0)


def _limited(kind: str = Variation.COMMON.value) -> Assessment:
    many = len(_SEVEN)
    limits = Limits((6.0,) * many, (4.0,) * many, (8.0,) * many, ("",) * many, ("",) * many)
    kinds = (*limits.point_type[1:], kind)
    return replace(made.assessment(_SEVEN), limits=replace(limits, point_type=kinds))


def _ahead(of: Assessment, *values: float) -> Ahead:
    last = of.series.points[-1].period
    steps = tuple(Step(last.shift(n), v, v - n, v + n) for n, v in enumerate(values, start=1))
    return Ahead(steps, ("If it goes on as it has, it will be about that.", "Tried."))


def _drawn(view: charts.TrendView) -> Figure:
    return charts.trend(view)


def _words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def _view(of: Assessment) -> charts.TrendView:
    return charts.TrendView(of, (), made.NAMES, _COLOURS)


def test_a_forecast_is_dotted_begins_at_the_last_figure_and_shows_its_interval() -> None:
    of = made.assessment(_SEVEN)
    figure = _drawn(replace(_view(of), ahead=_ahead(of, 7.5, 8.0)))
    dotted = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
    paths = [np.asarray(line.get_xydata()).tolist() for line in dotted]
    assert paths == [
        [[6.0, 7.0], [7.0, 7.5], [8.0, 8.0]],
        [[6.0, 7.0], [7.0, 6.5], [8.0, 6.0]],
        [[6.0, 7.0], [7.0, 8.5], [8.0, 10.0]],
    ]
    assert "If it goes on 8.0" in _words(figure)
    assert figure.axes[0].get_ylim()[1] >= 10


def test_where_limits_start_anew_an_upright_says_so_and_none_where_there_are_no_limits() -> None:
    period = made.assessment(_SEVEN).series.points[3].period
    anew = (Rebase("u18", LANCASHIRE, period, "A new way of counting."),)
    said = _words(_drawn(replace(_view(_limited()), rebases=anew)))
    assert "New limits" in said
    assert "New limits" not in _words(_drawn(replace(_view(made.assessment(_SEVEN)), rebases=anew)))
    told = alt_text.trend(_limited(), (), made.NAMES, rebases=anew)
    assert "Limits start anew at 2001." in told


def test_a_provisional_figure_that_signals_keeps_its_shape_and_is_open() -> None:
    of = _limited(Variation.CONCERN.value)
    points = (*of.series.points[:-1], made.provisional(of.series.points[-1]))
    provisional = replace(of, series=replace(of.series, points=points))

    def squares(assessment: Assessment) -> list[str]:
        lines = _drawn(_view(assessment)).axes[0].lines
        return [str(line.get_markerfacecolor()) for line in lines if line.get_marker() == "s"]

    assert squares(of) == [_COLOURS["off"]]
    assert squares(provisional) == [_COLOURS["surface"]]
    assert "Provisional: 2004." in alt_text.trend(provisional, (), made.NAMES)


def test_explained_points_are_numbered_in_order_of_time_at_their_own_figures() -> None:
    of = made.assessment(_SEVEN)
    noted = tuple(Noted(of.series.points[n].period, f"Because {n}.") for n in (1, 4))
    figure = _drawn(replace(_view(of), notes=noted))
    numbers = {t.get_text(): t.xy for t in figure.axes[0].texts if hasattr(t, "xy")}
    assert (numbers["1"], numbers["2"]) == ((1, 6.0), (4, 5.0))
    told = alt_text.trend(of, (), made.NAMES, notes=noted)
    assert told.endswith("Note 1 at 1999. Note 2 at 2002.")


def test_only_a_doubt_about_the_figure_itself_makes_a_note_and_only_of_that_series() -> None:
    of = made.assessment(_SEVEN)
    by, at = Person("A", "Analyst"), datetime(2026, 10, 12, tzinfo=UTC)
    periods = [p.period for p in of.series.points]

    def doubt(code: str, place: int, area: str = LANCASHIRE) -> Finding:
        origin = Origin("0" * 64, "Sheet", f"A{place}")
        return Finding(
            code, Severity.QUERY, origin, "?", "!", "u18", area, periods[place], str(place)
        )

    doubts = (doubt("R013", 2), doubt("R008", 3), doubt("R013", 4, "E07000117"), doubt("R010", 5))
    picture = replace(
        sampled().picture,
        observations=(),
        findings=doubts,
        explanations={d.key: Explanation(f"Said of {d.code}.", by, at) for d in doubts},
    )
    noted = chart_notes.notes(picture, of)
    assert [(n.period, n.text) for n in noted] == [
        (periods[2], "Said of R013."),
        (periods[5], "Said of R010."),
    ]


def test_the_sample_foretells_only_where_that_beat_last_time_and_explains_what_leapt() -> None:
    plan = planned(BURNLEY)
    assert set(plan.ahead) == {"eh-stepped-up", "eh-needs-met"}
    assert not planned(COUNTY).ahead
    leapt = next(a for a in plan.measures if a.measure.id == "obesity-reception")
    (note,) = chart_notes.notes(plan.picture, leapt)
    assert note.text.startswith("A genuine figure, as published")


def test_what_a_listener_is_told_changes_with_first_last_target_signal_and_forecast() -> None:
    of = replace(_limited(), status=Status.OFF, target_value=5.0, target_by_point=(5.0,) * 7)
    told = {alt_text.trend(of, (), made.NAMES)}
    for place in (0, 6):
        values = [*_SEVEN]
        values[place] += 0.1
        points = made.series(tuple(values)).points
        told.add(
            alt_text.trend(replace(of, series=replace(of.series, points=points)), (), made.NAMES)
        )
    told.add(alt_text.trend(replace(of, target_value=5.1), (), made.NAMES))
    signal = replace(_limited(Variation.CONCERN.value), status=of.status, target_value=5.0)
    told.add(alt_text.trend(signal, (), made.NAMES))
    told.add(alt_text.trend(of, (), made.NAMES, _ahead(of, 7.5)))
    assert len(told) == 6


def test_a_withheld_figure_is_in_no_words_or_description_of_any_page_that_charts_its_measure() -> (
    None
):
    plan = planned(COUNTY)
    measure, area = "u18-conception", "E07000120"
    held = plan.picture.assessments[measure, area]
    last = held.series.points[-1]
    assert last.value is not None
    hidden = Point(last.period, None, state=ValueState.SUPPRESSED)
    series = replace(held.series, points=(*held.series.points[:-1], hidden))
    judged = replace(held, series=series, status=Status.NOT_ASSESSED, short_change=None)
    picture = replace(
        plan.picture,
        assessments={**plan.picture.assessments, (measure, area): judged},
        comments=(),
    )
    only = tuple(a for a in plan.measures if a.measure.id == measure)
    pages = replace(plan, picture=picture, measures=only, compared={measure: ()})
    document = render.draw(pages, "0" * 64)
    said = [words.text for words in told_words(document)]
    value = f"{last.value:.1f}"
    assert [text for text in said if re.search(rf"(?<![\d.]){re.escape(value)}", text)] == []
    assert sum("withheld" in text for text in said if text.startswith("Small chart.")) == 1
    assert "[c]" in said  # the scorecard's cell
    assert any("Hyndburn [c], not assessed" in text for text in said)
