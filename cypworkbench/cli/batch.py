"""`packs`: the packs of many boards issued and signed in one go."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.identities import key, takes_key
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import batch, outputs, packing, pictured

DISTRICTS = "districts"


def add(adder: Adder) -> None:
    """Add `packs`."""
    made = adder.add(
        "packs",
        packs,
        "packs w.cypw --boards districts --to packs/ --identity analyst.p12 --role Analyst --as analyst",
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument(
        "--boards", default=DISTRICTS, metavar="IDS", help="'districts', 'all', or ids with commas"
    )
    made.add_argument("--to", required=True, metavar="FOLDER", help="where each board's file goes")
    takes_key(made, required=False)
    made.add_argument("--role", default="", metavar="ROLE", help="the box to sign in")
    takes_person(made)
    may_print_json(made)


def packs(options: argparse.Namespace) -> int:
    """Issue the packs of many boards, and sign them; what stops one stops no other."""
    signs = bool(options.identity or options.card)
    if signs != bool(options.role):
        raise Refusal(
            "An identity and a role go together.",
            "Give --role with --identity or --card, or none of them to issue only.",
        )
    folder = Path(options.to)
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.", "Make it first, or name another.")
    opens = key(options) if signs else None
    with deciding.opened(options) as workspace:
        record, framework = workspace.record(), deciding.framework(workspace)
        picture = pictured.picture(record, framework)
        desk = deciding.desk(options, workspace)
        wanted = _boards(framework, options.boards)
        for board in wanted:
            outputs.refuse_precious(folder / f"{board}.pdf")  # before anything is recorded
        wish = batch.Wish(wanted, desk.at, opens, options.role)
        prepared = batch.prepare(record, picture, wish, _tell)
        for one in prepared:
            batch.keep(desk, picture, one, options.role)
            if one.refusal is None:
                files.write(folder / f"{one.board}.pdf", one.file)
    return _say(framework, prepared, options)


def _tell(done: int, total: int, name: str) -> None:
    saying.say(f"{done + 1} of {total}: {name}")


def _boards(framework: Framework, asked: str) -> tuple[str, ...]:
    known = [board.id for board in packing.pack_boards(framework)]
    if asked == "all":
        return tuple(known)
    if asked == DISTRICTS:
        return tuple(b for b in known if framework.county not in framework.board(b).areas)
    chosen = tuple(told.one_line(one) for one in asked.split(","))
    strange = [one for one in chosen if one not in known]
    if strange:
        raise Refusal(
            f"The plan has no pack for a board called {strange[0]}.",
            f"Choose from: {', '.join(known)}.",
        )
    return chosen


def _say(
    framework: Framework, prepared: tuple[batch.Prepared, ...], options: argparse.Namespace
) -> int:
    if options.json:
        saying.print_json([_plain(one) for one in prepared])
    else:
        for one in prepared:
            print(f"{framework.board(one.board).name}: {_outcome(one, options.role)}")
    return NO if any(one.refusal for one in prepared) else DONE


def _plain(one: batch.Prepared) -> dict[str, object]:
    refused = one.refusal
    return {
        "board": one.board,
        "version": one.version,
        "issued": one.pack is not None,
        "signed": bool(one.signed),
        "refused": {"what": refused.what, "remedy": refused.remedy} if refused else None,
    }


def _outcome(one: batch.Prepared, role: str) -> str:
    if one.refusal is not None:
        return f"passed over. {one.refusal.what} {one.refusal.remedy}"
    done = "issued" if one.pack is not None else "issued before and still standing"
    return f"version {one.version} {done}{f', signed as {role}' if one.signed else ''}."
