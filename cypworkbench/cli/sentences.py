"""`sentence` and `comment`: what a pack says of a measure in a person's own words."""

import argparse

from cypworkbench.cli import deciding, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, may_take_person, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.area import members
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, pictured, sentences, together
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `sentence` and `comment`."""
    edited = adder.add(
        "sentence",
        sentence,
        'sentence w.cypw --measure cla-rate --area E10000017 --text "Fewer than last year." --as analyst',
    )
    written = adder.add(
        "comment",
        comment,
        'comment w.cypw --measure cla-rate --area E10000017 --text "A new team began." --as "lead officer"',
    )
    for made in (edited, written):
        made.add_argument("workspace", metavar="WORKSPACE")
        made.add_argument("--measure", required=True, metavar="ID")
        made.add_argument("--area", required=True, metavar="CODE")
    edited.add_argument("--text", metavar="TEXT", help="your words; without it, what stands there")
    edited.add_argument(
        "--reset", action="store_true", help="let the program's own sentence stand again"
    )
    may_take_person(edited)
    may_print_json(edited)
    written.add_argument("--text", required=True, metavar="TEXT")
    takes_person(written)


def _picture(options: argparse.Namespace, workspace: Workspace) -> Picture:
    """The picture that has the area; districts together have one of their own."""
    picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    if not members(options.area):
        return picture
    options.area = together.group_of(picture.framework, options.area)
    return together.group_picture(picture, options.area)


def sentence(options: argparse.Namespace) -> int:
    """Show the sentence about a measure, or put it in your own words."""
    if options.text is not None and options.reset:
        raise Refusal("Words of your own and the program's cannot both stand.", "Choose one.")
    with deciding.opened(options) as workspace:
        picture = _picture(options, workspace)
        about = (options.measure, options.area)
        own = sentences.said(picture, *about)
        if options.text is not None:
            sentences.write(deciding.desk(options, workspace), picture, about, options.text)
            print("Kept: it stands while the figures do.")
            return DONE
        if options.reset:
            sentences.give_up(deciding.desk(options, workspace), picture, *about)
            print("The program's own sentence stands again.")
            return DONE
        written = sentences.wording(picture, *about)
    stale = written is not None and written.instead_of != own
    if options.json:
        words = written.text if written else ""
        saying.print_json({"program": own, "edited": words, "stale": stale})
        return DONE
    print(own)
    if written is not None:
        print(
            f"In the words of the {written.by.role or written.by.name}: {told.one_line(written.text)}"
        )
    if stale:
        print("Written of other figures: no pack can be issued until it is written again or reset.")
    return DONE


def comment(options: argparse.Namespace) -> int:
    """Record the story behind a measure's figures."""
    with deciding.opened(options) as workspace:
        picture = _picture(options, workspace)
        sentences.said(picture, options.measure, options.area)
        desk = deciding.desk(options, workspace)
        decide.comment(desk, options.measure, options.area, options.text)
    print("Kept: the pack prints it beside the chart.")
    return DONE
