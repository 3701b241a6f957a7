"""Commands about what will be done: list the actions, agree one, say how far one has come."""

import argparse

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, print_json
from cypworkbench.domain import dates
from cypworkbench.domain.area import members
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Action
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, together
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `action`."""
    made = adder.add(
        "action",
        action,
        'action w.cypw --number 2 --progress "Two of three hubs are open." --as "early help lead"',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--number", type=int, metavar="N", help="an action, as the list numbers it")
    made.add_argument("--progress", metavar="TEXT", help="how far that action has come")
    made.add_argument("--done", action="store_true", help="that it is done, with the progress")
    made.add_argument("--text", metavar="TEXT", help="agree another action: what will be done")
    for name, of in (
        ("--measure", "ID"),
        ("--area", "CODE"),
        ("--owner", "ROLE"),
        ("--due", "DATE"),
    ):
        made.add_argument(name, metavar=of)
    made.add_argument("--as", dest="person", metavar="PERSON", help="who is deciding, by role")
    may_print_json(made)


def action(options: argparse.Namespace) -> int:
    """List the actions; with --text agree one more, with --number say how far one has come."""
    with deciding.opened(options) as workspace:
        if options.text is not None:
            decide.agree_action(deciding.desk(options, workspace), _agreed(options, workspace))
        elif options.number is not None:
            held = _actions(workspace)
            if not 0 < options.number <= len(held):
                raise Refusal(
                    f"There is no action {options.number}.", "List them with `cypworkbench action`."
                )
            reported = held[options.number - 1]
            desk, said = deciding.desk(options, workspace), options.progress or ""
            decide.report_progress(desk, reported, said, done=options.done)
        held = _actions(workspace)
    if options.json:
        print_json({"actions": [to_plain(one) for one in held]})
        return DONE
    today = deciding.now().date()
    for number, one in enumerate(held, start=1):
        state = "Done" if one.done else "So far"
        so_far = f" {state}: {told.one_line(one.progress)}" if one.progress else ""
        so_far = f" Overdue.{so_far}" if one.is_overdue(today) else so_far
        print(
            f"{number}. {one.measure}, {one.area}: {told.one_line(one.text)} "
            f"({told.one_line(one.owner)}, by {dates.day(one.due)}).{so_far}"
        )
    if not held:
        print("No action is agreed yet.")
    return DONE


def _actions(workspace: Workspace) -> list[Action]:
    return fold(workspace.record().decisions).actions


def _agreed(options: argparse.Namespace, workspace: Workspace) -> Action:
    plan = deciding.framework(workspace)
    if options.measure not in {m.id for m in plan.measures}:
        raise Refusal(
            f"The plan has no measure called {options.measure!r}.",
            "Use the measure's id, as `cypworkbench plan show` prints it.",
        )
    if members(options.area):
        options.area = together.group_of(plan, options.area)
    elif options.area not in {a.code for a in plan.areas}:
        raise Refusal(
            f"The plan has no area of the code {options.area!r}.",
            "Use its code, as `cypworkbench plan show` prints it.",
        )
    due, owner, text = deciding.day(options.due), options.owner or "", told.one_line(options.text)
    if due is None or not owner.strip() or not text:
        raise Refusal(
            "An action needs words, an owner and a day.",
            'Say --text, --owner "a role" and --due 2027-03-31.',
        )
    return Action(options.measure, options.area, text, told.one_line(owner), due)
