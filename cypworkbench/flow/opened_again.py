"""What was read of a locked return, held against the return itself by whoever has its password. Nothing is kept."""

import hashlib
from dataclasses import dataclass

from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import plan_kept, versions
from cypworkbench.flow.plan_in_force import plan_in_force
from cypworkbench.flow.reading import extract_in, recipe_in
from cypworkbench.returns import extract as extracts
from cypworkbench.returns import foreign, spreadsheet
from cypworkbench.returns.recognise import recognise


@dataclass(frozen=True, slots=True)
class Proof:
    """How many figures of a return were read, and the addresses of cells that were kept otherwise than they were sent.

    `was_inside` tells whether what is inside the file today is, byte for byte, what was inside when it was taken in.
    `is_same` tells whether the figures read from the whole file are those read from what was kept.
    """

    name: str
    figures: int
    differing: tuple[str, ...]
    was_inside: bool
    is_same: bool

    @property
    def holds(self) -> bool:
        """Whether what was kept is what was sent."""
        return self.was_inside and self.is_same and not self.differing


def prove(record: Record, name: str, passphrase: str) -> Proof:
    """Open a locked return that a record holds, by its file's name, and read it again.

    Raises Refusal when there is none of that name, when its bytes were removed, and for a password that is not its own.
    """
    accepted = _accepted(record, name)
    stored, extract = record.file(accepted.subject), extract_in(record, accepted)
    if stored is None or stored.redacted or not extract:
        raise Refusal(f"{name} was removed from the workspace.", "There is nothing left to open.")
    cut = versions.as_it_stood(record, accepted.sequence)
    plan = plan_in_force(plan_kept.served(cut), fold(cut.decisions))
    opened = spreadsheet.read(stored.content, stored.name, passphrase=passphrase)
    kept, recipe = extracts.from_bytes(extract, stored.sha256), recipe_in(accepted)
    whole, part = (
        foreign.read(each, recipe, plan) if recipe else recognise(each, plan)
        for each in (opened, kept)
    )
    return Proof(
        stored.name,
        len(part.observations),
        tuple(extracts.differing(kept, opened)),
        was_inside=opened.opened == accepted.body.get("opened")
        and hashlib.sha256(extract).hexdigest() == accepted.body.get("extract"),
        is_same=(whole.observations, whole.accounts) == (part.observations, part.accounts),
    )


def _accepted(record: Record, name: str) -> Decision:
    """The decision that last took in the locked return of that name."""
    taken = [
        d
        for d in record.decisions
        if d.kind is DecisionKind.RETURN_ACCEPTED and "extract" in d.body
    ]
    for decision in reversed(taken):
        if name in (decision.body.get("file"), decision.subject):
            return decision
    names = ", ".join(dict.fromkeys(str(d.body.get("file")) for d in taken))
    raise Refusal(
        f"The workspace holds no locked return called {name}.",
        f"Name one of: {names}." if names else "Returns that came open need no proof.",
    )
