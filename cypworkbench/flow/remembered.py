"""What was worked out before, so that ten years open as quickly as one: figures read from returns, and whole pictures.

Everything here follows from a record, a plan and this program's own code, and is kept under a digest of all three.
It lies in the user's own folder and may be deleted at any time; nothing else can write there.
"""

import hashlib
import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from cypworkbench.domain.decision import DecisionKind, canonical
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.state import standing
from cypworkbench.store import derived

_Kept = TypeVar("_Kept")
_MANY = 40  # returns not read yet, from which on it pays to start processes for them
_MOST_PROCESSES = 4
_BATCH = 24
_PACKAGE = Path(__file__).resolve().parent.parent
_MOST_PICTURES = 12
_plans: dict[int, tuple[Framework, str]] = {}
_let_in: dict[tuple[str, ...], Any] = {}
# Any other kind may change which returns count, or what they are checked against: a new kind does until it is here.
_LETS_NOTHING_IN = frozenset(
    {
        DecisionKind.FINDING_EXPLAINED,
        DecisionKind.SET_ASIDE,
        DecisionKind.REBASED,
        DecisionKind.DISCLOSURE_SET,
        DecisionKind.SENTENCE_WORDED,
        DecisionKind.TEMPLATE_SET,
        DecisionKind.COMMENTED,
        DecisionKind.ACTION_AGREED,
        DecisionKind.MATTER_NOTED,
        DecisionKind.STAGE_PASSED,
        DecisionKind.DUTY_GIVEN,
        DecisionKind.INTEREST_DECLARED,
        DecisionKind.APPROVAL_RECORDED,
        DecisionKind.CERTIFICATE_TRUSTED,
        DecisionKind.TAKEN_OVER,
        DecisionKind.RETENTION_SET,
        DecisionKind.HELD,
        DecisionKind.HOLD_LIFTED,
    }
)


@cache
def code_version() -> str:
    """A digest of this program's own files by size and time: what other code made is not taken for ours."""
    said = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        facts = path.stat()
        said.update(f"{path.relative_to(_PACKAGE)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return said.hexdigest()


def plan_version(plan: Framework) -> str:
    """A digest of everything a plan says."""
    known = _plans.get(id(plan))
    if known is None or known[0] is not plan:
        digest = hashlib.sha256(canonical(to_plain(plan)).encode()).hexdigest()
        _plans[id(plan)] = known = (plan, digest)
    return known[1]


def kept(
    kind: str, parts: Sequence[str], make: Callable[[], _Kept], shelf: str = derived.RETURNS
) -> _Kept:
    """What was made before under the same parts; made now, and kept, where there is none."""
    key = derived.key_of(kind, code_version(), *parts)
    held = derived.get(key, shelf)
    if held is not None:
        found: _Kept = pickle.loads(held)  # noqa: S301  written by us, in a folder closed to others
        return found
    made = make()
    derived.put(key, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL), shelf)
    return made


def is_kept(kind: str, parts: Sequence[str]) -> bool:
    """Whether something was made before under these parts."""
    return derived.has(derived.key_of(kind, code_version(), *parts))


def picture(record: Record, framework: Framework, make: Callable[[], Picture]) -> Picture:
    """The picture of a record; the chain's head stands for every decision and every byte in it."""
    made = kept("picture", (record.head, plan_version(framework)), make, derived.PICTURES)
    derived.keep_newest(derived.PICTURES, _MOST_PICTURES)
    return made


def known_picture(record: Record, framework: Framework) -> Picture | None:
    """The picture of a record where it was worked out before; None where it was not, or is no longer whole."""
    key = derived.key_of("picture", code_version(), record.head, plan_version(framework))
    held = derived.get(key, derived.PICTURES)
    if held is None:
        return None
    found: Picture = pickle.loads(held)  # noqa: S301  written by us, in a folder closed to others
    return found


def let_in(record: Record, framework: Framework, make: Callable[[], _Kept]) -> _Kept:
    """What the decisions of a record let in: checked returns and published figures.

    It stays as it is through whatever lets nothing in or out, such as a comment; so the first decision after opening
    need not have ten years of returns read and checked again.
    """
    counting = [d.digest for d in standing(record.decisions) if d.kind not in _LETS_NOTHING_IN]
    held = [f.redacted or f.sha256 for f in record.files]
    key = (derived.key_of(*counting, *held), plan_version(framework), code_version())
    if key not in _let_in:
        made = kept("let in", key[:2], make, derived.PICTURES)
        _let_in.clear()
        _let_in[key] = made
    found: _Kept = _let_in[key]
    return found


def side_by_side(work: Callable[[_Kept], None], batches: Sequence[_Kept]) -> None:
    """Do the same to several batches in processes of their own; what they keep is then found here."""
    if not batches:
        return
    count = min(_MOST_PROCESSES, os.cpu_count() or 1)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for done in pool.map(work, batches):
            del done


def batches(items: Sequence[_Kept]) -> list[Sequence[_Kept]]:
    """Enough for every processor to have several turns; none where too few are left to be worth it."""
    if len(items) < _MANY:
        return []
    size = _BATCH
    return [items[at : at + size] for at in range(0, len(items), size)]
