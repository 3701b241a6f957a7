"""Which verdicts can stand together, by what they mean; kept apart from the analysis, which must agree with it."""

from dataclasses import dataclass

from cypworkbench.domain.judgement import Assessment, Assurance, Status, Variation
from cypworkbench.domain.verdict import Tone, Voice, tones

TARGETED = (Status.MET, Status.WITHIN, Status.OFF, Status.TOO_CLOSE)
JUDGED = (Variation.COMMON, Variation.IMPROVEMENT, Variation.CONCERN, Variation.TOO_FEW)
UNJUDGED = (
    Variation.COMMON,
    Variation.NEUTRAL_HIGH,
    Variation.NEUTRAL_LOW,
    Variation.TOO_FEW,
)


@dataclass(frozen=True, slots=True, order=True)
class Mix:
    """One combination: whether a way is good at all, and what four verdicts say."""

    judges: bool
    status: Status
    variation: Variation
    assurance: Assurance
    trend: Tone

    def __str__(self) -> str:
        """The combination as the snapshot writes it."""
        way = "a way is good" if self.judges else "no way is good"
        return (
            f"{way} | {self.status} | {self.variation} | {self.assurance} | five years {self.trend}"
        )


def mix_of(assessment: Assessment) -> Mix:
    """The combination that an assessment shows."""
    return Mix(
        assessment.way.judges,
        assessment.status,
        assessment.variation,
        assessment.assurance,
        tones(assessment)[Voice.TREND],
    )


def can(mix: Mix) -> bool:
    """Whether such figures, limits and target can be."""
    if mix.status is Status.NOT_REPORTED:
        quiet = (Variation.TOO_FEW, Assurance.NONE, Tone.SILENT)
        return (mix.variation, mix.assurance, mix.trend) == quiet
    if mix.variation is Variation.NO_CURRENT:
        silent = mix.status is Status.NOT_ASSESSED and mix.trend is Tone.SILENT
        return silent and (mix.judges or mix.assurance is Assurance.NONE)
    if mix.status is Status.NO_JUDGEMENT and mix.judges:
        return False
    if mix.variation not in (JUDGED if mix.judges else UNJUDGED):
        return False
    if not mix.judges and (
        mix.trend in (Tone.GOOD, Tone.BAD) or mix.assurance is not Assurance.NONE
    ):
        return False
    if mix.assurance is Assurance.NONE:
        return True
    return mix.status in TARGETED and mix.variation is not Variation.TOO_FEW and _lies(mix)


def _lies(mix: Mix) -> bool:
    """Whether figure, limits and target can lie so: beyond both means beyond the limit between them."""
    if mix.status is Status.MET and mix.assurance is Assurance.FAIL:
        return mix.variation is Variation.IMPROVEMENT
    if mix.status in (Status.OFF, Status.WITHIN) and mix.assurance is Assurance.PASS:
        return mix.variation is Variation.CONCERN
    if mix.status is Status.TOO_CLOSE:
        # the figure all but touches its target: only a still series has both at the same limit
        away = {Assurance.PASS: Variation.IMPROVEMENT, Assurance.FAIL: Variation.CONCERN}
        if mix.variation is away.get(mix.assurance):
            return False
        if mix.variation is Variation.COMMON and mix.assurance is not Assurance.MIXED:
            return mix.trend in (Tone.EVEN, Tone.SILENT)
    return True
