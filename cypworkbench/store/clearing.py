"""Taking away what may still hold words or bytes that a redaction let go: caches, backups, copies set aside.

A redaction does it at once. But it can be stopped in the middle, another process may be writing what it worked out
before, and other computers have caches of their own. So each computer does it once more when it next opens the
workspace, and remembers after which redaction it has.
"""

from collections.abc import Callable
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
    """Take away everything of ours that is older than the record's last redaction; answer with what would not go."""
    redaction = last_redaction(record)
    if redaction is None:
        return ()
    private.empty_temporary()
    station = Station(target)
    return (*derived.clear(), *_copies(station, record, redaction))


def clear_at_opening(station: Station, record: Record, *, only_caches: bool) -> Refusal | None:
    """The same, once for each redaction on each computer; what would not go.

    Whoever opens a workspace for reading clears caches only: the copies are for the one who holds it.
    """
    redaction = last_redaction(record)
    if redaction is None:
        return None
    left = _once(station, "caches", redaction, derived.clear)
    if not only_caches:
        private.sweep_dead()
        left += _once(station, "copies", redaction, lambda: _copies(station, record, redaction))
    if not left:
        return None
    names = ", ".join(path.name for path in left)
    return Refusal(
        f"What decision {redaction.sequence} removed may still lie in {names}, which could not be taken away.",
        "Close whatever has it open and open the workspace again, or delete it by hand.",
    )


def _once(
    station: Station, what: str, redaction: Decision, step: Callable[[], tuple[Path, ...]]
) -> tuple[Path, ...]:
    if station.cleared(what) == redaction.digest:
        return ()
    left = step()
    if not left:
        station.note_cleared(what, redaction.digest)
    return left


def _copies(station: Station, record: Record, redaction: Decision) -> tuple[Path, ...]:
    return (*backups.purge(station.target, record, redaction), *station.forget_aside())
