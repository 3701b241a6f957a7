"""Making a recipe for a layout that is not ours: the file looked at, and each attempt tried before it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import foreign, worker
from cypworkbench.returns.pointing import Points, recipe_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What a recipe made of the file it was pointed out on: one sentence, and the recipe where it read the file."""

    said: str
    recipe: Recipe | None = None


def look_into(path: Path, cancelled: Callable[[], bool] | None = None) -> Workbook:
    """The sheets of a file, read in a process that can be killed; nothing is kept. Raises Refusal."""
    (reading,) = worker.read_files([path], cancelled=cancelled)
    if reading.workbook is None:
        raise reading.refusal or Refusal(f"{path.name} could not be read.", "Ask for it again.")
    return reading.workbook


def attempt(
    workbook: Workbook,
    sheet: str,
    tables: Sequence[Points],
    named: tuple[str, str],
    framework: Framework,
) -> Trial:
    """Try the tables pointed out on a sheet; `named` is the recipe's name and its board."""
    held = workbook.sheet(sheet)
    if held is None:
        return Trial(f"There is no sheet called {sheet}.")
    try:
        recipe = recipe_of(held, tables, *named)
        read = foreign.read(workbook, recipe, framework)
    except Refusal as refusal:
        return Trial(f"{refusal.what} {refusal.remedy}")
    places = {o.area for o in read.observations}
    periods = {o.period for o in read.observations}
    return Trial(
        f"{len(read.observations):,} figures would be read: places {len(places)}, periods {len(periods)}.",
        recipe,
    )
