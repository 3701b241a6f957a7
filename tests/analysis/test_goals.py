"""What each kind of target asks for, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cypworkbench.analysis.assess import assess_series
from cypworkbench.analysis.target import Targets
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Series, Status, Step, Target, TargetKind
from tests.analysis.plan import COUNTRY, COUNTY, NEET, series, year

HIGHER = replace(NEET, polarity=Polarity.HIGHER)
NEUTRAL = replace(NEET, polarity=Polarity.NEUTRAL)
APRIL_2012 = date(2012, 4, 1)
PEERS = tuple(f"E0700000{n}" for n in range(1, 9))


def _target(kind: TargetKind, value: str | None = None) -> Target:
    number = None if value is None else Decimal(value)
    return Target(NEET.id, COUNTY, kind, number, APRIL_2012)


def _asked(target: Target, *given: Series, at: int) -> float:
    return Targets([target], given).asked(given[0], year(at)).value


def test_an_improvement_is_a_share_of_the_last_figure_before_it_began_in_the_better_direction() -> (
    None
):
    tenth = _target(TargetKind.IMPROVEMENT, "10")
    # 2010/11 had 9, 2011/12 had 8: the baseline is the one that was over by April 2012
    assert _asked(tenth, series([9.0, 8.0, 7.9]), at=2012) == pytest.approx(7.2)
    assert _asked(tenth, series([9.0, 8.0, 7.9], HIGHER), at=2012) == pytest.approx(8.8)
    given = replace(tenth, baseline=Decimal(20))
    assert _asked(given, series([9.0, 8.0, 7.9]), at=2012) == pytest.approx(18)


def test_a_straight_line_passes_through_its_baseline_its_steps_and_its_end() -> None:
    line = replace(_target(TargetKind.STRAIGHT, "4"), end=date(2016, 3, 31))
    mine = series([9.0, 8.0, 7.9, 7.0, 6.0, 5.0])
    asked = [_asked(line, mine, at=y) for y in (2012, 2013, 2014, 2015)]
    # 1,460 days from 1 April 2012 to 31 March 2016; the first year ends after 364 of them
    by_hand = [8 - 4 * days / 1460 for days in (364, 729, 1094, 1460)]
    np.testing.assert_allclose(asked, by_hand)
    bent = replace(line, steps=(Step(date(2014, 3, 31), Decimal(5)),))
    assert [_asked(bent, mine, at=y) for y in (2013, 2015)] == [5, 4]


def test_a_stepped_trajectory_asks_for_each_step_from_its_day_on() -> None:
    steps = (Step(date(2013, 9, 1), Decimal(6)), Step(date(2015, 9, 1), Decimal(5)))
    stepped = replace(_target(TargetKind.TRAJECTORY, "7"), steps=steps)
    mine = series([9.0] * 6)
    assert [_asked(stepped, mine, at=y) for y in (2012, 2013, 2014, 2015)] == [7, 6, 6, 5]


def test_a_gap_is_kept_behind_the_comparator_and_narrows_from_its_baseline() -> None:
    country = series([5.0, 5.0, 5.0, 4.0, 4.0], area=COUNTRY)
    mine = series([9.0, 8.0, 7.0, 6.0, 6.0])
    gap = replace(_target(TargetKind.GAP), comparator=COUNTRY)
    # the gap was 3 in 2011/12; the country then moves to 4
    assert _asked(gap, mine, country, at=2013) == 7
    assert _asked(replace(gap, value=Decimal(1)), mine, country, at=2013) == 5
    narrowing = replace(gap, value=Decimal(1), baseline=Decimal(3), end=date(2015, 3, 31))
    assert _asked(narrowing, mine, country, at=2014) == 5
    better_up = series([1.0, 2.0, 3.0, 4.0, 4.0], HIGHER)
    assert _asked(gap, better_up, country, at=2013) == 1


def test_to_be_faster_is_to_move_at_least_as_far_as_the_comparator_has() -> None:
    country = series([5.0, 5.0, 4.5, 4.0], area=COUNTRY)
    faster = replace(_target(TargetKind.FASTER), comparator=COUNTRY)
    assert _asked(faster, series([9.0, 8.0, 7.4, 7.1]), country, at=2013) == 7


def test_the_best_quarter_counts_the_place_itself_and_needs_half_the_places() -> None:
    mine = series([None, None, 4.0])
    others = [
        series([None, None, float(n)], area=place) for n, place in enumerate(PEERS[:7], start=1)
    ]
    quarter = replace(_target(TargetKind.TOP_QUARTER), peers=PEERS[:7])
    # eight figures, 1 2 3 4 4 5 6 7: the best two are 1 and 2 where lower is better
    assert _asked(quarter, mine, *others, at=2012) == 2
    few = Targets([quarter], [mine, *others[:2]]).asked(mine, year(2012))
    assert np.isnan(few.value)
    assert few.why == "Only 3 of the 8 places the target compares have a figure for 2012/13."


def test_beside_several_peers_their_mean_is_asked() -> None:
    mine = series([None, None, 4.0])
    others = [series([None, None, v], area=p) for v, p in zip((1.0, 2.0, 3.0, 6.0), PEERS)]  # noqa: B905  the peers beyond them have no figure
    asked = replace(_target(TargetKind.COMPARATOR), peers=PEERS[:4])
    assert _asked(asked, mine, *others, at=2012) == 3


def test_a_target_that_nothing_can_be_measured_from_is_not_assessed_and_says_why() -> None:
    (found,) = assess_series([series([None, None, 7.0])], [_target(TargetKind.IMPROVEMENT, "10")])
    assert found.status is Status.NOT_ASSESSED
    assert (
        found.reason == "The target starts from the last figure before it began, and there is none."
    )
    (neutral,) = assess_series(
        [series([9.0, 8.0, 7.0], NEUTRAL)], [_target(TargetKind.IMPROVEMENT, "10")]
    )
    assert (
        neutral.reason
        == "The target asks for better figures, and neither way is better for this measure."
    )


def test_the_way_ahead_of_a_trajectory_ends_with_the_target() -> None:
    line = replace(_target(TargetKind.STRAIGHT, "4"), end=date(2016, 3, 31))
    (found,) = assess_series([series([9.0, 8.0, 7.0])], [line])
    assert [p.label for p, _ in found.target_ahead] == ["2013/14", "2014/15", "2015/16"]
    assert found.target_ahead[-1][1] == 4
    assert found.sloped_by_point == (False, False, True)


def test_a_bands_upper_end_is_known_at_every_point() -> None:
    band = replace(_target(TargetKind.BAND, "5"), upper=Decimal(7))
    (found,) = assess_series([series([9.0, 8.0, 6.0], NEUTRAL)], [band])
    assert found.status is Status.MET
    assert found.upper_by_point == (None, None, 7)
