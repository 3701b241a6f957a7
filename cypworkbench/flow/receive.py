"""From dropped files to returns in the record."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cypworkbench.domain import dates
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person
from cypworkbench.domain.evidence import Observation, Return, Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import Record, Round, StoredFile
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow.reading import check_any, check_workbook
from cypworkbench.flow.surroundings import Surroundings, supplier_of
from cypworkbench.returns import extract as extracts
from cypworkbench.returns import worker
from cypworkbench.store.workspace import Workspace

Progress = Callable[[int, int, str], None]

# Workbooks just read, by digest: what was checked is seldom read again for the picture that follows.
_just_read: dict[str, Workbook] = {}
_MOST_KEPT = 24


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What became of one file: a return with its findings, or the refusal that keeps it out.

    `is_locked` tells that a password is wanted, or another one. Of a file that was locked, `extract` is what is kept as
    read, and `opened` the digest of what was inside. `recipe` is the one it was read by, where it is not our template.
    """

    name: str
    sha256: str
    content: bytes
    returned: Return | None = None
    workbook: Workbook | None = None
    refusal: Refusal | None = None
    is_locked: bool = False
    recipe: Recipe | None = None
    extract: bytes = b""
    opened: str = ""

    @property
    def verdict(self) -> str:
        """One word: accepted, queries, errors or refused."""
        return self.returned.verdict if self.returned else "refused"


def check_files(
    paths: Sequence[Path],
    framework: Framework,
    known: Surroundings | str = "",
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    passphrase: str = "",
) -> tuple[FileCheck, ...]:
    """Read, recognise and check files; nothing is kept. A file that cannot be used carries its refusal.

    `known` is what stands around them in a workspace, or the round's label alone: rules that need more are skipped.
    `passphrase` opens those locked with a password. The bytes are read in a worker process that can be killed.
    Raises Refusal only when cancelled.
    """
    readings = worker.read_each(paths, progress, cancelled, passphrase)
    around = Surroundings(framework, Round(known)) if isinstance(known, str) else known
    return tuple(_checked(reading, around) for reading in readings)


def _checked(reading: worker.Reading, known: Surroundings) -> FileCheck:
    name, sha256, content = reading.name, reading.sha256, reading.content
    workbook = reading.workbook
    if workbook is None:
        return FileCheck(name, sha256, b"", refusal=reading.refusal, is_locked=reading.is_locked)
    extract = b""
    try:
        returned, recipe = check_any(workbook, known)
        if workbook.opened:
            # from here on as whoever has no password will read it
            workbook = extracts.extract(workbook, known.framework, recipe)
            extract = extracts.to_bytes(workbook)
            returned = check_workbook(workbook, known, recipe=recipe)
    except Refusal as refusal:
        return FileCheck(name, sha256, b"", refusal=refusal)
    _remember(sha256, workbook)
    opened = workbook.opened
    return FileCheck(
        name, sha256, content, returned, workbook, recipe=recipe, extract=extract, opened=opened
    )


def _remember(sha256: str, workbook: Workbook) -> None:
    while len(_just_read) >= _MOST_KEPT:
        del _just_read[next(iter(_just_read))]
    _just_read[sha256] = workbook


def just_read(stored: StoredFile) -> Workbook | None:
    """A stored file's workbook where this process has read it a moment ago; None where it has not."""
    found = _just_read.get(stored.sha256)
    return replace(found, name=stored.name) if found else None


def accept(
    workspace: Workspace, checks: Sequence[FileCheck], by: Person, at: datetime
) -> tuple[Decision, ...]:
    """Take checked files into the record: bytes and decision in one step, safe on disk when this returns.

    Refused files are left out: nothing of them is kept. Findings do not keep a return out; they keep a pack from
    being signed. A file that counts already in this round is not recorded again; an older one accepted again counts
    again.
    """
    record = workspace.record()
    counting, earlier = _counting(record), fold(record.decisions).earlier
    kept = [
        check
        for check in checks
        if check.returned
        and (counting.get(supplier_of(check.returned)) != check.sha256 or check.sha256 in earlier)
    ]
    intents = [
        Intent(
            DecisionKind.RETURN_ACCEPTED,
            check.sha256,
            _accepted(check, check.returned),
        )
        for check in kept
        if check.returned
    ]
    files = [file for check in kept for file in _files(check, at)]
    return workspace.append(intents, by, at, files=files) if intents else ()


def displaced(record: Record, checks: Sequence[FileCheck]) -> dict[str, str]:
    """The file that each of these would take the place of, by digest: its name and day. Asked before accepting."""
    days = {f.sha256: f"{f.name}, received {dates.day(f.received_at)}" for f in record.files}
    counting = _counting(record)
    found = {}
    for check in checks:
        before = counting.get(supplier_of(check.returned)) if check.returned else None
        if before is not None and before != check.sha256:
            found[check.sha256] = days.get(before, "the one before")
    return found


def _files(check: FileCheck, at: datetime) -> list[StoredFile]:
    """What is kept of a file: its bytes as they were sent and, of a locked one, what was read of it."""
    kept = [StoredFile(check.sha256, check.name, check.content, at)]
    if check.extract:
        name = f"{check.name}, as read"
        kept.append(StoredFile(_digest(check.extract), name, check.extract, at))
    return kept


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _counting(record: Record) -> dict[str, str]:
    """The digest of the file that counts, by board."""
    return {
        str(decision.body.get("board")): sha256
        for sha256, decision in fold(record.decisions).accepted.items()
    }


def _accepted(check: FileCheck, returned: Return) -> dict[str, object]:
    said: dict[str, object] = {"file": check.name, "board": supplier_of(returned)}
    if check.extract:
        # what is computed from, and the digest of what was inside, for whoever has the password to hold it against
        said |= {"extract": _digest(check.extract), "opened": check.opened}
    if check.recipe:
        # as it was then: the file is read the same whatever is saved later
        said["recipe"] = to_plain(check.recipe)
    return said


def add_published(
    workspace: Workspace,
    path: Path,
    framework: Framework,
    by: Person,
    at: datetime,
    measure: str = "",
) -> tuple[Observation, ...]:
    """Take in a file of published comparators; `measure` names what a file holds that does not say it.

    Raises Refusal when it cannot be read whole.
    """
    from cypworkbench.returns import published  # read only when comparators are added

    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"{path.name} could not be opened.", "Check that it is there and not open elsewhere."
        ) from error
    observations = published.read(content, path.name, framework, measure)
    sha256 = _digest(content)
    said: dict[str, object] = {"file": path.name, "figures": len(observations)}
    named = {"measure": measure} if measure else {}
    intent = Intent(DecisionKind.PUBLISHED_ADDED, sha256, said | named)
    workspace.append([intent], by, at, files=[StoredFile(sha256, path.name, content, at)])
    return observations
