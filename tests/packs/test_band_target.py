"""The bar of a figure against its target says what the status says: to the eye, and to whoever only hears it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.analysis.target import statuses
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Kind, Polarity
from cypworkbench.domain.judgement import Assessment, Point, Status, Target, TargetKind
from cypworkbench.packs import band_target
from tests.journey.sampled import COUNTY, planned
from tests.packs import made

_WAYS = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEUTRAL: 0}


def _judged(
    value: float, asked: float, share: float, way: Polarity, upper: float | None = None
) -> Assessment:
    (status,) = statuses(
        np.array([value]),
        np.array([asked]),
        upper=np.array([np.nan if upper is None else upper]),
        tolerance=np.array([share]),
        half=np.array([0.0]),
        way=np.array([_WAYS[way]]),
    )
    kind = TargetKind.ABSOLUTE if upper is None else TargetKind.BAND
    tolerance = Decimal(str(share))
    target = Target("u18", "*", kind, Decimal(1), date(1990, 1, 1), tolerance=tolerance)
    measure = made.measure(Kind.RATE, way)
    of = made.assessment((value,), Status(status), asked, measure)
    return replace(of, target=target, upper_target=upper)


whole = st.integers(1, 400).map(lambda n: n / 4)


@given(whole, whole, st.sampled_from((0.0, 0.05, 0.1)), st.sampled_from(list(_WAYS)), whole)
def test_the_figure_stands_in_the_zone_of_its_status_and_inside_the_bar(
    value: float, asked: float, share: float, way: Polarity, more: float
) -> None:
    upper = asked + more if way is Polarity.NEUTRAL else None
    of = _judged(value, asked, share, way, upper)
    shown = band_target.bar(of)
    assert shown is not None
    assert 0 < shown.place(value) < 1
    assert all(0 <= shown.place(edge) <= 1 for edge in shown.targets)
    assert [z.end for z in shown.zones[:-1]] == [z.start for z in shown.zones[1:]]
    around = {z.name for z in shown.zones if z.start - 1e-9 <= value <= z.end + 1e-9}
    assert of.status.value in around


def test_nothing_is_drawn_where_nothing_is_judged_or_the_last_figure_is_withheld() -> None:
    of = _judged(18.5, 16.0, 0.05, Polarity.LOWER)
    assert band_target.bar(of) is not None
    assert band_target.bar(replace(of, status=Status.NO_TARGET)) is None
    assert band_target.bar(replace(of, target_value=None)) is None
    hidden = Point(of.series.points[0].period.shift(1), None, state=ValueState.SUPPRESSED)
    series = replace(of.series, points=(*of.series.points, hidden))
    assert band_target.bar(replace(of, series=series)) is None


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (
            _judged(18.5, 16.0, 0.05, Polarity.LOWER),
            "18.5 is 2.5 above the target of 16.0; tolerance reaches 16.8: off target.",
        ),
        (
            _judged(65.0, 50.0, 0.1, Polarity.NEUTRAL, 70.0),
            "65.0 is within the agreed band of 50.0 to 70.0; tolerance reaches 45.0 and 77.0: met.",
        ),
        (_judged(16.0, 16.0, 0.0, Polarity.HIGHER), "16.0 is at the target of 16.0: met."),
    ],
)
def test_a_listener_hears_how_far_the_figure_is_from_what_is_asked(
    of: Assessment, said: str
) -> None:
    shown = band_target.bar(of)
    assert shown is not None
    assert band_target.told(of, shown) == f"Target bar. {said}"


def test_every_judged_measure_of_the_sample_has_its_bar_and_no_other_has() -> None:
    judged = (Status.MET, Status.WITHIN, Status.OFF, Status.TOO_CLOSE)
    for of in planned(COUNTY).measures:
        assert (band_target.bar(of) is not None) == (of.status in judged), of.measure.id
