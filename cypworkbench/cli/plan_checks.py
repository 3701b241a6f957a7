"""The command that checks a plan's file, for whoever writes one."""

import argparse
from pathlib import Path

from cypworkbench.catalogue import checking
from cypworkbench.cli import saying, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.plain import to_plain


def add(adder: Adder) -> None:
    """Add `plan check`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    made = plan.add("check", plan_check, "plan check my-plan.toml")
    made.add_argument("file", metavar="FILE")
    may_print_json(made)


def plan_check(options: argparse.Namespace) -> int:
    """Check a plan's own file: what is wrong, line by line, and what to do about it."""
    path = Path(options.file)
    checked = checking.check_file(path)
    if options.json:
        saying.print_json(_document(path, checked))
    elif checked.plan:
        print(f"{path.name} can be used: {_holds(checked)}.")
    else:
        for fault in checked.faults:
            print(f"{fault.file}, line {fault.line}: {fault.what}\n    {fault.remedy}")
        saying.say(f"{told.counted(len(checked.faults), 'mistake')}; nothing was changed.")
    return DONE if checked.plan else NO


def _document(path: Path, checked: checking.Checked) -> dict[str, object]:
    plan = checked.plan
    return {
        "file": path.name,
        "usable": plan is not None,
        "framework": plan.id if plan else "",
        "faults": [
            {key: to_plain(getattr(fault, key)) for key in ("file", "line", "what", "remedy")}
            for fault in checked.faults
        ],
    }


def _holds(checked: checking.Checked) -> str:
    plan = checked.plan
    if plan is None:
        return ""
    parts = (
        (len(plan.outcomes), "outcome"),
        (len(plan.measures), "measure"),
        (len(plan.boards), "board"),
        (len(plan.areas), "area"),
    )
    return f"{plan.title}, with {', '.join(told.counted(count, name) for count, name in parts)}"
