"""Charts an analyst chooses are drawn whole: every point inside, where its value says, in every palette."""

import itertools
from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cypworkbench.analysis.assess import assess_series
from cypworkbench.domain.charted import ChartAsk, Charted, ChartKind
from cypworkbench.domain.judgement import Assessment, Point, Series
from cypworkbench.flow.charting import charted
from cypworkbench.packs import chart_spots
from cypworkbench.packs.chart_ground import TICK
from cypworkbench.packs.chart_kinds import KindView, draw, places
from cypworkbench.packs.palette import palette
from tests.analysis.plan import COUNTRY, COUNTY, FRAMEWORK, NEET, observed, quarter

SIZE = (450.0, 220.0)
COUNTS = [100, 104, 97, 101, 95, 103, 99, 105, 94, 100, 103, 98, 101, 150]


def _held(area: str = COUNTY, people: int = 1000, shift: int = 0) -> Assessment:
    points = tuple(
        Point(quarter(n), (c + shift) / people * 100, c + shift, people)
        for n, c in enumerate(COUNTS)
    )
    return assess_series([Series(NEET, area, points)])[0]


DISTRICTS = tuple(_held(f"E0700000{n}", 700 + 150 * n, 9 * n) for n in range(8))

FIFTHS = tuple(
    replace(observed(COUNTY, 2024, None, (220 - 20 * n, 600 + 200 * n)), group=f"Quintile {n}")
    for n in range(1, 6)
)


def _made(kind: ChartKind) -> Charted:
    names = ((COUNTY, "County"), (COUNTRY, "England"))
    ask = ChartAsk(kind, _held(), DISTRICTS, _held(COUNTRY, shift=-12), names)
    return charted(replace(ask, framework=FRAMEWORK, scale=FIFTHS))


@pytest.mark.parametrize("kind", [k for k in ChartKind if k is not ChartKind.TREND])
@pytest.mark.parametrize("colours", ["light", "dark", "grey"])
def test_every_point_is_inside_and_a_higher_value_stands_higher(
    kind: ChartKind, colours: str
) -> None:
    made = _made(kind)
    figure, axes = draw(KindView(made, palette(colours), SIZE))
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib types no canvas
    at = places(axes, made.spots)
    assert made.spots
    assert all(0 < x < 1 and 0 < y < 1 for x, y in at)
    by_value = sorted(zip((s.value or 0.0 for s in made.spots), at, strict=True))
    heights = [y for _, (_, y) in by_value]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("kind", [k for k in ChartKind if k is not ChartKind.TREND])
def test_no_word_leaves_the_picture_and_no_two_periods_touch(kind: ChartKind) -> None:
    figure, axes = draw(KindView(_made(kind), palette(), SIZE))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # as above
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]  # as above
    ticks = [t for t in axes.texts if t.get_gid() == TICK]
    assert len(ticks) > 1
    boxes = [t.get_window_extent(renderer) for t in ticks]
    assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))
    for text in axes.texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= SIZE[0] + 1
        assert box.y1 <= SIZE[1] + 1


def test_a_missing_figure_lifts_the_pen_and_has_no_place() -> None:
    points = list(_held().series.points)
    points[4] = replace(points[4], value=None, numerator=None, denominator=None)
    (held,) = assess_series([Series(NEET, COUNTY, tuple(points))])
    made = charted(ChartAsk(ChartKind.RUN, held))
    _, axes = draw(KindView(made, palette(), SIZE))
    assert isnan(places(axes, made.spots)[4][0])
    assert "no figure" in made.spots[4].spoken
    drawn = [line for line in axes.lines if len(line.get_xydata()) > 2]  # type: ignore[arg-type]  # always rows
    joined = [line for line in drawn if line.get_linewidth() == 2.0]
    assert joined
    assert all(4.0 not in np.asarray(line.get_xdata()) for line in joined)


def test_a_chart_that_cannot_be_drawn_says_why_in_its_place() -> None:
    made = charted(ChartAsk(ChartKind.GAP, _held()))
    _, axes = draw(KindView(made, palette(), SIZE))
    assert [t.get_text() for t in axes.texts] == ["There is nothing to compare with."]


def test_a_funnel_names_whom_readers_ask_after_the_highest_the_lowest_and_all_beyond_a_limit() -> (
    None
):
    made = _made(ChartKind.FUNNEL)
    _, axes = draw(KindView(made, palette(), SIZE))
    named = {t.get_text() for t in axes.texts} & {s.label for s in made.spots}
    by_value = sorted(made.spots, key=lambda s: s.value or 0.0)
    assert {by_value[0].label, by_value[-1].label} <= named
    assert named <= {s.label for s in chart_spots.outlying(made.spots, made.strokes)}
    assert {s.label for s in made.spots if s.mark} <= {
        s.label for s in chart_spots.outlying(made.spots, made.strokes)
    }
    assert len(named) < len(made.spots)
