"""Holds every number of a sentence to its figures, worked out here anew; a number that nothing holds is a fault."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import log2
from statistics import fmean, median

from scipy.stats import binom

from cypworkbench.domain.charted import Charted, Role
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.packs import words

N = r"−?\d(?:[\d,]*\d)?(?:\.\d+)?%?"
_WHEN = r"(?:[^.()]|\.(?=\d))+?"
Held = Callable[[Assessment], object]
Why = Callable[[Charted, re.Match[str]], Iterable[str]]


def shown(a: Assessment, value: float | None) -> str:
    """A figure as this file would print it."""
    if value is None:
        return "–"
    text = f"{value:,.{a.measure.decimals}f}".replace("-", "−")
    zero = not text.strip("−0.,")
    return f"{text.strip('−') if zero else text}{'%' if a.measure.unit == '%' else ''}"


def _there(a: Assessment) -> list[Point]:
    return [p for p in a.series.points if p.value is not None]


def _before(a: Assessment) -> Point:
    return next(p for p in reversed(a.series.points[:-1]) if p.value is not None)


def _size(a: Assessment) -> str:
    """The difference of the two figures as printed."""
    new, old = (round(p.value or 0.0, a.measure.decimals) for p in (_there(a)[-1], _before(a)))
    return shown(a, abs(new - old)).removesuffix("%")


def _extreme(a: Assessment, *, highest: bool) -> Point:
    return (max if highest else min)(_there(a), key=lambda p: p.value or 0.0)


def _limit(a: Assessment, *, upper: bool) -> str:
    if a.limits is None:
        return ""
    return shown(a, (a.limits.upper if upper else a.limits.lower)[-1])


def above_its_median(a: Assessment) -> bool:
    """Whether the last figure lies above the median of all."""
    values = [p.value or 0.0 for p in _there(a)]
    return values[-1] > median(values)


def _about_median(a: Assessment) -> int:
    """How many of the last figures lie on one side of the median of all."""
    values = [p.value or 0.0 for p in _there(a)]
    line = median(values)
    sides = [(value > line) - (value < line) for value in values]
    count = 0
    while count < len(sides) and sides[-1 - count] == sides[-1]:
        count += 1
    return count


def _one_side(a: Assessment) -> int:
    """How many of the last figures lie on one side of the last line."""
    line = a.limits.mean[-1] if a.limits else None
    sides = [(p.value or 0.0) > (line or 0.0) for p in a.series.points]
    count = 0
    while count < len(sides) and sides[-1 - count] == sides[-1]:
        count += 1
    return count


def _one_way(a: Assessment) -> int:
    """How many movements one way the series ends with; a missing figure ends them."""
    values = [p.value for p in a.series.points]
    if a.limits is None:  # to readers, who see what is printed
        values = [None if v is None else round(v, a.measure.decimals) for v in values]
    ups = [None if x is None or y is None or x == y else y > x for x, y in pairwise(values)]
    return next((n for n, up in enumerate(reversed(ups)) if up is not ups[-1]), len(ups))


def _signals(a: Assessment) -> list[str]:
    types = a.limits.point_type if a.limits else ()
    pairs = zip(a.series.points, types, strict=False)
    return [p.period.label for p, kind in pairs if kind.startswith("special")]


def _absent(a: Assessment) -> list[str]:
    return [p.period.label for p in a.series.points if p.value is None]


_PLACES: tuple[tuple[str, dict[str, Held]], ...] = (
    (
        rf"^(?:In|On) (?P<when>{_WHEN}) it was (?P<value>{N})",
        {
            "when": lambda a: words.spoken(_there(a)[-1].period),
            "value": lambda a: shown(a, _there(a)[-1].value),
        },
    ),
    (rf"\btarget of (?P<target>{N})", {"target": lambda a: shown(a, a.target_value)}),
    (
        rf"\bband of (?P<low>{N}) to (?P<high>{N})",
        {
            "low": lambda a: shown(a, a.target_value),
            "high": lambda a: shown(a, a.upper_target),
        },
    ),
    (
        rf"^That is (?:up|down) (?P<size>{N})(?: points)? on (?P<when>{_WHEN}) \((?P<before>{N})\)",
        {
            "size": _size,
            "when": lambda a: words.spoken(_before(a).period),
            "before": lambda a: shown(a, _before(a).value),
        },
    ),
    (
        r"^It cannot be compared with (?P<when>.+), (?:which|whose) .+\.$",
        {"when": lambda a: words.spoken(_there(a)[-1].period.shift(-1))},
    ),
    (
        r"^That is the same as in (?P<when>.+)\.$",
        {"when": lambda a: words.spoken(_before(a).period)},
    ),
    (
        rf"(?:halved|doubled) since (?P<when>{_WHEN}) \((?P<first>{N})\)",
        {
            "when": lambda a: words.spoken(_there(a)[0].period),
            "first": lambda a: shown(a, _there(a)[0].value),
        },
    ),
    (
        r"(?:highest|lowest) of (?P<count>\d+) figures since (?P<when>.+)\.$",
        {
            "count": lambda a: len(_there(a)),
            "when": lambda a: words.spoken(_there(a)[0].period),
        },
    ),
    (
        rf"^Usual range (?P<low>{N}) to (?P<high>{N})\.$",
        {"low": lambda a: _limit(a, upper=False), "high": lambda a: _limit(a, upper=True)},
    ),
    (
        rf"^Target (?P<low>{N})(?: to (?P<high>{N}))?:",
        {
            "low": lambda a: shown(a, a.target_value),
            "high": lambda a: None if a.upper_target is None else shown(a, a.upper_target),
        },
    ),
    (
        rf"(?P<first>{N}) in (?P<start>\d+), (?P<last>{N}) in (?P<end>\d+), (?P<count>\d+) figures\.$",
        {
            "first": lambda a: shown(a, _there(a)[0].value),
            "start": lambda a: _there(a)[0].period.label,
            "last": lambda a: shown(a, _there(a)[-1].value),
            "end": lambda a: _there(a)[-1].period.label,
            "count": lambda a: len(_there(a)),
        },
    ),
    (
        rf"^Highest (?P<high>{N}) in (?P<top>\d+), lowest (?P<low>{N}) in (?P<bottom>\d+)\.$",
        {
            "high": lambda a: shown(a, _extreme(a, highest=True).value),
            "top": lambda a: _extreme(a, highest=True).period.label,
            "low": lambda a: shown(a, _extreme(a, highest=False).value),
            "bottom": lambda a: _extreme(a, highest=False).period.label,
        },
    ),
    (
        r"it needs (?P<needed>\d+) figures, and there are (?P<count>\d+)\.$",
        {"needed": lambda _: 13, "count": lambda a: len(_there(a))},
    ),
    (
        r"the figure is withheld for (?P<when>.+)\.$",
        {"when": lambda a: words.spoken(a.series.points[-1].period)},
    ),
    (r"^Signals in (?P<list>.+)\.$", {"list": lambda a: words.listed(_signals(a))}),
    (r"^No figure for (?P<list>.+)\.$", {"list": lambda a: words.listed(_absent(a))}),
    (
        r"no figure for (?P<when>\d+)\.$",
        {"when": lambda a: words.spoken(a.series.points[-1].period)},
    ),
    (r"(?:risen|fallen) (?P<count>\d+) times running", {"count": _one_way}),
    (
        r"times running, since (?P<when>.+)\.$",
        {"when": lambda a: words.spoken(a.series.points[-1 - _one_way(a)].period)},
    ),
    (r"its mean for (?P<count>\d+) \w+ running", {"count": _one_side}),
    (r"^The last (?P<count>\d+) figures all lie", {"count": _one_side}),
    (r"^Its latest (?P<count>\d+) figures all lie", {"count": _about_median}),
    (r"^(?:Line chart\. )?(?P<title>Under-18)", {"title": lambda _: "Under-18"}),
    (r"^Fewer than (?P<fewest>\d+) (?:points|figures)", {"fewest": lambda _: 13}),
)
_HELD = tuple((re.compile(pattern), held) for pattern, held in _PLACES)


def faults(a: Assessment, sentence: str) -> Iterator[str]:
    """Each number of a sentence that is not what the figures give, and each that nothing here holds to them."""
    if not re.search(r"\d", sentence):
        return
    spans: list[tuple[int, int]] = []
    for pattern, held in _HELD:
        found = pattern.search(sentence)
        for name, give in held.items() if found else ():
            told = found[name] if found else None
            if told is not None and told != str(wanted := give(a)):
                yield f"{told} is {wanted}: {sentence}"
            spans.append(found.span(name) if found else (0, 0))
    spans += _beside(a, sentence)
    for number in re.finditer(N, sentence):
        free = not any(start <= number.start() < end for start, end in spans)
        if free and not _is_period(a, number[0].rstrip(",")):
            yield f"nothing holds {number[0]}: {sentence}"


def _is_period(a: Assessment, text: str) -> bool:
    return any(words.spoken(p.period) == text for p in a.series.points)


def _beside(a: Assessment, sentence: str) -> list[tuple[int, int]]:
    """Where the figures of other areas stand; the checker holds each to its area."""
    there = {shown(a, c.value) for c in a.comparisons}
    found = re.finditer(rf"(?:above|below|the same as) [^()]+ \(({N})\)", sentence)
    return [one.span(1) for one in found if one[1] in there]


# ---------------------------------------------------------------------------------------- a chart's notes

_RUNS = re.compile(
    r"The longest run on one side is (?P<longest>\w+) \(more than (?P<most>\w+) would be a sign\), and the line is "
    r"crossed (?P<crossed>\w+( times)?)(?P<fewest> \(.+? would be one\))?: (?P<verdict>.+)\."
)
_AHEAD = re.compile(
    rf"If it goes on as it has, it will be about (?P<about>{N}) in (?P<when>.+); four times in five between "
    rf"(?P<low>{N}) and (?P<high>{N})\."
)
_TRIED = re.compile(
    rf"Tried on (?P<tests>\w+) earlier points, that was off by (?P<error>{N}) on average, where “the same as "
    rf"(?:last time|a year before)” was off by (?P<plain>{N})\."
)
_WIDER = re.compile(
    rf"The figures vary (?P<times>{N}) times as much as their counts explain, so the limits are widened by as much "
    r"\(Laney’s prime form\)\."
)
_NO_LIMITS = re.compile(
    r".*(?:without limits|no limits|no limits are drawn|known to have changed).*"
)
_CHANGED = re.compile(
    r"The last \d+ .+|.* before it is charted\.|.* so the change from each to the next is charted, .+\."
)
_EMPTY = re.compile(r"(?:There are no figures to chart|This chart (?:is for|needs) .+)\.")
_OFF_LINE = re.compile(r"No figure lies off the line, so there are no runs to judge\.")


def note_faults(made: Charted) -> Iterator[str]:
    """What is untrue or unread among a chart's notes."""
    for note in made.notes:
        read = next(((m, why) for p, why in _NOTES if (m := p.fullmatch(note))), None)
        if read is None:
            yield f"nobody reads: {note}"
        else:
            found, why = read
            yield from (f"{fault}: {note}" for fault in why(made, found))


