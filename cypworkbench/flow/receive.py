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
from cypworkbench.flow.reading import check_any
from cypworkbench.flow.surroundings import Surroundings, supplier_of
from cypworkbench.returns import worker
from cypworkbench.store.workspace import Workspace

Progress = Callable[[int, int, str], None]

# Workbooks just read, by digest: what was checked is seldom read again for the picture that follows.
_just_read: dict[str, Workbook] = {}
_MOST_KEPT = 24


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What became of one file: a return with its findings, or the refusal that keeps it out.

    `key` opens a locked file again; `is_locked` tells that a password is wanted, or another one.
    `recipe` is the one that it was read by, where it is not our template.
    """

    name: str
    sha256: str
    content: bytes
    returned: Return | None = None
    workbook: Workbook | None = None
    refusal: Refusal | None = None
    key: bytes = b""
    is_locked: bool = False
    recipe: Recipe | None = None

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
    if reading.workbook is not None:
        while len(_just_read) >= _MOST_KEPT:
            del _just_read[next(iter(_just_read))]
        _just_read[sha256] = reading.workbook
    if reading.workbook is None:
        return FileCheck(name, sha256, b"", refusal=reading.refusal, is_locked=reading.is_locked)
    try:
        returned, recipe = check_any(reading.workbook, known)
    except Refusal as refusal:
        return FileCheck(name, sha256, b"", refusal=refusal)
    return FileCheck(
        name, sha256, content, returned, reading.workbook, key=reading.key, recipe=recipe
    )


def just_read(stored: StoredFile) -> Workbook | None:
    """A stored file's workbook where this process has read it a moment ago; None where it has not."""
    found = _just_read.get(stored.sha256)
    return replace(found, name=stored.name) if found else None


def accept(
    workspace: Workspace, checks: Sequence[FileCheck], by: Person, at: datetime
) -> tuple[Decision, ...]:
    """Take checked files into the record: bytes and decision in one step, safe on disk when this returns.

    Refused files are left out: nothing of them is kept. Findings do not keep a return out; they keep a pack from
    being signed. A file that counts already is not recorded again; an older one accepted again counts again.
    """
    counting = _counting(workspace.record())
    kept = [
        check
        for check in checks
        if check.returned and counting.get(supplier_of(check.returned)) != check.sha256
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
    files = [StoredFile(check.sha256, check.name, check.content, at) for check in kept]
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


def _counting(record: Record) -> dict[str, str]:
    """The digest of the file that counts, by board."""
    return {
        str(decision.body.get("board")): sha256
        for sha256, decision in fold(record.decisions).accepted.items()
    }


def _accepted(check: FileCheck, returned: Return) -> dict[str, object]:
    said: dict[str, object] = {"file": check.name, "board": supplier_of(returned)}
    # the key of this one file, so that the figures can be read again; the password is kept nowhere
    if check.key:
        said["key"] = check.key.hex()
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
    sha256 = hashlib.sha256(content).hexdigest()
    said: dict[str, object] = {"file": path.name, "figures": len(observations)}
    named = {"measure": measure} if measure else {}
    intent = Intent(DecisionKind.PUBLISHED_ADDED, sha256, said | named)
    workspace.append([intent], by, at, files=[StoredFile(sha256, path.name, content, at)])
    return observations
