"""The colours of page and window, by what they mean: one file of tokens, three palettes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cypworkbench.locations import resource_path

_LINEAR = 0.04045  # below it the sRGB curve is a straight line


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours by role ("accent", "off_soft", …), each as #RRGGBB. `name` is light, dark or grey."""

    name: str
    colours: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        """The colour of a role. Raises KeyError when there is none."""
        return self.colours[role]


def contrast(colour: str, ground: str) -> float:
    """The contrast of two colours (#RRGGBB) by the Web Content Accessibility Guidelines 2.2: 1 to 21."""
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def with_accent(colours: Palette, accent: str) -> Palette:
    """The palette of the coloured page with a board's own colour for what is only emphasis; any other as it is."""
    if not accent or colours.name != "light":
        return colours
    return Palette(colours.name, {**colours.colours, "accent": accent})


@cache
def palette(name: str = "light") -> Palette:
    """The palette of that name: light (the page in colour), dark, or grey. Raises KeyError for another."""
    tokens = tomllib.loads(resource_path("visual", "tokens.toml").read_text(encoding="utf-8"))
    return Palette(
        name, {role: said["hex"] for role, said in tokens["palette"][name].items() if "hex" in said}
    )
