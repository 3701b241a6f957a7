"""The cover: who, what, a quiet drawing made from the data, and whether it may be signed."""

import base64

from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import editions, fonts, logo, words
from cypworkbench.packs import plan as plan_of
from cypworkbench.packs.pages import cover_lines
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, cut, fitted, version_line
from cypworkbench.packs.tagged import Page, Style

_LOGO_WIDE, _LOGO_HIGH = 60.0, 18.0
_ABOUT, _REMIT, _ABOUT_WIDE = (13.0, 17.5), (11.0, 14.5), 130.0


def draw(sheet: Sheet) -> None:
    """Draw the cover."""
    picture, named = sheet.plan.picture, editions.NAMES[sheet.plan.edition]
    with sheet.document.page() as page:
        page.rectangle((0, 0, 210, 5), fill=sheet.palette["accent"])
        with page.tag("P"):
            page.paragraph(
                LEFT, 19, 90, picture.framework.partnership, sheet.style(14, 17, fonts.SEMIBOLD)
            )
        with page.tag("P"):
            page.text(RIGHT, 19, named.edition, sheet.style(11, 14, fonts.SEMIBOLD), "right")
        with page.tag("P"):
            page.text(
                RIGHT,
                24,
                named.audience,
                sheet.style(11, 14, fonts.REGULAR, "ink2"),
                "right",
            )
        _logo(sheet, page)
        with page.tag("H1"):
            title = editions.title_of(sheet.plan)
            style = fitted(title, sheet.style(46, 48, fonts.SEMIBOLD), RIGHT - LEFT)
            page.text(LEFT, 62, title, style)
        sheet.document.bookmark("Cover", 0, 0)
        with page.tag("P"):
            page.text(
                LEFT,
                74,
                f"{sheet.place}, {picture.round.label}",
                sheet.style(20, 24, fonts.LIGHT, "accent"),
            )
        with page.tag("P"):
            page.paragraph(LEFT, 85, _ABOUT_WIDE, *_about(sheet))
        _drawing(sheet, page)
        _band(sheet, page)
        _facts(sheet, page)
        if sheet.plan.replaces:
            with page.tag("P"):
                said = cut(sheet.plan.replaces, sheet.body, 2 * (RIGHT - LEFT) - 10)
                page.paragraph(LEFT, 268.5, RIGHT - LEFT, said, sheet.body)
        if picture.round.note:
            with page.tag("P"):
                page.paragraph(LEFT, 277, RIGHT - LEFT, picture.round.note, sheet.caption)


def _logo(sheet: Sheet, page: Page) -> None:
    """The board's own logo, under the edition's name at the right."""
    template = sheet.plan.template
    if template is None or not template.logo:
        return
    png = base64.b64decode(template.logo)
    across, down = logo.size(png)
    scale = min(_LOGO_WIDE / across, _LOGO_HIGH / down)
    wide, high = across * scale, down * scale
    left, top = RIGHT - wide, 28.0
    box = page.outer(left, top, RIGHT, top + high)
    with page.tag("Figure", alt=template.logo_says, box=box):
        page.image(png, (left, top, wide, high))


def _about(sheet: Sheet) -> tuple[str, Style]:
    """What the pack is about: the board's own words, else the plan, or a named board's part, cycle and remit."""
    framework = sheet.plan.picture.framework
    board, style = framework.board(sheet.plan.board), sheet.style(*_ABOUT, fonts.REGULAR, "ink2")
    small = sheet.style(*_REMIT, fonts.REGULAR, "ink2")
    # four lines of it stand above the drawing
    room = 4 * _ABOUT_WIDE - 40
    if sheet.plan.template and sheet.plan.template.text:
        return cut(sheet.plan.template.text, small, room), small
    if not plan_of.is_named(framework, board):
        said = f"How children and young people in {sheet.place} are doing, measured against the {framework.title}."
        return said, style
    meets = f", which meets {board.cycle}" if board.cycle else ""
    remit = f" {board.remit}" if board.remit else ""
    return cut(f"For {board.name}{meets}.{remit}", small, room), small


def _drawing(sheet: Sheet, page: Page) -> None:
    """The quiet drawing: a line a district in the county's pack, the board's own line in a district's."""
    picture = sheet.plan.picture
    districts = [d.code for d in picture.framework.districts]
    areas = districts if sheet.is_county else [sheet.plan.area]
    shown = _shown(sheet, areas)
    if shown:
        cover_lines.draw(sheet, page, shown)


def _shown(sheet: Sheet, areas: list[str]) -> list[Assessment]:
    """The measure drawn: of those most of the areas give, the one with most figures, the plan's first among equals."""
    best: list[Assessment] = []
    most = (0, 0)
    for measure in sheet.plan.picture.framework.measures:
        held = [sheet.plan.picture.assessments.get((measure.id, area)) for area in areas]
        drawn = [a for a in held if a and _whole(a)]
        if not drawn or measure.kind == "count":
            continue
        rank = len(drawn), min(len(a.series.points) for a in drawn)
        if rank > most:
            most, best = rank, drawn
    return best


def _whole(assessment: Assessment) -> bool:
    points = assessment.series.points
    return len(points) > 1 and all(p.value is not None for p in points)


def _band(sheet: Sheet, page: Page) -> None:
    """A hatched band where the pack is a draft; one plain line where it is ready to be signed."""
    palette, top = sheet.palette, 226.0
    bold, quiet = sheet.style(11, 14, fonts.SEMIBOLD), sheet.style(11, 14, fonts.REGULAR, "ink2")
    if not sheet.plan.is_draft:
        page.line((LEFT, top + 4), (RIGHT, top + 4), palette["ink"], 0.8)
        with page.tag("P"):
            wide = page.text(LEFT, top + 11.5, "Final candidate. ", bold)
            page.text(
                LEFT + wide,
                top + 11.5,
                "Valid only with the signatures listed on its last page.",
                quiet,
            )
        return
    page.hatch((0, top, 210, 17), palette["area"], 2.0, 0.5)
    page.rectangle((LEFT - 3, top + 1.5, 140, 14), fill=palette["surface"])
    for y in (top, top + 17):
        page.line((0, y), (210, y), palette["ink"], 0.8)
    count = len(sheet.plan.blockers)
    why = f"{words.capital(words.counted(count))} thing{'s are' if count > 1 else ' is'} still open"
    with page.tag("P"):
        wide = page.text(LEFT, top + 11.6, "DRAFT", sheet.style(28, 30, fonts.BOLD))
    with page.tag("P"):
        page.text(LEFT + wide + 10, top + 7.4, "Not for signature yet", bold)
    with page.tag("P"):
        page.text(LEFT + wide + 10, top + 12.8, why, quiet)


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
