"""Points of a chart that somebody explained: numbered on the drawing, told beside it."""

from collections.abc import Sequence

from cypworkbench.domain.charted import Noted
from cypworkbench.domain.judgement import Assessment, Rebase
from cypworkbench.domain.record import Picture

_MOST = 3
_UNUSUAL = frozenset(("R010", "R013"))
"""The rules that doubt how large a figure is, or how far it moved; others doubt how it was typed."""


def notes(picture: Picture, assessment: Assessment) -> tuple[Noted, ...]:
    """The latest three points of a series that were explained, in order of time.

    An explanation was given to a doubt about the figure itself, or written by the board beside an earlier figure: what
    it wrote beside the latest is the story behind the measure. Nothing is noted of a period without a figure.
    """
    here = (assessment.measure.id, assessment.area)
    latest = assessment.latest
    shown = {p.period for p in assessment.series.points if p.value is not None}
    told = {
        o.period: o.comment
        for o in picture.observations
        if (o.measure, o.area) == here and o.comment and (not latest or o.period != latest.period)
    }
    for finding in picture.findings:
        if (finding.measure, finding.area) != here or finding.code not in _UNUSUAL:
            continue
        given = picture.explanations.get(finding.key)
        if given and finding.period:
            told[finding.period] = given.text
    inside = sorted((period for period in told if period in shown), key=lambda p: p.start)
    return tuple(Noted(period, told[period]) for period in inside[-_MOST:])


def rebases(picture: Picture, assessment: Assessment) -> tuple[Rebase, ...]:
    """Where somebody decided that the limits of a series start anew."""
    here = (assessment.measure.id, assessment.area)
    return tuple(r for r in picture.rebases if (r.measure, r.area) == here)


def spoken(noted: Sequence[Noted]) -> list[str]:
    """What a listener is told: which points have a note; the notes themselves are read beside the chart."""
    return [f"Note {number} at {note.period.label}." for number, note in enumerate(noted, start=1)]
