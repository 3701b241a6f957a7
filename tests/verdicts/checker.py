"""Reads the sentences about a measure as a stranger would, and holds each to the figures, the chart and the others.

Each kind of sentence has a pattern and what must be true for it; `numbers` holds each number in it to the figures. A
sentence that no pattern fits is a fault too, so that no new one goes unread. What one says of a subject (`_SAYS`) no
other may deny.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from cypworkbench.domain.judgement import Assessment, Assurance, Status, Variation
from cypworkbench.packs import words
from tests.verdicts import numbers
from tests.verdicts.moves import climb, counted, earlier, not_then

Truth = Callable[[Assessment, re.Match[str]], bool]

_TURNED = (Variation.IMPROVEMENT, Variation.CONCERN, Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW)
_NUMBER = r"−?[\d,.]*\d%?"


def sentences(text: str) -> list[str]:
    """A text's sentences."""
    return [part for part in re.split(r"(?<=\.)\s+(?=[A-Z“])", text.strip()) if part]


def faults(assessment: Assessment, texts: Iterable[str], *, count: bool = True) -> Iterator[str]:
    """What is untrue, unread or denied by another sentence, in words; nothing where all is well.

    Without `count` the numbers are not worked out anew.
    """
    said: dict[str, tuple[str, str]] = {}
    for sentence in (one for text in texts for one in sentences(text)):
        read = [(m, truth) for pattern, truth in _TRUE_OF if (m := pattern.fullmatch(sentence))]
        if not read:
            yield f"nobody reads: {sentence}"
        for match, truth in read:
            if not truth(assessment, match):
                yield f"untrue: {sentence}"
        if count:
            yield from numbers.faults(assessment, sentence)
        for pattern, subject, value in _SAYS:
            if re.search(pattern, sentence):
                other = said.setdefault(subject, (value, sentence))
                if other[0] != value:
                    yield f"{sentence} denies {other[1]}"


_TILE: dict[Variation, str] = {
    Variation.COMMON: "Steady",
    Variation.IMPROVEMENT: "Changed for the better",
    Variation.CONCERN: "Changed for the worse",
    Variation.NEUTRAL_HIGH: "Changed, higher",
    Variation.NEUTRAL_LOW: "Changed, lower",
    Variation.TOO_FEW: "",
    Variation.NO_CURRENT: "No current value",
}
_SURE: dict[Assurance, str] = {
    Assurance.PASS: "Always",
    Assurance.MIXED: "Sometimes",
    Assurance.FAIL: "Never",
    Assurance.NONE: "?",
}

# What a reader takes from a sentence, wherever it stands.
_SAYS = (
    (
        r"\bmeets (its|the) target of|\bstill meets its target|^It meets its target|is met now",
        "status",
        "met",
    ),
    (r"\bis off the|is missed now|bring it back|stands out", "status", "off"),
    (r"within the tolerance", "status", "within"),
    (r"too close to the|lies within the figure’s rounding", "status", "close"),
    (r"changed for the better", "turn", "better"),
    (r"changed for the worse", "turn", "worse"),
    (r"usual range meets", "usual", "meets"),
    (r"usual range misses", "usual", "misses"),
    (r"usual range lies on both sides|ordinary variation alone could", "usual", "both"),
    (r"above its (mean|usual)", "side", "above"),
    (r"below its (mean|usual)", "side", "below"),
    (r"five years.*better", "years", "better"),
    (r"five years.*worse", "years", "worse"),
    (r"which is better", "moved", "better"),
    (r"which is worse", "moved", "worse"),
    (r"^That is up", "way", "up"),
    (r"^That is down", "way", "down"),
    (r"[Nn]o limits|No usual range|no limits are drawn", "limits", "none"),
    (r"^Usual range|above its mean|below its mean|limits are old", "limits", "drawn"),
)


def _status(status: Status) -> Truth:
    return lambda a, m: a.status is status and _figure(a) in m.string


def _figure(a: Assessment) -> str:
    return words.figure(a.measure, a.latest.value if a.latest else None)


def _is(**wanted: object) -> Truth:
    return lambda a, _: all(getattr(a, name) == value for name, value in wanted.items())


def _beside(status: Status, **wanted: object) -> Truth:
    return _is(status=status, **wanted)


