"""What History asks of the helper process: the log in sentences, two rounds held against each other, the backups."""

from pathlib import Path

from cypworkbench.desktop.worker import Channel
from cypworkbench.domain.record import Record
from cypworkbench.flow import going_back, logged
from cypworkbench.flow.changes import Change


def log(channel: Channel, record: Record) -> tuple[logged.Entry, ...]:
    """Every decision as a sentence."""
    channel.progress(0, 0, "Reading the log")
    return logged.entries(record)


def compare(channel: Channel, record: Record, earlier: str, later: str) -> tuple[Change, ...]:
    """What changed from one round to another, or between two packs, named by their digests."""
    from cypworkbench.flow import changes, versions  # pandas, in the helper process only

    channel.progress(0, 0, "Comparing")
    packs = {p.sha256: p for p in record.packs}
    sides = [
        versions.of_pack(packs[named].content, named)
        if named in packs
        else versions.of_round(record, named)
        for named in (earlier, later)
    ]
    return changes.changes(*sides)


def ways_back(channel: Channel, path: Path) -> tuple[going_back.Way, ...]:
    """The whole backups of the workspace."""
    channel.progress(0, 0, "Checking the backups")
    return going_back.ways(path)
