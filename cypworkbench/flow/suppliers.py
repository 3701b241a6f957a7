"""Who supplies what: agreed in a sheet, asked of each board, and whoever is late with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cypworkbench.domain.account import allot
from cypworkbench.domain.framework import Framework, Kind, Measure
from cypworkbench.domain.record import Picture, Supplier, SupplierState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.supply import EVERY, OWN_BOARD, Supplies, Supply, is_desk
from cypworkbench.returns import listing
from cypworkbench.returns.listing import Entry

COLUMNS = ("measure", "area", "supplier", "days", "groups", "reason")
NEEDED = ("measure", "area", "supplier", "reason")
_LONGEST = 366  # days before or after a round's due day: more is another round
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """What a board still owes in a round: when it was due, how many days ago (0: not yet), and the measures."""

    board: str
    due: date | None
    days_late: int
    measures: tuple[str, ...]


def read(content: bytes, name: str, framework: Framework) -> tuple[Supply, ...]:
    """The agreements of a sheet (.csv or .xlsx), one a row; see `COLUMNS`.

    `measure` is an id or * for every one asked; `area` a district's code or name, or * for each; `supplier` a board's
    id or name, or "own" for the district's own board; `days` from the round's due day, negative before it; `groups`
    with semicolons between. Raises Refusal naming each wrong cell; then nothing is taken.
    """
    entries = listing.read(content, name, NEEDED)
    if not entries:
        raise Refusal(f"{name} names no supplier.", "Add a line for each, below the headings.")
    wrong: list[str] = []
    agreed = [_supply(entry, framework, wrong) for entry in entries]
    if wrong:
        more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise Refusal(
            f"{name}: {'; '.join(wrong[:_SHOWN])}{more}.",
            "Correct these cells; an exported sheet shows how they are filled in. Nothing was recorded.",
        )
    return tuple(agreed)


def write(framework: Framework, agreed: Iterable[Supply], *, at: date | None = None) -> bytes:
    """Who supplies every asked measure for every district, as a sheet that `read` reads back."""
    supplies = Supplies(framework, agreed)
    own = {board.id for board in framework.boards if not is_desk(board)}
    rows = [
        (
            *(s.measure, s.area, s.board if s.board in own else s.board.partition("/")[0]),
            *(str(s.days), "; ".join(s.groups), s.reason or "The plan’s own answer"),
        )
        for s in supplies.everything()
    ]
    return listing.write(COLUMNS, rows, title="Suppliers", at=at)


def blanks(picture: Picture, boards: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The blank return of each board that is asked for anything, with its file name; of those named, else of all.

    Each asks for what its board supplies and nothing else, by the day its first measure is due.
    """
    from cypworkbench.returns import template  # openpyxl: only when returns are sent out

    supplies = Supplies(picture.framework, picture.supplies)
    wanted = set(boards)
    for board in supplies.boards():
        asked = supplies.asked_of(board.id)
        if not asked or (wanted and board.id not in wanted):
            continue
        days = [due for due in (s.due(picture.round.due) for s in asked) if due]
        about = replace(picture.round, due=min(days, default=picture.round.due))
        plan = _with_sample(supplies.plan_for(board.id), board.areas[0], picture)
        content = template.write(plan, board, about, picture.observations)
        yield f"{board.name} return.xlsx", content


def sample_plan(picture: Picture, measure: Measure) -> Mapping[str, int]:
    """How many case files each district audits of the whole sample: by its children, where every district's are known.

    The children are the latest denominator of one rate that counts them; without one, the shares are equal.
    """
    districts = [d.code for d in picture.framework.districts]
    for rate in picture.framework.measures:
        if rate.kind is Kind.RATE and "child" in rate.denominator.casefold():
            series = [picture.assessments.get((rate.id, code)) for code in districts]
            sizes = [
                a.latest.denominator for a in series if a and a.latest and a.latest.denominator
            ]
            if len(sizes) == len(districts):
                return allot(_sample(measure), dict(zip(districts, sizes, strict=True)))
    return allot(_sample(measure), dict.fromkeys(districts, 1.0))


