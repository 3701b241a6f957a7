"""Commands about what arrives: returns checked and accepted, published figures taken in."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import (
    Adder,
    may_print_json,
    may_read_passphrase,
    may_take_person,
    takes_person,
)
from cypworkbench.cli.identities import passphrase
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.framework import Framework
from cypworkbench.flow import pictured, plan_kept, receive
from cypworkbench.flow.surroundings import Surroundings
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `check`, `accept`, `prove` and `published`."""
    checked = adder.add("check", check, "check *.xlsx --json")
    checked.add_argument("files", nargs="+", metavar="FILE")
    checked.add_argument("--workspace", metavar="W")
    checked.add_argument(
        "--framework", default="cypfp-2022", metavar="ID", help="the plan, without a workspace"
    )
    checked.add_argument(
        "--observations", metavar="OUT.csv", help="write every figure read, with its cell"
    )
    may_read_passphrase(checked)
    may_print_json(checked)
    accepted = adder.add("accept", accept, "accept w.cypw *.xlsx --as analyst")
    accepted.add_argument("workspace", metavar="WORKSPACE")
    accepted.add_argument("files", nargs="+", metavar="FILE")
    may_read_passphrase(accepted)
    takes_person(accepted)
    may_print_json(accepted)
    proved = adder.add("prove", prove, "prove w.cypw burnley.xlsx --passphrase-stdin")
    proved.add_argument("workspace", metavar="WORKSPACE")
    proved.add_argument("file", metavar="NAME", help="the locked return, by its file's name")
    may_read_passphrase(proved)
    taken = adder.add("published", published, "published w.cypw comparators.csv --as analyst")
    taken.add_argument("workspace", metavar="WORKSPACE")
    taken.add_argument("files", nargs="+", metavar="FILE")
    taken.add_argument(
        "--measure", default="", metavar="ID", help="what a file holds that does not say it"
    )
    may_take_person(taken)


def check(options: argparse.Namespace) -> int:
    """Read and check files; keep nothing."""
    framework, known = _known(options)
    checks = _checks(options, framework, known)
    if options.observations:
        files.write(Path(options.observations), told.observations_csv(checks).encode())
    if options.json:
        saying.print_json({"files": [told.file_check(check) for check in checks]})
    else:
        print(told.checks_text(checks, framework))
    return (
        NO if any(check.verdict in {"errors", "refused", "queries"} for check in checks) else DONE
    )


def _known(options: argparse.Namespace) -> tuple[Framework, Surroundings | str]:
    """The plan, and what stands around returns: that of `--workspace`, or nothing where none is named."""
    if not options.workspace:
        return plan_kept.named(options.framework), ""
    with Workspace.open(Path(options.workspace), read_only=True) as workspace:
        framework = deciding.framework(workspace)
        return framework, pictured.around(workspace.record(), framework)


def _checks(
    options: argparse.Namespace, framework: Framework, known: Surroundings | str
) -> tuple[receive.FileCheck, ...]:
    paths = [Path(name) for name in options.files]
    secret = passphrase(options) if options.passphrase_stdin else ""
    return receive.check_files(paths, framework, known, progress=saying.progress, passphrase=secret)


def accept(options: argparse.Namespace) -> int:
    """Take returns into the workspace."""
    with deciding.opened(options) as workspace:
        framework = deciding.framework(workspace)
        known = pictured.around(workspace.record(), framework)
        checks = _checks(options, framework, known)
        displaced = receive.displaced(workspace.record(), checks)
        receive.accept(workspace, checks, deciding.person(options), deciding.now())
        if options.json:
            saying.print_json({"files": [told.file_check(check) for check in checks]})
        else:
            for check in checks:
                print(told.accepted_line(check, framework, displaced.get(check.sha256, "")))
    return NO if any(check.verdict == "refused" for check in checks) else DONE


def prove(options: argparse.Namespace) -> int:
    """Hold what was read of a locked return against the return, with its password."""
    from cypworkbench.flow import opened_again  # only when a locked return is opened again

    with Workspace.open(Path(options.workspace), read_only=True) as workspace:
        found = opened_again.prove(workspace.record(), options.file, passphrase(options))
    print(told.proof_text(found))
    return DONE if found.holds else NO


def published(options: argparse.Namespace) -> int:
    """Take in published comparators."""
    with deciding.opened(options) as workspace:
        for name in options.files:
            found = receive.add_published(
                workspace,
                Path(name),
                deciding.framework(workspace),
                deciding.person(options),
                deciding.now(),
                options.measure,
            )
            print(f"{Path(name).name}: {len(found):,} published figures.")
    return DONE
