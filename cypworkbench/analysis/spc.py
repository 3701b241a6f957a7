"""XmR charts: which points of a series are more than its common variation, for many series at once.

The default profile is that of NHS England's "Making data count" (NHSRplotthedots 0.2.2), but for what it gets wrong:
a constant series has limits here (on its line), screening never takes every movement away, a missing value stops
nothing but its own window, and a series without a latest value has no current variation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.rebasing import IntArray, Parts
from cypworkbench.analysis.runrules import (
    BoolArray,
    shifts,
    sign,
    trends,
    two_in_three,
)
from cypworkbench.domain.refusal import Refusal

TextArray = npt.NDArray[np.object_]

FEWEST_FOR_BASELINE = 12
FEWEST_FOR_LIMITS = 13
PROCESS_LIMIT = 2.66
NEAR_LIMIT = PROCESS_LIMIT / 3 * 2
SCREEN = 3.267

COMMON_CAUSE = "common_cause"
NO_CURRENT_VALUE = "no_current_value"
CONSTANT = "Every value is the same, so the limits lie on the line."
NEARLY_CONSTANT = "Almost every value is the same, so every movement counts towards the limits."
SHORT = "Fewer than 13 points since the limits were last reset, so the limits are weak."
NO_LATEST = "The latest value is missing, so nothing is said about the present."


class Method(TypedDict, total=False):
    """How limits and signals are found: `profile` names the rules, `screen` leaves freak movements out (True)."""

    screen: bool
    profile: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of rules, since the field's tools disagree.

    `run` is the length of a trend or shift; `same_side` asks that all of "two in three" lie on one side and leaves
    points beyond the limits out of its count; below `fewest` points there are no limits; `reached_is_settled` lets a
    target that lies on a limit decide assurance.
    """

    name: str
    run: int = 7
    screened: bool = True
    same_side: bool = True
    fewest: int = 2
    reached_is_settled: bool = False


_EXCEL = Profile(
    "nhs-excel",
    screened=False,
    same_side=False,
    fewest=FEWEST_FOR_LIMITS,
    reached_is_settled=True,
)
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("making-data-count"),
            _EXCEL,
            replace(_EXCEL, name="nhs-excel-6", run=6),
        )
    }
)


@dataclass(frozen=True, slots=True)
class ControlCharts:
    """Charts of many series: matrices with a series a row and a period a column, and a verdict a series.

    `cause` and `point_type` hold the reference's labels; a missing point is "Common Cause", as there. `group` counts
    the rebases so far. `assurance` is None for a neutral measure and without a target. `moving_range` has values within
    the baseline only, which the limits come from.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    moving_range: FloatArray
    group: IntArray
    cause: TextArray
    point_type: TextArray
    variation: TextArray
    assurance: TextArray
    caveats: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The chart of one series: arrays with a period a place, and the series' verdicts. See ControlCharts."""

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    moving_range: FloatArray
    group: IntArray
    cause: TextArray
    point_type: TextArray
    variation: str
    assurance: str | None
    caveats: tuple[str, ...]


def xmr(
    values: npt.ArrayLike,
    *,
    direction: str = "neutral",
    target: npt.ArrayLike | None = None,
    rebase: Sequence[int] = (),
    baseline: int | None = None,
    **method: Unpack[Method],
) -> ControlChart:
    """The XmR chart of one series in time order, a value a period, NaN where a period has none.

    `direction` is "increase", "decrease" or "neutral"; `target` a number or one a point, of which the last counts;
    `rebase` the places (from 0) at which new limits start; `baseline` the number of values limits are taken from, 12 or
    more. Raises Refusal for settings that make no sense. Source: NHSRplotthedots 0.2.2.
    """
    row = np.atleast_2d(np.asarray(values, dtype=np.float64))
    aim = None if target is None else np.atleast_1d(np.asarray(target, dtype=np.float64))[-1:]
    charts = xmr_many(
        row, direction=direction, target=aim, rebase=(rebase,), baseline=baseline, **method
    )
    return ControlChart(
        mean=charts.mean[0],
        lower=charts.lower[0],
        upper=charts.upper[0],
        near_lower=charts.near_lower[0],
        near_upper=charts.near_upper[0],
        moving_range=charts.moving_range[0],
        group=charts.group[0],
        cause=charts.cause[0],
        point_type=charts.point_type[0],
        variation=charts.variation[0],
        assurance=charts.assurance[0],
        caveats=charts.caveats[0],
    )


