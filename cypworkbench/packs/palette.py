"""The colours of page and window, by what they mean: one file of tokens, three palettes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cypworkbench.locations import resource_path


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours by role ("accent", "off_soft", …), each as #RRGGBB. `name` is light, dark or grey."""

    name: str
    colours: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        """The colour of a role. Raises KeyError when there is none."""
        return self.colours[role]


@cache
def palette(name: str = "light") -> Palette:
    """The palette of that name: light (the page in colour), dark, or grey. Raises KeyError for another."""
    tokens = tomllib.loads(resource_path("visual", "tokens.toml").read_text(encoding="utf-8"))
    return Palette(
        name, {role: said["hex"] for role, said in tokens["palette"][name].items() if "hex" in said}
    )
