"""How to read a pack: every mark once, before it is met."""

from cypworkbench.domain.judgement import Assurance, Status, Variation
from cypworkbench.packs import band_target, fonts, marks, words
from cypworkbench.packs.band_target import Bar, Zone
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, fitted
from cypworkbench.packs.tagged import Page

_STATUSES = (
    (Status.MET, "The latest figure is at the target or better."),
    (Status.WITHIN, "It misses the target, by no more than the tolerance agreed for it."),
    (Status.TOO_CLOSE, "The source rounded it so much that it could lie on either side."),
    (Status.OFF, "It misses the target by more than the tolerance. A comment says why."),
    (Status.NO_TARGET, "Nobody has set a target."),
    (
        Status.NO_JUDGEMENT,
        "It is watched without a target, and so it is not judged.",
    ),
    (Status.NOT_ASSESSED, "There is no figure, or none that can be judged. The page says why."),
    (
        Status.NOT_REPORTED,
        "The board gave no figure this round, and that was accepted by a decision.",
    ),
)
_VARIATIONS = (
    (Variation.COMMON, True, "Steady", "within its usual range"),
    (Variation.IMPROVEMENT, False, "Changed for the better", "lower than chance explains"),
    (Variation.IMPROVEMENT, True, "Changed for the better", "higher than chance explains"),
    (Variation.CONCERN, True, "Changed for the worse", "higher than chance explains"),
    (Variation.CONCERN, False, "Changed for the worse", "lower than chance explains"),
    (Variation.NEUTRAL_HIGH, True, "Changed, higher", "neither better nor worse"),
    (Variation.NEUTRAL_LOW, False, "Changed, lower", "neither better nor worse"),
    (Variation.TOO_FEW, True, "Too few, or no limits", "a range needs 13 figures"),
    (Variation.NO_CURRENT, True, "No current value", "the latest is missing"),
)
_ASSURANCES = (
    (Assurance.PASS, "Always meets", "range clear of the target"),
    (Assurance.MIXED, "Sometimes meets", "target inside the range"),
    (Assurance.FAIL, "Never meets", "range on the wrong side"),
)
_ACROSS, _PITCH = 3, 58.0


def draw(sheet: Sheet) -> None:
    """Draw the guide."""
    wide = RIGHT - LEFT
    with sheet.page("How to read this pack", "Every mark, once") as page:
        sheet.heading(page, "How to read this pack", 29)
        y = sheet.subheading(
            page, "Status against target", (LEFT, 42, wide), "The more ink, the more concern."
        )
        y += 6
        for status, said in _STATUSES:
            marks.status(page, (LEFT + 4, y - 1.2), 5, status, sheet.palette)
            _row(sheet, page, (LEFT + 13, y), words.STATUS_NAMES[status], said)
            sheet.rule(page, LEFT, y + 2.6, wide)
            y += 8.0
        y = _tiles(sheet, page, y + 6)
        _lines(sheet, page, y + 6)


def _row(sheet: Sheet, page: Page, at: tuple[float, float], name: str, said: str) -> None:
    x, y = at
    with page.tag("P"):
        page.text(x, y, f"{name}: ", sheet.style(11, 14, fonts.SEMIBOLD))
        page.text(x + 36, y, said, sheet.style(10.5, 14))


