"""A council's own plan, kept with the record that it serves: the workspace stays whole when the file is long gone."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.catalogue import checking
from cypworkbench.catalogue.frameworks import read_plan
from cypworkbench.catalogue.plan_files import PlanFile, gather
from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record, StoredFile
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import plan_served
from cypworkbench.store.workspace import Workspace

_TOML = ".toml"


def named(plan: str) -> Framework:
    """A plan by its id among the program's own, or by the path of its file.

    Raises Refusal when there is no such plan; for a file with mistakes, with the first of them.
    """
    return _checked(Path(plan)) if _is_file(plan) else catalogue.load_framework(plan)


def begin(path: Path, plan: str, by: Person, at: datetime) -> Framework:
    """Make a workspace for a plan, given as `named` takes it; a plan from a file is kept in it, byte for byte.

    Raises Refusal as `named` and `Workspace.create` do; nothing is left behind then.
    """
    framework = named(plan)
    files = gather(Path(plan)) if _is_file(plan) else ()
    with Workspace.create(path, framework.id, by, at) as workspace:
        if files:
            keep(workspace, framework, files, by, at)
    return framework


def take_on(workspace: Workspace, plan: str, by: Person, at: datetime) -> Framework:
    """The plan that a workspace is to serve next, given as `named` takes it; one from a file is kept in it.

    Raises Refusal as `named` does; nothing is kept then.
    """
    framework = named(plan)
    if _is_file(plan):
        keep(workspace, framework, gather(Path(plan)), by, at)
    return framework


def served(record: Record) -> Framework:
    """The plan that a workspace serves: as it was kept with the record, or else the program's own of that id.

    Raises Refusal when a kept file is no longer there, and when the program has no plan of that id.
    """
    return of_id(record, plan_served(record.decisions))


def of_id(record: Record, plan: str) -> Framework:
    """A plan that the workspace serves or once served: as kept with the record, or else the program's own.

    Raises Refusal as `served` does.
    """
    for decision in reversed(record.decisions):
        if decision.kind is DecisionKind.PLAN_KEPT and decision.subject == plan:
            return _read(tuple(_held(record, decision.body)))
    return catalogue.load_framework(plan)


def _is_file(plan: str) -> bool:
    """Whether a plan is meant by its file: it ends in .toml, or is there and is no id of the program's plans."""
    if plan.casefold().endswith(_TOML):
        return True
    return plan not in catalogue.list_frameworks() and Path(plan).is_file()


def _checked(path: Path) -> Framework:
    checked = checking.check_file(path)
    if checked.plan is None:
        first, *more = checked.faults
        others = f" ({len(more)} more)" if more else ""
        raise Refusal(
            f"{first.file} cannot be used: line {first.line}: {first.what}{others}",
            f"{first.remedy} `cypworkbench plan check {path.name}` lists every mistake.",
        )
    return checked.plan


def keep(
    workspace: Workspace,
    framework: Framework,
    files: tuple[PlanFile, ...],
    by: Person,
    at: datetime,
) -> None:
    """Keep a plan's files in the workspace, byte for byte."""
    digests = [hashlib.sha256(file.content).hexdigest() for file in files]
    held = [
        {"role": file.role, "name": file.name, "sha256": sha256}
        for file, sha256 in zip(files, digests, strict=True)
    ]
    intent = Intent(DecisionKind.PLAN_KEPT, framework.id, {"files": held})
    stored = {
        sha256: StoredFile(sha256, file.name, file.content, at)
        for file, sha256 in zip(files, digests, strict=True)
    }
    workspace.append([intent], by, at, files=stored.values())


def _held(record: Record, body: Mapping[str, object]) -> list[PlanFile]:
    listed = body.get("files")
    found = []
    for each in listed if isinstance(listed, list) else ():
        stored = record.file(str(each["sha256"]))
        if stored is None or stored.redacted:
            raise Refusal(
                f"The plan of this workspace is no longer in it: {each['name']} was removed.",
                "Open a backup from before, or make a new workspace with the plan’s file.",
            )
        found.append(PlanFile(str(each["role"]), str(each["name"]), stored.content))
    return found


@lru_cache(maxsize=4)
def _read(files: tuple[PlanFile, ...]) -> Framework:
    """The plan of those bytes: read once, since every view of a workspace asks for it."""
    return read_plan(files)
