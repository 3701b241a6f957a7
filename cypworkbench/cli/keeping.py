"""Commands that look after a workspace file."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, Run, may_print_json, takes_person
from cypworkbench.cli.saying import DONE, NO, print_json, say
from cypworkbench.domain.decision import Decision
from cypworkbench.domain.plain import Plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import keeping, logged
from cypworkbench.store import copies, placing, recovery, salvage
from cypworkbench.store.backups import Backup
from cypworkbench.store.rebuild import compact
from cypworkbench.store.workspace import Workspace

_LISTED = 20  # decisions shown of those that going back would lose


def add(adder: Adder) -> None:
    """Add what looks after a workspace: check, log, backup, restore, salvage, compact, take-over."""
    may_print_json(_about(adder, "check", workspace_check, ""))
    may_print_json(_about(adder, "log", workspace_log, ""))
    backup = _about(adder, "backup", workspace_backup, " --to copy.cypw")
    backup.add_argument(
        "--to", metavar="FILE.cypw", help="a new file; beside the workspace unless named"
    )
    restored = _about(adder, "restore", workspace_restore, ' --from "w backups/…cypw" --yes')
    restored.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a backup, or “this computer”; lists them unless named",
    )
    restored.add_argument("--yes", action="store_true", help="even where decisions would be lost")
    salvaged = _about(adder, "salvage", workspace_salvage, " --to saved.cypw --as analyst")
    salvaged.add_argument("--to", required=True, metavar="FILE.cypw", help="a new file")
    takes_person(salvaged)
    compacted = _about(adder, "compact", workspace_compact, "")
    compacted.add_argument("--as", dest="person", default="analyst", metavar="PERSON")
    takes_person(_about(adder, "take-over", workspace_take_over, " --as analyst"))


def _about(adder: Adder, name: str, run: Run, rest: str) -> argparse.ArgumentParser:
    group = adder.group("workspace", "Look after a workspace file")
    made = group.add(name, run, f"workspace {name} w.cypw{rest}")
    made.add_argument("workspace", metavar="WORKSPACE")
    return made


def workspace_log(options: argparse.Namespace) -> int:
    """Every decision, by whom and when, oldest first."""
    record = _read(options)
    if options.json:
        said = zip(record.decisions, logged.entries(record), strict=True)
        print_json({"decisions": [_decision(decision, entry) for decision, entry in said]})
    else:
        for line in logged.lines(record):
            print(line)
    return DONE


def _decision(decision: Decision, entry: logged.Entry) -> Plain:
    return {
        "sequence": decision.sequence,
        "sentence": entry.sentence,
        "taken_back_by": entry.back or None,
        "at": decision.at.isoformat(),
        "by": decision.by.name,
        "role": decision.by.role,
        "kind": decision.kind.value,
        "subject": decision.subject,
        "body": dict(decision.body),
        "digest": decision.digest,
    }


def _read(options: argparse.Namespace) -> Record:
    """The record as this user sees it: with what is not yet saved for others, where nobody else holds it."""
    with deciding.opened(options) as workspace:
        return workspace.record()


def workspace_check(options: argparse.Namespace) -> int:
    """Check every byte against its digest, every decision against the chain, and every backup."""
    found = keeping.look_over(Path(options.workspace))
    bad = [(backup, refusal) for backup, refusal in found.backups if refusal is not None]
    if options.json:
        print_json(_examined(found))
        return NO if found.troubles or bad else DONE
    for trouble in found.troubles:
        print(f"{trouble.what} {trouble.remedy}")
    record = found.record
    if record is not None and not found.troubles:
        print(
            f"Whole: {told.counted(len(record.files), 'file')}, "
            f"{told.counted(len(record.decisions), 'decision')}, "
            f"{told.counted(len(record.packs), 'pack')}; the chain's head is {record.head[:16]}…"
        )
    if found.holder is not None:
        print(f"Held by {told.one_line(found.holder.words)}.")
    for _, refusal in bad:
        print(f"A backup is not as it should be. {refusal.what} {refusal.remedy}")
    if found.backups:
        whole = len(found.backups) - len(bad)
        print(f"{told.counted(whole, 'whole backup')}, the newest at decision {_newest(found)}.")
    return NO if found.troubles or bad else DONE


def _newest(found: recovery.Examination) -> int:
    return max(backup.sequence for backup, _ in found.backups)


def _examined(found: recovery.Examination) -> Plain:
    record = found.record
    return {
        "whole": not found.troubles,
        "troubles": [{"what": t.what, "remedy": t.remedy} for t in found.troubles],
        "held_by": told.one_line(found.holder.words) if found.holder else None,
        "chain": {"sequence": record.sequence, "head": record.head} if record else None,
        "backups": [_backup(backup, refusal) for backup, refusal in found.backups],
    }


def _backup(backup: Backup, refusal: Refusal | None) -> Plain:
    return {
        "file": str(backup.path),
        "sequence": backup.sequence,
        "day": backup.day.isoformat(),
        "whole": refusal is None,
    }


def workspace_backup(options: argparse.Namespace) -> int:
    """Write a checked backup."""
    with deciding.opened(options) as workspace:
        if options.to:
            path = Path(options.to)
            workspace.copy_to(path)
        else:
            path = workspace.back_up().path
        print(
            f"{path}: {told.counted(workspace.record().sequence, 'decision')}, read back and compared."
        )
    return DONE


def workspace_restore(options: argparse.Namespace) -> int:
    """Go back to a backup or to this computer's copy; says first what would be lost."""
    path = Path(options.workspace)
    kept = recovery.kept_of(path)
    if options.source is None:
        for one in kept:
            print(f"{_name(one)}: up to decision {one.record.sequence}{_losing(path, one)}")
        if not kept:
            print("There is no whole backup, and no copy on this computer.")
        return DONE if kept else NO
    chosen = next((one for one in kept if options.source in {_name(one), str(one.path)}), None)
    if chosen is None:
        chosen = recovery.Kept(Path(options.source), recovery.looked_at(Path(options.source)))
    lost = recovery.would_be_lost(path, chosen)
    for line in logged.lines(chosen.record, (lost or ())[:_LISTED]):
        print(f"Would be lost: {line}")
    if lost and not options.yes:
        say(
            f"{told.counted(len(lost), 'decision')} would be lost. Say --yes to go back all the same."
        )
        return NO
    aside = recovery.restore(path, chosen)
    print(f"{path.name} is back at decision {chosen.record.sequence}.")
    if aside is not None:
        print(f"What lay there before is kept as {aside.name}.")
    return DONE


