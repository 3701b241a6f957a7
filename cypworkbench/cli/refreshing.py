"""The command that carries a workspace from one plan to the next: a map proposed, then recorded."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, told
from cypworkbench.cli.adder import Adder
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import plan_kept, refreshing


def add(adder: Adder) -> None:
    """Add `plan refresh`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    made = plan.add(
        "refresh",
        refresh,
        "plan refresh w.cypw --to cypfp-2022 --map measures.xlsx --as board",
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--to", required=True, metavar="FRAMEWORK", help="an id, or a plan's .toml")
    made.add_argument("--map", required=True, metavar="FILE", help=".csv or .xlsx, a row a measure")
    made.add_argument(
        "--propose", action="store_true", help="write what the two plans say into the map; no more"
    )
    made.add_argument("--as", dest="person", metavar="PERSON", help="who is deciding, by role")


def refresh(options: argparse.Namespace) -> int:
    """Carry a workspace to the next plan: what becomes of each measure, decided once."""
    new = plan_kept.named(options.to)
    path = Path(options.map)
    with deciding.opened(options) as workspace:
        old = deciding.framework(workspace)
        if old.id == new.id:
            raise Refusal(f"The workspace serves {new.title} already.", "Name the plan after it.")
        if options.propose:
            proposed = refreshing.propose(old, new)
            at = None if path.suffix.casefold() == ".csv" else deciding.now().date()
            files.write(path, refreshing.write(proposed, old, at=at))
            print(
                f"Wrote what would become of {told.counted(len(old.measures), 'measure')} to {path}:"
            )
            print("\n".join(f"  {line}." for line in refreshing.summary(proposed, new)))
            return DONE
        given = refreshing.read(files.content(path), path.name, old, new)
        desk = deciding.desk(options, workspace) if options.person else None
        if desk is None:
            raise Refusal("Nobody was named as deciding.", "Say who, by role: --as board.")
        plan_kept.take_on(workspace, options.to, desk.by, desk.at)
        refreshing.record(desk, given, old, new)
    print(f"The workspace now serves {new.title}:")
    print("\n".join(f"  {line}." for line in refreshing.summary(given, new)))
    return DONE
