"""Recipes for layouts that are not ours: saved by a decision under a name, once; offered again by themselves."""

import tomllib

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.plain import from_plain, to_plain
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow.decide import Desk


def save(desk: Desk, recipe: Recipe) -> Decision:
    """Record a recipe. Raises Refusal without a name, without a table, and when another has the name already."""
    name = recipe.name.strip()
    if not name:
        raise Refusal(
            "A recipe needs a name.", "Name it after who sends files so: Lancaster schools."
        )
    if not any(sheet.blocks for sheet in recipe.sheets):
        raise Refusal(
            "The recipe reads no table.", "Point to the first figure and what it is about."
        )
    before = fold(desk.workspace.record().decisions).recipes.get(name)
    if before is not None and before != recipe:
        raise Refusal(
            f"There is another recipe called {name}.",
            "Give this one a name of its own, such as its year.",
        )
    return desk.record(Intent(DecisionKind.RECIPE_SAVED, name, to_plain(recipe)))[0]


def from_toml(text: str, name: str) -> Recipe:
    """A recipe written as TOML, in the shape of `domain.recipe.Recipe`. Raises Refusal when it is no recipe."""
    try:
        return from_plain(Recipe, tomllib.loads(text))
    except (ValueError, KeyError, TypeError) as problem:
        raise Refusal(
            f"{name} is not a recipe: {problem}.",
            "Make one in the window: Return, Read another layout; or correct the file.",
        ) from problem
