"""The districts side by side: what is shown where, what each small chart says, and that nothing withheld is shown."""

import itertools
from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cypworkbench.domain.charted import ChartKind
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.flow import packing, sample, together
from cypworkbench.flow.pack_charts import compared
from cypworkbench.packs import alt_text, chart_kinds, editions, marks, render, small_multiples
from cypworkbench.packs.chart_kinds import KindView
from cypworkbench.packs.palette import palette
from cypworkbench.packs.small_multiples import Panels
from cypworkbench.packs.tagged import Document
from tests.journey.sampled import BURNLEY, COUNTY, planned, sampled
from tests.packs import made
from tests.support import boxes

_U18 = "u18-conception"


@cache
def _drawn() -> Document:
    return render.draw(planned(COUNTY), "0" * 64)


def _alts(document: Document, begins: str) -> list[str]:
    return [e.alt for e in document.root.walk() if e.tag == "Figure" and e.alt.startswith(begins)]


def _districts(plan: PackPlan, measure: str) -> tuple[Assessment, ...]:
    codes = [district.code for district in plan.picture.framework.districts]
    return tuple(plan.picture.assessments[measure, code] for code in codes)


def test_shown_is_what_is_off_target_for_the_county_or_for_three_districts_and_nothing_else() -> (
    None
):
    plan = planned(COUNTY)
    off = {
        a.measure.id: sum(d.status is Status.OFF for d in _districts(plan, a.measure.id))
        for a in plan.measures
    }
    wanted = {
        a.measure.id for a in plan.measures if a.status is Status.OFF or off[a.measure.id] >= 3
    }
    assert set(plan.compared) == wanted
    assert 5 < len(wanted) < len(plan.measures)
    assert not planned(BURNLEY).compared


def test_every_district_of_every_measure_shown_has_its_panel_with_what_it_stands_at() -> None:
    plan = planned(COUNTY)
    told = _alts(_drawn(), "Small chart. ")
    assert len(told) == 12 * len(plan.compared)
    (burnley,) = [said for said in told if "Under-18" in said and "Burnley" in said]
    assert "29.6 in 2017" in burnley
    assert burnley.endswith("Target 17.8: off target.")
    assert Counter(said.split(":")[0] for said in told).most_common(1)[0][1] == 1


def test_no_withheld_figure_is_drawn_told_or_compared() -> None:
    plan = planned(COUNTY)
    held = _districts(plan, _U18)
    victim = held[0]
    points = list(victim.series.points)
    shown = points[-1].value
    points[-1] = replace(
        points[-1], value=None, numerator=None, denominator=None, state=ValueState.SUPPRESSED
    )
    hidden = replace(victim, series=replace(victim.series, points=tuple(points)))
    panels = Panels((hidden, *held[1:]), None, dict.fromkeys((a.area for a in held), "Somewhere"))
    said = small_multiples.told(panels, hidden)
    assert f"{shown:.1f}" not in said
    assert "one withheld" in said
    picture = replace(
        plan.picture, assessments={**plan.picture.assessments, (_U18, victim.area): hidden}
    )
    assert compared(replace(plan, picture=picture))[_U18] == ()
    assert plan.compared[_U18]


def test_no_public_pack_compares_districts_by_funnel_or_gap() -> None:
    public = replace(planned(COUNTY), edition=Edition.PUBLIC)
    assert not compared(public)
    assert "side_by_side" not in editions.PAGES[Edition.PUBLIC]


def test_what_a_listener_is_told_of_a_panel_changes_with_first_last_target_and_status() -> None:
    of = made.assessment((5.0, 6.0, 7.0), Status.OFF, 4.0)
    others = (
        made.assessment((5.1, 6.0, 7.0), Status.OFF, 4.0),
        made.assessment((5.0, 6.0, 7.1), Status.OFF, 4.0),
        made.assessment((5.0, 6.0, 7.0), Status.OFF, 4.1),
        made.assessment((5.0, 6.0, 7.0), Status.WITHIN, 4.0),
    )
    panels = Panels((of,), None, made.NAMES)
    assert len({small_multiples.told(panels, held) for held in (of, *others)}) == 5


def test_a_funnel_and_a_gap_are_told_with_their_highest_lowest_and_what_they_show() -> None:
    funnel, gap = planned(COUNTY).compared[_U18]
    assert (funnel.kind, gap.kind) == (ChartKind.FUNNEL, ChartKind.GAP)
    said = alt_text.compared(funnel)
    points = [a.series.points[-1] for a in _districts(planned(COUNTY), _U18) if a.latest]
    over = sum(point.numerator or 0.0 for point in points)
    average = over / sum(point.denominator or 0.0 for point in points) * 1000
    assert "11 points. Highest Hyndburn 32.8; lowest Fylde 8.5." in said
    assert f"Average {average:.1f}." in said
    assert said.endswith(" ".join(funnel.notes))
    assert "2017 5.1, 20 figures." in alt_text.compared(gap)
    moved = replace(gap, spots=(*gap.spots[:-1], replace(gap.spots[-1], value=9.9)))
    assert alt_text.compared(moved) != alt_text.compared(gap)


