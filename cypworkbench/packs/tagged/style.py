"""How a line of text is set, and a stretch of text with its own weight or figure id."""

from dataclasses import dataclass, replace

from cypworkbench.packs import fonts

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Style:
    """A weight, a size and a leading in points, and a colour as #RRGGBB."""

    size: float
    leading: float
    weight: str = fonts.REGULAR
    colour: str = "#16202A"

    def having(self, **changes: object) -> "Style":
        """The same style with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace checks the names

    def width(self, text: str) -> float:
        """How wide a line of text is, in millimetres."""
        return fonts.width(text, self.weight, self.size) / MM


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in a paragraph; with `figure`, a printed figure that can be named and checked."""

    text: str
    weight: str = ""
    colour: str = ""
    figure: str = ""


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
