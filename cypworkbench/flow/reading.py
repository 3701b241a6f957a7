"""From a workbook to a checked return: our template recognised, or another layout read by a saved recipe."""

from dataclasses import replace
from datetime import date

from cypworkbench.domain.decision import Decision
from cypworkbench.domain.evidence import Return, RulesRun, Workbook
from cypworkbench.domain.plain import from_plain
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.surroundings import Surroundings, supplier_of
from cypworkbench.returns import check as checking
from cypworkbench.returns import foreign
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.rows import Recognised, SheetUse

_OR_A_RECIPE = "Drop the return that was issued to the board; or make a recipe that says how this layout is read."


def recipe_in(accepted: Decision) -> Recipe | None:
    """How a return that is not our template was read when it was taken in."""
    said = accepted.body.get("recipe")
    return from_plain(Recipe, said) if isinstance(said, dict) else None


def extract_in(record: Record, accepted: Decision) -> bytes:
    """What was kept as read of a return that came locked; empty for any other, and where it was removed since."""
    stored = record.file(str(accepted.body.get("extract", "")))
    return stored.content if stored else b""


def check_workbook(
    workbook: Workbook,
    known: Surroundings,
    received: date | None = None,
    recipe: Recipe | None = None,
) -> Return:
    """Recognise a workbook as a return, or read it by a recipe, and run every rule over it.

    Raises Refusal when it is no return, and when the recipe would drop something in silence.
    """
    if recipe is not None:
        read = foreign.read(workbook, recipe, known.framework, known.round.label)
        return _checked_by_place(read, known, received)
    returned = recognise(workbook, known.framework)
    supplier = supplier_of(returned)
    return checking.check(returned, known.plan_for(supplier), known.around(supplier, received))


def check_any(workbook: Workbook, known: Surroundings) -> tuple[Return, Recipe | None]:
    """A workbook checked as our template, or by the saved recipe that it fits; and that recipe.

    Raises Refusal when it is neither, or when the recipe would drop something in silence.
    """
    try:
        return check_workbook(workbook, known), None
    except Refusal as refusal:
        recipe = foreign.fitting(workbook, known.recipes)
        if recipe is not None:
            return check_workbook(workbook, known, recipe=recipe), recipe
        if "is not a return" not in refusal.what:
            raise
        raise Refusal(refusal.what, _OR_A_RECIPE) from refusal


def _checked_by_place(read: Recognised, known: Surroundings, received: date | None) -> Return:
    """A return about one place or several, each checked against its own past."""
    supplier = supplier_of(read)
    plan = known.plan_for(supplier)
    around = known.around(supplier, received, everywhere=True)
    checked = [
        checking.check(_of_place(read, area, is_first=not number), plan, around)
        for number, area in enumerate(dict.fromkeys(o.area for o in read.observations))
    ]
    runs = [each.rules for each in checked]
    return replace(
        checked[0],
        observations=read.observations,
        findings=tuple(f for each in checked for f in each.findings),
        rules=RulesRun(
            done=tuple(dict.fromkeys(code for run in runs for code in run.done)),
            skipped=tuple(dict.fromkeys(pair for run in runs for pair in run.skipped)),
            failed=tuple(dict.fromkeys(pair for run in runs for pair in run.failed)),
        ),
    )


def _of_place(read: Recognised, area: str, *, is_first: bool) -> Recognised:
    """What a file says of one place. What is said of the file itself goes with the first, so that it is said once."""
    sheets = tuple(each for each in read.sheets if is_first or each.use is not SheetUse.HIDDEN)
    return replace(
        read,
        observations=tuple(o for o in read.observations if o.area == area),
        rows=tuple(row for row in read.rows if row.area == area),
        sheets=sheets,
        place=area,
    )
