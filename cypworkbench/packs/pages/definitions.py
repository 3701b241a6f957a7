"""Definitions of the measures in the pack, how they are judged, and a glossary of the terms that they use."""

from collections.abc import Iterable

from cypworkbench.domain.framework import Measure, MeasureRole, Polarity
from cypworkbench.packs import glossary
from cypworkbench.packs.pages.running import part, running, strong
from cypworkbench.packs.pages.sheet import Sheet

TITLE = "Definitions and methods"
WAYS = {
    Polarity.HIGHER: "Higher is better.",
    Polarity.LOWER: "Lower is better.",
    Polarity.NEUTRAL: "Neither higher nor lower is better.",
    Polarity.NONE: "It has no figures to judge.",
}
_METHODS = (
    (
        "The status compares the latest figure, unrounded, with the target in force then. A figure that misses it "
        "by no more than the agreed tolerance is within tolerance."
    ),
    (
        "The usual range is computed only where there are at least 13 figures. It says how far figures move by chance; "
        "a figure outside it is worth asking about, and no proof of a cause."
    ),
    "County figures are computed from counts, never as an average of districts’ percentages or rates.",
    "Figures are rounded for reading only. The record attached to this file holds them as they were given.",
)


def draw(sheet: Sheet) -> None:
    """Draw the pages: the methods, each measure's definition in the pack's order, the glossary."""
    measures = [a.measure for a in sheet.plan.measures]
    with running(sheet, TITLE) as flow:
        part(sheet, flow, "How figures are judged")
        flow.items(_METHODS, sheet.style(10.5, 14))
        if measures:
            part(sheet, flow, "The measures")
        for measure in measures:
            strong(sheet, flow, measure.title)
            flow.paragraph(definition(measure), sheet.style(10.5, 14))
        terms = glossary.of(_texts(measures))
        if terms:
            part(sheet, flow, "Glossary")
            said = [f"{term}: {meaning}" for term, meaning in terms]
            flow.items(said, sheet.style(10.5, 14))


def definition(measure: Measure) -> str:
    """One measure's definition in sentences, from the plan's own words."""
    where = "Beside the plan" if measure.role is MeasureRole.CONTEXT else "In the plan"
    said = [f"{where}: “{measure.wording}”."] if measure.wording else []
    if measure.has_parts:
        said.append(f"Counted: {measure.numerator}. Out of: {measure.denominator}.")
    said.append(f"Given in: {measure.unit}. {WAYS[measure.polarity]}")
    if measure.source:
        said.append(f"Source: {measure.source}.")
    return " ".join(said).replace("..", ".")


def _texts(measures: Iterable[Measure]) -> str:
    """Every text in which a term of the glossary might stand."""
    return " ".join(
        f"{m.title} {m.question} {m.wording} {m.unit} {m.numerator} {m.denominator} {m.source}"
        for m in measures
    )
