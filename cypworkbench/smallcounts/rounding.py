"""Controlled rounding: every count a neighbouring multiple, chosen so that all the sums still hold."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.smallcounts.case import Case
from cypworkbench.smallcounts.system import build

_REMEDY = "Withhold cells instead, or merge categories."


def round_case(document: Plain, case: Case, base: int) -> Plain:
    """The document with every count rounded to a multiple of the base next to it, and no rate or order beside it.

    A count that is a multiple stays as it is, zeros among them. Raises Refusal where no such rounding adds up, or an
    earlier pack printed exact counts of the same cells.
    """
    if any(equation.low != equation.high for equation in case.equations):
        raise Refusal(
            "Only sums that are equalities can be rounded so that they still hold.", _REMEDY
        )
    if case.earlier:
        raise Refusal(
            "An earlier pack printed these counts exactly; rounding them now hides nothing.",
            _REMEDY,
        )
    system = build(case)
    below = np.floor(system.value / base)
    rest = system.value - below * base
    held = np.array([not cell.latent for cell in case.cells])
    # one more multiple or not: 1 where the count is nearer to the one above
    costs = np.where(held, base - 2 * rest, 0.0)
    right = -(system.matrix @ below)
    found = milp(
        costs,
        constraints=LinearConstraint(system.matrix, right, right),
        bounds=Bounds(np.zeros(len(below)), (rest > 0).astype(float)),
        integrality=np.ones(len(below), dtype=int),
    )
    if found.x is None:
        raise Refusal(f"No rounding to multiples of {base} adds up in every direction.", _REMEDY)
    rounded = (base * (below + np.round(found.x))).astype(int)
    return _document(document, case, rounded.tolist(), base)


def _document(document: Plain, case: Case, rounded: list[int], base: int) -> Plain:
    made = {key: said for key, said in document.items() if key != "truth"}
    made["cells"] = [
        {"id": cell.id, "published": None, "flag": "none", "sensitive": cell.sensitive}
        if cell.latent
        else {"id": cell.id, "published": value, "rounded_to": base, "controlled": True}
        for cell, value in zip(case.cells, rounded, strict=True)
    ]
    made["rates"] = [{**said, "published": None} for said in document.get("rates", ())]
    made["orders"], made["readings"] = [], []
    made["protection"] = {"method": f"rounded to {base}", "withheld": 0, "narrowed": 0, "lost": []}
    return made
