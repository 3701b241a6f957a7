"""Commands for what others write: a form to send out, signing it at home, and bringing back what they wrote."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, told
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.identities import key, takes_key
from cypworkbench.cli.saying import DONE, NO, print_json, say
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import contributions, logged, merging, pictured, signed_files


def add(adder: Adder) -> None:
    """Add `contribution`, `sign-file` and `workspace merge`."""
    made = adder.add(
        "contribution",
        contribution,
        'contribution w.cypw --board cypfp --for "Head of Early Help" --to form.xlsx',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--board", required=True, metavar="ID")
    made.add_argument("--for", dest="who", required=True, metavar="PERSON", help="by role")
    made.add_argument(
        "--measure",
        action="append",
        default=[],
        metavar="ID",
        help="all with a figure unless named",
    )
    made.add_argument("--to", required=True, metavar="FILE.xlsx")
    signed = adder.add("sign-file", sign_file, "sign-file form.xlsx --identity lead.p12")
    signed.add_argument("file", metavar="FILE", help="a form filled in, or a copy of a workspace")
    takes_key(signed)
    group = adder.group("workspace", "Look after a workspace file")
    merged = group.add("merge", merge, "workspace merge w.cypw form.xlsx --as analyst")
    merged.add_argument("workspace", metavar="WORKSPACE")
    merged.add_argument("file", metavar="FILE", help="a form that came back, or a copy, FILE.cypw")
    merged.add_argument(
        "--take",
        action="append",
        type=int,
        default=[],
        metavar="NUMBER",
        help="of a conflict, by its number: theirs instead of ours",
    )
    takes_person(merged)
    may_print_json(merged)


def contribution(options: argparse.Namespace) -> int:
    """Write a form for commentary, actions and explanations."""
    with deciding.opened(options) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    form = contributions.form(picture, told.one_line(options.who), options.board, options.measure)
    files.write_new(Path(options.to), form)
    print(options.to)
    return DONE


def sign_file(options: argparse.Namespace) -> int:
    """Sign a form before it is sent back: the signature is a file beside it."""
    path = Path(options.file)
    content = files.content(path)
    if content.startswith(b"%PDF-"):
        raise Refusal(
            f"{path.name} is a pack, and has boxes for signatures in it.",
            'Sign it with `cypworkbench sign`, in a role: --role "Board chair".',
        )
    made = path.with_name(path.name + signed_files.SUFFIX)
    files.write(made, signed_files.sign(content, key(options), deciding.now()))
    print(f"{made}: the signature. Send it back with {path.name}, which must not be changed now.")
    return DONE


def merge(options: argparse.Namespace) -> int:
    """Bring back what others wrote, in a form or a copy; what was decided differently here stands."""
    path = Path(options.file)
    content = files.content(path)
    with deciding.opened(options) as workspace:
        before = workspace.record()
        picture = pictured.picture(before, deciding.framework(workspace))
        signed = signed_files.beside(path)
        sent = contributions.sent(before, content, path, picture, signed)
        done = merging.merge(deciding.desk(options, workspace), sent, options.take)
        record = workspace.record()
    if options.json:
        print_json(
            {
                "merged": [d.sequence for d in done.decisions],
                "conflicts": [to_plain(conflict) for conflict in done.conflicts],
                "left_out": list(done.left_out),
                "signed": to_plain(sent.vouched) if sent.vouched else None,
            }
        )
        return NO if done.conflicts else DONE
    print(f"{path.name}: {sent.signature_told}.")
    for line in logged.lines(record, done.decisions):
        print(line)
    if done.noted is None:
        print("Nothing in it is new.")
    for said in done.left_out:
        say(f"Not merged: {said}")
    for conflict in done.conflicts:
        print(f"Conflict {conflict.number}, left as it stands here:")
        print(f"  here:  {conflict.ours}")
        print(f"  there: {conflict.theirs}")
    if done.conflicts:
        say("Say --take NUMBER to put what was written there in its place, by a further decision.")
    return NO if done.conflicts else DONE
