"""Commands that set up the work: a workspace, a reporting round, the blank returns sent out for it."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cypworkbench.cli import deciding, saying, told
from cypworkbench.cli.adder import Adder, may_take_person, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.cli.supplying import asked_lines
from cypworkbench.domain import dates
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, next_round, outputs, pictured, plan_kept, suppliers


def add(adder: Adder) -> None:
    """Add `new`, `round` and `issue`."""
    made = adder.add("new", new, "new lancashire.cypw --framework cypfp-2022 --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument(
        "--framework", required=True, metavar="ID", help="a plan’s id, or a file of one’s own"
    )
    may_take_person(made)
    opened = adder.add("round", open_round, "round w.cypw --from-last --as analyst")
    opened.add_argument("workspace", metavar="WORKSPACE")
    opened.add_argument(
        "--round", metavar="LABEL", help="its name; of the round in hand, to change what is named"
    )
    opened.add_argument(
        "--from-last",
        action="store_true",
        help="name and days moved on from the last round; prints what goes on into it",
    )
    for name in ("--due", "--meeting", "--as-at"):
        opened.add_argument(name, metavar="DATE")
    opened.add_argument("--note", metavar="TEXT", help="printed on every cover")
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
    """Open a reporting round, from the last or with days of its own; or change what is named of the one in hand."""
    if options.round is None and not options.from_last:
        raise Refusal("The round has no name.", "Give it one with --round, or say --from-last.")
    days = {key: deciding.day(getattr(options, key)) for key in ("due", "meeting", "as_at")}
    said: dict[str, Any] = {key: day for key, day in days.items() if day}
    if options.note is not None:
        said["note"] = told.one_line(options.note)
    if options.round is not None:
        said["label"] = told.one_line(options.round)
    with deciding.opened(options) as workspace:
        desk = deciding.desk(options, workspace)
        in_hand = fold(workspace.record().decisions).round
        if not options.from_last and _is_in_hand(in_hand, said["label"]):
            print(_changed(desk, in_hand, replace(in_hand, **{**said, "label": in_hand.label})))
            return DONE
        if options.from_last:
            before = workspace.record()
            last = pictured.picture(before, deciding.framework(workspace))
            next_round.open_next(desk, lambda proposal: replace(proposal, **said))
            going = next_round.onward(before, last, desk.at.date())
        else:
            decide.open_round(desk, replace(Round(), **said))
            going = None
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    print(f"Opened: {picture.round.label}.")
    for line in (*_days(picture.round), *asked_lines(picture), *_going_on(going)):
        print(line)
    return DONE


def _is_in_hand(in_hand: Round, label: str) -> bool:
    return bool(in_hand.label) and in_hand.label.casefold() == label.strip().casefold()


def _changed(desk: decide.Desk, held: Round, wanted: Round) -> str:
    """Change the round in hand, and say what was changed; what was not named stays."""
    if wanted == held:
        return f"{held.label} is in hand already, and nothing about it was changed."
    decide.open_round(desk, wanted)
    days = (
        ("returns due", held.due, wanted.due),
        ("the meeting", held.meeting, wanted.meeting),
        ("figures as at", held.as_at, wanted.as_at),
    )
    said = [f"{what} {dates.day(now)}" for what, was, now in days if now and now != was]
    if wanted.note != held.note:
        said.append(f"note “{wanted.note}”" if wanted.note else "no note any more")
    return f"Changed of {held.label}, all else as it was: {', '.join(said)}"


def _days(held: Round) -> Iterator[str]:
    named = (("Figures as at", held.as_at), ("The board meets on", held.meeting))
    yield from (f"{what} {dates.day(day)}." for what, day in named if day)


def _going_on(going: next_round.Onward | None) -> Iterator[str]:
    if going is None:
        return
    yield from (f"Goes on: {line}" for line in going.goes_on)
    yield from (f"Starts anew: {line}" for line in going.starts_anew)
    for label in going.past_time:
        yield f"{label} is past its time: hold it, or dispose of it with “workspace dispose”."


def issue(options: argparse.Namespace) -> int:
    """Write blank returns."""
    with deciding.opened(options) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    deciding.round_in_hand(picture, options.round)
    named = [told.named_board(picture.framework, name).id for name in options.board or ()]
    blanks = [(Path(options.to) / name, made) for name, made in suppliers.blanks(picture, named)]
    for path, content in blanks:
        outputs.refuse_filled(path, content)  # before the first is written
    for path, content in blanks:
        outputs.make_folder(path)
        outputs.put_blank(path, content)
        print(path)
    return DONE
