"""A pack told whole: its passages, what it says of itself, and the table behind each of its charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from matplotlib.figure import Figure as Drawing

from cypworkbench.domain.area import ENGLAND, NORTH_WEST, members
from cypworkbench.domain.judgement import Assessment, Series
from cypworkbench.domain.pack import PackPlan
from cypworkbench.domain.period import Period
from cypworkbench.packs import editions, fonts, render, words
from cypworkbench.packs.tagged import Document
from cypworkbench.packs.told import telling
from cypworkbench.packs.told.passages import Cell, Grid, Passage, Said

_SAME = "This page has the same words and figures as the pack it was made from."


@dataclass(frozen=True, slots=True)
class Told:
    """A pack without its pages. `digest` is the SHA-256 of its file, `tables` has the table of each measure's chart.

    `origin` is a sentence on what it has in common with that pack.
    """

    title: str
    author: str
    created_at: datetime
    digest: str
    passages: tuple[Passage, ...]
    tables: Mapping[str, Grid]
    origin: str = _SAME


def told(plan: PackPlan, digest: str, record_digest: str) -> Told:
    """A pack in reading order; `digest` is of its file, `record_digest` of the record attached to it."""
    drawings: dict[int, Drawing] = {}
    document = render.draw(plan, record_digest, drawings=drawings)
    tables = {a.measure.id: _table(plan, a) for a in plan.measures}
    return of_document(document, plan, digest, drawings, tables)


def of_document(
    document: Document,
    plan: PackPlan,
    digest: str,
    drawings: Mapping[int, Drawing],
    tables: Mapping[str, Grid] = MappingProxyType({}),
) -> Told:
    """Pages as drawn, in reading order, with what was kept of their charts; `digest` is of the pack they come from."""
    return Told(
        fonts.plain(document.metadata.title),
        fonts.plain(document.metadata.author),
        plan.created_at,
        digest,
        telling.passages(document, drawings),
        tables,
    )


def _table(plan: PackPlan, assessment: Assessment) -> Grid:
    """Every figure of a measure's chart: a row a period, the place's own beside its target and the others drawn."""
    names = {area.code: area.name for area in plan.picture.framework.areas}
    measure, beside = assessment.measure, _beside(plan, assessment)
    asked = any(target is not None for target in assessment.target_by_point)
    heads = ["Period", names[assessment.area], *(["Target"] if asked else [])]
    heads += [names.get(series.area, series.area) for series in beside]
    rows = []
    for place, point in enumerate(assessment.series.points):
        said = [editions.number(point, measure.decimals)]
        if asked:
            said.append(_asked(assessment, place))
        said += [_at(series, point.period) for series in beside]
        rows.append((_cell(point.period.label, "row"), *(_cell(text) for text in said)))
    caption = f"{measure.title}, {measure.unit}: every figure of the chart"
    return Grid(
        fonts.plain(caption), (tuple(_cell(head, "column") for head in heads),), tuple(rows)
    )


def _beside(plan: PackPlan, assessment: Assessment) -> tuple[Series, ...]:
    county = plan.picture.framework.area(plan.picture.framework.county)
    around = (county.parent or "",) if members(county.code) else ()
    codes = (county.code, *around, NORTH_WEST, ENGLAND)
    held = (plan.picture.assessments.get((assessment.measure.id, code)) for code in codes)
    return tuple(a.series for a in held if a and a.latest and a.area != assessment.area)


def _asked(assessment: Assessment, place: int) -> str:
    low, high = (
        ends[place] if place < len(ends) else None
        for ends in (assessment.target_by_point, assessment.upper_by_point)
    )
    said = words.number(low, assessment.measure.decimals)
    return said if high is None else f"{said} to {words.number(high, assessment.measure.decimals)}"


def _at(series: Series, period: Period) -> str:
    return editions.number(series.at(period), series.measure.decimals)


def _cell(text: str, scope: str = "") -> Cell:
    return Cell((Said(fonts.plain(text)),), scope)
