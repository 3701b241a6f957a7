"""What was found of a signed pack, in words: for a terminal, for a text to file, and for a page to print."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cypworkbench import __version__
from cypworkbench.domain import dates
from cypworkbench.domain.pack import (
    FigureDifference,
    SignatureFact,
    TimestampFact,
    Verdict,
    Verification,
)

_NAMED = 20  # differences named one by one; `--json` names them all
_ANOTHER = "A file with another digest is another file, and this report says nothing of it."
# What a signature covers, and what was added after it, as the verifier finds it: in words.
COVERS = {
    "whole file": "the whole file",
    "revision": "the file as it then was",
    "": "nothing that can be read",
}
ADDED = {"none": "nothing", "signatures only": "other signatures", "content": "OTHER CONTENT"}
_PLACE = {
    True: "found in this workspace",
    False: "NOT in this workspace",
    None: "no workspace at hand",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A verification to print and file: which file, the facts under their headings, and the verdict last."""

    file: str
    sha256: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    verdict: str

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Everything in order, each part a heading and its lines."""
        which = (f"File: {self.file}", f"Its SHA-256 digest: {self.sha256}", _ANOTHER)
        last = ("What follows from it", (self.verdict, f"Checked with cypworkbench {__version__}."))
        return (("Which file", which), *self.facts, last)


def lines(found: Verification) -> list[str]:
    """A verification as separate facts, the verdict last."""
    return [*(line for _, some in _facts(found) for line in some), _verdict(found)]


def report(found: Verification, pdf: bytes, file: str) -> Report:
    """What was found of the file with these bytes."""
    return Report(file, hashlib.sha256(pdf).hexdigest(), _facts(found), _verdict(found))


def as_text(said: Report) -> bytes:
    """A report as a text file; the mark at its head lets Notepad read its dashes."""
    parts = ["What was found of a signed pack", *("\n".join((h, *some)) for h, some in said.parts)]
    return ("\n\n".join(parts) + "\n").encode("utf-8-sig")


def as_pdf(said: Report, at: datetime) -> bytes:
    """A report as tagged A4 pages, made at that moment."""
    from cypworkbench.packs import report_page  # ReportLab: only when a page is drawn

    return report_page.draw(f"What was found of {said.file}", said.parts, at)


def _verdict(found: Verification) -> str:
    return f"Verdict: {found.verdict.value}. {found.sentence}"


def _facts(found: Verification) -> tuple[tuple[str, tuple[str, ...]], ...]:
    signed = [_signature_line(s) for s in found.signatures]
    signed += [_timestamp_line(t) for t in found.timestamps]
    printed = [*_figures(found), *_words(found)] if found.printed else []
    is_pack = found.verdict is not Verdict.UNREADABLE
    record = [f"Gate: {found.gate}."] if is_pack else []
    if found.head:
        where = _PLACE[found.matches_workspace]
        record = [f"Decision {found.sequence} of its record: {where}.", *record]
    parts = (
        ("Who signed, and when", signed),
        ("What is printed", printed),
        ("Where it comes from", record),
    )
    return tuple((head, tuple(some)) for head, some in parts if some)


def _figures(found: Verification) -> Sequence[str]:
    differ = found.figures_that_differ
    whole = (
        f"Figures: {found.printed:,} printed, {found.recomputed:,} computed again from the attached "
        f"record, {len(differ)} differ, {found.not_verifiable:,} rest on returns "
        "that are not in this file."
    )
    return [whole, *(_difference(d) for d in differ[:_NAMED])]


def _words(found: Verification) -> Sequence[str]:
    differ = found.words_that_differ
    many = f"{len(differ):,} {'line' if len(differ) == 1 else 'lines'}"
    whole = f"Words: {found.words.value}; {many} otherwise."
    return [whole, *(_difference(d) for d in differ[:_NAMED])]


def _difference(found: FigureDifference) -> str:
    return f"  {found.id}: printed {found.printed or 'nothing'}, should be {found.recomputed or 'nothing'}"


def _timestamp_line(fact: TimestampFact) -> str:
    trust = f"trusted by {fact.trusted_by}" if fact.trusted_by else "NOT trusted"
    whole = "unchanged since" if fact.intact else "CHANGED since"
    return f"Timestamp: {dates.day(fact.at)} {fact.at:%H:%M} UTC, given by {fact.authority}; {whole}; {trust}."


def _signature_line(fact: SignatureFact) -> str:
    whole = "unchanged" if fact.intact else "CHANGED"
    when = f"{dates.day(fact.at)} {fact.at:%H:%M}" if fact.at else "no time given"
    trial = ", a trial identity" if fact.trial else ""
    trust = f"trusted by {fact.trusted_by}" if fact.trusted_by else "NOT trusted"
    return (
        f"{fact.role}: {fact.signer}{trial}, {when} by that computer's clock. "
        f"What was signed, {COVERS[fact.covers]}, is {whole}; added since: {ADDED[fact.changes_since]}; {trust}."
    )
