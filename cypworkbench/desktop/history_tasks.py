"""What History asks of the helper process: the log, comparisons, backups, what others wrote, what must go."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cypworkbench.desktop import tasks
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.domain import dates
from cypworkbench.domain.contribution import Conflict, Sent
from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import (
    contributions,
    going_back,
    keeping,
    logged,
    merging,
    outputs,
    retention,
    signed_files,
)
from cypworkbench.flow.changes import Change
from cypworkbench.store import copies, placing, salvage
from cypworkbench.store.rebuild import Removal


def log(channel: Channel, record: Record) -> tuple[logged.Entry, ...]:
    """Every decision as a sentence."""
    channel.progress(0, 0, "Reading the log")
    return logged.entries(record)


def compare(
    channel: Channel, record: Record, earlier: str, later: str, files: tuple[str, ...] = ()
) -> tuple[Change, ...]:
    """What changed from one round to another, or between two packs, named by their digests or among `files`."""
    from cypworkbench.flow import changes, versions  # pandas, in the helper process only
    from cypworkbench.flow.changes import Version

    channel.progress(0, 0, "Comparing")
    packs = {p.sha256: p for p in record.packs}

    def side(named: str) -> Version:
        if named in files:
            path = Path(named)
            return versions.of_pack(_content(path), path.name)
        if named in packs:
            return versions.of_pack(packs[named].content, named)
        return versions.of_round(record, named)

    return changes.changes(side(earlier), side(later))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"{path.name} could not be read: {error.strerror}.", "Check that it is still there."
        ) from error


def ways_back(channel: Channel, path: Path) -> tuple[going_back.Way, ...]:
    """The whole backups of the workspace."""
    channel.progress(0, 0, "Checking the backups")
    return going_back.ways(path)


@dataclass(frozen=True, slots=True)
class CameBack:
    """What came back, held against what is here at decision `sequence`: sentences, and conflicts by number."""

    by: str
    sequence: int
    sent: Sent
    new: tuple[str, ...]
    known: int
    conflicts: tuple[Conflict, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds certain words, in sentences, and what would go."""

    words: str
    removal: Removal
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that was looked over, and what to do where it is not whole."""

    what: str
    more: str
    remedy: str = ""
    is_whole: bool = True


def look_over(channel: Channel, path: Path) -> tuple[Looked, ...]:
    """Check every byte of a workspace and of its backups."""
    channel.progress(0, 0, "Checking every byte and every backup")
    found = keeping.look_over(path)
    said = [
        Looked(path.name, trouble.what, trouble.remedy, is_whole=False)
        for trouble in found.troubles
    ]
    record = found.record
    if record is not None and not said:
        held = (
            f"{len(record.decisions):,} decisions, {len(record.files):,} files, {len(record.packs):,} packs; "
            f"the chain’s head is {record.head[:16]}…"
        )
        said.append(Looked(path.name, held))
    for backup, refusal in found.backups:
        known = f"up to decision {backup.sequence}, of {dates.day(backup.day)}"
        said.append(
            Looked(backup.path.name, known)
            if refusal is None
            else Looked(backup.path.name, refusal.what, refusal.remedy, is_whole=False)
        )
    return tuple(said)


def rescue(
    channel: Channel, path: Path, to: Path, by: Person, at: datetime
) -> tuple[str, tuple[str, ...]]:
    """Save what can be read of a damaged workspace into a new one; answers with what was saved and what lies beside."""
    placing.refuse_other_ending(to)
    channel.progress(0, 0, "Reading whatever can be read")
    saved = salvage.salvage(path, to, by, at)
    copies.note_salvaged(path, to, salvage.loose_folder(to))
    return saved.sentence, tuple(loose.name for loose in saved.loose)


def form(
    channel: Channel, record: Record, framework: Framework, asked: tuple[str, str], path: Path
) -> str:
    """Write a form for somebody about a board's area; `asked` is the role and the board's id."""
    seen = tasks.picture(channel, record, framework)
    channel.progress(0, 0, "Writing the form")
    content = contributions.form(seen, *asked)
    outputs.put_new(path, content)
    return path.name


def came_back(channel: Channel, record: Record, framework: Framework, path: Path) -> CameBack:
    """A form or a copy that came back, held against what is here."""
    seen = tasks.picture(channel, record, framework)
    channel.progress(0, 0, "Reading what came back")
    content = _content(path)
    sent = contributions.sent(record, content, path, seen, signed_files.beside(path))
    plan = merging.planned(record, sent)
    new = merging.told(record, plan.new)
    left_out = (*sent.left_out, *plan.left_out)
    return CameBack(sent.by, record.sequence, sent, new, plan.known, plan.conflicts, left_out)


def kept_rounds(channel: Channel, record: Record) -> tuple[retention.KeptRound, ...]:
    """What the schedule says of every finished round."""
    channel.progress(0, 0, "Looking at the rounds")
    return retention.rounds(record)


def holding(channel: Channel, record: Record, words: str) -> Holding:
    """What holds certain words, raw or packed."""
    channel.progress(0, 0, "Looking into every decision, file and pack")
    removal = keeping.whole(record, keeping.holding(record, words).removal)
    return Holding(words, removal, keeping.named(record, removal))
