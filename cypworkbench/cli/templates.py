"""`template`: a board's own cover, colour, logo and pages, shown, decided, and given up again."""

import argparse
from dataclasses import replace
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.area import members
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import templates, together
from cypworkbench.packs import editions
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `template show`, `template set` and `template reset`."""
    under = adder.group("template", "How a board's own packs look")
    shown = under.add("show", show, "template show w.cypw --board cypfp")
    chosen = under.add(
        "set",
        choose,
        'template set w.cypw --board cypfp --title "Children’s report" --colour "#7A1F5C" --as analyst',
    )
    given_up = under.add("reset", reset, "template reset w.cypw --board cypfp --as analyst")
    for made in (shown, chosen, given_up):
        made.add_argument("workspace", metavar="WORKSPACE")
        made.add_argument(
            "--board", required=True, metavar="ID", help="a board, or districts as E07…+E07…"
        )
    may_print_json(shown)
    chosen.add_argument("--title", metavar="TEXT", help="on the cover of the board edition")
    chosen.add_argument("--text", metavar="TEXT", help="on the cover, under whose pack it is")
    chosen.add_argument("--colour", metavar="#RRGGBB", help="for headings, lines and bands")
    chosen.add_argument("--logo", metavar="FILE", help="a PNG or JPEG; needs --logo-says")
    chosen.add_argument("--logo-says", metavar="TEXT", help="the logo for whoever cannot see it")
    chosen.add_argument(
        "--pages", metavar="KINDS", help="of the board edition, in order, with commas between"
    )
    takes_person(chosen)
    takes_person(given_up)


def show(options: argparse.Namespace) -> int:
    """Say how a board's packs look, and which pages there are to choose from."""
    with deciding.opened(options) as workspace:
        held = templates.look(workspace.record(), _board(options, workspace))
    pages = held.pages or editions.PAGES[Edition.BOARD]
    if options.json:
        own = {
            "title": held.title,
            "text": held.text,
            "colour": held.colour,
            "logo_says": held.logo_says,
        }
        required = {name: name in editions.REQUIRED for name in editions.KINDS}
        saying.print_json({"board": held.board, **own, "pages": list(pages), "required": required})
        return DONE
    print(f"Title: {held.title or 'the program’s own'}")
    print(f"Words on the cover: {held.text or 'the program’s own'}")
    print(f"Colour: {held.colour or 'the program’s own'}")
    print(f"Logo: {held.logo_says or 'none'}")
    print("Pages of the board edition:")
    for name in pages:
        print(f"  {name}: {editions.KINDS[name]}")
    for name in editions.KINDS:
        if name not in pages:
            print(f"  (left out) {name}: {editions.KINDS[name]}")
    return DONE


def choose(options: argparse.Namespace) -> int:
    """Choose a board's own title, words, colour, logo or pages; what is not named stays as it is."""
    said = {
        "title": options.title,
        "text": options.text,
        "colour": options.colour,
        "logo_says": options.logo_says,
    }
    given = {name: words for name, words in said.items() if words is not None}
    if not given and not options.logo and not options.pages:
        raise Refusal("Nothing was chosen.", "Name at least one of them, such as --title.")
    with deciding.opened(options) as workspace:
        held = replace(templates.look(workspace.record(), _board(options, workspace)), **given)
        if options.logo:
            held = replace(held, logo=templates.logo_from(files.content(Path(options.logo))))
        if options.pages:
            held = replace(held, pages=tuple(part.strip() for part in options.pages.split(",")))
        templates.set_template(deciding.desk(options, workspace), held)
    print(f"Chosen for the packs of {told.one_line(held.board)}.")
    return DONE


def reset(options: argparse.Namespace) -> int:
    """Give a board's packs the program's own look again."""
    with deciding.opened(options) as workspace:
        board = _board(options, workspace)
        if templates.look(workspace.record(), board).is_empty:
            raise Refusal("This board's packs have the program's own look already.", "Do nothing.")
        templates.set_template(deciding.desk(options, workspace), Template(board))
    print(f"The packs of {told.one_line(board)} have the program's own look again.")
    return DONE


def _board(options: argparse.Namespace, workspace: Workspace) -> str:
    if members(options.board):
        return together.group_of(deciding.framework(workspace), options.board)
    return str(options.board)
