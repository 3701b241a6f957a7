"""Commands about signing off: steps, duties, interests, approvals at meetings, withdrawal, and the register."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files, saying
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import STEPS, Approval, Duty, OnPaper
from cypworkbench.flow import bringing_back, packing, paper, signoff, stamped_copies


def add(adder: Adder) -> None:
    """Add `signoff …`."""
    group = adder.group("signoff", "Steps, duties, approvals and the register of packs")
    step_ = group.add(
        "step", step, "signoff step w.cypw --board cypfp --step checked --as 'second analyst'"
    )
    _board(step_)
    step_.add_argument("--step", required=True, metavar="STEP", help=", ".join(STEPS))
    takes_person(step_)
    duty_ = group.add(
        "duty",
        duty,
        "signoff duty w.cypw --board cypfp --role 'Board chair' --person 'A. Chair' --as analyst",
    )
    _board(duty_)
    for name, required in (("--role", True), ("--person", True), ("--deputy-for", False)):
        duty_.add_argument(name, required=required, default="")
    duty_.add_argument("--until", metavar="DATE")
    takes_person(duty_)
    interest_ = group.add(
        "interest",
        interest,
        "signoff interest w.cypw --board cypfp --text 'Governor of a school shown here.' --as chair",
    )
    _board(interest_)
    interest_.add_argument("--text", required=True)
    takes_person(interest_)
    _add_settling(group)
    for name, run in (("register", register), ("waiting", waiting)):
        made = group.add(name, run, f"signoff {name} w.cypw")
        made.add_argument("workspace", metavar="WORKSPACE")
        may_print_json(made)


def _add_settling(group: Adder) -> None:
    """Add what settles an issued pack besides a signature, or ends it."""
    approval_ = group.add(
        "approval",
        approval,
        "signoff approval w.cypw pack.pdf --role 'Board chair' --person 'A. Chair' "
        "--meeting 2026-10-22 --minute 7.2 --as 'clerk'",
    )
    _file(approval_)
    for name in ("--role", "--person", "--meeting", "--minute"):
        approval_.add_argument(name, required=True)
    takes_person(approval_)
    page_ = group.add("page", page, "signoff page w.cypw pack.pdf --to to-sign.pdf")
    _file(page_)
    page_.add_argument("--to", required=True, metavar="PAGE.pdf")
    attest_ = group.add(
        "attest",
        attest,
        "signoff attest w.cypw pack.pdf --scan signed.pdf --role 'Board chair' --person 'A. Chair' "
        "--signed-on 2026-10-22 --as 'clerk'",
    )
    _file(attest_)
    for name in ("--scan", "--role", "--person", "--signed-on"):
        attest_.add_argument(name, required=True)
    takes_person(attest_)
    back_ = group.add("bring-back", bring_back, "signoff bring-back w.cypw signed.pdf --as clerk")
    _file(back_)
    takes_person(back_)
    withdraw_ = group.add(
        "withdraw",
        withdraw,
        "signoff withdraw w.cypw pack.pdf --because 'Two figures of Wyre were late.' --as analyst",
    )
    _file(withdraw_)
    withdraw_.add_argument("--because", required=True)
    takes_person(withdraw_)
    stamped_ = group.add("stamped", stamped, "signoff stamped w.cypw pack.pdf --to stamped.pdf")
    _file(stamped_)
    stamped_.add_argument("--to", required=True, metavar="COPY.pdf")


def _board(made: argparse.ArgumentParser) -> None:
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--board", required=True, metavar="ID")


def _file(made: argparse.ArgumentParser) -> None:
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("file", metavar="FILE.pdf")


def step(options: argparse.Namespace) -> int:
    """Record that a pack was drafted, checked or commented."""
    with deciding.opened(options) as workspace:
        signoff.pass_step(deciding.desk(options, workspace), options.board, options.step)
    print(f"{options.board}: {options.step}.")
    return DONE


def duty(options: argparse.Namespace) -> int:
    """Name who may take a step, or sign in a role, for a board."""
    until = deciding.day(options.until)
    given = Duty(options.board, options.role, options.person, options.deputy_for, until)
    with deciding.opened(options) as workspace:
        desk = deciding.desk(options, workspace)
        signoff.give_duty(desk, deciding.framework(workspace), given)
    print(f"{options.board}: {given.person} may act as {given.role}.")
    return DONE


def interest(options: argparse.Namespace) -> int:
    """Declare an interest, printed beside the signatures."""
    with deciding.opened(options) as workspace:
        desk = deciding.desk(options, workspace)
        signoff.declare_interest(desk, deciding.framework(workspace), options.board, options.text)
    print(f"{options.board}: interest recorded.")
    return DONE


def approval(options: argparse.Namespace) -> int:
    """Record that a meeting approved a pack: an approval, not a signature."""
    content = files.content(Path(options.file))
    meeting = deciding.day(options.meeting)
    if meeting is None:
        raise Refusal("The approval names no meeting.", "Give its day: --meeting 2026-10-22.")
    with deciding.opened(options) as workspace:
        desk = deciding.desk(options, workspace)
        said = Approval("", options.role, options.person, meeting, options.minute, desk.by.name)
        signoff.record_approval(desk, content, said)
    print(f"{options.file}: approval by {options.person} recorded; it is not a signature.")
    return DONE


def page(options: argparse.Namespace) -> int:
    """Write the page that a board signs with a pen, for an issued pack."""
    content = files.content(Path(options.file))
    with deciding.opened(options) as workspace:
        made = paper.signature_page(
            workspace.record(), deciding.framework(workspace), content, deciding.now()
        )
    files.write(Path(options.to), made)
    print(f"{options.to}: print it, have it signed, and attach its scan with `signoff attest`.")
    return DONE


def attest(options: argparse.Namespace) -> int:
    """Attach the scan of a page signed on paper, attested by whoever saw it signed."""
    content, scan = (files.content(Path(name)) for name in (options.file, options.scan))
    on = deciding.day(options.signed_on)
    if on is None:
        raise Refusal("The signature has no day.", "Give it: --signed-on 2026-10-22.")
    with deciding.opened(options) as workspace:
        desk = deciding.desk(options, workspace)
        signed = OnPaper(options.role, options.person, on)
        paper.attest(desk, content, signed, Path(options.scan).name, scan)
    print(f"{options.file}: signed on paper by {options.person}, attested by {desk.by.name}.")
    return DONE


def bring_back(options: argparse.Namespace) -> int:
    """Take in a pack that was signed elsewhere, once each new signature in it was found good."""
    content = files.content(Path(options.file))
    with deciding.opened(options) as workspace:
        brought = bringing_back.check(workspace.record(), content)
        bringing_back.keep(deciding.desk(options, workspace), brought)
    for role, signer in brought.signed:
        print(f"{options.file}: signed as {role} by {signer}.")
    return DONE


def withdraw(options: argparse.Namespace) -> int:
    """Withdraw an issued pack; the next version prints why."""
    content = files.content(Path(options.file))
    with deciding.opened(options) as workspace:
        signoff.withdraw(deciding.desk(options, workspace), content, options.because)
    print(f"{options.file}: withdrawn. The file itself is left as it is.")
    return DONE


def stamped(options: argparse.Namespace) -> int:
    """Write the copy of a withdrawn or superseded pack that says so on every page."""
    content = files.content(Path(options.file))
    with deciding.opened(options) as workspace:
        made = stamped_copies.stamped(workspace.record(), content)
    files.write(Path(options.to), made)
    print(f"{options.to}: put it where the pack was published. It carries no signature.")
    return DONE


def register(options: argparse.Namespace) -> int:
    """Every pack that was made, and what has become of it."""
    with deciding.opened(options) as workspace:
        entries = signoff.register(workspace.record())
    if options.json:
        saying.print_json([to_plain(entry) for entry in entries])
        return DONE
    for entry in entries:
        who = f"; settled: {', '.join(entry.settled)}" if entry.settled else ""
        why = f" {entry.why}" if entry.why else ""
        print(
            f"{entry.at:%d/%m/%Y} {entry.board} {entry.edition} version {entry.version}, "
            f"{entry.round}: {entry.standing}{who}.{why}"
        )
    return DONE


def waiting(options: argparse.Namespace) -> int:
    """What waits on whom."""
    with deciding.opened(options) as workspace:
        boards = [board.id for board in packing.pack_boards(deciding.framework(workspace))]
        found = signoff.waiting(workspace.record(), boards, deciding.now().date())
    if options.json:
        saying.print_json([to_plain(one) for one in found])
        return DONE
    for one in found:
        print(f"{one.board}: waits {one.what}, by {' or '.join(one.who) or 'anyone'}.")
    return DONE
