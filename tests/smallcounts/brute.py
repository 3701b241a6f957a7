"""Every way whole numbers fit a small published case, tried one by one: slow, and with nothing clever to get wrong."""

from collections.abc import Iterator, Mapping
from itertools import product

from cypworkbench.domain.plain import Plain

MOST = 60_000


def possible(document: Plain, top: int) -> Mapping[str, set[int]] | None:
    """The values each withheld cell takes in some fit, no withheld cell above `top`; None where there are too many.

    Withheld cells that a sum settles are computed, the others tried; sums with exact printed cells only.
    """
    least = 1 if document["rule"].get("zeros", "shown") == "shown" else 0
    shown = {c["id"]: c["published"] for c in document["cells"] if c["published"] is not None}
    hidden = [c["id"] for c in document["cells"] if c["published"] is None]
    sums = [e["terms"] for e in document["equations"] if set(e["terms"]) - set(shown)]
    free, settled = _order(hidden, sums)
    if (top + 1 - least) ** len(free) > MOST:
        return None
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for tried in product(range(least, top + 1), repeat=len(free)):
        values = {**shown, **dict(zip(free, tried, strict=True))}
        if _fits(values, settled, sums, (least, top)):
            for name in hidden:
                found[name].add(values[name])
    return found


def _order(
    hidden: list[str], sums: list[Mapping[str, int]]
) -> tuple[list[str], list[tuple[str, Mapping[str, int]]]]:
    """Which cells to try, and which follow from which sum once those before them are known."""
    unknown, free = list(hidden), []
    settled: list[tuple[str, Mapping[str, int]]] = []
    while unknown:
        for terms in sums:
            left = [name for name in terms if name in unknown]
            if len(left) == 1:
                settled.append((left[0], terms))
                unknown.remove(left[0])
                break
        else:
            free.append(unknown.pop(0))
    return free, settled


def _fits(
    values: dict[str, int],
    settled: list[tuple[str, Mapping[str, int]]],
    sums: list[Mapping[str, int]],
    ends: tuple[int, int],
) -> bool:
    for name, terms in settled:
        rest = sum(values[other] * times for other, times in terms.items() if other != name)
        values[name], over = divmod(-rest, terms[name])
        if over or not ends[0] <= values[name] <= ends[1]:
            return False
    return all(not sum(values[name] * t for name, t in terms.items()) for terms in sums)


def ranges(document: Plain, top: int) -> Iterator[tuple[str, int, int]]:
    """The least and most of each withheld cell; nothing where there is too much to try, or the truth lies above."""
    found = possible(document, top) or {}
    if all(found.values()):
        for name, values in found.items():
            yield name, min(values), max(values)
