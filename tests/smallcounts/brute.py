"""Every way whole numbers fit a small published case, tried one by one: slow, and with nothing clever to get wrong."""

from collections.abc import Iterator, Mapping

from cypworkbench.domain.plain import Plain

MOST = 300_000
Sum = Mapping[str, int]


def possible(document: Plain, top: int) -> Mapping[str, set[int]] | None:
    """The values each withheld cell takes in some fit, no withheld cell above `top`; None where there are too many.

    Cells are tried one after the other, each whole number in turn; what a sum then settles is computed at once, and a
    number below the least or above `top` ends the try. Sums with exact printed cells only.
    """
    least = 1 if document["rule"].get("zeros", "shown") == "shown" else 0
    shown = {c["id"]: c["published"] for c in document["cells"] if c["published"] is not None}
    hidden = [c["id"] for c in document["cells"] if c["published"] is None]
    sums = [e["terms"] for e in document["equations"] if set(e["terms"]) - set(shown)]
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for tried, values in enumerate(_fits(dict(shown), _order(hidden, sums), (least, top))):
        if tried > MOST:
            return None
        if values and all(not sum(values[name] * t for name, t in s.items()) for s in sums):
            for name in hidden:
                found[name].add(values[name])
    return found


def _order(hidden: list[str], sums: list[Sum]) -> list[tuple[str, Sum]]:
    """The cells in the order they are settled, each with the sum it follows from; none for those that are tried."""
    unknown, order = list(hidden), []
    while unknown:
        for terms in sums:
            left = [name for name in terms if name in unknown]
            if len(left) == 1:
                order.append((left[0], terms))
                unknown.remove(left[0])
                break
        else:
            order.append((unknown.pop(0), {}))
    return order


def _fits(
    values: dict[str, int], order: list[tuple[str, Sum]], ends: tuple[int, int]
) -> Iterator[dict[str, int]]:
    """Each way to settle the cells within the ends; an empty one for each try that fails, so that tries are counted."""
    if not order:
        yield values
        return
    (name, terms), *rest = order
    if not terms:
        for value in range(ends[0], ends[1] + 1):
            yield from _fits({**values, name: value}, rest, ends)
        return
    others = sum(values[other] * times for other, times in terms.items() if other != name)
    value, over = divmod(-others, terms[name])
    if over or not ends[0] <= value <= ends[1]:
        yield {}
    else:
        yield from _fits({**values, name: value}, rest, ends)


def ranges(document: Plain, top: int) -> Iterator[tuple[str, int, int]]:
    """The least and most of each withheld cell; nothing where there is too much to try, or the truth lies above."""
    found = possible(document, top) or {}
    if all(found.values()):
        for name, values in found.items():
            yield name, min(values), max(values)
