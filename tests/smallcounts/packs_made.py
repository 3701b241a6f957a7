"""Generated packs: districts × measures × bands × years, tied by totals, rolling sums, flows, rates and complements."""

import random
from dataclasses import dataclass, field
from itertools import pairwise

from cypworkbench.domain.plain import Plain

PLACES = ("Ashby", "Brackwell", "Carrow", "Denholme", "Eastmere", "Fenwick", "Garth", "Hallow")
_SMALL = 5


@dataclass
class Made:
    """A pack being made: true values by cell, what ties them, and the rates printed beside them."""

    values: dict[str, int] = field(default_factory=dict)
    equations: list[Plain] = field(default_factory=list)
    rates: list[Plain] = field(default_factory=list)
    latent: list[str] = field(default_factory=list)

    def total(self, name: str, parts: list[str]) -> None:
        """A cell that is the sum of others."""
        self.values[name] = sum(self.values[part] for part in parts)
        self.equations.append({"terms": {**dict.fromkeys(parts, 1), name: -1}})

    def document(self, **rule: Plain) -> Plain:
        cells = [
            {"id": name, "published": value, **self._flags(name)}
            for name, value in self.values.items()
        ]
        ones = [name for name, value in self.values.items() if value == 1]
        asked = {"threshold": 5, "zeros": "shown", "min_width": 4, **rule}
        asked |= {"insiders": ones, "insider_width": 1}
        return {"rule": asked, "cells": cells, "equations": self.equations, "rates": self.rates}

    def _flags(self, name: str) -> Plain:
        return {"flag": "none", "sensitive": True} if name in self.latent else {}


def pack(seed: int) -> Made:
    """The pack of a seed: some sparse, some with several linked tables.

    Every tenth is small enough to enumerate, and has something small in it.
    """
    chance = random.Random(seed)  # noqa: S311  the same packs everywhere
    made = Made()
    small = seed % 10 == 0
    places = list(PLACES[: 3 if small else chance.randint(4, 8)])
    bands = [f"B{n}" for n in range(chance.randint(1, 2) if small else chance.randint(1, 4))]
    years = [f"Y{n}" for n in range(1 if small else chance.choice([1, 1, 2, 3, 4]))]
    measures = ["M"] if small else ["M", "N"][: chance.randint(1, 2)]
    mean = chance.choice([3, 6] if small else [3, 6, 15, 40])
    while small and not any(1 <= value <= _SMALL for value in made.values.values()):
        made.equations.clear()
        _table(made, chance, (measures[0], years[0], mean), places, bands)
    for measure in measures:
        for year in years if not small else ():
            _table(made, chance, (measure, year, mean), places, bands)
        _rolling(made, measure, years, [*places, "Total"])
    if len(measures) > 1:
        _complement(made, chance, years, places)
    elif len(years) > 1 and len(bands) == 1:
        _flows(made, chance, years, places)
    _rates(made, chance, measures[0], years[-1], places)
    return made


def _table(
    made: Made, chance: random.Random, of: tuple[str, str, int], places: list[str], bands: list[str]
) -> None:
    measure, year, mean = of
    for place in places:
        size = mean * chance.choice([0.3, 1, 1, 3])
        for band in bands:
            drawn = sum(chance.random() < size / (4 * mean) for _ in range(4 * mean))
            made.values[f"{measure}|{year}|{band}|{place}"] = drawn
    for band in bands:
        parts = [f"{measure}|{year}|{band}|{place}" for place in places]
        made.total(f"{measure}|{year}|{band}|Total", parts)
    if len(bands) > 1:
        for place in [*places, "Total"]:
            parts = [f"{measure}|{year}|{band}|{place}" for band in bands]
            made.total(f"{measure}|{year}|All|{place}", parts)
        parts = [f"{measure}|{year}|All|{place}" for place in places]
        made.equations.append(
            {"terms": {**dict.fromkeys(parts, 1), f"{measure}|{year}|All|Total": -1}}
        )


def _whole(made: Made, measure: str, year: str, place: str) -> str:
    name = f"{measure}|{year}|All|{place}"
    return name if name in made.values else f"{measure}|{year}|B0|{place}"


def _rolling(made: Made, measure: str, years: list[str], places: list[str]) -> None:
    """Sums of three years, by district and for the county."""
    for last in range(2, len(years)):
        for place in places:
            parts = [_whole(made, measure, year, place) for year in years[last - 2 : last + 1]]
            made.total(f"{measure}|R{last}|{place}", parts)
        parts = [f"{measure}|R{last}|{place}" for place in places[:-1]]
        made.equations.append(
            {"terms": {**dict.fromkeys(parts, 1), f"{measure}|R{last}|Total": -1}}
        )


def _complement(made: Made, chance: random.Random, years: list[str], places: list[str]) -> None:
    """Reviews held on time, of those held and due: the late ones, never printed, follow from the two."""
    year = years[-1]
    for place in places:
        late = chance.choice([0, 2, 7, 12])
        held = f"N|{year}|held|{place}"
        made.values[held] = made.values[_whole(made, "N", year, place)]
        made.equations.append({"terms": {held: 1, _whole(made, "N", year, place): -1}})
        made.values[f"N|{year}|late|{place}"] = late
        made.latent.append(f"N|{year}|late|{place}")
        made.total(f"N|{year}|due|{place}", [held, f"N|{year}|late|{place}"])


def _flows(made: Made, chance: random.Random, years: list[str], places: list[str]) -> None:
    """Those open at the start and the end of a year, joined and left."""
    for before, year in pairwise(years):
        for place in places:
            start, end = _whole(made, "M", before, place), _whole(made, "M", year, place)
            gone = chance.randint(0, made.values[start])
            joined, left = f"M|{year}|joined|{place}", f"M|{year}|left|{place}"
            made.values[left] = gone
            made.values[joined] = made.values[end] - made.values[start] + gone
            if made.values[joined] < 0:
                made.values[left] -= made.values[joined]
                made.values[joined] = 0
            made.equations.append({"terms": {start: 1, joined: 1, left: -1, end: -1}})


def _rates(made: Made, chance: random.Random, measure: str, year: str, places: list[str]) -> None:
    for place in places:
        name, people = _whole(made, measure, year, place), chance.randint(2_000, 14_000)
        rate = round(made.values[name] / people * 10_000, 1)
        said = {"num": name, "den": people, "per": 10_000, "decimals": 1, "published": rate}
        made.rates.append({"id": f"rate {name}", **said})
