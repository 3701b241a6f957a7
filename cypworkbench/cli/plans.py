"""Commands about the plans: which there are, what one holds."""

import argparse

from cypworkbench import catalogue
from cypworkbench.cli import saying, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE


def add(adder: Adder) -> None:
    """Add `plan list` and `plan show`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    may_print_json(plan.add("list", plan_list, "plan list"))
    show = plan.add("show", plan_show, "plan show cypfp-2022 --json")
    show.add_argument("framework", nargs="?", default="cypfp-2022", metavar="FRAMEWORK")
    may_print_json(show)


def plan_list(options: argparse.Namespace) -> int:
    """The plans this program serves."""
    rows = [
        (f.id, f.title, len(f.measures))
        for f in map(catalogue.load_framework, catalogue.list_frameworks())
    ]
    if options.json:
        saying.print_json([{"id": i, "title": t, "measures": n} for i, t, n in rows])
    else:
        for framework_id, title, count in rows:
            print(f"{framework_id:<14}{title} ({count} measures)")
    return DONE


def plan_show(options: argparse.Namespace) -> int:
    """One plan: outcomes, measures, boards."""
    framework = catalogue.load_framework(options.framework)
    if options.json:
        saying.print_json(told.framework(framework))
    else:
        print(told.framework_text(framework))
    return DONE
