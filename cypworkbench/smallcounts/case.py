"""The case file: the cells a reader could see, what ties them together, and the rule that protects the small ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal

_REMEDY = "`cypworkbench protect --help` says what a case file holds."


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as small and what an attacker must be left with.

    1 to `threshold` is small; `zeros_shown` says whether real zeros are always printed (a withheld cell is then at
    least 1). `width` is the least difference between the ends of the range left to an attacker; `wanted` the range no
    value of which may be ruled out. `insiders` are cells of one contributor, who knows that cell and must be left
    with as wide a range; or, where `insider_width` is given, with that width, cells of the same people set aside.
    """

    threshold: int
    zeros_shown: bool
    width: int
    wanted: tuple[int, int]
    insiders: tuple[str, ...]
    insider_width: int | None = None

    @property
    def least(self) -> int:
        """The least a withheld cell can be, as every reader knows."""
        return 1 if self.zeros_shown else 0


@dataclass(frozen=True, slots=True)
class CaseCell:
    """One cell: its true value where it is known, and how it would be printed.

    `latent` cells are in no table, yet follow from others; `sensitive` ones are protected all the same. `printed` is
    what the file gives; `base` the multiple it is rounded to (1 for exact). `weight` is what withholding it costs.
    """

    id: str
    value: int | None
    printed: int | None
    base: int = 1
    latent: bool = False
    sensitive: bool = False
    never_low: bool = False
    must_show: bool = False
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """What ties cells together: the sum of coefficient times cell lies between two ends, either open as infinity."""

    terms: tuple[tuple[str, int], ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed rate: numerator cell over denominator (a cell or a known number), times `per`, to `decimals`."""

    numerator: str
    denominator: str | float
    per: float
    decimals: int
    printed: float | None
    may_exceed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case. `earlier` holds the cells that an earlier pack printed, with what it printed."""

    rule: Rule
    cells: tuple[CaseCell, ...]
    equations: tuple[Equation, ...]
    rates: tuple[Rate, ...]
    earlier: Mapping[str, int]


def read_case(document: Plain, truth: Mapping[str, int]) -> Case:
    """The case of a JSON document; `truth` gives true values, and what is missing there is taken as printed.

    Raises Refusal, naming the place, when the document is not of the format.
    """
    try:
        return _case(document, truth)
    except KeyError as error:
        raise Refusal(f"The case file lacks {error}.", _REMEDY) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Refusal(f"The case file is not of the format: {error}.", _REMEDY) from error


def _case(document: Plain, truth: Mapping[str, int]) -> Case:
    cells = tuple(_cell(said, truth) for said in document["cells"])
    ids = {cell.id for cell in cells}
    if len(ids) < len(cells):
        message = "two cells have the same id"
        raise ValueError(message)
    equations = tuple(_equation(said) for said in document.get("equations", ()))
    rates = tuple(_rate(said) for said in document.get("rates", ()))
    earlier = {
        said["cell"]: _whole(said["published"])
        for said in document.get("earlier", ())
        if said.get("published") is not None
    }
    named = {cell for equation in equations for cell, _ in equation.terms} | set(earlier)
    named |= {rate.numerator for rate in rates}
    named |= {rate.denominator for rate in rates if isinstance(rate.denominator, str)}
    rule = _rule(document["rule"])
    for unknown in sorted((named | set(rule.insiders)) - ids):
        message = f"it speaks of a cell {unknown!r} that it does not list"
        raise ValueError(message)
    return Case(rule, cells, equations, rates, earlier)


def _rule(said: Mapping[str, Plain]) -> Rule:
    threshold = _whole(said.get("threshold", 5))
    zeros = said.get("zeros", "shown")
    if zeros not in ("shown", "hidden") or threshold < 1:
        message = "zeros are shown or hidden, and the threshold is at least 1"
        raise ValueError(message)
    shown = zeros == "shown"
    low, high = said.get("range", (1 if shown else 0, threshold))
    width = _whole(said.get("min_width", high - low))
    insiders: Sequence[str] = said.get("insiders", ())
    near = said.get("insider_width")
    return Rule(
        threshold,
        shown,
        width,
        (_whole(low), _whole(high)),
        tuple(insiders),
        None if near is None else _whole(near),
    )


def _cell(said: Mapping[str, Plain], truth: Mapping[str, int]) -> CaseCell:
    printed = said.get("published")
    base = _whole(said.get("rounded_to", 1) or 1)
    known = truth.get(said["id"], printed if base == 1 else None)
    return CaseCell(
        id=str(said["id"]),
        value=None if known is None else _whole(known),
        printed=None if printed is None else _whole(printed),
        base=base,
        latent=said.get("flag", "c") == "none",
        sensitive=bool(said.get("sensitive", False)),
        never_low=bool(said.get("low_is_nonzero", False)),
        must_show=bool(said.get("must_show", False)),
        weight=said.get("weight"),
    )


def _equation(said: Mapping[str, Plain]) -> Equation:
    terms: Mapping[str, Plain] = said["terms"]
    right = float(said.get("rhs", 0))
    kind = said.get("op", "=")
    if kind not in ("=", "<=", ">="):
        message = f"an equation's sign is =, <= or >=, not {kind!r}"
        raise ValueError(message)
    low = float("-inf") if kind == "<=" else right
    high = float("inf") if kind == ">=" else right
    return Equation(tuple((cell, _whole(times)) for cell, times in terms.items()), low, high)


def _rate(said: Mapping[str, Plain]) -> Rate:
    denominator = said["den"]
    return Rate(
        numerator=said["num"],
        denominator=denominator if isinstance(denominator, str) else float(denominator),
        per=float(said.get("per", 100)),
        decimals=_whole(said["decimals"]),
        printed=None if said.get("published") is None else float(said["published"]),
        may_exceed=bool(said.get("may_exceed", False)),
    )


def _whole(value: Plain) -> int:
    if isinstance(value, bool) or int(value) != float(value):
        message = f"{value!r} is not a whole number"
        raise ValueError(message)
    return int(value)
