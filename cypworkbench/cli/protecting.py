"""Small counts: what of a table may be shown."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cypworkbench.cli import deciding, files
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.saying import DONE, print_json, say
from cypworkbench.domain.disclosure import EVERYWHERE
from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import disclosing, pictured, protecting

_FORMAT = """A case file is one JSON object:
  rule       threshold (5), zeros: shown or hidden, min_width (4: at least five whole numbers stay possible),
             insiders: cells of one person, insider_width
  cells      id, published (a number, or null where withheld); rounded_to, flag "none" for a number never printed,
             sensitive, must_show, weight
  equations  terms {id: coefficient}, op (=, <=, >=), rhs
  rates      num, den (an id or a number), per, decimals, published
  orders     lists of ids printed in falling order
  readings   cell, lo, hi: what a chart, a tooltip or a sentence tells
  earlier    cell, published: printed in an earlier pack
  truth      true values by id, where they are not in published"""


def add(adder: Adder) -> None:
    """`protect`, `withheld` and `disclosure`."""
    made = adder.add("protect", protect, "protect case.json --to protected.json")
    made.epilog = f"{made.epilog}\n\n{_FORMAT}"
    made.add_argument("case", metavar="CASE.json")
    made.add_argument("--to", required=True, metavar="OUT.json")
    made.add_argument(
        "--round",
        dest="base",
        type=int,
        metavar="N",
        help="round every count to a multiple of N instead, so that the sums still hold",
    )
    made.add_argument(
        "--truth",
        metavar="FILE.json",
        help='true values by cell, or {"truth": …}; unless given, "truth" in the case itself, '
        "or the file of the same name in a folder called answers beside it",
    )
    may_print_json(made)
    seen = adder.add("withheld", withheld, "withheld w.cypw --board cypfp")
    seen.add_argument("workspace", metavar="WORKSPACE")
    seen.add_argument("--board", required=True, metavar="ID")
    may_print_json(seen)
    _add_settings(adder)


def _add_settings(adder: Adder) -> None:
    made = adder.add(
        "disclosure",
        disclosure,
        'disclosure w.cypw --board cypfp --zeros hidden --as analyst --because "Agreed in June."',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--board", default=EVERYWHERE, metavar="ID", help="every board unless named")
    made.add_argument("--threshold", type=int, metavar="N", help="the highest small count (5)")
    made.add_argument("--zeros", choices=["shown", "hidden"], help="real zeros (shown)")
    made.add_argument(
        "--round",
        dest="rounded",
        action="append",
        metavar="MEASURE",
        help="round its counts to 5, so that sums still hold",
    )
    made.add_argument(
        "--show",
        action="append",
        metavar="MEASURE|AREA|PERIOD",
        help="must be shown, never withheld",
    )
    made.add_argument("--because", required=True, metavar="TEXT")
    takes_person(made)


def disclosure(options: argparse.Namespace) -> int:
    """Decide what counts as small, whether zeros are shown, what is rounded and what must be shown."""
    with deciding.opened(options) as workspace:
        before = disclosing.settings_for(workspace.record(), options.board)
        setting = replace(
            before,
            board=options.board,
            threshold=options.threshold or before.threshold,
            zeros_shown=before.zeros_shown if options.zeros is None else options.zeros == "shown",
            rounded=tuple(options.rounded or before.rounded),
            shown=tuple(options.show or before.shown),
            because=options.because,
        )
        disclosing.set_disclosure(deciding.desk(options, workspace), setting)
    zeros = "shown" if setting.zeros_shown else "withheld with the small counts"
    print(f"Counts up to {setting.threshold} are small; zeros are {zeros}.")
    return DONE


def withheld(options: argparse.Namespace) -> int:
    """Say what a board's public pack will withhold, why, and what else could be done."""
    with deciding.opened(options) as workspace:
        record = workspace.record()
        picture = pictured.picture(record, deciding.framework(workspace))
        found = disclosing.preview(picture, record, options.board)
    if options.json:
        print_json(
            {
                "withheld": [
                    dict(zip(("measure", "area", "period"), one.place, strict=True), why=one.why)
                    for one in found.hidden
                ],
                "savings": [
                    {"what": s.what, "withheld": s.withheld, "now": s.now} for s in found.savings
                ],
                "lost": ["|".join(place) for place in found.lost],
            }
        )
        return DONE
    for one in found.hidden:
        print(f"{one.measure}, {one.area}, {one.period}: {one.why}.")
    print(f"{len(found.hidden)} figures would be withheld.")
    for saving in found.savings:
        left = "cannot be published so"
        if saving.withheld is not None:
            left = f"{saving.withheld} withheld instead of {saving.now}"
        print(f"{saving.what}: {left}.")
    return DONE


