"""The marks of the page: shape and letter first, then colour; the more ink, the more concern."""

from collections.abc import Mapping, Sequence

from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Assessment, Assurance, Status, Variation
from cypworkbench.packs import fonts
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.style import MM, Style

LETTERS: Mapping[Status, str] = {
    Status.MET: "M",
    Status.WITHIN: "T",
    Status.OFF: "X",
    Status.TOO_CLOSE: "C",
    Status.NO_TARGET: "N",
    Status.NO_JUDGEMENT: "J",
    Status.NOT_ASSESSED: "?",
    Status.NOT_REPORTED: "–",
}
_SMALLEST_LETTERED = 3.0
_SMALLEST_LETTER = 8.5  # points: nothing on a page is smaller
_SINKS = 0.355  # of a letter’s size, from the middle of its mark to its foot


def status(
    page: Page, centre: tuple[float, float], size: float, which: Status, palette: Palette
) -> None:
    """One status mark about a point; `size` is its nominal size in mm. Drawn inside whatever element is open."""
    letter = shape(page, centre, size, which, palette)
    if size >= _SMALLEST_LETTERED:
        style, sunk = letter_style(size, palette[letter])
        x, y = centre
        page.glyph(x, y + sunk, LETTERS[which], style)


def letter_style(size: float, colour: str) -> tuple[Style, float]:
    """How the letter of a mark of a size (mm) is set, and how far (mm) its foot stands below the mark's middle."""
    letter = max(size * MM * 0.62, _SMALLEST_LETTER)
    return Style(letter, 0, fonts.BOLD, colour), letter * _SINKS / MM


def shape(
    page: Page, centre: tuple[float, float], size: float, which: Status, palette: Palette
) -> str:
    """Draw the mark's shape; returns the role of its letter's colour."""
    x, y = centre
    half = size / 2
    match which:
        case Status.MET:
            page.circle(
                x, y, half * 0.92, palette["surface"], palette["met"], (half * 0.17 * MM, ())
            )
            return "met"
        case Status.WITHIN | Status.TOO_CLOSE:
            d = size * 0.57
            corners = [(x, y - d), (x + d, y), (x, y + d), (x - d, y)]
            page.polygon(corners, palette["tol_fill"], palette["tol"], (0.8, ()))
            return "ink"
        case Status.OFF:
            side = size * 0.93
            page.rectangle((x - side / 2, y - side / 2, side, side), fill=palette["off"])
            return "on_off"
        case Status.NO_TARGET | Status.NO_JUDGEMENT:
            wide, high = size * 1.22, size * 0.74
            fill, edge = (
                ("surface", "none") if which is Status.NO_TARGET else ("judge_soft", "judge")
            )
            box = (x - wide / 2, y - high / 2, wide, high)
            page.rectangle(box, palette[fill], palette[edge], (0.9, ()), radius=high / 2)
            return edge
        case _:
            side = size * 0.86
            box = (x - side / 2, y - side / 2, side, side)
            page.rectangle(box, palette["surface"], palette["unknown"], (0.9, (1.6, 1.4)))
            return "unknown"


def bar(page: Page, box: tuple[float, float, float, float], name: str, palette: Palette) -> None:
    """A stretch of the headline bar, filled as its status is: open, hatched, solid, tinted, dashed."""
    match name:
        case "met":
            page.rectangle(box, palette["surface"], palette["met"], (1.2, ()))
        case "within":
            page.rectangle(box, palette["tol_soft"], palette["tol"], (1.0, ()))
            page.hatch(box, palette["tol"], 1.7, 0.6)
        case "off":
            page.rectangle(box, palette["off"])
        case "no_judgement":
            page.rectangle(box, palette["judge_soft"], palette["judge"], (0.9, ()))
        case _:
            page.rectangle(box, palette["surface"], palette["unknown"], (0.9, (2.0, 1.6)))


def variation(
    page: Page, left: float, top: float, assessment: Assessment, palette: Palette
) -> None:
    """The variation tile of a series."""
    variation_tile(page, (left, top), assessment.variation, palette, high=_is_high(assessment))


