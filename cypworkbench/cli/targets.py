"""The command for targets: take them in from a sheet, say what they would change, write them out."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, pictured, targets, what_if
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `target`."""
    made = adder.add("target", target, "target w.cypw --from targets.xlsx --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    way = made.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--from", dest="source", metavar="FILE", help="record those of a .csv or .xlsx"
    )
    way.add_argument("--to", metavar="FILE", help="write those recorded, as .csv or .xlsx")
    made.add_argument("--preview", action="store_true", help="say what they would change; no more")
    made.add_argument("--as", dest="person", metavar="PERSON", help="who is deciding, by role")
    may_print_json(made)


def target(options: argparse.Namespace) -> int:
    """Record targets from a sheet, or write them to one."""
    with deciding.opened(options) as workspace:
        if options.to:
            return _write(options, workspace)
        source = Path(options.source)
        framework = deciding.framework(workspace)
        given = targets.read(files.content(source), source.name, framework)
        if options.preview:
            return _preview(options, workspace, given)
        if not options.person:
            raise Refusal("Nobody was named as deciding.", "Say who, by role: --as analyst.")
        decide.set_targets(deciding.desk(options, workspace), given)
    if options.json:
        saying.print_json({"recorded": len(given)})
    else:
        print(f"Recorded {told.counted(len(given), 'target')}.")
    return DONE


def _preview(options: argparse.Namespace, workspace: Workspace, given: tuple[Target, ...]) -> int:
    picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    found = what_if.preview(picture, given)
    if options.json:
        saying.print_json({"sentences": list(found.sentences), "moved": to_plain(found.moved)})
    else:
        print("\n".join(found.sentences))
    return DONE


def _write(options: argparse.Namespace, workspace: Workspace) -> int:
    path = Path(options.to)
    picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    as_sheet = path.suffix.casefold() != ".csv"
    at = workspace.record().decisions[-1].at.date() if as_sheet else None
    files.write(path, targets.write(picture.targets, at=at))
    if options.json:
        saying.print_json({"written": len(picture.targets), "file": str(path)})
    else:
        print(f"Wrote {told.counted(len(picture.targets), 'target')} to {path}.")
    return DONE