def protect(options: argparse.Namespace) -> int:
    """Withhold what would give a small count away, attack the result, and write it only if nothing can be found."""
    path = Path(options.case)
    document = _document(path)
    truth = _truth(document, path, options.truth)
    if options.base is not None:
        return _rounded(options, document, truth)
    made = protecting.protect_case(document, truth)
    _write(made.document, options.to)
    if options.json:
        print_json(
            {
                "withheld": made.withheld,
                "lost": list(made.lost),
                "narrowed": list(made.narrowed),
                "cost": round(made.cost, 3),
                "bound": round(made.bound, 3),
            }
        )
    else:
        _tell(made)
    return DONE


def _rounded(
    options: argparse.Namespace, document: Mapping[str, Plain], truth: Mapping[str, int]
) -> int:
    if options.base < 3:  # noqa: PLR2004  to 1 is no rounding, to 2 hides one child at most
        raise Refusal("Rounding to less than 3 hides nothing.", "Round to 5, as others do.")
    made = protecting.round_case(document, truth, options.base)
    _write(made, options.to)
    if options.json:
        print_json({"rounded_to": options.base, "cells": len(made["cells"])})
    else:
        print(f"{len(made['cells'])} cells are rounded to {options.base}; every sum still holds.")
    return DONE


def _write(document: Plain, to: str) -> None:
    files.write(Path(to), (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _tell(made: protecting.ProtectedCase) -> None:
    print(_many(made.withheld, made.small))
    for cell in made.narrowed:
        say(
            f"{cell}: its sums leave a reader fewer values than the rule asks for, but at least its least width."
        )
    for cell in made.lost:
        say(f"{cell}: lost. An earlier pack printed it, and what is published cannot be withdrawn.")


def _many(withheld: int, small: int) -> str:
    """How many cells are withheld, and why, without a word of others where there are none."""
    if not withheld:
        return "Nothing needs to be withheld."
    beside = withheld - small
    whole = "1 cell is withheld" if withheld == 1 else f"{withheld} cells are withheld"
    if not beside:
        return f"{whole}, each because it is small."
    others = "1 because it" if beside == 1 else f"{beside} because they"
    reason = f"{others} would give a small one away"
    return f"{whole}: {small} small, {reason}." if small else f"{whole}: {reason}."


def _document(path: Path) -> Mapping[str, Plain]:
    try:
        document = json.loads(files.text(path))
    except ValueError as error:
        raise Refusal(
            f"{path.name} is not JSON: {error}.", "Write it again with a JSON writer."
        ) from error
    if not isinstance(document, dict):
        raise Refusal(
            f"{path.name} is JSON but no object.",
            "Give an object with rule, cells and equations.",
        )
    return document


def _truth(document: Mapping[str, Plain], path: Path, given: str | None) -> Mapping[str, int]:
    """True values by cell, from wherever they are given; none where nothing is withheld in the case yet."""
    beside = path.parent / "answers" / path.name
    said: Plain = document.get("truth", {})
    if given:
        said = _document(Path(given))
    elif not said and beside.is_file():
        said = _document(beside)
    held = said.get("truth", said) if isinstance(said, dict) else None
    if not isinstance(held, dict) or not all(isinstance(v, int) for v in held.values()):
        raise Refusal(
            "The true values are not whole numbers by cell.",
            'Give {"truth": {"cell": 3, …}}.',
        )
    return held