def _moved(a: Assessment, m: re.Match[str]) -> bool:
    change = a.short_change
    if change is None:
        return False
    up = change.difference > 0
    better = {"better": True, "worse": False, None: change.better}[m["good"]]
    return up == (m["way"] == "up") and change.better is better


def _halved(a: Assessment, m: re.Match[str]) -> bool:
    there = [p.value for p in a.series.points if p.value is not None]
    return there[-1] <= there[0] / 2 if m["how"] == "halved" else there[-1] >= there[0] * 2


def _extreme(a: Assessment, m: re.Match[str]) -> bool:
    there = [p.value for p in a.series.points if p.value is not None]
    end = max(there) if m["end"] == "highest" else min(there)
    return there[-1] == end and len(there) == int(m["count"])


def _drawn(a: Assessment) -> bool:
    return a.limits is not None and a.limits.upper[-1] is not None


def _run_of(a: Assessment, m: re.Match[str]) -> bool:
    """So many points in a row on one side of the line drawn, the first of them as named, and not one more."""
    if a.limits is None:
        return False
    count, mean = counted(m["count"]), a.limits.mean[-1] or 0.0
    side = [
        p.value is not None and (p.value > mean) == (m["side"] == "above") and p.value != mean
        for p in a.series.points
    ]
    same = [line == a.limits.mean[-1] for line in a.limits.mean]
    run = [one and line for one, line in zip(side, same, strict=True)]
    whole = all(run[-count:]) and (count == len(run) or not run[-count - 1])
    return whole and words.spoken(a.series.points[-count].period) == m["since"]


def _outside(a: Assessment, m: re.Match[str]) -> bool:
    if a.limits is None or a.latest is None or a.latest.value is None:
        return False
    lower, upper = a.limits.lower[-1], a.limits.upper[-1]
    if lower is None or upper is None:
        return False
    return a.latest.value > upper if m["side"] == "above" else a.latest.value < lower


def _near(a: Assessment, m: re.Match[str]) -> bool:
    """Two or three of the last three beyond two thirds of the way to that limit."""
    if a.limits is None:
        return False
    mean, upper = a.limits.mean[-1] or 0.0, a.limits.upper[-1] or 0.0
    sign = 1 if m["end"] == "top" else -1
    reach = (upper - mean) * 2 / 3
    close = [((p.value or 0.0) - mean) * sign > reach for p in a.series.points[-3:]]
    return sum(close) >= 2 and close[-1]


def _usual(a: Assessment, m: re.Match[str]) -> bool:
    """Where the limits drawn lie against the target drawn."""
    if a.limits is None or a.target_value is None:
        return False
    lower, upper = a.limits.lower[-1], a.limits.upper[-1]
    if lower is None or upper is None:
        return False
    higher = a.measure.polarity == "higher"
    over, under = a.target_value > upper, a.target_value < lower
    if "both sides" in m.string or "ordinary variation" in m.string:
        return not over and not under
    meets = under if higher else over
    misses = over if higher else under
    return (
        meets
        if " meet" in m.string and " miss" not in m.string.replace("missed now", "")
        else misses
    )


def _and(*truths: Truth) -> Truth:
    return lambda a, m: all(truth(a, m) for truth in truths)


def _verdict_beside(a: Assessment, m: re.Match[str]) -> bool:
    """Each area's side, and whether the whole interval lies there."""
    found = {c.area: c for c in a.comparisons}
    told = re.findall(
        r"(above|below|the same as) .*? \((" + _NUMBER + r")\)( by more than chance)?", m.string
    )
    if len(told) != len(found) or a.latest is None or a.latest.value is None:
        return False
    for (side, figure, sure), beside in zip(told, found.values(), strict=True):
        clear = beside.verdict in ("better", "worse", "higher", "lower")
        if words.figure(a.measure, beside.value) != figure:
            return False
        if side == "the same as":
            continue
        if (a.latest.value > beside.value) != (side == "above") or bool(sure) != clear:
            return False
    return True


def _never(a: Assessment, _: re.Match[str]) -> bool:
    return a.latest is None or a.latest.value is None or a.status is Status.NOT_REPORTED


def _always(_: Assessment, __: re.Match[str]) -> bool:
    return True


