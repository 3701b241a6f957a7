"""Where a figure stands against its target, as a bar: met, within tolerance and off target, with the figure upright."""

from dataclasses import dataclass

from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.packs import editions, words
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged.page import Page

_JUDGED = (Status.MET, Status.WITHIN, Status.OFF, Status.TOO_CLOSE)
_BESIDE = 0.18  # of what the bar must show, left free at either end
_LEAST = 0.1  # of the target, where figure and target are one
_POINTER = 1.1  # mm


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the bar: met, within or off, from one value to another."""

    name: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from its lowest to its highest value: its zones from left to right, the targets, and the figure."""

    zones: tuple[Zone, ...]
    targets: tuple[float, ...]
    value: float

    def place(self, value: float) -> float:
        """Where a value stands, as a share of the bar's width."""
        low, high = self.zones[0].start, self.zones[-1].end
        return (value - low) / (high - low)


def bar(assessment: Assessment) -> Bar | None:
    """The bar of a series' latest figure; None where it is not judged against a target, or must not be shown."""
    latest, asked, points = assessment.latest, assessment.target_value, assessment.series.points
    if latest is None or latest.value is None or asked is None or assessment.status not in _JUDGED:
        return None
    if editions.is_withheld(points[-1]):
        return None  # an older figure would be taken for the one withheld
    edges = _edges(assessment, asked)
    shown = (latest.value, *(edge for edge, _ in edges))
    span = (max(shown) - min(shown)) or abs(asked) * _LEAST or 1.0
    low, high = min(shown) - _BESIDE * span, max(shown) + _BESIDE * span
    least = assessment.measure.hard.low
    if least is not None and low < float(least) <= min(shown):
        low = float(least)
    ends = [low, *(edge for edge, _ in edges), high]
    first = "met" if _falls(assessment) else "off"
    names = [first, *(name for _, name in edges)]
    zones = [
        Zone(name, start, end) for name, start, end in zip(names, ends, ends[1:], strict=False)
    ]
    top = assessment.upper_target
    targets = (asked,) if top is None else (asked, top)
    return Bar(tuple(z for z in zones if z.end > z.start), targets, latest.value)


def _falls(assessment: Assessment) -> bool:
    """Whether lower is better, so that the bar begins with what meets the target."""
    return assessment.upper_target is None and assessment.way is Polarity.LOWER


def _edges(assessment: Assessment, asked: float) -> list[tuple[float, str]]:
    """Where one zone ends, from the lowest value up, and the name of the one that begins there."""
    target, top = assessment.target, assessment.upper_target
    share = float(target.tolerance) if target else 0.0
    slack = share * abs(asked)
    if top is not None:
        above = share * abs(top)
        under = [(asked - slack, "within")] if share else []
        over = [(top, "within"), (top + above, "off")] if share else [(top, "off")]
        return [*under, (asked, "met"), *over]
    if _falls(assessment):
        return [(asked, "within"), (asked + slack, "off")] if share else [(asked, "off")]
    return [(asked - slack, "within"), (asked, "met")] if share else [(asked, "met")]


def told(assessment: Assessment, shown: Bar) -> str:
    """What a listener is told of the bar: how far the figure lies from what is asked, and where tolerance ends."""
    measure, edges = assessment.measure, shown.targets
    value = words.figure(measure, shown.value)
    asked = " to ".join(words.figure(measure, edge) for edge in edges)
    said = [f"Target bar. {value} {_stands(assessment, shown)} {asked}"]
    reach = [z for z in shown.zones if z.name == "within"]
    outer = [words.figure(measure, z.start if z.end in edges else z.end) for z in reach]
    if outer:
        said.append(f"tolerance reaches {' and '.join(outer)}")
    return f"{'; '.join(said)}: {words.STATUS_NAMES[assessment.status].lower()}."


def _stands(assessment: Assessment, shown: Bar) -> str:
    low, high = shown.targets[0], shown.targets[-1]
    name = "the target of" if len(shown.targets) == 1 else "the agreed band of"
    if low <= shown.value <= high:
        return f"is at {name}" if low == high else f"is within {name}"
    edge = low if shown.value < low else high
    size = words.number(abs(shown.value - edge), assessment.measure.decimals)
    if float(size.replace(",", "")) == 0:
        return f"is very near {name}"
    points = " points" if assessment.measure.is_share else ""
    return f"is {size}{points} {'below' if shown.value < low else 'above'} {name}"


def draw(
    page: Page, box: tuple[float, float, float, float], shown: Bar, alt: str, palette: Palette
) -> None:
    """Draw the bar as a picture with its words, in a box (left, top, width, height in mm)."""
    left, top, wide, high = box
    with page.tag("Figure", alt=alt, box=page.outer(left, top, left + wide, top + high)):
        shapes(page, box, shown, palette)


def shapes(
    page: Page, box: tuple[float, float, float, float], shown: Bar, palette: Palette
) -> None:
    """The bar's shapes alone, inside whatever is open: its zones, its targets, and the figure's pointer above them."""
    left, top, wide, high = box
    upper = top + _POINTER

    def at(value: float) -> float:
        return left + wide * shown.place(value)

    for zone in shown.zones:
        start = at(zone.start)
        _zone(page, (start, upper, at(zone.end) - start, high - _POINTER), zone.name, palette)
    for target in shown.targets:
        ends = (at(target), upper - 0.5), (at(target), top + high)
        page.line(*ends, palette["target"], 1.2, (2, 1.2))
    x = at(shown.value)
    page.line((x, top + 0.6), (x, top + high), palette["ink"], 1.6)
    tip = [(x - 1.1, top), (x + 1.1, top), (x, top + _POINTER + 0.5)]
    page.polygon(tip, fill=palette["ink"])


def _zone(page: Page, box: tuple[float, float, float, float], name: str, palette: Palette) -> None:
    """One stretch: open where the target is met, hatched within tolerance, tinted full where it is not."""
    match name:
        case "met":
            page.rectangle(box, palette["surface"], palette["met"], (0.9, ()))
        case "within":
            page.rectangle(box, palette["tol_soft"], palette["tol"], (0.7, ()))
            page.hatch(box, palette["tol"], 1.2, 0.5)
        case _:
            page.rectangle(box, palette["off_soft"], palette["off"], (0.9, ()))
