"""The chart says what the figures say: to the eye, and to whoever only hears its description."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cypworkbench.domain.area import ENGLAND, NORTH_WEST
from cypworkbench.domain.framework import Kind, Polarity
from cypworkbench.domain.judgement import Assessment, Limits, Series, Status, Variation
from cypworkbench.domain.period import PeriodKind
from cypworkbench.packs import alt_text, charts
from cypworkbench.packs.chart_axes import apart, value_axis
from cypworkbench.packs.palette import palette
from cypworkbench.packs.tagged import Document, Metadata
from cypworkbench.packs.tagged.mpl import draw_figure
from tests.packs import made


def _trend(of: Assessment, others: tuple[Series, ...] = (), colours: str = "light") -> Figure:
    return charts.trend(charts.TrendView(of, others, made.NAMES, palette(colours)))


def _texts(figure: Figure) -> list[tuple[str, Bbox]]:
    figure.savefig(io.BytesIO())  # lays everything out
    shown = [t for t in figure.findobj(Text) if t.get_visible()]
    # Text's own extent: an annotation's would take its leader in too.
    return [(t.get_text(), Text.get_window_extent(t)) for t in shown if t.get_text()]


def _subject_lines(figure: Figure) -> list[list[float]]:
    accent = palette("light")["accent"]
    drawn = [line for line in figure.axes[0].lines if line.get_linewidth() == 2.3]
    assert all(line.get_color() == accent for line in drawn)
    return [np.asarray(line.get_xdata()).tolist() for line in drawn]


def test_a_missing_figure_leaves_a_gap_that_no_line_bridges() -> None:
    figure = _trend(made.assessment((5.0, 6.0, 7.0, None, 8.0, 9.0)))
    assert _subject_lines(figure) == [[0.0, 1.0, 2.0], [4.0, 5.0]]


def test_the_description_names_first_last_target_and_where_no_figure_is() -> None:
    of = made.assessment((48.5, None, 18.5), Status.OFF, target=16.0)
    england = made.series((46.6, 40.0, 13.9), area=ENGLAND)
    said = alt_text.trend(of, (england,), made.NAMES)
    for part in ("48.5 in 1998", "18.5 in 2000", "No figure for 1999", "Target 16.0: off target"):
        assert part in said
    assert "England 13.9 in 2000" in said


def test_the_description_changes_when_any_figure_changes_that_it_speaks_of() -> None:
    before = alt_text.trend(made.assessment(), (), made.NAMES)
    for place in (0, len(made.CONCEPTIONS) - 1):
        values = list(made.CONCEPTIONS)
        values[place] += 0.1
        assert alt_text.trend(made.assessment(tuple(values)), (), made.NAMES) != before


def test_the_description_names_every_period_that_signals() -> None:
    of = made.assessment((5.0,) * 13)
    kinds = (Variation.COMMON.value,) * 11 + (Variation.CONCERN.value,) * 2
    limits = Limits((5.0,) * 13, (4.0,) * 13, (6.0,) * 13, ("",) * 13, kinds)
    said = alt_text.trend(replace(of, limits=limits), (), made.NAMES)
    assert "Usual range 4.0 to 6.0. Signals in 2009 and 2010." in said


def test_counts_and_rates_start_at_zero_and_a_narrow_percentage_says_that_it_does_not() -> None:
    narrow = (88.0, 90.0, 91.0)
    assert value_axis(made.measure(Kind.RATE), narrow).low == 0
    assert value_axis(made.measure(Kind.COUNT), narrow).low == 0
    share = made.measure(Kind.PERCENTAGE, Polarity.HIGHER, "%")
    assert value_axis(share, narrow).low > 0
    said = [text for text, _ in _texts(_trend(made.assessment(narrow, of=share)))]
    assert "Does not start at 0" in said
    assert value_axis(share, (10.0, 50.0, 90.0)).low == 0


@pytest.mark.parametrize("kind", [PeriodKind.QUARTER, PeriodKind.ROLLING_12_MONTHS, made.YEARS])
def test_no_two_words_of_a_chart_overlap_and_none_leaves_it(kind: PeriodKind) -> None:
    what = made.measure(period_kind=kind)
    of = made.assessment((20.0, *(18.0 + i / 10 for i in range(15))), Status.OFF, 19.4, what)
    limits = Limits((19.0,) * 16, (18.9,) * 16, (19.6,) * 16, ("",) * 16, ("",) * 16)
    of = replace(of, limits=limits, upper_target=19.5)
    near = tuple(
        made.series((19.0,) * 15 + (19.45 + i / 100,), what, area)
        for i, area in enumerate((NORTH_WEST, ENGLAND))
    )
    texts = _texts(_trend(of, near))
    assert len(texts) > 12
    for text, box in texts:
        assert box.x0 >= 0, text
        assert box.x1 <= 487.6, text
    for (one, here), (other, there) in combinations(texts, 2):
        wide = min(here.x1, there.x1) - max(here.x0, there.x0)
        high = min(here.y1, there.y1) - max(here.y0, there.y0)
        assert wide <= 0.5 or high <= 3.5, f"{one} and {other}"


def test_a_line_that_ends_earlier_says_in_which_year() -> None:
    of = made.assessment((5.0, 6.0, 7.0))
    earlier = made.series((6.0, 6.5), area=ENGLAND)
    said = [text for text, _ in _texts(_trend(of, (earlier,)))]
    assert "England 6.5 in 1999" in said
    assert "Lancashire 7.0" in said


def test_nothing_in_a_chart_is_see_through_in_any_palette() -> None:
    of = replace(
        made.assessment((5.0,) * 13, Status.MET, 6.0),
        limits=Limits((5.0,) * 13, (4.0,) * 13, (6.0,) * 13, ("",) * 13, ("",) * 13),
    )
    for colours in ("light", "dark", "grey"):
        drawn = [*_trend(of, colours=colours).axes[0].get_children()]
        assert {artist.get_alpha() for artist in drawn} <= {None, 1}


def test_a_provisional_figure_is_an_open_dot() -> None:
    whole = made.series((5.0, 6.0, 7.0))
    points = (*whole.points[:-1], made.provisional(whole.points[-1]))
    of = replace(made.assessment((5.0, 6.0, 7.0)), series=replace(whole, points=points))
    surface = palette("light")["surface"]
    faces = [
        line.get_markerfacecolor()
        for line in _trend(of).axes[0].lines
        if line.get_markersize() == 4.6 and line.get_marker() == "o"
    ]
    assert faces.count(surface) == 1


heights = st.lists(st.floats(0, 100), min_size=1, max_size=8)


@given(heights)
def test_names_at_line_ends_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = apart(wanted, 10, 0, 100)
    ordered = sorted(range(len(wanted)), key=lambda i: wanted[i])
    gaps = [placed[b] - placed[a] for a, b in pairwise(ordered)]
    assert all(gap >= 10 - 1e-6 for gap in gaps)
    assert min(placed) >= -1e-6
    assert max(placed) <= 100 + 1e-6


def test_names_that_are_far_enough_apart_stay_where_they_are() -> None:
    assert apart([10.0, 50.0, 30.0], 12, 0, 100) == (10.0, 50.0, 30.0)


def test_a_target_that_slopes_is_drawn_to_its_end_and_a_level_one_in_steps() -> None:
    level = made.assessment((9.0, 8.0, 7.0), Status.OFF, target=5.0)
    ahead = tuple((level.series.points[-1].period.shift(n), 5.0 - n) for n in (1, 2))
    sloped = replace(
        level,
        target_by_point=(None, 6.0, 5.0),
        sloped_by_point=(False, True, True),
        target_ahead=ahead,
    )
    assert _target_lines(_trend(level)) == [
        [(-0.5, 5), (0.5, 5), (0.5, 5), (1.5, 5), (1.5, 5), (2.5, 5)]
    ]
    drawn = _trend(sloped)
    assert _target_lines(drawn) == [[(1, 6), (2, 5), (3, 4), (4, 3)]]
    assert any(text == "Target 3.0 by 2002" for text, _ in _texts(drawn))


def test_a_band_that_was_changed_is_drawn_as_it_was_at_each_time() -> None:
    band = replace(
        made.assessment((9.0, 8.0), Status.MET, target=5.0),
        target_by_point=(4.0, 5.0),
        upper_by_point=(8.0, 9.0),
        upper_target=9.0,
    )
    heights = [[y for _, y in line] for line in _target_lines(_trend(band))]
    assert heights == [[4, 4, 5, 5], [8, 8, 9, 9]]


def _target_lines(figure: Figure) -> list[list[tuple[float, float]]]:
    colour = palette("light")["target"]
    drawn = [line for line in figure.axes[0].lines if line.get_color() == colour]
    return [
        list(
            zip(
                np.asarray(line.get_xdata()).tolist(),
                np.asarray(line.get_ydata()).tolist(),
                strict=True,
            )
        )
        for line in drawn
    ]


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_the_words_of_a_chart_keep_clear_however_many_periods_it_shows(kind: PeriodKind) -> None:
    at = datetime(2026, 10, 12, tzinfo=UTC)
    document = Document(Metadata("A pack", "Us", "A plan", at, "a program"))
    for many in (2, 5, 12, 16, 31, 60):
        values = tuple(20.0 + n % 7 for n in range(many))
        of = made.assessment(values, of=made.measure(period_kind=kind))
        with document.page() as page:
            view = charts.TrendView(of, (), made.NAMES, palette("light"))
            draw_figure(page, charts.trend(view), 20, 40, "A chart.")
        assert len(page.labels) > 4
        for one, other in combinations(page.labels, 2):
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.bottom, other.bottom) - max(one.top, other.top)
            assert wide < -0.8 or high < 0.25, (many, one.text, other.text)