def _limits(made: Charted) -> bool:
    return any(s.role is Role.LIMIT for s in made.strokes)


def _unless(fault: str, good: Callable[[Charted], bool]) -> Why:
    return lambda made, _: [] if good(made) else [fault]


def _tried(_: Charted, found: re.Match[str]) -> list[str]:
    better = _size_of(found["error"]) < _size_of(found["plain"])
    return [] if better else ["no better than nothing"]


def _wider(made: Charted, found: re.Match[str]) -> list[str]:
    return [] if found["times"] == f"{_laney(made):.1f}" else [f"{_laney(made):.1f} times"]


def _alike(made: Charted) -> bool:
    return len({s.value for s in made.spots if s.value is not None}) == 1


def _run_faults(made: Charted, found: re.Match[str]) -> Iterator[str]:
    """Runs and crossings counted here, against the sentence."""
    there = [s.value for s in made.spots if s.value is not None]
    line = made.strokes[0].ys[-1] or 0.0 if made.title[0] in "PU" else median(there)
    sides = [value > line for value in there if value != line]
    crossed = sum(a is not b for a, b in pairwise(sides))
    lengths, run = [], 0
    for place, side in enumerate(sides):
        run = run + 1 if place and side is sides[place - 1] else 1
        lengths.append(run)
    most = round(log2(len(sides)) + 3)  # Anhøj and Olesen 2014
    fewest = int(binom.ppf(0.05, len(sides) - 1, 0.5))
    sign = max(lengths) > most or crossed < fewest
    wanted = {
        "longest": words.counted(max(lengths)),
        "most": words.counted(most),
        "crossed": _times(crossed),
        "fewest": _fewer(fewest),
        "verdict": "that is a sign of change" if sign else "neither is a sign of change",
    }
    for name, text in wanted.items():
        if (found[name] or "") != text:
            yield f"{name} is {text}"


