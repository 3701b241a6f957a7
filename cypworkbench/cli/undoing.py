"""Commands that take a decision back, and that bring one back: each is a further decision, nothing is erased."""

import argparse

from cypworkbench.cli import deciding
from cypworkbench.cli.adder import Adder, Run, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.flow import decide, logged
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `undo` and `redo`."""
    _about(adder, "undo", undo, "the last that stands unless one is named")
    _about(adder, "redo", redo, "the last that was taken back unless one is named")


def _about(adder: Adder, name: str, run: Run, which: str) -> None:
    made = adder.add(name, run, f"{name} w.cypw --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument(
        "--decision", type=int, metavar="NUMBER", help=f"as the log numbers them; {which}"
    )
    takes_person(made)


def undo(options: argparse.Namespace) -> int:
    """Take a decision back, by a further decision."""
    with deciding.opened(options) as workspace:
        decide.undo(deciding.desk(options, workspace), options.decision)
        _say_last(workspace)
    return DONE


def redo(options: argparse.Namespace) -> int:
    """Bring back a decision that was taken back."""
    with deciding.opened(options) as workspace:
        decide.redo(deciding.desk(options, workspace), options.decision)
        _say_last(workspace)
    return DONE


def _say_last(workspace: Workspace) -> None:
    record = workspace.record()
    print(*logged.lines(record, record.decisions[-1:]))
