"""What the helper process does about plans: checking a file, proposing what becomes of each measure, reading a map."""

from datetime import date
from pathlib import Path

from cypworkbench.catalogue.checking import Checked, check_file
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.desktop.wishes import RefreshOffer
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.refresh import Refresh
from cypworkbench.flow import plan_kept, refreshing


def check(channel: Channel, path: Path) -> Checked:
    """All that is wrong with a plan's file, line by line."""
    channel.progress(0, 0, "Reading the plan")
    return check_file(path)


def offer(channel: Channel, old: Framework, to: str, sheet: Path | None) -> RefreshOffer:
    """What becomes of each measure when the plan `to` (an id, or a file) follows: as proposed, or as a map says."""
    channel.progress(0, 0, "Holding the two plans side by side")
    new = plan_kept.named(to)
    if sheet is None:
        return _offer(refreshing.propose(old, new), old, new, to)
    return _offer(refreshing.read(sheet.read_bytes(), sheet.name, old, new), old, new, to)


def map_sheet(channel: Channel, offered: RefreshOffer, old: Framework, at: date) -> bytes:
    """The map as a sheet for people to correct."""
    channel.progress(0, 0, "Writing the map")
    return refreshing.write(offered.refresh, old, at=at)


def _offer(refresh: Refresh, old: Framework, new: Framework, to: str) -> RefreshOffer:
    names = {m.id: m.short_title for m in new.measures}
    lines = tuple(
        (
            old.measure(p.old).short_title,
            p.fate.value,
            ", ".join(names.get(one, one) for one in p.new) or "–",
            p.why or "The same series, defined alike.",
        )
        for p in refresh.passages
    )
    wrong = tuple(f"{one.measure}: {one.what}" for one in refreshing.wrong(refresh, old, new))
    return RefreshOffer(to, new, refresh, lines, refreshing.summary(refresh, new), wrong)