_NOW = r"(In|On) .+ it was .+"
_STILL = {Status.OFF, Status.WITHIN}
_PATTERNS: tuple[tuple[str, Truth], ...] = (
    # the claim
    (rf"{_NOW}, which meets the (target|agreed band) of .+\.", _status(Status.MET)),
    (rf"{_NOW}, within the tolerance of the (target|agreed band) of .+\.", _status(Status.WITHIN)),
    (rf"{_NOW}, which is off the (target|agreed band) of .+\.", _status(Status.OFF)),
    (
        rf"{_NOW}, too close to the (target|agreed band) of .+ to call: .+\.",
        _status(Status.TOO_CLOSE),
    ),
    (r"(In|On) \S.* it was ([^,]|,(?=\d{3}))+\.", lambda a, m: _figure(a) in m.string),
    (r"It was not judged: .+\.", _is(status=Status.NOT_ASSESSED)),
    (r"It is watched without a target.*\.", _is(status=Status.NO_JUDGEMENT)),
    (r"No target has been set for it\.", _is(status=Status.NO_TARGET)),
    (r"This measure was not reported this round\.", _is(status=Status.NOT_REPORTED)),
    # the movement
    (
        rf"That is (?P<way>up|down) {_NUMBER}( points)? on .+ \({_NUMBER}\)(, which is (?P<good>better|worse))?\.",
        _moved,
    ),
    (r"That is the same as (in|on) .+\.", lambda a, _: a.short_change is not None),
    (r"There is no earlier figure to compare it with\.", lambda a, _: not earlier(a)),
    (r"It cannot be compared with (?P<then>.+), which has no figure\.", not_then),
    (r"It cannot be compared with (?P<then>.+), whose figure is withheld\.", not_then),
    (rf"It has at least (?P<how>halved|doubled) since .+ \({_NUMBER}\)\.", _halved),
    (r"It is the (?P<end>highest|lowest) of (?P<count>\d+) figures since .+\.", _extreme),
    # the sign
    (r"It has (?P<way>risen|fallen) (?P<count>\w+) times running, since (?P<since>.+)\.", climb),
    (
        r"It has been (?P<side>above|below) its mean for (?P<count>\w+) \w+ running, since (?P<since>.+)\.",
        _run_of,
    ),
    (
        r"Most of its last three figures lie close to the (?P<end>top|bottom) of its usual range\.",
        _near,
    ),
    (r"It is (?P<side>above|below) its usual range\.", _outside),
    (
        r"It has changed for the better by more than chance would explain\.",
        _is(variation=Variation.IMPROVEMENT),
    ),
    (
        r"It has changed for the worse by more than chance would explain\.",
        _is(variation=Variation.CONCERN),
    ),
    (r"It is higher than chance would explain\.", _is(variation=Variation.NEUTRAL_HIGH)),
    (r"It is lower than chance would explain\.", _is(variation=Variation.NEUTRAL_LOW)),
    # the table of precedence
    (
        r"It meets its target, yet it has changed for the worse, .+\.",
        _beside(Status.MET, variation=Variation.CONCERN),
    ),
    (
        r"It has changed for the better, but not yet by enough\.",
        lambda a, _: a.status in _STILL and a.variation is Variation.IMPROVEMENT,
    ),
    (
        r"Its usual range misses the target, so this figure may not last\.",
        _and(_usual, _beside(Status.MET, assurance=Assurance.FAIL)),
    ),
    (
        r".+, so chance alone could take it off\.",
        _and(_usual, _beside(Status.MET, assurance=Assurance.MIXED)),
    ),
    (
        r".+, so chance alone could bring it back\.",
        _and(_usual, _beside(Status.OFF, assurance=Assurance.MIXED)),
    ),
    (
        r"Its usual range meets the target, so this figure stands out\.",
        _and(_usual, _beside(Status.OFF, assurance=Assurance.PASS)),
    ),
    (r"Its usual range meets the target\.", _and(_usual, _is(assurance=Assurance.PASS))),
    (r"Its usual range misses the target\.", _and(_usual, _is(assurance=Assurance.FAIL))),
    (
        (
            r"(O|Even so, o)ver the last five years it has been getting (?P<good>better|worse)"
            r"(, although it still meets its target|, but not yet by enough)?\."
        ),
        lambda a, m: (
            a.recent_trend.endswith(m["good"])
            and ("still meets" not in m.string or a.status is Status.MET)
            and ("enough" not in m.string or a.status in _STILL)
        ),
    ),
    (r"Over the last five years it has been rising\.", _is(recent_trend="Increasing")),
    (r"Over the last five years it has been falling\.", _is(recent_trend="Decreasing")),
    (
        r"Over the last five years it shows no clear change\.",
        _is(recent_trend="No significant change"),
    ),
    # other areas
    (rf"It is (above|below|the same as) .+ \({_NUMBER}\).*\.", _verdict_beside),
    # caveats and the data note
    (
        r"The target is met now, but the pattern so far would miss it\.",
        _and(_usual, _beside(Status.MET, assurance=Assurance.FAIL)),
    ),
    (
        r"The target is met now, but ordinary variation alone could miss it next time\.",
        _and(_usual, _beside(Status.MET, assurance=Assurance.MIXED)),
    ),
    (
        r"The target is missed now, though the pattern so far would meet it\.",
        _and(_usual, _beside(Status.OFF, assurance=Assurance.PASS)),
    ),
    (
        r"The target is missed now, but ordinary variation alone could meet it next time\.",
        _and(_usual, _beside(Status.OFF, assurance=Assurance.MIXED)),
    ),
    (r"The target lies within the figure’s rounding\.", _is(status=Status.TOO_CLOSE)),
    (r"(As returned by the board|As published: .+|Summed from .+)\.", _always),
    (
        r"Neither (higher nor lower|way) is better( in itself)?\.",
        lambda a, _: not a.way.judges,
    ),
    (
        r"No usual range is drawn: it needs 13 figures, and there are \d+\.",
        lambda a, _: not _drawn(a),
    ),
    (
        r"Its latest \d+ figures all lie (?P<side>above|below) their median, since .+ so no limits are drawn\.",
        lambda a, m: not _drawn(a) and (m["side"] == "above") == numbers.above_its_median(a),
    ),
    (r".+ so no limits are drawn\.", lambda a, _: not _drawn(a)),
    (
        r"The last (?P<count>\d+) figures all lie on one side of the line, so the limits are old: .+\.",
        lambda a, _: _drawn(a) and a.assurance is Assurance.NONE,
    ),
    (
        r"Every value is the same, so the limits lie on the line\.",
        lambda a, _: len({p.value for p in a.series.points}) == 1,
    ),
    (r"Almost every value is the same, .+\.", lambda a, _: _drawn(a)),
    (
        r"The latest value is missing, so nothing is said about the present\.",
        _is(variation=Variation.NO_CURRENT),
    ),
    (r"There is no figure for .+\.", _never),
    (r"(No figures|Set aside, and not reported|There is no figure to judge yet)\.", _never),
    # the chart's own words, and the tiles
    (rf"Usual range {_NUMBER} to {_NUMBER}\.", lambda a, _: _drawn(a)),
    (
        r"Signals in .+\.",
        lambda a, m: (
            a.variation not in _TURNED or words.short(a.series.points[-1].period) in m.string
        ),
    ),
    (r"No signals\.", lambda a, _: a.variation not in _TURNED),
    (
        rf"Target {_NUMBER}( to {_NUMBER})?: (?P<status>.+)\.",
        lambda a, m: words.STATUS_NAMES[a.status].lower() == m["status"],
    ),
    (
        r"Variation: (Steady|Changed.*|Too few points|No limits|No current value)\.",
        lambda a, m: _TILE[a.variation] in m.string,
    ),
    (r"Assurance: (Always|Sometimes|Never) meets\.", lambda a, m: _SURE[a.assurance] in m.string),
    (r"Assurance: (Not known|No target)\.", _is(assurance=Assurance.NONE)),
    (r"Line chart\. .+\.", _always),
    (r"Line chart\.", _always),
    (r"Under-18 .+ figures?\.", _always),
    (r"Highest .+, lowest .+\.", _always),
    (r"No figure for .+\.", _always),
)
_TRUE_OF = tuple((re.compile(pattern), truth) for pattern, truth in _PATTERNS)
