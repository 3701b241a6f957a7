"""Commands that set up the work: a workspace, a reporting round, the blank returns sent out for it."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_take_person, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.cli.supplying import asked_lines
from cypworkbench.domain.record import Round
from cypworkbench.flow import decide, pictured, plan_kept, suppliers


def add(adder: Adder) -> None:
    """Add `new`, `round` and `issue`."""
    made = adder.add("new", new, "new lancashire.cypw --framework cypfp-2022 --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument(
        "--framework", required=True, metavar="ID", help="a plan’s id, or a file of one’s own"
    )
    may_take_person(made)
    opened = adder.add(
        "round", open_round, 'round w.cypw --round "Round 2 of 2026/27" --as analyst'
    )
    opened.add_argument("workspace", metavar="WORKSPACE")
    opened.add_argument("--round", required=True, metavar="LABEL")
    for name in ("--due", "--meeting", "--as-at"):
        opened.add_argument(name, metavar="DATE")
    opened.add_argument("--note", default="", metavar="TEXT", help="printed on every cover")
    takes_person(opened)
    sent = adder.add("issue", issue, 'issue w.cypw --round "Round 2 of 2026/27" --to blanks')
    sent.add_argument("workspace", metavar="WORKSPACE")
    sent.add_argument("--round", required=True, metavar="LABEL")
    sent.add_argument("--board", action="append", metavar="ID")
    sent.add_argument("--to", required=True, metavar="DIR")


def new(options: argparse.Namespace) -> int:
    """Make a workspace."""
    framework = plan_kept.begin(
        Path(options.workspace), options.framework, deciding.person(options), deciding.now()
    )
    saying.say(f"Made {options.workspace} for {framework.title}.")
    return DONE


def open_round(options: argparse.Namespace) -> int:
    """Open a reporting round."""
    days = {key: deciding.day(getattr(options, key)) for key in ("due", "meeting", "as_at")}
    with deciding.opened(options) as workspace:
        opened = Round(told.one_line(options.round), **days, note=told.one_line(options.note))
        decide.open_round(deciding.desk(options, workspace), opened)
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    print(f"Opened: {opened.label}.")
    for line in asked_lines(picture):
        print(line)
    return DONE


def issue(options: argparse.Namespace) -> int:
    """Write blank returns."""
    with deciding.opened(options) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    deciding.round_in_hand(picture, options.round)
    named = [told.named_board(picture.framework, name).id for name in options.board or ()]
    for name, content in suppliers.blanks(picture, named):
        path = Path(options.to) / name
        files.write(path, content)
        print(path)
    return DONE
