"""The command that holds two rounds, or two packs, against each other."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, print_json
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import changes, versions
from cypworkbench.flow.changes import Version, What

_SIDES = "a pack as FILE.pdf; with --workspace a round's label, or the number of a decision"


def add(adder: Adder) -> None:
    """Add `compare`."""
    made = adder.add(
        "compare", compare, 'compare "Round 1" "Round 2" --workspace w.cypw --kind "words changed"'
    )
    made.add_argument("earlier", metavar="EARLIER", help=_SIDES)
    made.add_argument("later", metavar="LATER", help=_SIDES)
    made.add_argument("--workspace", metavar="W")
    made.add_argument(
        "--kind",
        action="append",
        choices=[what.value for what in What],
        metavar="KIND",
        help=f"only changes of this kind: {', '.join(what.value for what in What)}",
    )
    may_print_json(made)


def compare(options: argparse.Namespace) -> int:
    """Say what changed between two rounds or two packs."""
    record = None
    if options.workspace:
        with deciding.opened(options) as workspace:
            record = workspace.record()
    earlier, later = (_version(named, record) for named in (options.earlier, options.later))
    found = changes.changes(earlier, later)
    wanted = options.kind or [what.value for what in What]
    found = tuple(change for change in found if change.what in wanted)
    if options.json:
        names = {"earlier": earlier.name, "later": later.name}
        print_json({**names, "changes": [to_plain(change) for change in found]})
        return DONE
    print(f"From {earlier.name} to {later.name}. {changes.counted(found)}")
    if changes.compared_within(earlier, later):
        print("Only the areas that the pack has figures of are compared.")
    for what in What:
        mine = [change for change in found if change.what is what]
        if mine:
            print(f"\n{what.value.capitalize()}")
        for change in mine:
            print(f"  {told.one_line(change.sentence)}")
    return DONE


def _version(named: str, record: Record | None) -> Version:
    path = Path(named)
    if path.suffix.casefold() == ".pdf":
        return versions.of_pack(files.content(path), path.name)
    if record is None:
        raise Refusal(
            f"{told.one_line(named)} is no pack, and no workspace was named.",
            "Name the workspace that has the round, with --workspace.",
        )
    return versions.of_round(record, named)
