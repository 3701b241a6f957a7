"""Commands about packs: make one, sign it, verify it."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, may_take_person
from cypworkbench.cli.identities import key, takes_key
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Pack, PackPlan, Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import (
    annex_audit,
    auditing,
    formats,
    outputs,
    packing,
    pictured,
    proving,
    together,
    verified,
)
from cypworkbench.flow.issued import next_version


def add(adder: Adder) -> None:
    """Add `pack`, `sign` and `verify`."""
    made = adder.add(
        "pack", pack, "pack w.cypw --board cypfp --edition board --to county.pdf --as analyst"
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--board", default="", metavar="ID")
    made.add_argument(
        "--districts", default="", metavar="NAMES", help='several as one place: "Fylde, Wyre"'
    )
    made.add_argument(
        "--edition",
        default="board",
        type=_edition,
        choices=[edition.value for edition in Edition],
        metavar="NAME",
    )
    made.add_argument("--round", metavar="LABEL", help="the round in hand unless named")
    made.add_argument("--to", required=True, metavar="FILE.pdf")
    made.add_argument(
        "--annex", metavar="FILE.xlsx", help="its figures as a workbook (or .ods, .csv) besides"
    )
    made.add_argument(
        "--table", metavar="FILE.csv", help="of a public edition: its figures as a table besides"
    )
    may_take_person(made)
    signed = adder.add("sign", sign, 'sign county.pdf --identity chair.p12 --role "Board chair"')
    signed.add_argument("file", metavar="FILE.pdf")
    signed.add_argument("--role", required=True, metavar="ROLE")
    signed.add_argument("--workspace", metavar="W")
    may_take_person(signed)
    takes_key(signed)
    checked = adder.add("verify", verify, "verify county.pdf --trust council-ca.pem --json")
    checked.add_argument("file", metavar="FILE.pdf")
    checked.add_argument("--workspace", metavar="W")
    checked.add_argument("--trust", action="append", default=[], metavar="CERT.pem")
    checked.add_argument(
        "--report",
        metavar="FILE",
        help="write what was found there too, to print and file: FILE.txt or FILE.pdf",
    )
    may_print_json(checked)


def _edition(name: str) -> str:
    """The name of an edition as typed; of the one that is made from another, how to come by it."""
    if name == "young":
        message = (
            "the young people’s edition is made from a public pack. Make that first "
            "(--edition public --to public.pdf), then: cypworkbench formats public.pdf --to public.young.pdf"
        )
        raise argparse.ArgumentTypeError(message)
    return name


def pack(options: argparse.Namespace) -> int:
    """Make a board pack."""
    edition = Edition(options.edition)
    if options.table and edition is not Edition.PUBLIC:
        raise Refusal("A table is published with the public edition only.", "Add --edition public.")
    annex = formats.format_of(options.annex) if options.annex else formats.Format.XLSX
    for named in filter(None, (options.to, options.annex, options.table)):
        outputs.refuse_precious(Path(named))  # before anything is recorded
    with deciding.opened(options) as workspace:
        record = workspace.record()
        picture = pictured.picture(record, deciding.framework(workspace))
        deciding.round_in_hand(picture, options.round)
        board = _whose(picture.framework, options)
        version = next_version(record, board, edition)
        plan = packing.plan_pack(picture, board, edition, version, deciding.now(), record)
        pack = packing.issue_pack(plan)
        if edition is not Edition.PUBLIC:
            files.write(Path(options.to), pack.content)
        # a public pack is read back and attacked as it is kept: it reaches the disk only when that finds nothing
        packing.keep_pack(deciding.desk(options, workspace), plan, pack)
        if edition is Edition.PUBLIC:
            _write_public(options, plan, pack)
    if options.annex:
        files.write(Path(options.annex), formats.make(pack.content, annex))
    print(f"{options.to}: {pack.pages} pages, {len(pack.figures):,} figures.")
    for blocker in plan.blockers:
        saying.say(f"Draft, not for signature: {blocker.what} {blocker.remedy}")
    return NO if plan.is_draft else DONE


def _whose(framework: Framework, options: argparse.Namespace) -> str:
    """The board named, or the code of the districts that are taken together."""
    if bool(options.board) == bool(options.districts):
        raise Refusal(
            "A pack is for one board, or for several districts together.",
            'Say --board ID, or --districts "Fylde, Wyre".',
        )
    if options.districts:
        return together.group_of(framework, options.districts)
    return str(options.board)


def _write_public(options: argparse.Namespace, plan: PackPlan, pack: Pack) -> None:
    if options.table:
        table = annex_audit.public_csv(plan.picture)
        auditing.refuse_exposed(annex_audit.audit_table(table, plan.picture))
        files.write(Path(options.table), table.encode())
    files.write(Path(options.to), pack.content)


def sign(options: argparse.Namespace) -> int:
    """Sign a pack."""
    path = Path(options.file)
    before = files.content(path)
    held = key(options)
    if options.workspace:
        with deciding.opened(options) as workspace:
            duties = proving.duties_for(workspace.record(), before)
            signed = proving.sign_pack(before, held, options.role, deciding.now(), duties)
            proving.keep_signed(deciding.desk(options, workspace), before, signed, options.role)
    else:
        proving.refuse_forged(before)  # no workspace vouches for it
        signed = proving.sign_pack(before, held, options.role, deciding.now())
    files.write(path, signed)
    print(f"{path}: signed as {options.role}.")
    if not options.workspace:
        print("Gate not checked: no workspace was named.")
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Say what can be proved of a signed pack."""
    ending = Path(options.report or "").suffix.casefold()
    if options.report and ending not in (".txt", ".pdf"):
        raise Refusal(
            "A report is written as a text or as pages to print.",
            "Name one: --report county.txt, or --report county-found.pdf.",
        )
    trust = [files.content(Path(name)) for name in options.trust]
    record = None
    if options.workspace:
        with deciding.opened(options) as workspace:
            record = workspace.record()
            trust += proving.trusted(record)
    pdf = files.content(Path(options.file))
    found = proving.verify_pack(pdf, trust, record, saying.say)
    if options.report:
        said = verified.report(found, pdf, Path(options.file).name)
        as_pages = ending == ".pdf"
        made = verified.as_pdf(said, deciding.now()) if as_pages else verified.as_text(said)
        files.write(Path(options.report), made)
    if options.json:
        saying.print_json(told.verification(found, options.file))
    else:
        print("\n".join(verified.lines(found)))
    return DONE if found.verdict is Verdict.AS_SIGNED else NO
