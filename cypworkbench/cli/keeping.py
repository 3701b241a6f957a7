"""Commands that look after a workspace file."""

import argparse

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder
from cypworkbench.cli.saying import DONE


def add(adder: Adder) -> None:
    """Add `workspace check` and `workspace log`."""
    group = adder.group("workspace", "Look after a workspace file")
    for name, run in (("check", workspace_check), ("log", workspace_log)):
        group.add(name, run, f"workspace {name} w.cypw").add_argument(
            "workspace", metavar="WORKSPACE"
        )


def workspace_log(options: argparse.Namespace) -> int:
    """Every decision, by whom and when, oldest first."""
    with deciding.opened(options) as workspace:
        for decision in workspace.record().decisions:
            print(told.decision_line(decision))
    return DONE


def workspace_check(options: argparse.Namespace) -> int:
    """Check every file against its digest and every decision against the chain."""
    with deciding.opened(options) as workspace:
        record = workspace.record()
    print(
        f"Whole: {told.counted(len(record.files), 'file')}, {told.counted(len(record.decisions), 'decision')}, "
        f"{told.counted(len(record.packs), 'pack')}; "
        f"the chain's head is {record.head[:16]}…"
    )
    return DONE
