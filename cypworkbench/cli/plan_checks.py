"""Commands for whoever writes a plan's file: an example to begin from, its schema, and what is wrong with it."""

import argparse
from pathlib import Path

from cypworkbench.catalogue import checking, schema
from cypworkbench.catalogue.frameworks import EXAMPLE
from cypworkbench.cli import saying, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.plain import to_plain
from cypworkbench.locations import resource_path


def add(adder: Adder) -> None:
    """Add `plan check`, `plan example` and `plan schema`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    made = plan.add("check", plan_check, "plan check my-plan.toml")
    made.add_argument("file", metavar="FILE")
    may_print_json(made)
    plan.add("example", plan_example, "plan example > my-plan.toml")
    plan.add("schema", plan_schema, "plan schema > framework.schema.json")


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


def plan_example(options: argparse.Namespace) -> int:  # noqa: ARG001  every command takes its options
    """Print the commented plan of an invented council, to begin one's own from."""
    print(resource_path("frameworks", f"{EXAMPLE}.toml").read_text("utf-8"), end="")
    return DONE


def plan_schema(options: argparse.Namespace) -> int:  # noqa: ARG001  every command takes its options
    """Print the JSON schema of a plan's file, by which many editors help as it is written."""
    print(schema.schema_text(), end="")
    return DONE


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
