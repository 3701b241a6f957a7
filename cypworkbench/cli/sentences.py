"""`sentence` and `comment`: what a pack says of a measure in a person's own words."""

import argparse
from collections.abc import Sequence

from cypworkbench.cli import deciding, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, may_take_person, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.area import members
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, pictured, sentences, together
from cypworkbench.flow.sentences import Said
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
    for made, always in ((edited, False), (written, True)):
        made.add_argument("workspace", metavar="WORKSPACE")
        made.add_argument("--measure", required=always, metavar="ID")
        made.add_argument("--area", required=always, metavar="CODE")
    edited.add_argument(
        "--board",
        metavar="ID",
        help="instead of a measure: the headlines, successes and challenges of its packs",
    )
    edited.add_argument(
        "--edition", default="board", choices=[e.value for e in Edition], metavar="NAME"
    )
    edited.add_argument("--part", metavar="NAME", help="one of them, by the name that the list has")
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
    if options.board:
        return _passages(options)
    if not (options.measure and options.area):
        raise Refusal(
            "A sentence is a measure's in an area, or a board's pack's.",
            "Say --measure ID --area CODE, or --board ID.",
        )
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


def _passages(options: argparse.Namespace) -> int:
    """List the passages of a board's pack, or edit the one that is named."""
    with deciding.opened(options) as workspace:
        record = workspace.record()
        picture = pictured.picture(record, deciding.framework(workspace))
        edition = Edition(options.edition)
        plan = packing.plan_pack(picture, options.board, edition, 1, deciding.now(), record)
        found = sentences.passages(plan)
        if options.part is None:
            if options.text is not None or options.reset:
                raise Refusal("Which sentence is meant?", "Name it: --part, as the list has it.")
            return _list(found, as_json=options.json)
        names = {options.part, f"{options.part}@{options.board}"}
        said = next((each for each in found if each.name in names), None)
        if said is None:
            raise Refusal(
                f"This pack has no sentence called {options.part!r}.",
                "Leave --part out to see their names.",
            )
        if options.text is None and not options.reset:
            return _list((said,), as_json=options.json)
        desk = deciding.desk(options, workspace)
        if options.reset:
            sentences.give_up_passage(desk, plan.area, said)
            print("The program's own sentence stands again.")
        else:
            sentences.write_passage(desk, plan.area, said, options.text)
            print("Kept: it stands while the figures do.")
    return DONE


def _list(found: Sequence[Said], *, as_json: bool) -> int:
    if as_json:
        saying.print_json(
            [
                {
                    "name": each.name,
                    "program": each.own,
                    "edited": each.written.text if each.written else "",
                    "stale": each.is_stale,
                }
                for each in found
            ]
        )
        return DONE
    if not found:
        saying.say("This edition has no sentence that can be put in other words.")
    for each in found:
        print(f"{each.name}\n    {each.own or 'Its figures no longer make this passage.'}")
        if each.written is not None:
            whose = each.written.by.role or each.written.by.name
            print(f"    In the words of the {whose}: {told.one_line(each.written.text)}")
        if each.is_stale:
            print("    Written of other figures: no pack can be issued until it is put right.")
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