def _name(kept: recovery.Kept) -> str:
    return "this computer" if kept.is_working_copy else str(kept.path)


def _losing(path: Path, kept: recovery.Kept) -> str:
    lost = recovery.would_be_lost(path, kept) if path.exists() else ()
    if lost is None:
        return "; the workspace itself cannot be read"
    return (
        f"; {told.counted(len(lost), 'decision')} would be lost"
        if lost
        else "; nothing would be lost"
    )


def workspace_salvage(options: argparse.Namespace) -> int:
    """Save what can still be read of a damaged workspace into a new one."""
    placing.refuse_other_ending(Path(options.to))
    saved = salvage.salvage(
        *(Path(options.workspace), Path(options.to), deciding.person(options), deciding.now())
    )
    to = Path(options.to)
    copies.note_salvaged(Path(options.workspace), to, salvage.loose_folder(to))
    print(saved.sentence)
    for loose in saved.loose:
        print(f"Beside it, because the chain does not lead to it any more: {loose}")
    return DONE if saved.record is not None else NO


def workspace_compact(options: argparse.Namespace) -> int:
    """Write the file anew without unused room."""
    with deciding.opened(options) as workspace:
        before, after = compact(workspace, deciding.person(options), deciding.now())
    print(f"{before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now.")
    return DONE


def workspace_take_over(options: argparse.Namespace) -> int:
    """Take the workspace from whoever holds it on another computer, and record that."""
    path = Path(options.workspace)
    with Workspace.take_over(path, deciding.person(options), deciding.now()) as workspace:
        record = workspace.record()
        print(*logged.lines(record, record.decisions[-1:]))
    return DONE
