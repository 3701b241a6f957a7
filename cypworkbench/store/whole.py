"""Whether a record is whole: every byte against its digest, every decision against the chain, every row its seal."""

import hashlib
from collections.abc import Iterable, Iterator

from cypworkbench.domain.decision import Decision, broken_link, canonical, lost, redacted
from cypworkbench.domain.record import Record, StoredFile, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.store.troubles import altered, damaged

_NOTHING = hashlib.sha256(b"").hexdigest()


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_seal(stored: StoredFile) -> str:
    """The digest of a file's row; it stays as it was when the bytes are redacted."""
    row = ["file", stored.sha256, stored.name, stored.received_at.isoformat()]
    return stored.seal or digest(canonical(row).encode())


def pack_seal(stored: StoredPack) -> str:
    """The digest of a pack's row; it stays as it was when the bytes are redacted."""
    row = ["pack", stored.sha256, stored.board, stored.edition, stored.sequence]
    return stored.seal or digest(canonical(row).encode())


def seals(files: Iterable[StoredFile], packs: Iterable[StoredPack]) -> tuple[str, ...]:
    """What a decision holds of the files and packs kept with it."""
    return (*map(file_seal, files), *map(pack_seal, packs))


def check(record: Record, name: str) -> None:
    """Raises Refusal when anything in a record is not what it was when it was kept, naming the first such thing."""
    trouble = next(troubles(record, name), None)
    if trouble is not None:
        raise trouble


def troubles(record: Record, name: str) -> Iterator[Refusal]:
    """Everything in a record that is not as it was when it was kept, in words."""
    if not record.decisions:
        yield Refusal(
            f"{name} is empty: it was never finished.",
            "Delete it and make the workspace again.",
        )
        return
    vouched = redacted(record.decisions)
    kept: tuple[StoredFile | StoredPack, ...] = (*record.files, *record.packs)
    for stored in kept:
        if stored.redacted:
            if stored.sha256 not in vouched or stored.content:
                yield altered(name, "the bytes of a file or pack were removed without a decision")
        elif digest(stored.content) != stored.sha256:
            yield damaged(name, "a stored file no longer matches its digest")
    broken = broken_link(record.decisions)
    if broken is not None:
        yield altered(name, f"decision {broken} does not follow from the one before it")
    yield from _unsealed(record, name)


def _unsealed(record: Record, name: str) -> Iterator[Refusal]:
    if not any(decision.salt for decision in record.decisions):
        return  # of the first file version, which had no seals
    gone = lost(record.decisions)
    held = [s for d in record.decisions for s in d.holds if s not in gone]
    if sorted(held) != sorted(seals(record.files, record.packs)):
        yield altered(name, "a file or pack was added, taken away or renamed outside the program")


def leads_to(record: Record, sequence: int, head: str) -> bool:
    """Whether a record goes on from the decision of that number and digest: the one is an ancestor of the other."""
    return 0 < sequence <= record.sequence and record.decisions[sequence - 1].digest == head


def leads_to_start(record: Record, sequence: int, start: str) -> bool:
    """The same, where only the first letters of the digest are known."""
    return 0 < sequence <= record.sequence and record.decisions[sequence - 1].digest.startswith(
        start
    )


def fingerprint(record: Record) -> str:
    """One digest of everything in a record, rows and bytes. Contents are taken at their own digests."""
    made = hashlib.sha256()
    for row in rows(record):
        made.update(canonical(row).encode())
    return made.hexdigest()


def rows(record: Record) -> Iterator[list[object]]:
    """Every row of a record as JSON values, contents by their digests."""
    for f in record.files:
        content = _NOTHING if f.redacted else f.sha256
        at = f.received_at.isoformat()
        yield ["file", f.sha256, f.name, at, content, f.redacted, f.seal]
    for d in record.decisions:
        yield ["decision", *columns(d)]
    for p in record.packs:
        content = _NOTHING if p.redacted else p.sha256
        yield ["pack", p.sha256, p.board, p.edition, p.sequence, content, p.redacted, p.seal]


def columns(d: Decision) -> tuple[object, ...]:
    """A decision as its table holds it."""
    said = canonical(dict(d.body))
    moment, holds = d.at.isoformat(), canonical(list(d.holds))
    head = (d.sequence, d.kind.value, d.subject, said, d.by.name, d.by.role)
    return (*head, moment, d.previous, d.digest, d.salt, holds)
