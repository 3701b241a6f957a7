"""The cover: who, what, a quiet drawing made from the data, and whether it may be signed."""

from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, version_line
from cypworkbench.packs.tagged import Page

_TOP, _HEIGHT, _WIDE = 112.0, 92.0, 126.0


def draw(sheet: Sheet) -> None:
    """Draw the cover."""
    picture = sheet.plan.picture
    with sheet.document.page() as page:
        page.rectangle((0, 0, 210, 5), fill=sheet.palette["accent"])
        with page.tag("P"):
            page.paragraph(
                LEFT, 19, 90, picture.framework.partnership, sheet.style(14, 17, fonts.SEMIBOLD)
            )
        with page.tag("P"):
            page.text(RIGHT, 19, "Board edition", sheet.style(11, 14, fonts.SEMIBOLD), "right")
        with page.tag("P"):
            page.text(
                RIGHT,
                24,
                "Restricted: members only",
                sheet.style(11, 14, fonts.REGULAR, "ink2"),
                "right",
            )
        with page.tag("H1"):
            page.text(LEFT, 62, "Board pack", sheet.style(46, 48, fonts.SEMIBOLD))
        sheet.document.bookmark("Cover", 0, 0)
        with page.tag("P"):
            page.text(
                LEFT,
                74,
                f"{sheet.place}, {picture.round.label}",
                sheet.style(20, 24, fonts.LIGHT, "accent"),
            )
        with page.tag("P"):
            page.paragraph(
                LEFT, 85, 130, _about(sheet), sheet.style(13, 17.5, fonts.REGULAR, "ink2")
            )
        _drawing(sheet, page)
        _band(sheet, page)
        _facts(sheet, page)
        if picture.round.note:
            with page.tag("P"):
                page.paragraph(LEFT, 277, RIGHT - LEFT, picture.round.note, sheet.caption)


def _about(sheet: Sheet) -> str:
    plan = sheet.plan.picture.framework.title
    return f"How children and young people in {sheet.place} are doing, measured against the {plan}."


def _shown(sheet: Sheet) -> Assessment | None:
    """The measure drawn on the cover: the longest series of the area, the plan's first among equals."""
    with_lines = [
        a for a in sheet.plan.measures if sum(p.value is not None for p in a.series.points) > 1
    ]
    return max(with_lines, key=lambda a: len(a.series.points), default=None)


def _drawing(sheet: Sheet, page: Page) -> None:
    shown = _shown(sheet)
    if shown is None:
        return
    measure, palette = shown.measure, sheet.palette
    points = shown.series.points
    values = [p.value for p in points if p.value is not None]
    low, span = min(0.0, *values), (max(values) - min(0.0, *values)) or 1.0

    def at(i: int, value: float) -> tuple[float, float]:
        return LEFT + _WIDE * i / (len(points) - 1), _TOP + _HEIGHT * (1 - (value - low) / span)

    line = [at(i, p.value) for i, p in enumerate(points) if p.value is not None]
    said = f"{measure.title}, {measure.unit}, {points[0].period.label} to {points[-1].period.label}"
    box = page.outer(LEFT, _TOP, LEFT + _WIDE + 46, _TOP + _HEIGHT + 5)
    with page.tag("Figure", alt=f"A line drawn from the figures: {said}.", box=box):
        ground = [(LEFT, _TOP + _HEIGHT), *line, (line[-1][0], _TOP + _HEIGHT)]
        page.polygon(ground, fill=palette["band_fwd"])
        page.polygon(line, edge=palette["accent"], pen=(1.6, ()), closed=False)
        page.circle(*line[-1], 1.0, palette["accent"])
        page.text(
            line[-1][0] + 4, line[-1][1] + 1.2, sheet.place, sheet.style(11, 13, fonts.SEMIBOLD)
        )
        page.text(LEFT, _TOP + _HEIGHT + 5, points[0].period.label, sheet.caption)
        page.text(LEFT + _WIDE, _TOP + _HEIGHT + 5, points[-1].period.label, sheet.caption, "right")
    with page.tag("Caption"):
        page.paragraph(LEFT, _TOP + _HEIGHT + 10.5, RIGHT - LEFT, f"{said}.", sheet.caption)


def _band(sheet: Sheet, page: Page) -> None:
    """A hatched band where the pack is a draft; a quiet one where it is ready to be signed."""
    palette, top = sheet.palette, 226.0
    if sheet.plan.is_draft:
        page.hatch((0, top, 210, 17), palette["area"], 2.0, 0.5)
        page.rectangle((LEFT - 3, top + 1.5, 140, 14), fill=palette["surface"])
        head = "DRAFT"
        what = "Not for signature yet"
        count = len(sheet.plan.blockers)
        why = f"{words.capital(words.counted(count))} thing{'s are' if count > 1 else ' is'} still open"
    else:
        head, what = "Final", "Final candidate"
        why = "Valid only with the signatures listed on its last page"
    for y in (top, top + 17):
        page.line((0, y), (210, y), palette["ink"], 0.8)
    with page.tag("P"):
        wide = page.text(LEFT, top + 11.6, head, sheet.style(28, 30, fonts.BOLD))
    with page.tag("P"):
        page.text(LEFT + wide + 10, top + 7.4, what, sheet.style(11, 14, fonts.SEMIBOLD))
    with page.tag("P"):
        page.text(LEFT + wide + 10, top + 12.8, why, sheet.style(11, 14, fonts.REGULAR, "ink2"))


def _facts(sheet: Sheet, page: Page) -> None:
    picture = sheet.plan.picture
    came = sum(
        s.state not in (SupplierState.NOT_SENT, SupplierState.SET_ASIDE) for s in picture.suppliers
    )
    facts = (
        ("Meeting", words.day(picture.round.meeting)),
        ("Figures as at", words.day(picture.round.as_at)),
        ("Version", version_line(sheet.plan)),
        ("Boards returned", f"{came} of {len(picture.suppliers)}"),
    )
    for i, (name, value) in enumerate(facts):
        x = LEFT + 44 * i
        if i:
            page.line((x - 4, 252), (x - 4, 263), sheet.palette["line"], 0.6)
        with page.tag("P"):
            page.text(x, 255, name, sheet.style(10.5, 13, fonts.REGULAR, "ink2"))
        with page.tag("P"):
            figure = sheet.mark_id("cover", "", sheet.plan.area, name.lower().replace(" ", "-"))
            with page.tag("Span", figure=figure):
                page.text(x, 261, value, sheet.style(11, 14, fonts.SEMIBOLD))
