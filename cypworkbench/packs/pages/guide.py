"""How to read a pack: every mark once, before it is met."""

from dataclasses import replace

from cypworkbench.domain.judgement import Assessment, Assurance, Status, Variation
from cypworkbench.packs import fonts, marks, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Page

_STATUSES = (
    (Status.MET, "The latest figure is at the target or better."),
    (Status.WITHIN, "It misses the target, by no more than the tolerance agreed for it."),
    (Status.TOO_CLOSE, "The source rounded it so much that it could lie on either side."),
    (Status.OFF, "It misses the target by more than the tolerance. A comment says why."),
    (Status.NO_TARGET, "Nobody has set a target."),
    (
        Status.NO_JUDGEMENT,
        "More or less of it is not good or bad in itself, so it is watched without a target.",
    ),
    (Status.NOT_ASSESSED, "There is no figure, or none that can be judged. The page says why."),
    (
        Status.NOT_REPORTED,
        "The board gave no figure this round, and that was accepted by a decision.",
    ),
)
_VARIATIONS = (
    (Variation.COMMON, "Steady", "The figures move within their usual range."),
    (
        Variation.IMPROVEMENT,
        "Changed for the better",
        "The latest figures differ by more than chance.",
    ),
    (Variation.CONCERN, "Changed for the worse", "The same, in the wrong direction."),
    (Variation.TOO_FEW, "Too few points, or no limits", "A usual range needs 13 separate figures."),
)
_ASSURANCES = (
    (Assurance.PASS, "Always meets", "The whole usual range is on the good side of the target."),
    (Assurance.MIXED, "Sometimes meets", "The usual range lies across the target."),
    (Assurance.FAIL, "Never meets", "The whole usual range is on the wrong side."),
)


def draw(sheet: Sheet) -> None:
    """Draw the guide."""
    with sheet.page("How to read this pack", "Every mark, once") as page:
        sheet.heading(page, "How to read this pack", 29)
        with page.tag("P"):
            text = "The more ink, the more concern: open is good, tinted is close, solid is off target."
            page.paragraph(LEFT, 38, RIGHT - LEFT, text, sheet.lead)
        y = sheet.subheading(page, "Against the target", (LEFT, 54, RIGHT - LEFT)) + 7
        for status, said in _STATUSES:
            marks.status(page, (LEFT + 4, y - 1.2), 5, status, sheet.palette)
            _row(sheet, page, (LEFT + 13, y), words.STATUS_NAMES[status], said)
            y += 8.4
        y = _tiles(sheet, page, y + 6)
        _lines(sheet, page, y + 6)


def _row(sheet: Sheet, page: Page, at: tuple[float, float], name: str, said: str) -> None:
    x, y = at
    with page.tag("P"):
        page.text(x, y, f"{name} ", sheet.style(11, 14, fonts.SEMIBOLD))
        page.text(x + 42, y, said, sheet.style(10.5, 14))


def _tiles(sheet: Sheet, page: Page, y: float) -> float:
    example = next((a for a in sheet.plan.measures if a.target_value is not None), None)
    if example is None:
        return y
    y = sheet.subheading(page, "Against chance", (LEFT, y, RIGHT - LEFT)) + 4
    for variation, name, said in _VARIATIONS:
        marks.variation(page, LEFT, y, _like(example, variation=variation), sheet.palette)
        _row(sheet, page, (LEFT + 16, y + 4.8), name, said)
        y += 9.6
    y = (
        sheet.subheading(page, "Whether the target can be relied on", (LEFT, y + 8, RIGHT - LEFT))
        + 4
    )
    for assurance, name, said in _ASSURANCES:
        marks.assurance(page, LEFT, y, _like(example, assurance=assurance), sheet.palette)
        _row(sheet, page, (LEFT + 16, y + 4.8), name, said)
        y += 9.6
    return y


def _like(example: Assessment, **changes: Variation | Assurance) -> Assessment:
    return replace(example, **changes)  # type: ignore[arg-type]  # the two fields named above


def _lines(sheet: Sheet, page: Page, y: float) -> None:
    y = sheet.subheading(page, "On a chart", (LEFT, y + 2, RIGHT - LEFT)) + 7
    palette = sheet.palette
    shown = (
        (
            (palette["accent"], 2.3, ()),
            "This area. The latest figure is ringed; a missing figure leaves a gap.",
        ),
        ((palette["target"], 1.5, (4, 2)), "The target, stepping where it changed."),
        ((palette["comp1"], 1.1, ()), "England; dotted lines are the region or the county."),
        (
            (palette["band_edge"], 0.7, (1, 2)),
            "The usual range, tinted, with its mean: drawn only from 13 figures on.",
        ),
    )
    for (colour, width, dash), said in shown:
        page.line((LEFT, y - 1.2), (LEFT + 12, y - 1.2), colour, width, dash)
        with page.tag("P"):
            page.text(LEFT + 16, y, said, sheet.style(10.5, 14))
        y += 6.6