def xmr_many(
    values: npt.ArrayLike,
    *,
    direction: str | Sequence[str] = "neutral",
    target: npt.ArrayLike | None = None,
    rebase: Sequence[Sequence[int]] = (),
    baseline: int | None = None,
    **method: Unpack[Method],
) -> ControlCharts:
    """The XmR charts of a matrix with a series a row; a series that starts late has NaN before its first value.

    `direction` and `target` are one for all, or one a row (a matrix of targets counts by its last column); `rebase`
    holds the places for each row, or is empty. Otherwise as `xmr`.
    """
    matrix = np.asarray(values, dtype=np.float64)
    profile = _profile(method.get("profile", "making-data-count"))
    screen = method.get("screen", True) and profile.screened
    parts = Parts((matrix.shape[0], matrix.shape[1]), rebase)
    apart = parts.apart(matrix)
    found = _limits(apart, _baseline(baseline), profile.fewest, screen=screen)
    code = parts.together(_signals(apart, found, profile))
    ways = _ways(direction, len(matrix))
    point_type = _POINT_TYPES[ways[:, None], code]
    mean, lower, upper = (parts.together(line) for line in (found.mean, found.lower, found.upper))
    missing: BoolArray = np.asarray(np.isnan(matrix[:, -1:]).all(axis=1))
    last = point_type[:, -1] if matrix.shape[1] else NO_CURRENT_VALUE
    return ControlCharts(
        mean=mean,
        lower=lower,
        upper=upper,
        near_lower=parts.together(found.near_lower),
        near_upper=parts.together(found.near_upper),
        moving_range=parts.together(found.moving_range),
        group=parts.group,
        cause=_causes(profile.run)[code],
        point_type=point_type,
        variation=np.where(missing, NO_CURRENT_VALUE, last).astype(object),
        assurance=_assurance(ways, _aims(target, len(matrix)), (lower, upper), profile),
        caveats=_caveats(found.notes, parts.last, missing),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Limits of each part, as columns, its moving ranges, and what is odd about it."""

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    moving_range: FloatArray
    notes: tuple[tuple[str, BoolArray], ...]


def _limits(matrix: FloatArray, baseline: int | None, fewest: int, *, screen: bool) -> _Found:
    """Mean ± 2.66 × the mean moving range that is left after screening; never clamped at 0 or 100."""
    based = matrix[:, :baseline]
    moving = np.full(matrix.shape, np.nan)
    moving[:, 1 : based.shape[1]] = np.abs(np.diff(based, axis=1))
    mean, points = _mean(based)
    raw, ranges = _mean(moving)
    kept_range, kept = _mean(moving, moving < SCREEN * raw) if screen else (raw, ranges)
    # screening that leaves nothing, or only standstill, has thrown the movement away with the freaks
    lost = (ranges > 0) & ~(kept_range > 0)
    amr = np.where(lost, raw, kept_range)
    amr = np.where(points < fewest, np.nan, amr)
    reach, near = PROCESS_LIMIT * amr, NEAR_LIMIT * amr
    notes = (
        (CONSTANT, raw == 0),
        (NEARLY_CONSTANT, lost & (raw > 0) & (kept > 0)),
        (SHORT, (np.sum(~np.isnan(matrix), axis=1, keepdims=True)) < FEWEST_FOR_LIMITS),
    )
    flat = tuple((text, np.asarray(where[:, 0])) for text, where in notes)
    return _Found(mean, mean - reach, mean + reach, mean - near, mean + near, moving, flat)


def _mean(values: FloatArray, counted: BoolArray | None = None) -> tuple[FloatArray, FloatArray]:
    """The mean of each row and the number of values in it, as columns; NaN for a row without any.

    Summed twice, so that a row of equal values has exactly that mean.
    """
    there = ~np.isnan(values) if counted is None else counted
    count = there.sum(axis=1, keepdims=True, dtype=np.float64)
    divisor = np.where(count > 0, count, np.nan)
    first = np.sum(values, axis=1, keepdims=True, where=there) / divisor
    rest = np.sum(values - first, axis=1, keepdims=True, where=there) / divisor
    return first + rest, count


def _signals(matrix: FloatArray, found: _Found, profile: Profile) -> npt.NDArray[np.int8]:
    """The place of each point's cause among the causes: the first rule that matches."""
    side = sign(matrix - found.mean)
    outside = (matrix > found.upper) | (matrix < found.lower)
    beyond = (matrix > found.near_upper) | (matrix < found.near_lower)
    pairs = two_in_three(side, beyond & ~outside)
    if not profile.same_side:
        any_side = np.ones_like(side)
        above, below = beyond & (side > 0), beyond & (side < 0)
        pairs = two_in_three(any_side, above) + two_in_three(-any_side, below)
    code = np.zeros(matrix.shape, dtype=np.int8)
    shift, trend = shifts(side, profile.run), trends(matrix, profile.run)
    for rule, way in ((3, shift), (2, pairs), (1, trend), (0, np.where(outside, side, 0))):
        code[way > 0] = 2 * rule + 1
        code[way < 0] = 2 * rule + 2
    return code


def _causes(run: int) -> TextArray:
    labels = ["Common Cause", "Above UCL", "Below LCL"]
    labels += [f"{run} Point Trend (Increasing)", f"{run} Point Trend (Decreasing)"]
    labels += ["2 in 3 Above CL", "2 in 3 Below CL"]
    labels += [f"{run} Points Above CL", f"{run} Points Below CL"]
    return np.array(labels, dtype=object)


def _types(high: str, low: str) -> list[str]:
    return [COMMON_CAUSE, *(f"special_cause_{way}" for way in (high, low) * 4)]


_DIRECTIONS = ("neutral", "increase", "decrease")
_POINT_TYPES: TextArray = np.array(
    [
        _types("neutral_high", "neutral_low"),
        _types("improvement", "concern"),
        _types("concern", "improvement"),
    ],
    dtype=object,
)


def _assurance(
    ways: IntArray, aims: FloatArray, limits: tuple[FloatArray, FloatArray], profile: Profile
) -> TextArray:
    """Whether each row's last limits lie wholly on one side of its target."""
    verdict = np.full(len(ways), None, dtype=object)
    if not limits[0].shape[1]:
        return verdict
    lower, upper = (line[:, -1] for line in limits)
    above, below = aims > upper, aims < lower
    if profile.reached_is_settled:
        above, below = aims >= upper, aims <= lower
    judged = (ways > 0) & ~np.isnan(aims) & ~np.isnan(lower)
    rising = ways == 1
    verdict[judged] = "inconsistent"
    verdict[judged & np.where(rising, above, below)] = "consistent_fail"
    verdict[judged & np.where(rising, below, above)] = "consistent_pass"
    return verdict


def _caveats(
    notes: tuple[tuple[str, BoolArray], ...], last: IntArray, missing: BoolArray
) -> tuple[tuple[str, ...], ...]:
    rows = [(text, where[last]) for text, where in notes] + [(NO_LATEST, missing)]
    texts = [text for text, _ in rows]
    code = sum(where.astype(np.int64) << place for place, (_, where) in enumerate(rows))
    combined = [
        tuple(text for place, text in enumerate(texts) if mix >> place & 1)
        for mix in range(1 << len(rows))
    ]
    return tuple(combined[mix] for mix in np.asarray(code).tolist())


def _profile(name: str) -> Profile:
    if name in PROFILES:
        return PROFILES[name]
    raise Refusal(f"There is no profile called {name}.", f"Choose one of {', '.join(PROFILES)}.")


def _baseline(points: int | None) -> int | None:
    if points is None or points >= FEWEST_FOR_BASELINE:
        return points
    raise Refusal(
        f"Limits cannot be taken from {points} points.",
        f"Choose a baseline of {FEWEST_FOR_BASELINE} or more.",
    )


def _ways(direction: str | Sequence[str], rows: int) -> IntArray:
    """The place of each row's direction among the directions."""
    given = [direction] if isinstance(direction, str) else direction
    for name in sorted(set(given) - set(_DIRECTIONS)):
        raise Refusal(f"There is no direction {name}.", f"Choose one of {', '.join(_DIRECTIONS)}.")
    places = {name: place for place, name in enumerate(_DIRECTIONS)}
    return np.broadcast_to(np.array([places[name] for name in given], dtype=np.int64), rows)


def _aims(target: npt.ArrayLike | None, rows: int) -> FloatArray:
    if target is None:
        return np.full(rows, np.nan)
    given = np.asarray(target, dtype=np.float64)
    return np.broadcast_to(given[:, -1] if given.ndim > 1 else given, rows)
