"""What the sentences about movements say, worked out from the figures as they are printed."""

import re
from itertools import pairwise

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import words


def climb(a: Assessment, m: re.Match[str]) -> bool:
    count = counted(m["count"])
    values = [p.value for p in a.series.points[-count - 1 :]]
    if a.limits is None:  # to readers, who see what is printed
        values = [None if v is None else round(v, a.measure.decimals) for v in values]
    steps = [None if None in (x, y) else (y or 0) - (x or 0) for x, y in pairwise(values)]
    way = 1 if m["way"] == "risen" else -1
    return (
        all(s is not None and s * way > 0 for s in steps)
        and words.spoken(a.series.points[-count - 1].period) == m["since"]
    )


def earlier(a: Assessment) -> list[float]:
    return [p.value for p in a.series.points if p.value is not None][:-1]


def not_then(a: Assessment, m: re.Match[str]) -> bool:
    """There are earlier figures, and none for the period just before."""
    if a.latest is None:
        return False
    then = a.latest.period.shift(-1)
    there = {p.period for p in a.series.points if p.value is not None}
    withheld = any(p.period == then and p.state is ValueState.SUPPRESSED for p in a.series.points)
    told = "withheld" in m.string
    is_told = withheld == told and (told or bool(earlier(a)))
    return is_told and then not in there and words.spoken(then) == m["then"]


def counted(text: str) -> int:
    small = [words.counted(number) for number in range(13)]
    return small.index(text) if text in small else int(text)
