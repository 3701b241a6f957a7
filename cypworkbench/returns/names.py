"""Names of boards, areas and measures as people write them: exact once tidied, or through a list, never by likeness."""

import re
from collections.abc import Iterable

from cypworkbench.domain.framework import Board, Framework, Measure
from cypworkbench.domain.supply import is_desk
from cypworkbench.returns.values import tidy

_PUNCTUATION = re.compile(r"[^\w%]+")


def key(name: str) -> str:
    """A name for matching: no case, no punctuation, single spaces, & as and."""
    plain = tidy(name).casefold().replace("&", " and ").replace("’", "").replace("'", "")
    return " ".join(_PUNCTUATION.sub(" ", plain).split())


def find_board(name: str, framework: Framework) -> Board | None:
    """The board of that id or name, or the one board of the district of that name or alias."""
    wanted = key(name)
    if not wanted:
        return None
    exact = [b for b in framework.boards if wanted in (key(b.id), key(b.name))]
    if exact:
        return exact[0]
    codes = {
        area.code
        for area in framework.districts
        if wanted in {key(each) for each in (area.code, area.name, *area.aliases)}
    }
    by_area = [b for b in framework.district_boards if b.areas[0] in codes and not is_desk(b)]
    return by_area[0] if len(by_area) == 1 else None


def measures_by_id(framework: Framework) -> dict[str, Measure]:
    """The plan's measures by their reference, for matching."""
    return {key(m.id): m for m in framework.measures}


def measures_by_title(framework: Framework) -> dict[str, Measure]:
    """The plan's measures by title, short title and the plan's own wording; names that two share are left out."""
    found: dict[str, Measure] = {}
    shared: set[str] = set()
    for measure in framework.measures:
        for name in _names(measure):
            if found.get(name, measure) is not measure:
                shared.add(name)
            found[name] = measure
    return {name: measure for name, measure in found.items() if name not in shared}


def _names(measure: Measure) -> Iterable[str]:
    return {key(name) for name in (measure.title, measure.short_title, measure.wording)} - {""}
