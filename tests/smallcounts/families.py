"""The three families of table that the well-known tools were measured on, made anew: sizes, means and shapes as there.

70 measures in 13 districts, about 324 of 910 counts small; 13 districts, 5 ages and 2 sexes, 4 children a cell; 20
periods of 13 districts with each sum of three periods, 5 children a cell. Totals and margins stand besides.
"""

import math
import random

from cypworkbench.domain.plain import Plain

_MEANS = (2, 4, 8, 15, 30)
DISTRICTS = [f"D{n:02}" for n in range(13)]


def _poisson(chance: random.Random, mean: float) -> int:
    """A draw from the Poisson distribution, by Knuth's way."""
    count, left = 0, chance.random()
    while left > math.exp(-mean):
        count, left = count + 1, left * chance.random()
    return count


class Tables:
    """Cells and sums, told as a case."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self._equations: list[Plain] = []

    def add(self, total: str, parts: list[str]) -> None:
        """A total of parts already there; a total already there gains another way to reach it."""
        made = sum(self.values[part] for part in parts)
        assert self.values.setdefault(total, made) == made
        self._equations.append({"terms": {**dict.fromkeys(parts, 1), total: -1}})

    def case(self) -> Plain:
        cells = [{"id": name, "published": value} for name, value in self.values.items()]
        rule = {"threshold": 5, "zeros": "shown", "min_width": 4}
        return {"rule": rule, "cells": cells, "equations": self._equations}


def one_way(seed: int) -> Tables:
    """70 measures in 13 districts and the county, some common and some rare."""
    chance, made = random.Random(seed), Tables()  # noqa: S311  the same tables everywhere
    for measure in range(70):
        mean = _MEANS[measure % len(_MEANS)]
        for place in DISTRICTS:
            made.values[f"M{measure}|{place}"] = _poisson(chance, mean)
        made.add(f"M{measure}|Total", [f"M{measure}|{place}" for place in DISTRICTS])
    return made


def three_way(seed: int) -> Tables:
    """13 districts and the county, 5 ages, 2 sexes, all margins, 4 children a cell on average."""
    chance, made = random.Random(seed), Tables()  # noqa: S311  as above
    ages, sexes = [f"A{n}" for n in range(5)], ["F", "M"]
    for place in DISTRICTS:
        for age in ages:
            for sex in sexes:
                made.values[f"{place}|{age}|{sex}"] = _poisson(chance, 4)
    for age in ages:
        for sex in sexes:
            made.add(f"Total|{age}|{sex}", [f"{place}|{age}|{sex}" for place in DISTRICTS])
    for place in [*DISTRICTS, "Total"]:
        for sex in sexes:
            made.add(f"{place}|All|{sex}", [f"{place}|{age}|{sex}" for age in ages])
        for age in [*ages, "All"]:
            made.add(f"{place}|{age}|All", [f"{place}|{age}|{sex}" for sex in sexes])
        made.add(f"{place}|All|All", [f"{place}|{age}|All" for age in ages])
    for margin in [f"{age}|All" for age in [*ages, "All"]] + [f"All|{sex}" for sex in sexes]:
        made.add(f"Total|{margin}", [f"{place}|{margin}" for place in DISTRICTS])
    return made


def rolling(seed: int, periods: int = 20) -> Tables:
    """13 districts and the county, each period and each sum of three periods, 5 children a cell on average."""
    chance, made = random.Random(seed), Tables()  # noqa: S311  as above
    for period in range(periods):
        for place in DISTRICTS:
            made.values[f"Y{period}|{place}"] = _poisson(chance, 5)
        made.add(f"Y{period}|Total", [f"Y{period}|{place}" for place in DISTRICTS])
    for last in range(2, periods):
        for place in [*DISTRICTS, "Total"]:
            made.add(f"R{last}|{place}", [f"Y{y}|{place}" for y in range(last - 2, last + 1)])
        made.add(f"R{last}|Total", [f"R{last}|{place}" for place in DISTRICTS])
    return made
