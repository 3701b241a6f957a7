"""From true counts to what may be shown: protect, attack what came of it, and publish only where the attack fails."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class ProtectedCase:
    """A case as it may be published, with how many cells that took; `cost` is the information lost beyond the small."""

    document: Plain
    withheld: int
    small: int
    primary: tuple[str, ...]
    lost: tuple[str, ...]
    narrowed: tuple[str, ...]
    cost: float
    bound: float


def protect_case(document: Plain, truth: Mapping[str, int]) -> ProtectedCase:
    """A case file's document as it may be published, attacked before it is handed over.

    `truth` gives true values by cell; what it lacks is taken as printed. Raises Refusal, with the reason, where nothing
    safe can be published, and when the document is not a case.
    """
    # SciPy and HiGHS take half a second to load: only where something is protected
    from cypworkbench.smallcounts.attacker import attack
    from cypworkbench.smallcounts.protect import protect_document

    doubts: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        made, found = protect_document(document, truth, doubts=doubts)
        leaks = attack(_with_insiders(made, truth))
        if not leaks:
            latent = {said["id"] for said in made["cells"] if said.get("flag") == "none"}
            return ProtectedCase(
                made,
                made["protection"]["withheld"],
                len(set(found.primary) - latent),
                found.primary,
                found.lost,
                found.narrowed,
                found.cost,
                found.bound,
            )
        doubts.update({leak.cell for leak in leaks})
    leak = leaks[0]
    raise Refusal(
        f"{leak.cell} could still be worked out from everything else that would be shown.",
        "Merge it with a neighbouring category, hide zeros as well, or leave its table out.",
    )


def round_case(document: Plain, truth: Mapping[str, int], base: int) -> Plain:
    """A case with every count rounded so that its sums still hold, attacked before it is handed over.

    Raises Refusal where no such rounding is safe.
    """
    # SciPy takes half a second to load: only where something is rounded
    from cypworkbench.smallcounts.attacker import attack
    from cypworkbench.smallcounts.case import read_case
    from cypworkbench.smallcounts.rounding import round_case as rounded

    made = rounded(document, read_case(document, truth), base)
    for leak in attack(_with_insiders(made, truth)):
        raise Refusal(
            f"Rounded to {base}, {leak.cell} could still be worked out from the rounded sums.",
            "Withhold cells instead, or merge categories.",
        )
    return made


def _with_insiders(made: Plain, truth: Mapping[str, int]) -> Plain:
    told = made.get("insider_values", {})
    known = {name: truth[name] for name in made["rule"].get("insiders", ()) if name in truth}
    return {**made, "insider_values": {**known, **told}}
