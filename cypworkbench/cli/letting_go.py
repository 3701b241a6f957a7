"""Commands for what must not be kept: redaction, and the schedule by which rounds are disposed of."""

import argparse
import sys
from pathlib import Path

from cypworkbench.cli import deciding, files, told
from cypworkbench.cli.adder import Adder, Run, may_print_json, takes_person
from cypworkbench.cli.saying import DONE, NO, print_json, say
from cypworkbench.domain.dates import day
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import keeping, outputs, retention
from cypworkbench.store.rebuild import Removal


def add(adder: Adder) -> None:
    """Add `workspace redact`, `retention`, `hold`, `lift`, `dispose` and `certificate`."""
    redacted = _about(
        adder, "redact", redact, ' --words "a name" --because "Names a child" --as analyst'
    )
    redacted.add_argument("--words", metavar="TEXT", help="whatever holds these words")
    redacted.add_argument("--decision", action="append", type=int, default=[], metavar="NUMBER")
    redacted.add_argument(
        "--content", action="append", default=[], metavar="SHA256", help="a file's or pack's digest"
    )
    redacted.add_argument("--because", required=True, metavar="TEXT")
    redacted.add_argument(
        "--yes", action="store_true", help="do it; without it, only say what would go"
    )
    takes_person(redacted)
    kept = _about(adder, "retention", schedule, " --years 6 --as analyst")
    kept.add_argument("--years", type=int, metavar="N", help="how long rounds are kept")
    kept.add_argument(
        "--as", dest="person", default="", metavar="PERSON", help="who sets the years, by role"
    )
    may_print_json(kept)
    for name, run, why in (("hold", hold, "An inquiry"), ("lift", lift, "The inquiry is over")):
        one = _about(adder, name, run, f' --round "Round 1" --because "{why}" --as analyst')
        one.add_argument("--round", required=True, metavar="LABEL")
        one.add_argument("--because", required=True, metavar="TEXT")
        takes_person(one)
    gone = _about(adder, "dispose", dispose, ' --round "Round 1" --to certificate.txt --as analyst')
    gone.add_argument("--round", required=True, metavar="LABEL")
    gone.add_argument("--to", required=True, metavar="FILE.txt", help="the certificate")
    takes_person(gone)
    again = _about(adder, "certificate", certificate, ' --round "Round 1" --to certificate.txt')
    again.add_argument("--round", required=True, metavar="LABEL")
    again.add_argument("--to", metavar="FILE.txt", help="a new file; printed unless named")


def _about(adder: Adder, name: str, run: Run, rest: str) -> argparse.ArgumentParser:
    group = adder.group("workspace", "Look after a workspace file")
    made = group.add(name, run, f"workspace {name} w.cypw{rest}")
    made.add_argument("workspace", metavar="WORKSPACE")
    return made


def redact(options: argparse.Namespace) -> int:
    """Remove words and bytes by decision: the workspace and its backups are written anew without them."""
    with deciding.opened(options) as workspace:
        record = workspace.record()
        removal = _removal(options, record)
        if not options.yes:
            print("These would go. Say --yes to remove them.")
            for line in keeping.named(record, removal):
                print(line)
            return NO
        done = keeping.remove(deciding.desk(options, workspace), removal, options.because)
        for line in keeping.named(record, removal):
            print(f"Removed: {line}")
    _say_beside(done.beside)
    if done.unbacked is not None:
        say(f"There is no backup of what is left. {done.unbacked}")
    return DONE


def _removal(options: argparse.Namespace, record: Record) -> Removal:
    named = Removal(frozenset(options.decision), frozenset(options.content))
    if options.words is not None:
        found = keeping.holding(record, options.words).removal
        named = Removal(named.decisions | found.decisions, named.contents | found.contents)
    return keeping.whole(record, named)


def _say_beside(names: tuple[str, ...]) -> None:
    for name in names:
        say(f"{name} was made from the workspace before and may still hold it: see to it by hand.")
    say(keeping.NOT_KNOWN)


def schedule(options: argparse.Namespace) -> int:
    """Say how long rounds are kept and which are past their time; or set the years."""
    with deciding.opened(options) as workspace:
        if options.years is not None:
            before = workspace.record().sequence
            retention.set_schedule(deciding.desk(options, workspace), options.years)
            years = told.counted(options.years, "year")
            since = "now" if workspace.record().sequence > before else "already"
            confirmed = f"Rounds are {since} kept for {years} after their meeting."
            print(confirmed, file=sys.stderr if options.json else sys.stdout)
        kept = retention.rounds(workspace.record())
    today = deciding.now().date()
    if options.json:
        print_json({"rounds": [_round(one, due=one.is_due(today)) for one in kept]})
        return DONE
    for one in kept:
        until = f"kept until {day(one.until)}" if one.until else "no schedule is set"
        state = "disposed of" if one.disposed else until
        held = f"; held: {one.held}" if one.held else ""
        print(f"{one.label}: {state}{held}{'; past its time' if one.is_due(today) else ''}")
    if not kept:
        print("No round is finished yet.")
    return DONE


def _round(one: retention.KeptRound, *, due: bool) -> dict[str, object]:
    return {
        "label": one.label,
        "ended": one.ended.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "held": one.held,
        "due": due,
        "disposed": one.disposed,
    }


def hold(options: argparse.Namespace) -> int:
    """Keep a round beyond its time."""
    with deciding.opened(options) as workspace:
        retention.hold(deciding.desk(options, workspace), options.round, options.because)
    print(f"{options.round} is held.")
    return DONE


def lift(options: argparse.Namespace) -> int:
    """Let the schedule count again for a round that was held."""
    with deciding.opened(options) as workspace:
        retention.lift(deciding.desk(options, workspace), options.round, options.because)
    print(f"{options.round} is no longer held.")
    return DONE


def dispose(options: argparse.Namespace) -> int:
    """Remove a round past its time, and write the certificate."""
    with deciding.opened(options) as workspace:
        desk, today = deciding.desk(options, workspace), deciding.now().date()
        retention.may_dispose(workspace.record(), options.round, today)
        outputs.make_folder(Path(options.to))
        outputs.try_new(Path(options.to))  # before anything goes
        made = retention.dispose(desk, options.round, today)
        _hand_out(Path(options.to), options.round, made.text)
    print(f"{options.to}: the certificate of disposal.")
    _say_beside(made.elsewhere)
    return DONE


def _hand_out(path: Path, label: str, text: str) -> None:
    try:
        outputs.put_new(path, text.encode())
    except Refusal as refusal:
        raise Refusal(
            f"{label} is disposed of, and the workspace keeps its certificate. {refusal.what}",
            "Write the certificate elsewhere with “workspace certificate”.",
        ) from refusal


def certificate(options: argparse.Namespace) -> int:
    """Write or print the certificate of a round that was disposed of, once more."""
    with deciding.opened(options) as workspace:
        text = retention.certificate(workspace.record(), options.round)
    if options.to is None:
        print(text, end="")
        return DONE
    files.write_new(Path(options.to), text.encode())
    print(f"{options.to}: the certificate of disposal.")
    return DONE
