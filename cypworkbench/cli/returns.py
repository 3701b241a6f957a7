"""Commands about what arrives: returns checked and accepted, published figures taken in."""

import argparse
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, may_take_person, takes_person
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.decision import Person
from cypworkbench.flow import pictured, receive
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `check`, `accept` and `published`."""
    checked = adder.add("check", check, "check *.xlsx --json")
    checked.add_argument("files", nargs="+", metavar="FILE")
    checked.add_argument("--workspace", metavar="W")
    checked.add_argument(
        "--framework", default="cypfp-2022", metavar="ID", help="the plan, without a workspace"
    )
    checked.add_argument(
        "--observations", metavar="OUT.csv", help="write every figure read, with its cell"
    )
    may_print_json(checked)
    accepted = adder.add("accept", accept, "accept w.cypw *.xlsx --as analyst")
    accepted.add_argument("workspace", metavar="WORKSPACE")
    accepted.add_argument("files", nargs="+", metavar="FILE")
    takes_person(accepted)
    may_print_json(accepted)
    taken = adder.add("published", published, "published w.cypw comparators.csv --as analyst")
    taken.add_argument("workspace", metavar="WORKSPACE")
    taken.add_argument("files", nargs="+", metavar="FILE")
    may_take_person(taken)


def check(options: argparse.Namespace) -> int:
    """Read and check files; keep nothing."""
    workspace = Workspace.open(Path(options.workspace)) if options.workspace else None
    framework = (
        deciding.framework(workspace) if workspace else catalogue.load_framework(options.framework)
    )
    label = pictured.round_label(workspace.record()) if workspace else ""
    paths = [Path(name) for name in options.files]
    checks = receive.check_files(paths, framework, label, progress=saying.progress)
    if options.observations:
        files.write(Path(options.observations), told.observations_csv(checks).encode())
    if options.json:
        saying.print_json({"files": [told.file_check(check) for check in checks]})
    else:
        print(told.checks_text(checks))
    return (
        NO if any(check.verdict in {"errors", "refused", "queries"} for check in checks) else DONE
    )


def accept(options: argparse.Namespace) -> int:
    """Take returns into the workspace."""
    with Workspace.open(Path(options.workspace)) as workspace:
        framework = deciding.framework(workspace)
        label = pictured.round_label(workspace.record())
        paths = [Path(name) for name in options.files]
        checks = receive.check_files(paths, framework, label, progress=saying.progress)
        receive.accept(workspace, checks, Person(options.person), deciding.now())
        if options.json:
            saying.print_json({"files": [told.file_check(check) for check in checks]})
        else:
            for check in checks:
                print(told.accepted_line(check))
    return NO if any(check.verdict == "refused" for check in checks) else DONE


def published(options: argparse.Namespace) -> int:
    """Take in published comparators."""
    with Workspace.open(Path(options.workspace)) as workspace:
        for name in options.files:
            found = receive.add_published(
                workspace,
                Path(name),
                deciding.framework(workspace),
                deciding.person(options),
                deciding.now(),
            )
            print(f"{Path(name).name}: {len(found):,} published figures.")
    return DONE
