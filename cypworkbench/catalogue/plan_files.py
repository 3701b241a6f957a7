"""The files that a plan is made of, byte for byte: the plan's own, and those of places and boards that it names."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cypworkbench.catalogue.entry import text_of
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path

PLAN, AREAS, BOARDS = "plan", "areas", "boards"
NAMED = (AREAS, BOARDS)
"""The keys of a plan that may name a file instead of holding tables."""

LARGEST = 1_000_000
"""The most bytes a file of a plan may have: the plan of 2022, with 83 measures, has 150,000."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file of a plan: what it is for ("plan", "areas" or "boards"), its name, and its bytes."""

    role: str
    name: str
    content: bytes


def gather(path: Path) -> tuple[PlanFile, ...]:
    """A plan's file with the files it names, each looked for beside the plan and then in the program's resources.

    A named file that is in neither place is left out, and reading the plan says so. Raises Refusal when a file cannot
    be read or is far larger than any plan.
    """
    plan = PlanFile(PLAN, path.name, _bytes(path))
    return plan, *_named(plan, path.parent)


def _named(plan: PlanFile, folder: Path) -> Iterator[PlanFile]:
    try:
        values = tomllib.loads(text_of(plan.content))
    except (ValueError, ArithmeticError, RecursionError):
        return  # reading the plan will say what is wrong with it
    for role in NAMED:
        written = values.get(role)
        if isinstance(written, str) and written:
            found = _find(folder, role, Path(written).name)
            if found:
                yield PlanFile(role, found.name, _bytes(found))


def _find(folder: Path, role: str, name: str) -> Path | None:
    beside = folder / name
    if beside.is_file():
        return beside
    try:
        return resource_path(role, name)
    except Refusal:
        return None


def _bytes(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise Refusal(
                f"{path.name} has more than a million bytes, far more than any plan.",
                "Choose the plan’s own file.",
            )
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        raise Refusal(
            f"{path.name} cannot be read.", "Check that the file is there and may be read."
        ) from problem