def _tiles(sheet: Sheet, page: Page, y: float) -> float:
    """The variation tiles, then the assurance tiles, three across. Returns the height below them."""
    wide = RIGHT - LEFT
    note = "Is the latest figure more than chance?"
    y = sheet.subheading(page, "Variation", (LEFT, y, wide), note) + 4
    for i, (variation, high, name, said) in enumerate(_VARIATIONS):
        at = (LEFT + _PITCH * (i % _ACROSS), y + 11.4 * (i // _ACROSS))
        marks.variation_tile(page, at, variation, sheet.palette, high=high)
        _tile_words(sheet, page, at, name, said)
    y += 11.4 * (len(_VARIATIONS) // _ACROSS) + 5
    note = "Will the target be met if nothing changes? Bar: the usual range. Dashes: the target."
    y = sheet.subheading(page, "Assurance", (LEFT, y, wide), note) + 4
    for i, (assurance, name, said) in enumerate(_ASSURANCES):
        at = (LEFT + _PITCH * i, y)
        marks.assurance_tile(page, at, assurance, sheet.palette, up=True)
        _tile_words(sheet, page, at, name, said)
    return y + 11.4


def _tile_words(sheet: Sheet, page: Page, at: tuple[float, float], name: str, said: str) -> None:
    x, y = at[0] + 15, at[1]
    with page.tag("P"):
        page.text(x, y + 3, f"{name}: ", sheet.style(10.5, 13, fonts.SEMIBOLD))
        page.text(x, y + 7.2, said, sheet.style(9.5, 12, fonts.REGULAR, "ink2"))


_Stroke = tuple[str, float, tuple[float, ...]]
_STROKES: tuple[tuple[_Stroke, str], ...] = (
    (("accent", 2.3, ()), "Thick line: this area, the latest ringed"),
    (("target", 1.5, (4, 2)), "Dashed: the target, in steps as it changes"),
    (("comp1", 1.1, ()), "Thin line: England"),
    (("comp2", 1.1, (1.2, 1.6)), "Thin dots: North West"),
    (("comp2", 1.1, (5, 2, 1, 2)), "Dash and dot: the county, in a district’s pack"),
    (("band_edge", 0.7, (1, 2)), "Tinted band: the usual range, with its mean"),
    (("accent", 1.6, (1, 1.8)), "Thick dots: a forecast, where it may lie"),
)
_SHAPES = (
    (None, "Open point: a provisional figure"),
    (Variation.IMPROVEMENT, "Ring: part of a change for the better"),
    (Variation.CONCERN, "Square: part of a change for the worse"),
    (Variation.NEUTRAL_HIGH, "Capsule: a change, neither better nor worse"),
)


def _lines(sheet: Sheet, page: Page, y: float) -> None:
    y = sheet.subheading(page, "On a chart", (LEFT, y, RIGHT - LEFT)) + 6.4
    places = ((LEFT + 88 * (i % 2), y + 7 * (i // 2)) for i in range(99))
    for stroke, said in _STROKES:
        at = next(places)
        _stroke(sheet, page, at, stroke)
        _said(sheet, page, at, said)
    for variation, said in _SHAPES:
        at = next(places)
        _point(sheet, page, at, variation)
        _said(sheet, page, at, said)
    at = next(places)
    _noted(sheet, page, at)
    _said(sheet, page, at, "Number in a ring: explained beside the chart")
    at = next(places)
    _bar(sheet, page, at)
    _said(sheet, page, at, "Bar: met, within tolerance, off target")
    _said(sheet, page, next(places), "Gap in a line: a figure is missing")


def _said(sheet: Sheet, page: Page, at: tuple[float, float], text: str) -> None:
    with page.tag("P"):
        page.text(at[0] + 18, at[1], text, fitted(text, sheet.style(10.5, 14), 68))


def _point(sheet: Sheet, page: Page, at: tuple[float, float], which: Variation | None) -> None:
    """A sample of a line with a point of a signal; without one, of a provisional figure."""
    (x, y), palette = at, sheet.palette
    page.line((x, y - 1.2), (x + 14, y - 1.2), palette["accent"], 2.3)
    if which is None:
        page.circle(x + 7, y - 1.2, 0.8, palette["surface"], palette["accent"], (1.3, ()))
    else:
        marks.point(page, (x + 7, y - 1.2), which, palette)


def _noted(sheet: Sheet, page: Page, at: tuple[float, float]) -> None:
    (x, y), palette = at, sheet.palette
    page.line((x, y + 0.2), (x + 14, y + 0.2), palette["accent"], 2.3)
    page.circle(x + 7, y - 2.2, 1.7, palette["surface"], palette["ink3"], (0.6, ()))
    page.glyph(x + 7, y - 1.1, "1", sheet.style(9, 10, fonts.SEMIBOLD))


def _bar(sheet: Sheet, page: Page, at: tuple[float, float]) -> None:
    """A sample of the bar of a figure against its target."""
    zones = (Zone("met", 0, 5), Zone("within", 5, 8), Zone("off", 8, 14))
    shown = Bar(zones, (5.0,), 10.0)
    with page.artifact():
        band_target.shapes(page, (at[0], at[1] - 3.4, 14, 3.9), shown, sheet.palette)


def _stroke(sheet: Sheet, page: Page, at: tuple[float, float], stroke: _Stroke) -> None:
    """A sample of a line; for the limits, the whole usual range: two edges, the tint, and the mean."""
    (x, y), (role, width, dash), palette = at, stroke, sheet.palette
    if role != "band_edge":
        page.line((x, y - 1.2), (x + 14, y - 1.2), palette[role], width, dash)
        return
    page.rectangle((x, y - 3.4, 14, 4.4), fill=palette["band"])
    for height in (y - 3.4, y + 1):
        page.line((x, height), (x + 14, height), palette[role], width, dash)
    page.line((x, y - 1.2), (x + 14, y - 1.2), palette["mean"], 0.7)
