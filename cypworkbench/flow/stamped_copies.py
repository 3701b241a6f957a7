"""Copies of packs that no longer count, to put where they were published: each page says so."""

from datetime import UTC, datetime, time

from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import signoff
from cypworkbench.flow.signoff import Standing
from cypworkbench.packs import words

_SAID = {Standing.SUPERSEDED: "Superseded", Standing.WITHDRAWN: "Withdrawn"}


def stamped(record: Record, pdf: bytes) -> bytes:
    """The stamped copy of a superseded or withdrawn pack, signed or not; the same record gives the same bytes.

    Raises Refusal when the file was not issued from this workspace, or still stands.
    """
    from cypworkbench.packs import stamped_copy  # ReportLab and pikepdf: only when a copy is made

    entry = signoff.find(record, pdf)
    if entry.ended is None:
        raise Refusal(
            "Only a pack that was withdrawn or superseded has a stamped copy.",
            "Withdraw it, with its reason, or issue its next version first.",
        )
    candidate = next(p.content for p in record.packs if p.sha256 == entry.sha256)
    short = _SAID[entry.standing]
    why = entry.why.rstrip(".")
    said = f"{short.upper()} on {words.day(entry.ended)}. {why}. Do not use this copy."
    return stamped_copy.stamp(
        candidate, short, said, datetime.combine(entry.ended, time(), tzinfo=UTC)
    )