def test_the_mouth_of_a_funnel_ends_at_the_top_of_the_chart() -> None:
    funnel = planned(COUNTY).compared[_U18][0]
    figure, axes = chart_kinds.draw(KindView(funnel, palette(), (295.0, 147.0)))
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib types no canvas
    low, high = axes.get_ylim()
    heights = np.concatenate([np.asarray(line.get_ydata(), dtype=float) for line in axes.lines])
    assert low <= heights.min()
    assert heights.max() <= high + 1e-9


@pytest.mark.parametrize("colours", ["light", "grey"])
def test_a_panel_draws_every_run_of_its_series_and_bridges_no_gap(colours: str) -> None:
    of = made.assessment((5.0, 6.0, None, 7.0, 8.0, 7.5))
    document = Document(_drawn().metadata)
    with document.page() as page:
        small_multiples.draw(
            page, (20, 40, 172), Panels((of,), None, made.NAMES), 34, palette(colours)
        )
        code = "".join(page.canvas._code)  # type: ignore[attr-defined]  # ReportLab has no public way to it
    assert code.count(" l ") + code.count(" l\n") >= 3
    assert len(document.root.kids) == 1


def test_the_inspections_pack_has_the_pages_too() -> None:
    plan = packing.plan_pack(sampled().picture, COUNTY, Edition.INSPECTION, 1, sample.PACKED_AT)
    assert set(plan.compared) == set(planned(COUNTY).compared)


def test_no_label_of_a_chart_touches_another_or_the_words_beside_it() -> None:
    for page in _drawn().pages:
        words = [*page.labels, *page.boxes]
        assert all(label.right < page.width - 17 for label in page.labels)
        for label, other in itertools.product(page.labels, words):
            wide = min(label.right, other.right) - max(label.left, other.left)
            high = min(label.bottom, other.bottom) - max(label.top, other.top)
            assert label is other or wide < 0.25 or high < 0.25, (label.text, other.text)


def test_a_group_of_districts_has_its_own_side_by_side_and_its_long_name_in_no_ones_way() -> None:
    seen = sampled()
    group = together.group_of(seen.framework, "Burnley, Pendle, Rossendale")
    plan = packing.plan_pack(seen.picture, group, Edition.BOARD, 1, sample.PACKED_AT)
    chosen = tuple(a for a in plan.measures if a.measure.id in ("cla-rate", _U18))
    document = render.draw(replace(plan, measures=chosen), "0" * 64)
    assert boxes.clashes(document) == []
    assert len(_alts(document, "Small chart. ")) == 3 * len(chosen)


def test_a_table_with_no_room_for_every_year_has_the_latest_and_says_how_many_there_are() -> None:
    plan = planned(COUNTY)
    funnel, gap = plan.compared[_U18]
    rows = tuple((str(2040 - n), *gap.rows[0][1:]) for n in range(25))
    long = {_U18: (funnel, replace(gap, rows=rows))}
    shown = tuple(a for a in plan.measures if a.measure.id == _U18)
    document = render.draw(replace(plan, measures=shown, compared=long), "0" * 64)
    pages = [document.pages[number] for number in document.parts["side_by_side"]]
    said = [box.text for page in pages for box in page.boxes]
    assert "The latest 22 of 25. All are in the annex." in said
    assert ("2040" in said, "2019" in said, "2018" in said) == (True, True, False)
    assert boxes.clashes(document) == []


def test_the_figures_of_a_gap_stand_in_the_order_of_its_line_oldest_first() -> None:
    plan, document = planned(COUNTY), _drawn()
    (gap,) = (c for c in plan.compared["cla-rate"] if c.kind is ChartKind.GAP)
    page = document.pages[document.parts["side_by_side"][0]]
    tops = {box.text: box.top for box in page.boxes if box.left > 105}
    shown = [tops[spot.label] for spot in gap.spots]
    assert len(shown) > 5
    assert shown == sorted(shown)


def test_no_letter_of_a_mark_is_smaller_than_the_smallest_type_of_a_page() -> None:
    for size in (3.0, 3.6, 3.9, 4.3, 5.0):
        style, _ = marks.letter_style(size, "ink")
        assert style.size >= 8.5
