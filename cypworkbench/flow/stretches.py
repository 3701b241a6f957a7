"""A series in the stretches that its rebases and breaks cut it into: each has a line and limits of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cypworkbench.analysis.anew import Anew
from cypworkbench.analysis.controlcharts import CountChart, Runs
from cypworkbench.analysis.intervals import FloatArray
from cypworkbench.analysis.runrules import BoolArray
from cypworkbench.domain.charted import ChartAsk
from cypworkbench.domain.judgement import Rebase, Series

WIDENED = 1.3
"""The prime form is taken where points vary by so much more than their counts explain."""


def cuts(series: Series, rebases: Sequence[Rebase]) -> tuple[slice, ...]:
    """The places of each stretch of a series, in time order; the last is the present one."""
    edges = (0, *Anew(rebases).places(series), len(series.points))
    return tuple(slice(start, stop) for start, stop in pairwise(edges))


def said(ask: ChartAsk, what: str) -> tuple[str, ...]:
    """A sentence for each rebase, that `what` (the limits, the median) starts anew, with its reason."""
    told = Anew(ask.rebases).said(ask.assessment.series)
    return tuple(text.replace("Limits start", f"{what} starts", 1) for text in told)


def medians(values: FloatArray, parts: Sequence[slice]) -> FloatArray:
    """The median of each stretch, at each of its points; NaN where a stretch has no figures."""
    made = np.full(len(values), np.nan)
    for part in parts:
        there = values[part][~np.isnan(values[part])]
        if len(there):
            made[part] = np.median(there)
    return made


@dataclass(frozen=True, slots=True)
class CountsInStretches:
    """P or U charts of all stretches, end to end; `spread` is how many times the present one's limits are widened."""

    value: FloatArray
    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    outside: BoolArray
    runs: Runs
    spread: float

    @property
    def prime(self) -> bool:
        """Whether the limits are those of the prime form."""
        return self.spread > WIDENED


def counted(
    method: Callable[..., CountChart],
    counts: tuple[FloatArray, FloatArray],
    per: float,
    parts: Sequence[slice],
) -> CountsInStretches:
    """The chart of each stretch by itself; all of one form, which is the one that suits the present stretch."""
    over, under = counts
    plain = [method(over[part], under[part], per=per) for part in parts]
    prime = [method(over[part], under[part], prime=True, per=per) for part in parts]
    spread = _ratio(prime[-1], plain[-1])
    chosen = plain
    if spread > WIDENED:
        # a stretch of one point tells nothing of how points vary, and keeps its plain limits
        pairs = zip(prime, plain, strict=True)
        chosen = [wide if not np.isnan(wide.upper).all() else narrow for wide, narrow in pairs]
    return CountsInStretches(
        value=np.concatenate([one.value for one in chosen]),
        centre=np.concatenate([np.full(len(one.value), one.centre) for one in chosen]),
        lower=np.concatenate([one.lower for one in chosen]),
        upper=np.concatenate([one.upper for one in chosen]),
        outside=np.concatenate([one.outside for one in chosen]),
        runs=chosen[-1].runs,
        spread=spread,
    )


def _ratio(prime: CountChart, plain: CountChart) -> float:
    """How much wider the prime limits are; 1 where that cannot be told."""
    wide, narrow = ((one.upper - one.centre) for one in (prime, plain))
    usable = (narrow > 0) & ~np.isnan(wide)
    return float(np.median(wide[usable] / narrow[usable])) if usable.any() else 1.0
