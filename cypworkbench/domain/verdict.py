"""Which verdict leads where those of a measure pull apart: one table for the window, the terminal and the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cypworkbench.domain.judgement import Assessment, Assurance, Status, Variation


class Voice(StrEnum):
    """What speaks about a measure. The order is the order of precedence: each leads those below it."""

    STATUS = "status"
    LIMITS = "limits"
    ASSURANCE = "assurance"
    TREND = "trend"
    COMPARATOR = "comparator"
    DIRECTION = "direction"


class Tone(StrEnum):
    """What a voice says: well, ill, neither, or nothing at all."""

    GOOD = "good"
    BAD = "bad"
    EVEN = "even"
    SILENT = "silent"


WHY: Mapping[Voice, str] = MappingProxyType(
    {
        Voice.STATUS: "The target is what the board agreed, so it is said first.",
        Voice.LIMITS: "A change beyond the usual range is more than chance, whatever the target.",
        Voice.ASSURANCE: "Where the usual range lies against the target says whether the status may last.",
        Voice.TREND: "Five years tested together outweigh one figure beside another.",
        Voice.COMPARATOR: "Another area shows what is possible, but is no promise of this plan.",
        Voice.DIRECTION: "One figure against the last may be chance alone, so it is said and never leads a judgement.",
    }
)

FALSE_FLAGS = 0.01
"""The share of the charts shown that have a signal at the latest point by chance alone: 0.9 in 100 where points are
independent, under 3 in 100 of every kind simulated in tests/analysis/test_suitability.py."""

_STATUS = {
    Status.MET: Tone.GOOD,
    Status.OFF: Tone.BAD,
    Status.WITHIN: Tone.EVEN,
    Status.TOO_CLOSE: Tone.EVEN,
}
_LIMITS = {
    Variation.IMPROVEMENT: Tone.GOOD,
    Variation.CONCERN: Tone.BAD,
    Variation.COMMON: Tone.EVEN,
    Variation.NEUTRAL_HIGH: Tone.EVEN,
    Variation.NEUTRAL_LOW: Tone.EVEN,
}
_ASSURANCE = {
    Assurance.PASS: Tone.GOOD,
    Assurance.FAIL: Tone.BAD,
    Assurance.MIXED: Tone.EVEN,
}
_COMPARED = {
    "better": Tone.GOOD,
    "worse": Tone.BAD,
    "similar": Tone.EVEN,
    "higher": Tone.EVEN,
    "lower": Tone.EVEN,
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """The voice that leads, its tone, and the first one below it that says something else.

    `lead` is None where nothing speaks. `apart` is None where all that speak agree: where the lead says well or ill, it
    is the first that says the opposite, or an assurance that is not settled; where it says neither, the first that says
    well or ill.
    """

    lead: Voice | None
    tone: Tone
    apart: Voice | None
    apart_tone: Tone


def tones(assessment: Assessment) -> dict[Voice, Tone]:
    """What each voice says of an assessment, in the order of precedence."""
    change, trend = assessment.short_change, assessment.recent_trend
    direction = Tone.SILENT if change is None else _way(change.better)
    five_years = Tone.SILENT
    if trend:
        five_years = _way({"better": True, "worse": False}.get(trend.rsplit(" ", 1)[-1]))
    beside = assessment.comparisons[-1].verdict if assessment.comparisons else ""
    return {
        Voice.STATUS: _STATUS.get(assessment.status, Tone.SILENT),
        Voice.LIMITS: _LIMITS.get(assessment.variation, Tone.SILENT),
        Voice.ASSURANCE: _ASSURANCE.get(assessment.assurance, Tone.SILENT),
        Voice.TREND: five_years,
        Voice.COMPARATOR: _COMPARED.get(beside, Tone.SILENT),
        Voice.DIRECTION: direction,
    }


def weigh(assessment: Assessment) -> Weighing:
    """Which verdict leads, and which one pulls apart from it."""
    speaking = [(v, tone) for v, tone in tones(assessment).items() if tone is not Tone.SILENT]
    if not speaking:
        return Weighing(None, Tone.SILENT, None, Tone.SILENT)
    (lead, tone), rest = speaking[0], speaking[1:]
    for voice, other in rest:
        opposed = {tone, other} == {Tone.GOOD, Tone.BAD}
        leaning = tone is Tone.EVEN and other is not Tone.EVEN
        unsettled = voice is Voice.ASSURANCE and other is not tone
        if opposed or leaning or unsettled:
            return Weighing(lead, tone, voice, other)
    return Weighing(lead, tone, None, Tone.SILENT)


def _way(better: bool | None) -> Tone:  # noqa: FBT001  the record's own third value, passed on
    return Tone.EVEN if better is None else Tone.GOOD if better else Tone.BAD