def variation_tile(
    page: Page, at: tuple[float, float], which: Variation, palette: Palette, *, high: bool
) -> None:
    """The variation tile, 12.5 × 7.2 mm: a usual range with five points that leave it, upwards if `high`, or do not."""
    left, top = at
    _tile(page, left, top, palette)
    page.rectangle((left + 1, top + 2.2, 10.5, 2.8), fill=palette["band"])
    page.line((left + 1, top + 3.6), (left + 11.5, top + 3.6), palette["mean"], 0.5)
    sunk = {
        Variation.COMMON: (0.4, -0.5, 0.3, -0.3, 0.5),
        Variation.TOO_FEW: (0.4, -0.5, 0.3),
        Variation.NO_CURRENT: (0.4, -0.5, 0.3, 0.2),
    }.get(which, (0.4, -0.2, -1.6, -2.1, -2.3) if high else (-0.4, 0.2, 1.6, 2.1, 2.3))
    points = [(left + 2 + 2.1 * i, top + 3.6 + fall) for i, fall in enumerate(sunk)]
    page.polygon(points, edge=palette["ink3"], pen=(0.5, ()), closed=False)
    for i, (x, y) in enumerate(points):
        point(page, (x, y), which if i > 1 else Variation.COMMON, palette)
    if which is Variation.NO_CURRENT:
        page.glyph(left + 10.4, top + 4.6, "?", Style(8, 8, fonts.BOLD, palette["ink3"]))


def _is_high(assessment: Assessment) -> bool:
    limits, latest = assessment.limits, assessment.latest
    mean = limits.mean[-1] if limits and limits.mean else None
    return bool(latest and latest.value is not None and mean is not None and latest.value > mean)


def point(page: Page, at: tuple[float, float], which: Variation, palette: Palette) -> None:
    """A point of a series in the shape of its signal: ring, square, capsule, or a plain dot."""
    x, y = at
    match which:
        case Variation.IMPROVEMENT:
            page.circle(x, y, 0.75, palette["surface"], palette["met"], (1.2, ()))
        case Variation.CONCERN:
            page.rectangle((x - 0.7, y - 0.7, 1.4, 1.4), fill=palette["off"])
        case Variation.NEUTRAL_HIGH | Variation.NEUTRAL_LOW:
            page.rectangle((x - 0.9, y - 0.45, 1.8, 0.9), fill=palette["judge"], radius=0.45)
        case _:
            page.circle(x, y, 0.42, palette["ink3"])


def assurance(
    page: Page, left: float, top: float, assessment: Assessment, palette: Palette
) -> None:
    """The assurance tile of a series."""
    up = assessment.measure.polarity is not Polarity.LOWER
    assurance_tile(page, (left, top), assessment.assurance, palette, up=up)


def assurance_tile(
    page: Page, at: tuple[float, float], which: Assurance, palette: Palette, *, up: bool
) -> None:
    """The assurance tile: the target dashed, the usual range above, across or below it; `up` if higher is better."""
    left, top = at
    _tile(page, left, top, palette)
    match which:
        case Assurance.PASS:
            band = (left + 2, top + (1.1 if up else 4.2), 8.5, 1.9)
            page.rectangle(band, palette["surface"], palette["met"], (1.2, ()))
        case Assurance.MIXED:
            box = (left + 2, top + 2.3, 8.5, 2.6)
            page.rectangle(box, palette["tol_soft"], palette["tol"], (0.8, ()))
            page.hatch(box, palette["tol"], 1.3, 0.5)
        case Assurance.FAIL:
            page.rectangle((left + 2, top + (4.3 if up else 1.0), 8.5, 1.9), fill=palette["off"])
        case _:
            pass
    page.line((left + 1, top + 3.6), (left + 11.5, top + 3.6), palette["target"], 1.2, (3, 1.6))


def _tile(page: Page, left: float, top: float, palette: Palette) -> None:
    page.rectangle(
        (left, top, 12.5, 7.2), palette["surface"], palette["line_strong"], (0.6, ()), radius=0.7
    )


def spark(
    page: Page,
    box: tuple[float, float, float, float],
    values: Sequence[float | None],
    target: float | None,
    palette: Palette,
) -> None:
    """A spark line in a box (left, top, width, height in mm), its last point marked; gaps are never bridged."""
    left, top, wide, high = box
    there = [v for v in values if v is not None]
    if len(there) < 2:  # noqa: PLR2004  a line needs two points
        return
    ends = [*there, *([target] if target is not None else [])]
    low, span = min(ends), (max(ends) - min(ends)) or 1.0

    def at(i: int, value: float) -> tuple[float, float]:
        return left + wide * i / max(1, len(values) - 1), top + high * (1 - (value - low) / span)

    if target is not None:
        y = at(0, target)[1]
        page.line((left, y), (left + wide, y), palette["line_strong"], 0.5, (2, 1.4))
    run: list[tuple[float, float]] = []
    for i, value in enumerate([*values, None]):
        if value is not None:
            run.append(at(i, value))
        elif len(run) > 1:
            page.polygon(run, edge=palette["ink2"], pen=(0.9, ()), closed=False)
            run = []
        elif run:
            page.circle(*run[0], 0.35, palette["ink2"])
            run = []
    last = max(i for i, value in enumerate(values) if value is not None)
    page.circle(*at(last, values[last] or 0.0), 0.55, palette["accent"])
