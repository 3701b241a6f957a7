"""What the helper process does around signing; as `tasks`, it is never run in the window's own process."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cypworkbench.desktop.helper_process import Channel
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record
from cypworkbench.flow.certificates import Certificate
from cypworkbench.flow.verified import Report


@dataclass(frozen=True, slots=True)
class FormWish:
    """A form to sign beside itself, with an identity file's bytes or, with `card`, a card maker's library."""

    content: bytes
    identity: bytes
    card: Path | None
    passphrase: str
    at: datetime


def report_pdf(channel: Channel, report: Report, at: datetime) -> bytes:
    """What was found of a pack, as pages to print."""
    from cypworkbench.flow import verified  # ReportLab, in the helper process only

    channel.progress(0, 0, "Setting the pages")
    return verified.as_pdf(report, at)


def paper_page(
    channel: Channel, record: Record, framework: Framework, pdf: bytes, at: datetime
) -> bytes:
    """The page that a board signs with a pen."""
    from cypworkbench.flow import paper  # ReportLab, in the helper process only

    channel.progress(0, 0, "Setting the page")
    return paper.signature_page(record, framework, pdf, at)


def copy_no_longer_valid(channel: Channel, record: Record, pdf: bytes) -> bytes:
    """The copy of a withdrawn or superseded pack that says so on every page."""
    from cypworkbench.flow import stamped_copies  # pikepdf, in the helper process only

    channel.progress(0, 0, "Stamping the pages")
    return stamped_copies.stamped(record, pdf)


def certificates(channel: Channel, content: bytes) -> tuple[Certificate, ...]:
    """Whose certificates a file holds."""
    from cypworkbench.flow import certificates as held  # pyHanko, in the helper process only

    channel.progress(0, 0, "Reading the certificate")
    return held.named(content)


def form(channel: Channel, wish: FormWish) -> bytes:
    """The signature of a form, to lie beside it."""
    from cypworkbench.flow import proving, signed_files  # pyHanko, in the helper process only

    channel.progress(0, 0, "Signing")
    key = (
        proving.CardKey(wish.card, wish.passphrase)
        if wish.card
        else proving.Key(wish.identity, wish.passphrase)
    )
    return signed_files.sign(wish.content, key, wish.at)


def question(channel: Channel, pdf: bytes) -> bytes:
    """The request that a timestamp authority answers."""
    from cypworkbench.flow import timestamping  # pyHanko, in the helper process only

    channel.progress(0, 0, "Writing the request")
    return timestamping.question(pdf)


def stamped(channel: Channel, pdf: bytes, answer: bytes) -> bytes:
    """A signed pack with an authority's answer behind its signatures."""
    from cypworkbench.flow import timestamping  # pyHanko, in the helper process only

    channel.progress(0, 0, "Adding the timestamp")
    return timestamping.stamp(pdf, answer)
