"""`send-back`: a return goes back to its sender, and no longer counts."""

import argparse

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.saying import DONE, print_json
from cypworkbench.domain.evidence import Return
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, pictured


def add(adder: Adder) -> None:
    """Add `send-back`."""
    made = adder.add(
        "send-back",
        send_back,
        'send-back w.cypw --board dctb-wyre --because "Last year’s figures." --as analyst',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--board", required=True, metavar="ID", help="whose return goes back")
    made.add_argument("--because", required=True, metavar="TEXT", help="why, for the record")
    takes_person(made)
    may_print_json(made)


def send_back(options: argparse.Namespace) -> int:
    """Send a board's return back, with a reason: it no longer counts, and its file stays in the record."""
    with deciding.opened(options) as workspace:
        plan = deciding.framework(workspace)
        picture = pictured.picture(workspace.record(), plan)
        going = _of(picture, options.board)
        made = decide.reject(deciding.desk(options, workspace), going.sha256, options.because)
        counting = _returns(pictured.picture(workspace.record(), plan)).get(options.board)
    name = picture.framework.board(options.board).name
    if options.json:
        print_json(
            {
                "board": options.board,
                "file": going.file,
                "sha256": going.sha256,
                "decision": made.sequence,
                "counts_now": counting.file if counting else None,
            }
        )
        return DONE
    now = f"{told.one_line(counting.file)} counts again" if counting else "the board owes a return"
    print(f"Sent back: {told.one_line(going.file)}, the return of {name}. Now {now}.")
    return DONE


def _returns(picture: Picture) -> dict[str, Return]:
    return {s.board: s.returned for s in picture.suppliers if s.returned is not None}


def _of(picture: Picture, board: str) -> Return:
    """The return that counts for a board. Raises Refusal where there is none."""
    there = _returns(picture)
    if board not in {s.board for s in picture.suppliers}:
        raise Refusal(
            f"No board called {told.one_line(board)} is asked for a return.",
            f"Choose one of: {', '.join(s.board for s in picture.suppliers)}.",
        )
    if board not in there:
        raise Refusal(
            f"{picture.framework.board(board).name} has no return that counts.",
            "`cypworkbench workspace log` says which returns were accepted and sent back.",
        )
    return there[board]
