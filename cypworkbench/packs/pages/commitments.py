"""What was promised and what is being done: priorities and commitments in the plan's words, actions and owners."""

from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Action
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.running import part, running, strong
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.flow import Flow

TITLE = "Commitments and actions"


def draw(sheet: Sheet) -> None:
    """Draw the pages; none where the plan promises nothing and no action was agreed."""
    framework = sheet.plan.picture.framework
    actions = [a for a in sheet.plan.picture.actions if a.area == sheet.plan.area]
    if not (actions or framework.priorities or framework.commitments):
        return
    with running(sheet, TITLE) as flow:
        _actions(sheet, flow, actions)
        for outcome, title in _places(framework):
            _promised(sheet, flow, outcome, title)


def _actions(sheet: Sheet, flow: Flow, actions: list[Action]) -> None:
    part(sheet, flow, "Actions agreed")
    if not actions:
        flow.paragraph(f"No action is recorded for {sheet.place}.", sheet.body)
    titles = {m.id: m.title for m in sheet.plan.picture.framework.measures}
    as_at = sheet.plan.picture.round.as_at
    for action in sorted(actions, key=lambda a: a.due):
        late = " Its day has passed." if as_at and action.is_overdue(as_at) else ""
        said = f"For: {titles.get(action.measure, 'the pack as a whole')}. "
        said += f"Owner: {action.owner}. Due {words.day(action.due)}.{late}"
        state = "Done" if action.done else "So far"
        said += f" {state}: {action.progress}" if action.progress else " No progress is recorded."
        quiet = sheet.style(10.5, 14, fonts.REGULAR, "ink2")
        flow.keep((action.text, sheet.lead), (said, quiet))
        strong(sheet, flow, action.text)
        flow.paragraph(said, quiet)


def _places(framework: Framework) -> list[tuple[str, str]]:
    """The outcomes in order, then what stands for the whole plan."""
    named = [(o.id, o.title) for o in framework.outcomes]
    return [*named, ("", "For the whole plan")]


def _promised(sheet: Sheet, flow: Flow, outcome: str, title: str) -> None:
    framework = sheet.plan.picture.framework
    priorities = [p for p in framework.priorities if p.outcome == outcome]
    commitments = [c.text for c in framework.commitments if c.outcome == outcome]
    if not (priorities or commitments):
        return
    part(sheet, flow, title)
    for priority in priorities:
        strong(sheet, flow, f"Priority {priority.number}: {priority.title}")
        if priority.aims:
            flow.items([aim.text for aim in priority.aims], sheet.body)
    if commitments:
        strong(sheet, flow, "The partners’ commitments")
        flow.items(commitments, sheet.body)
