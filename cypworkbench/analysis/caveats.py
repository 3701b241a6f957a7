"""The caveats an assessment carries, each a plain sentence."""

from collections.abc import Iterator
from itertools import pairwise

from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Kind
from cypworkbench.domain.judgement import Assessment, Assurance, Point, Series, Status

FLAGGED = {
    Flag.PROVISIONAL: "The latest figure is provisional.",
    Flag.ESTIMATED: "The latest figure is an estimate.",
    Flag.LOW_RELIABILITY: "The source calls the latest figure unreliable.",
}
DISAGREE = {
    (
        Status.MET,
        Assurance.FAIL,
    ): "The target is met now, but the pattern so far would miss it.",
    (
        Status.MET,
        Assurance.MIXED,
    ): "The target is met now, but ordinary variation alone could miss it next time.",
    (
        Status.OFF,
        Assurance.PASS,
    ): "The target is missed now, though the pattern so far would meet it.",
    (
        Status.OFF,
        Assurance.MIXED,
    ): "The target is missed now, but ordinary variation alone could meet it next time.",
}


def of(assessment: Assessment, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Every caveat of an assessment, those of its chart (`shown`) among them, in a fixed order, none twice."""
    latest = assessment.latest
    said = [*_about_figures(assessment.series, latest), *assessment.series.lost, *shown]
    disagreement = DISAGREE.get((assessment.status, assessment.assurance))
    if disagreement:
        said.append(disagreement)
    return tuple(dict.fromkeys(said))


def _about_figures(series: Series, latest: Point | None) -> Iterator[str]:
    if latest is None:
        return
    yield from (text for flag, text in FLAGGED.items() if flag in latest.flags)
    breaks = [(a.period, b.period) for a, b in pairwise(series.points) if Flag.BREAK in b.flags]
    if breaks:
        before, after = breaks[-1]
        yield f"The series breaks at {after.label}: figures before and after do not compare."
        yield from (m.why for m in series.measure.breaks if before.end < m.at <= after.end)
    over, under = latest.numerator, latest.denominator
    if series.measure.kind is Kind.PERCENTAGE and over is not None and under and over > under:
        yield "There are more cases than people they are counted among, so there is no interval."
