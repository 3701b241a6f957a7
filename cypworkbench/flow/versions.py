"""What can be compared with what: the rounds of a workspace as each ended, any decision of it, and packs."""

from dataclasses import dataclass, replace
from itertools import pairwise

from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import standing
from cypworkbench.flow import packing, pictured, plan_kept, said
from cypworkbench.flow.changes import Version

SNAPSHOT = "snapshot.json"


@dataclass(frozen=True, slots=True)
class RoundSpan:
    """A round of a workspace, from the decision that opened it to the last before the next round."""

    label: str
    first: int
    last: int


def rounds(record: Record) -> tuple[RoundSpan, ...]:
    """Every round, oldest first. One that was opened twice in a row, with other dates, is one."""
    opened = [d for d in standing(record.decisions) if d.kind is DecisionKind.ROUND_OPENED]
    spans: list[RoundSpan] = []
    ends = [after.sequence - 1 for _, after in pairwise(opened)] + [record.sequence]
    for decision, last in zip(opened, ends, strict=True):
        if spans and spans[-1].label == decision.subject:
            spans[-1] = replace(spans[-1], last=last)
        else:
            spans.append(RoundSpan(decision.subject, decision.sequence, last))
    return tuple(spans)


def as_it_stood(record: Record, sequence: int) -> Record:
    """The record as it stood once a decision was made. Raises Refusal when there is no such decision."""
    if not 0 < sequence <= record.sequence:
        raise Refusal(
            f"There is no decision {sequence}: the last is {record.sequence}.",
            "List them with `cypworkbench workspace log`.",
        )
    packs = tuple(p for p in record.packs if p.sequence <= sequence)
    return replace(record, decisions=record.decisions[:sequence], packs=packs)


def of_round(record: Record, named: str) -> Version:
    """A round by its label, as it ended, or everything up to a decision by its number.

    Raises Refusal when there is none, and when a return it rests on was removed since.
    """
    spans = {span.label.casefold(): span for span in rounds(record)}
    span = spans.get(named.strip().casefold())
    if span is None and not named.strip().isdecimal():
        labels = ", ".join(s.label for s in spans.values()) or "no round is open yet"
        raise Refusal(
            f"There is no round called {named}.",
            f"Name one of these, or a decision by its number: {labels}.",
        )
    sequence = span.last if span else int(named)
    cut = as_it_stood(record, sequence)
    name = span.label if span else f"decision {sequence}"
    return Version(name, pictured.picture(cut, plan_kept.served(cut)))


def of_pack(pdf: bytes, name: str) -> Version:
    """A pack, by the record attached to it. Raises Refusal when it carries none that can be read."""
    from cypworkbench.signing import readback  # pikepdf: only when packs are looked into

    attached = readback.attachment(pdf, SNAPSHOT)
    if attached is None:
        raise Refusal(
            f"{name} carries no record of what it was made from.",
            "Name a pack that this program made.",
        )
    try:
        plan = packing.replay(attached)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(
            f"The record attached to {name} is not whole.", "Ask for the pack again."
        ) from error
    spoken = said.read(readback.attachment(pdf, said.NAME))
    return Version(name, plan.picture, spoken, plan.board, plan.edition.value)