def _fewer(fewest: int) -> str:
    few = {0: "", 1: " (never would be one)"}
    return few.get(fewest, f" (fewer than {words.counted(fewest)} times would be one)")


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{words.counted(count)} times")


def _ahead_faults(made: Charted, found: re.Match[str]) -> Iterator[str]:
    """A forecast lies within its range, ahead of the last figure."""
    low, about, high = (_size_of(found[name]) for name in ("low", "about", "high"))
    if not low <= about <= high:
        yield "not within its range"
    if (
        int(re.findall(r"\d{4}", found["when"])[0])
        <= made.assessment.series.points[-1].period.start.year
    ):
        yield "not ahead"


def _size_of(text: str) -> float:
    return float(text.rstrip("%").replace(",", "").replace("−", "-"))


def _laney(made: Charted) -> float:
    """The mean movement of the standardised figures from one to the next over 1.128 (Laney 2002)."""
    points = [p for p in made.assessment.series.points if p.numerator is not None and p.denominator]
    over, under = [p.numerator or 0.0 for p in points], [p.denominator or 1.0 for p in points]
    middle = sum(over) / sum(under)
    z = [
        (x / n - middle) / (middle * (1 - middle) / n) ** 0.5
        for x, n in zip(over, under, strict=True)
    ]
    moves = [abs(b - a) for a, b in pairwise(z)]
    kept = [move for move in moves if move < 3.267 * fmean(moves)]  # screened once, as limits are
    return fmean(kept) / 1.128


_NOTES: tuple[tuple[re.Pattern[str], Why], ...] = (
    (_RUNS, _run_faults),
    (_AHEAD, _ahead_faults),
    (_TRIED, _tried),
    (_WIDER, _wider),
    (_NO_LIMITS, _unless("limits are drawn", lambda made: not _limits(made))),
    (_EMPTY, _unless("it is drawn", lambda made: not made.spots)),
    (_CHANGED, _unless("no limits are drawn", _limits)),
    (_OFF_LINE, _unless("the figures differ", _alike)),
)
