"""Commands that record what an analyst decided: explanations, and what is set aside."""

import argparse

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.state import fold
from cypworkbench.domain.supply import Supplies, is_desk
from cypworkbench.flow import decide, pictured


def add(adder: Adder) -> None:
    """Add `explain` and `set-aside`."""
    explained = adder.add(
        "explain",
        explain,
        'explain w.cypw "Outcome 2!G14" --as analyst --because "Checked by telephone."',
    )
    explained.add_argument("workspace", metavar="WORKSPACE")
    explained.add_argument(
        "finding", metavar="FINDING", help="its key, or its cell when only one finding is there"
    )
    explained.add_argument("--because", required=True, metavar="TEXT")
    takes_person(explained)
    aside = adder.add(
        "set-aside",
        set_aside,
        'set-aside w.cypw --board wyre --as "head of service" --because "Never came."',
    )
    aside.add_argument("workspace", metavar="WORKSPACE")
    aside.add_argument("--board", required=True, metavar="ID")
    aside.add_argument(
        "--measure", default="", metavar="ID", help="one measure; the whole return without it"
    )
    aside.add_argument("--because", required=True, metavar="TEXT")
    takes_person(aside)


def explain(options: argparse.Namespace) -> int:
    """Say why a finding may stand."""
    with deciding.opened(options) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
        finding = told.named_finding(picture.findings, options.finding)
        decide.explain(deciding.desk(options, workspace), finding, options.because)
        print(f"Explained: {finding.message}")
    return DONE


def set_aside(options: argparse.Namespace) -> int:
    """Leave a return or a measure of it out, with a reason."""
    with deciding.opened(options) as workspace:
        desk, plan = deciding.desk(options, workspace), deciding.framework(workspace)
        desks = Supplies(plan, fold(workspace.record().decisions).supplies.values()).plan().boards
        found = (b for b in desks if is_desk(b) and b.id == options.board)
        board = next(found, None) or told.named_board(plan, options.board)
        other = board.id if is_desk(board) and not options.measure else ""
        decide.set_aside(desk, board.areas[0], options.measure, options.because, board=other)
    print(f"Set aside: {board.name}, {options.measure or 'the whole return'}.")
    return DONE
