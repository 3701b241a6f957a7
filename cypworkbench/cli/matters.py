"""`priority` and `challenge`: a board's own priorities, and the questions put to it with their answers."""

import argparse

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, may_print_json, may_take_person
from cypworkbench.cli.saying import DONE, print_json
from cypworkbench.domain import dates
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import matters
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `priority` and `challenge`."""
    own = adder.add(
        "priority",
        priority,
        'priority w.cypw --area E07000117 --text "Fewer exclusions" --measure permanent-exclusions --as analyst',
    )
    asked = adder.add(
        "challenge",
        challenge,
        'challenge w.cypw --area E07000117 --number 1 --answer "Two more workers start in May." --as analyst',
    )
    for made in (own, asked):
        made.add_argument("workspace", metavar="WORKSPACE")
        made.add_argument(
            "--area", metavar="CODE", help="whose board's; without it, all are listed"
        )
        made.add_argument("--text", metavar="TEXT", help="set down one more")
        made.add_argument("--measure", action="append", default=[], metavar="ID")
        made.add_argument("--who", default="", metavar="ROLE", help="who leads on it, or asked it")
        made.add_argument("--number", type=int, metavar="N", help="one of the area's, as listed")
        made.add_argument("--drop", action="store_true", help="leave it out from now on")
        may_take_person(made)
        may_print_json(made)
    asked.add_argument("--answer", metavar="TEXT", help="the answer to the question of that number")
    asked.add_argument("--due", metavar="DATE", help="by when an answer is owed")


def priority(options: argparse.Namespace) -> int:
    """List the boards' own priorities; set down one more, or drop one."""
    options.answer = options.due = None
    return _do(options, MatterKind.PRIORITY)


def challenge(options: argparse.Namespace) -> int:
    """List the questions put to boards; set down one more, answer one, or drop one."""
    return _do(options, MatterKind.CHALLENGE)


def _do(options: argparse.Namespace, kind: MatterKind) -> int:
    with deciding.opened(options) as workspace:
        acts = options.text is not None or options.number is not None
        if acts and not options.area:
            raise Refusal("Whose is it?", "Say --area CODE, as `cypworkbench plan show` prints it.")
        if options.text is not None:
            due = deciding.day(options.due)
            measures = tuple(options.measure)
            new = Matter(kind, options.area, 0, options.text, measures, options.who, due=due)
            matters.set_down(deciding.desk(options, workspace), new)
        elif options.number is not None:
            _change(options, workspace, Matter(kind, options.area, options.number, ""))
        every = tuple(fold(workspace.record().decisions).matters.values())
    held = matters.standing(every, kind, options.area or "")
    if options.json:
        print_json({f"{kind}s".replace("ys", "ies"): [to_plain(one) for one in held]})
        return DONE
    for one in held:
        print(_line(one))
    if not held:
        print("None is set down yet.")
    return DONE


def _change(options: argparse.Namespace, workspace: Workspace, matter: Matter) -> None:
    desk = deciding.desk(options, workspace)
    if options.drop:
        matters.drop(desk, matter)
    elif options.answer is not None:
        matters.answer(desk, matter, options.answer)
    else:
        raise Refusal("What is to be done with it?", "Say --drop, or --answer TEXT.")


def _line(one: Matter) -> str:
    about = f" [{', '.join(one.measures)}]" if one.measures else ""
    who = f" ({told.one_line(one.who)})" if one.who else ""
    said = f"{one.area} {one.number}. {told.one_line(one.text)}{who}{about}"
    if one.answer:
        return f"{said} Answer: {told.one_line(one.answer)}"
    return f"{said} An answer is owed by {dates.day(one.due)}." if one.due else said
