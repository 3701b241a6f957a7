"""Plans as data: resources/frameworks/*.toml (and the places and boards they name) into Framework objects."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from cypworkbench.catalogue import promises
from cypworkbench.catalogue.entry import Entry, read_toml
from cypworkbench.catalogue.fitting import check_fit
from cypworkbench.catalogue.measures import read_measure
from cypworkbench.catalogue.places import read_places
from cypworkbench.catalogue.plan_files import AREAS, BOARDS, PlanFile, gather
from cypworkbench.domain.area import Places
from cypworkbench.domain.framework import Board, Framework
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path

EXAMPLE = "example"
"""The commented plan of an invented council, for others to begin from."""

_T = TypeVar("_T")


def list_frameworks() -> tuple[str, ...]:
    """The ids of the plans the program carries, A to Z; the example that ships beside them is nobody's plan."""
    found = (path.stem for path in resource_path("frameworks").glob("*.toml"))
    return tuple(sorted(name for name in found if name != EXAMPLE))


@cache
def load_framework(framework_id: str) -> Framework:
    """The plan of that id, from the program's resources.

    Raises Refusal when there is none, or naming file and key when it is not well formed.
    """
    if framework_id not in list_frameworks():
        known = ", ".join(list_frameworks())
        raise Refusal(f"There is no plan called {framework_id!r}.", f"Choose one of: {known}.")
    return read_framework(resource_path("frameworks", f"{framework_id}.toml"))


def read_framework(path: Path) -> Framework:
    """The plan in one file. Places and boards stand in it, or in a file that it names.

    A named file is looked for beside the plan and then in the program's resources. Raises Refusal naming file and key.
    """
    return read_plan(gather(path))


def read_plan(files: Sequence[PlanFile]) -> Framework:
    """The plan in the bytes of its files, the plan's own first. Raises Refusal naming file and key."""
    own, *named = files
    held = {file.role: file for file in named}
    entry = read_toml(own.content, own.name)

    def opened(role: str) -> Entry | None:
        file = held.get(role)
        return read_toml(file.content, file.name) if file else None

    framework = build_framework(entry, opened)
    check_fit(own.name, framework)
    return with_lead_first(framework)


def build_framework(entry: Entry, opened: Callable[[str], Entry | None]) -> Framework:
    """The plan of one entry, its parts as they stand there, not yet held against each other.

    `opened` gives the file that the plan names for its areas or its boards, and None where there is none.
    """
    places = _here_or_named(entry, opened, AREAS, read_places) or Places(())
    boards = _here_or_named(entry, opened, BOARDS, _boards) or ()
    framework = Framework(
        id=entry.text("id"),
        title=entry.text("title"),
        partnership=entry.text("partnership"),
        areas=places.areas,
        groups=places.groups,
        lineage=places.lineage,
        county=entry.text("county"),
        comparators=entry.texts("comparators"),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        follows=entry.text("follows", ""),
        lead=entry.text("lead", ""),
        vision=entry.text("vision", ""),
        sources=entry.texts("sources", ()),
        outcomes=entry.tables("outcomes", promises.read_outcome),
        priorities=entry.tables("priorities", promises.read_priority, needed=False),
        ways_of_working=entry.tables("ways_of_working", promises.read_statement, needed=False),
        principles=entry.tables("principles", promises.read_statement, needed=False),
        commitments=entry.tables("commitments", promises.read_commitment, needed=False),
        impact=entry.tables("impact", promises.read_impact, needed=False),
        themes=entry.tables("themes", promises.read_theme, needed=False),
        successes=entry.tables("successes", promises.read_statement, needed=False),
        challenges=entry.tables("challenges", promises.read_statement, needed=False),
        boards=boards,
        measures=entry.tables("measures", read_measure),
    )
    entry.finish()
    return framework


def with_lead_first(framework: Framework) -> Framework:
    """The same plan, the board that answers for all of it first; the others keep their order."""
    boards = sorted(framework.boards, key=lambda board: board.id != framework.lead)
    return replace(framework, boards=tuple(boards))


def _boards(entry: Entry) -> tuple[Board, ...]:
    return entry.tables(BOARDS, promises.read_board)


def _here_or_named(
    entry: Entry, opened: Callable[[str], Entry | None], key: str, read: Callable[[Entry], _T]
) -> _T | None:
    """The tables of a key, from the plan's own file or from the file it names instead."""
    named = entry.names_file(key)
    if not named:
        return read(entry)
    other = opened(key)
    if other is None:
        raise entry.wrong(key, *missing_file(named))
    built = read(other)
    other.finish()
    return built


def missing_file(named: str) -> tuple[str, str]:
    """What is wrong with a key that names a file which is not there, and what to do."""
    return (
        f"names {named!r}, which is neither beside the plan nor among the program’s own files",
        "Put that file into the plan’s folder, or write the tables into the plan itself.",
    )
