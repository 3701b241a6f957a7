"""Taking away what may still hold words or bytes that a redaction let go: caches, backups, copies set aside.

A redaction does it at once. But it can be stopped in the middle, a backup may be brought back by a synchroniser, and
other computers have caches of their own. So it is done again at each opening; the caches once on each computer.
"""

from pathlib import Path

from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups, derived, private, whole
from cypworkbench.store.station import Station


def last_redaction(record: Record) -> Decision | None:
    """The newest decision by which words or bytes were let go, if there is one."""
    redacted = (d for d in reversed(record.decisions) if d.kind is DecisionKind.REDACTED)
    return next(redacted, None)


def holds(record: Record, redaction: Decision) -> bool:
    """Whether a record goes on from a redaction, and so is without what it removed."""
    return whole.leads_to(record, redaction.sequence, redaction.digest)


def clear(target: Path, record: Record) -> tuple[Path, ...]:
    """Take away everything of ours that is older than the record's last redaction; answer with what did not go.

    Copies with decisions of their own are not taken away: they may be all that is left of those.
    """
    redaction = last_redaction(record)
    if redaction is None:
        return ()
    private.empty_temporary()
    return (*derived.clear(), *_copies(Station(target), record, redaction))


def clear_at_opening(station: Station, record: Record, *, only_caches: bool) -> Refusal | None:
    """The same at each opening, for a backup may come back; caches once for each redaction. What did not go is said.

    Whoever opens a workspace for reading clears caches only: the copies are for the one who holds it.
    """
    derived.join()
    redaction = last_redaction(record)
    if redaction is None:
        return None
    left: tuple[Path, ...] = ()
    if station.cleared("caches") != redaction.digest:
        left = derived.clear()
        if not left:
            station.note_cleared("caches", redaction.digest)
    if not only_caches:
        private.sweep_dead()
        left += _copies(station, record, redaction)
    if not left:
        return None
    names = ", ".join(path.name for path in left)
    return Refusal(
        f"What decision {redaction.sequence} removed may still lie in {names}.",
        "Close whatever has it open, look whether it holds other work that is still needed, and delete it by hand.",
    )


def _copies(station: Station, record: Record, redaction: Decision) -> tuple[Path, ...]:
    return (*backups.purge(station.target, record, redaction), *station.forget_aside(record))
