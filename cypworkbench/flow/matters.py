"""A board's own priorities and the questions put to it: set down, answered, dropped, each as a decision."""

from collections.abc import Sequence
from dataclasses import replace

from cypworkbench.domain.area import members
from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import plan_kept, together
from cypworkbench.flow.decide import Desk

LONGEST = 300


def set_down(desk: Desk, matter: Matter) -> Decision:
    """Record a priority or a question, under the next number of its area. Raises Refusal as `checked` does."""
    framework = plan_kept.served(desk.workspace.record())
    settled = checked(framework, matter)
    alike = [
        m.number
        for m in fold(desk.workspace.record().decisions).matters.values()
        if (m.kind, m.area) == (settled.kind, settled.area)
    ]
    return _record(desk, replace(settled, number=max(alike, default=0) + 1))


def answer(desk: Desk, matter: Matter, text: str) -> Decision:
    """Record the answer to a question; a later one takes its place. Raises Refusal without words or question."""
    held = _held(desk, matter)
    said = " ".join(text.split())
    if held.kind is not MatterKind.CHALLENGE or not said:
        raise Refusal("An answer needs a question, and some words.", "Say what the answer is.")
    _refuse_long(said)
    return _record(desk, replace(held, answer=said))


def drop(desk: Desk, matter: Matter) -> Decision:
    """Take a priority or a question out of the packs from now on; the log keeps it."""
    return _record(desk, replace(_held(desk, matter), dropped=True))


def standing(matters: Sequence[Matter], kind: MatterKind, area: str = "") -> tuple[Matter, ...]:
    """Those of a kind that were not dropped, of one area or of all, in their order."""
    return tuple(m for m in matters if m.kind is kind and not m.dropped and area in ("", m.area))


def checked(framework: Framework, matter: Matter) -> Matter:
    """A matter whose words are tidy. Raises Refusal without words, for too many, and for areas or measures unknown."""
    text, who = (" ".join(said.split()) for said in (matter.text, matter.who))
    if not text:
        raise Refusal("There are no words.", "Say it in one sentence.")
    _refuse_long(text)
    if matter.kind is MatterKind.CHALLENGE and not who:
        raise Refusal("A question needs somebody who asked it.", "Name the role, not the person.")
    area = matter.area
    if members(area):
        area = together.group_of(framework, area)
    elif area not in {framework.county, *(a.code for a in framework.districts)}:
        raise Refusal(
            f"The plan has no board for an area of the code {area!r}.",
            "Use the county's code, or a district's, as `cypworkbench plan show` prints it.",
        )
    known = {m.id for m in framework.measures}
    for measure in matter.measures:
        if measure not in known:
            raise Refusal(
                f"The plan has no measure called {measure!r}.",
                "Use the measure's id, as `cypworkbench plan show` prints it.",
            )
    return replace(matter, text=text, who=who, area=area)


def _refuse_long(text: str) -> None:
    if len(text) > LONGEST:
        raise Refusal(
            f"There is room for {LONGEST} letters, and these are {len(text)}.", "Say it shorter."
        )


def _held(desk: Desk, matter: Matter) -> Matter:
    held = fold(desk.workspace.record().decisions).matters.get(matter.key)
    if held is None or held.dropped:
        raise Refusal(
            f"There is no {matter.kind} {matter.number} there.",
            f"List them with `cypworkbench {matter.kind}`.",
        )
    return held


def _record(desk: Desk, matter: Matter) -> Decision:
    return desk.record(Intent(DecisionKind.MATTER_NOTED, matter.key, to_plain(matter)))[0]
