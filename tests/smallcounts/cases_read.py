"""The 20 cases and their answers, and the cases made here."""

import json
from pathlib import Path

from cypworkbench.domain.plain import Plain

FOLDER = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in FOLDER.glob("open*.json"))


def case(name: str) -> Plain:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def answer(name: str) -> Plain:
    return json.loads((FOLDER / "answers" / f"{name}.json").read_text("utf-8"))


def table(cells: dict[str, int], *sums: str, **rule: Plain) -> Plain:
    """A case from true values and sums written as "a + b = c"."""
    return {
        "rule": {"threshold": 5, "zeros": "shown", "min_width": 4, **rule},
        "cells": [{"id": name, "published": value} for name, value in cells.items()],
        "equations": [_equation(said) for said in sums],
    }


def _equation(said: str) -> Plain:
    parts, _, total = said.partition("=")
    return {"terms": {**{p.strip(): 1 for p in parts.split("+")}, total.strip(): -1}}