def _sample(measure: Measure) -> int:
    return measure.audit.sample if measure.audit else 0


def _with_sample(plan: Framework, area: str, picture: Picture) -> Framework:
    """The plan as it asks about one district: of each audit, the district's own share of the sample."""
    if area == plan.county or not any(m.audit for m in plan.asked):
        return plan
    measures = tuple(
        replace(m, title=f"{m.title}: audit {sample_plan(picture, m)[area]} case files")
        if m.audit and m.asked
        else m
        for m in plan.measures
    )
    return replace(plan, measures=measures)


def owed(picture: Picture, on: date) -> tuple[Owed, ...]:
    """What is still owed on a day, the latest first: a board's whole return, or measures missing from it.

    A return or measure that was set aside is owed by nobody.
    """
    asked: dict[str, list[Supply]] = {}
    for supply in Supplies(picture.framework, picture.supplies).everything():
        asked.setdefault(supply.board, []).append(supply)
    found = [
        Owed(supplier.board, due, max((on - due).days, 0) if due else 0, measures)
        for supplier in picture.suppliers
        if supplier.state is not SupplierState.SET_ASIDE
        for due, measures in _missing(picture, asked.get(supplier.board, ()), supplier)
    ]
    names = {board.id: board.name for board in picture.framework.boards}
    return tuple(sorted(found, key=lambda o: (-o.days_late, names[o.board], o.due or on)))


def _missing(
    picture: Picture, asked: Iterable[Supply], supplier: Supplier
) -> Iterator[tuple[date | None, tuple[str, ...]]]:
    """The measures a board has not given, by the day they were due."""
    given: set[str] = set()
    if supplier.returned and supplier.has_come:
        given = {o.measure for o in supplier.returned.observations}
        given |= {account.measure for account in supplier.returned.accounts}
    aside = {(s.area, s.measure) for s in picture.set_aside}
    by_day: dict[date | None, list[str]] = {}
    for supply in asked:
        if supply.measure not in given and (supply.area, supply.measure) not in aside:
            by_day.setdefault(supply.due(picture.round.due), []).append(supply.measure)
    for due, measures in by_day.items():
        yield due, tuple(measures)


def _supply(entry: Entry, framework: Framework, wrong: list[str]) -> Supply:
    measures = {EVERY, *(m.id for m in framework.measures)}
    measure, area = entry.text("measure") or EVERY, entry.text("area") or EVERY
    if measure not in measures:
        wrong.append(f"{entry.at('measure')} names {measure!r}, which the plan does not have")
    places = {EVERY: EVERY} | {d.code.casefold(): d.code for d in framework.districts}
    places |= {d.name.casefold(): d.code for d in framework.districts}
    places[framework.county.casefold()] = framework.county
    if area.casefold() not in places:
        wrong.append(f"{entry.at('area')} names {area!r}, which is no district of the plan")
    boards = {OWN_BOARD: OWN_BOARD}
    for board in framework.boards:
        boards |= {board.id.casefold(): board.id, board.name.casefold(): board.id}
    said = entry.text("supplier")
    if said.casefold() not in boards:
        wrong.append(f"{entry.at('supplier')} names {said!r}, which is no board of the plan")
    if not entry.text("reason"):
        wrong.append(f"{entry.at('reason')} gives no reason")
    groups = [part.strip() for part in entry.text("groups").split(";") if part.strip()]
    return Supply(
        measure=measure,
        area=places.get(area.casefold(), area),
        board=boards.get(said.casefold(), said),
        days=_days(entry, wrong),
        groups=tuple(groups) or ("all",),
        reason=entry.text("reason"),
    )


def _days(entry: Entry, wrong: list[str]) -> int:
    said = entry.text("days") or "0"
    digits = said.removeprefix("-")
    if digits.isascii() and digits.isdigit() and int(digits) <= _LONGEST:
        return int(said)
    wrong.append(f"{entry.at('days')} is {said!r}, not a number of days up to {_LONGEST}")
    return 0
