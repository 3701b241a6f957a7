"""Commands about who supplies what: agree it in a sheet, write it out, and say who still owes what in this round."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE
from cypworkbench.domain import dates
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.supply import Supplies
from cypworkbench.flow import decide, pictured, suppliers
from cypworkbench.flow.suppliers import Owed
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `supplier` and `late`."""
    made = adder.add("supplier", supplier, "supplier w.cypw --from suppliers.xlsx --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    way = made.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--from", dest="source", metavar="FILE", help="record those of a .csv or .xlsx"
    )
    way.add_argument("--to", metavar="FILE", help="write who supplies what, as .csv or .xlsx")
    made.add_argument("--as", dest="person", metavar="PERSON", help="who is deciding, by role")
    listed = adder.add("late", late, "late w.cypw --on 2026-10-01")
    listed.add_argument("workspace", metavar="WORKSPACE")
    listed.add_argument("--on", metavar="DATE", help="the day to look from; today without it")
    may_print_json(listed)


def supplier(options: argparse.Namespace) -> int:
    """Record who supplies which measure, for which districts, by when; or write it to a sheet."""
    with deciding.opened(options) as workspace:
        if options.to:
            return _write(options, workspace)
        if not options.person:
            raise Refusal("Nobody was named as deciding.", "Say who, by role: --as analyst.")
        source = Path(options.source)
        given = suppliers.read(files.content(source), source.name, deciding.framework(workspace))
        decide.name_suppliers(deciding.desk(options, workspace), given)
    print(f"Recorded {told.counted(len(given), 'agreement')}.")
    return DONE


def _write(options: argparse.Namespace, workspace: Workspace) -> int:
    path = Path(options.to)
    record = workspace.record()
    picture = pictured.picture(record, deciding.framework(workspace))
    at = None if path.suffix.casefold() == ".csv" else record.decisions[-1].at.date()
    files.write(path, suppliers.write(picture.framework, picture.supplies, at=at))
    print(f"Wrote who supplies what to {path}.")
    return DONE


def late(options: argparse.Namespace) -> int:
    """Say which boards still owe what in this round, the latest first."""
    on = deciding.day(options.on) or deciding.now().date()
    with deciding.opened(options) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    found = suppliers.owed(picture, on)
    if options.json:
        saying.print_json({"on": on.isoformat(), "owed": to_plain(found)})
    else:
        print("\n".join(_late_lines(picture, found, on)))
    return DONE


def _late_lines(picture: Picture, found: Sequence[Owed], on: date) -> Iterator[str]:
    if not found:
        yield f"Nothing is owed on {dates.day(on)}: every return has come or was set aside."
    asked = {board: len(held) for board, held in _asked(picture).items()}
    for owed in found:
        name = picture.framework.board(owed.board).name
        whole = len(owed.measures) == asked[owed.board]
        what = "its return" if whole else f"{told.counted(len(owed.measures), 'measure')}"
        when = "no day was set" if owed.due is None else f"due {dates.day(owed.due)}"
        days = f", {told.counted(owed.days_late, 'day')} late" if owed.days_late else ""
        yield f"{name}: {what}, {when}{days}"
        if not whole:
            yield f"  {', '.join(owed.measures)}"


def asked_lines(picture: Picture) -> Iterator[str]:
    """Who is asked for how much by when, in this round: a line for each day, with the boards that are an exception."""
    by_day: dict[date | None, set[str]] = {}
    for supply in Supplies(picture.framework, picture.supplies).everything():
        by_day.setdefault(supply.due(picture.round.due), set()).add(supply.board)
    for due in sorted(by_day, key=lambda day: (day is None, day)):
        when = f"by {dates.day(due)}" if due else "by no set day"
        yield f"Asked {when}: {told.counted(len(by_day[due]), 'board')}."


def _asked(picture: Picture) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for supply in Supplies(picture.framework, picture.supplies).everything():
        found.setdefault(supply.board, []).append(supply.measure)
    return found
