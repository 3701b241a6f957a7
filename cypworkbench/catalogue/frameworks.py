"""Plans as data: resources/frameworks/*.toml (and the places and boards they name) into Framework objects."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar

from cypworkbench.catalogue import promises
from cypworkbench.catalogue.entry import Entry, read_toml, refuse_twice
from cypworkbench.catalogue.fitting import check_fit
from cypworkbench.catalogue.measures import read_measure
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.refusal import Refusal
from cypworkbench.locations import resource_path

_T = TypeVar("_T")


def list_frameworks() -> tuple[str, ...]:
    """The ids of the plans the program carries, A to Z."""
    return tuple(sorted(path.stem for path in resource_path("frameworks").glob("*.toml")))


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
    entry = read_toml(path)
    framework = Framework(
        id=entry.text("id"),
        title=entry.text("title"),
        partnership=entry.text("partnership"),
        areas=_here_or_named(entry, path, "areas", promises.read_area),
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
        boards=_here_or_named(entry, path, "boards", promises.read_board),
        measures=entry.tables("measures", read_measure),
    )
    entry.finish()
    names = chain.from_iterable((a.code, a.name, *a.aliases) for a in framework.areas)
    refuse_twice(path.name, "the place", (name.casefold() for name in names))
    check_fit(path.name, framework)
    # the board that answers for the whole plan stands first; the others keep their order
    boards = sorted(framework.boards, key=lambda board: board.id != framework.lead)
    return replace(framework, boards=tuple(boards))


def _here_or_named(
    entry: Entry, path: Path, key: str, build: Callable[[Entry], _T]
) -> tuple[_T, ...]:
    """The tables of a key, from the plan's own file or from the file it names instead."""
    named = entry.names_file(key)
    if not named:
        return entry.tables(key, build)
    beside = path.parent / Path(named).name
    other = read_toml(beside if beside.exists() else resource_path(key, Path(named).name))
    built = other.tables(key, build)
    other.finish()
    return built
