"""From the record to the picture: everything that follows from what was given and decided."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from cypworkbench.domain.account import Account
from cypworkbench.domain.aside import Aside, SetAside
from cypworkbench.domain.decision import GENESIS, Decision, DecisionKind, canonical
from cypworkbench.domain.evidence import Finding, Observation, Return, Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Assessment, Series
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import (
    Picture,
    Record,
    StoredFile,
    Supplier,
    SupplierState,
)
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import State, fold
from cypworkbench.domain.supply import Supplies, Supply
from cypworkbench.flow import remembered
from cypworkbench.flow.carrying import Carried, carried, unless_given
from cypworkbench.flow.plan_in_force import plan_in_force
from cypworkbench.flow.reading import check_workbook, extract_in, recipe_in
from cypworkbench.flow.receive import just_read
from cypworkbench.flow.surroundings import Surroundings, supplier_of, surroundings
from cypworkbench.returns import extract as extracts
from cypworkbench.returns import foreign
from cypworkbench.returns.around import Around
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.together import check_together


@dataclass(frozen=True, slots=True)
class Given:
    """What a picture is computed from: checked returns, when each came, and published figures.

    `carried` is what boards gave under plans that this one follows, under its own names. `series` and `suppliers` are
    taken as they stand. They are empty except in a district's pack, which carries the county's line and the other
    boards' progress without the other districts' returns. `accounts` are a public pack's, which has no returns.
    """

    returns: tuple[Return, ...] = ()
    received: tuple[tuple[str, datetime], ...] = ()
    published: tuple[Observation, ...] = ()
    series: tuple[Series, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    carried: tuple[Observation, ...] = ()
    accounts: tuple[Account, ...] = ()


# Returns as checked, by file, plan and all that stood around them: the same of all gives the same findings.
_checked: dict[tuple[str, str, tuple[Supply, ...], Around], Return] = {}
_figures: dict[tuple[str, str], tuple[Observation, ...]] = {}
_MOST_KEPT = 300


def picture(record: Record, framework: Framework) -> Picture:
    """Everything that follows from a record. Pure; raises Refusal when a stored file cannot be read."""
    state = fold(record.decisions)
    plan = plan_in_force(framework, state)
    let_in = remembered.let_in(record, framework, lambda: given(record, plan, state))
    return compute(plan, state, let_in, (record.sequence, record.head))


def given(record: Record, framework: Framework, state: State) -> Given:
    """The returns and published figures that a record's decisions let in."""
    _read_ahead(record, framework, state)
    past = carried(record, state, _figures_of)
    published = _all_published(record, framework, state, past)
    known = _surroundings(record, framework, state, published)
    returns = [
        _return(_stored(record, sha256), known, extract_in(record, decision), decision)
        for sha256, decision in _latest(state)
    ]
    received = tuple((sha256, decision.at) for sha256, decision in state.accepted.items())
    return Given(tuple(returns), received, published, carried=past.returned)


def _latest(state: State) -> list[tuple[str, Decision]]:
    """The last return of each board, which is the one that counts; earlier ones only stand around it."""
    last = {
        str(decision.body.get("board") or sha256): sha256
        for sha256, decision in state.accepted.items()
    }
    return [(s, decision) for s, decision in state.accepted.items() if s in set(last.values())]


def _read_ahead(record: Record, framework: Framework, state: State) -> None:
    """Read the returns that were never read on this computer, several at once where there are many."""
    todo = [
        (_stored(record, sha256), extract_in(record, decision), recipe_in(decision))
        for sha256, decision in state.accepted.items()
        if (sha256, framework.id) not in _figures
        and not remembered.is_kept("figures", _figure_parts(sha256, framework, recipe_in(decision)))
    ]
    read = partial(_read_batch, framework)
    remembered.side_by_side(read, remembered.batches(todo))


def _read_batch(plan: Framework, some: Sequence[tuple[StoredFile, bytes, Recipe | None]]) -> None:
    for stored, extract, recipe in some:
        with suppress(Refusal):  # said when it is asked for
            _figures_of(stored, extract, plan, recipe)


def _figure_parts(sha256: str, plan: Framework, recipe: Recipe | None) -> tuple[str, ...]:
    said = canonical(to_plain(recipe)) if recipe else ""
    return sha256, remembered.plan_version(plan), said


def _all_published(
    record: Record, framework: Framework, state: State, past: Carried
) -> tuple[Observation, ...]:
    """The published figures taken in under the plan in force, and before them those that its forerunners left."""
    now = [
        observation
        for sha256 in state.published
        for observation in _published(
            _stored(record, sha256), framework, state.published_as.get(sha256, "")
        )
    ]
    return (*unless_given(past.published, now), *now)


def _figures_of(
    stored: StoredFile, extract: bytes, plan: Framework, recipe: Recipe | None = None
) -> tuple[Observation, ...]:
    """What a return held, read under the plan it was sent for."""
    key = (stored.sha256, plan.id)
    if key not in _figures:

        def read() -> tuple[Observation, ...]:
            workbook = _read(stored, extract)
            found = foreign.read(workbook, recipe, plan) if recipe else recognise(workbook, plan)
            return found.observations

        parts = _figure_parts(stored.sha256, plan, recipe)
        _figures[key] = remembered.kept("figures", parts, read)
    return _figures[key]


def around(record: Record, framework: Framework) -> Surroundings:
    """What stands around a return that comes now. Raises Refusal when a stored file cannot be read."""
    state = fold(record.decisions)
    framework = plan_in_force(framework, state)
    published = _all_published(record, framework, state, carried(record, state, _figures_of))
    return _surroundings(record, framework, state, published)


def _surroundings(
    record: Record, framework: Framework, state: State, published: tuple[Observation, ...]
) -> Surroundings:
    def figures(sha256: str) -> tuple[Observation, ...]:
        accepted = state.accepted.get(sha256)
        recipe = recipe_in(accepted) if accepted else None
        if _stored(record, sha256).redacted:
            return ()
        extract = extract_in(record, accepted) if accepted else b""
        return _figures_of(_stored(record, sha256), extract, framework, recipe)

    return surroundings(framework, state, record.decisions, published, figures)


def round_label(record: Record) -> str:
    """The label of the round in hand; empty before one is opened."""
    return fold(record.decisions).round.label


def workbook(record: Record, sha256: str) -> Workbook:
    """A stored return read again, to show the sheet as it was sent. Raises Refusal when it is not in the record.

    Of one that came locked, the cells that were not read are withheld (`returns.extract`).
    """
    accepted = [
        d
        for d in record.decisions
        if d.kind is DecisionKind.RETURN_ACCEPTED and d.subject == sha256
    ]
    return _read(_stored(record, sha256), extract_in(record, accepted[-1]) if accepted else b"")


def _stored(record: Record, sha256: str) -> StoredFile:
    stored = record.file(sha256)
    if stored is None:
        raise Refusal(
            f"The workspace no longer holds the file {sha256[:12]}….",
            "Open the newest backup of the workspace.",
        )
    return stored


def _read(stored: StoredFile, extract: bytes) -> Workbook:
    from cypworkbench.returns import spreadsheet  # the reader is needed only for files not yet seen

    if extract:
        return replace(extracts.from_bytes(extract, stored.sha256), name=stored.name)
    return just_read(stored) or spreadsheet.read(stored.content, stored.name)


def _return(stored: StoredFile, known: Surroundings, extract: bytes, accepted: Decision) -> Return:
    board, received = str(accepted.body.get("board", "")), accepted.at.date()
    recipe = recipe_in(accepted)
    around = known.around(board, received, everywhere=recipe is not None)
    key = (stored.sha256, known.framework.id, known.supplies, around)
    if key not in _checked:
        if len(_checked) > _MOST_KEPT:
            _checked.clear()
        _checked[key] = check_workbook(_read(stored, extract), known, received, recipe)
    return _checked[key]


def _published(stored: StoredFile, framework: Framework, measure: str) -> tuple[Observation, ...]:
    from cypworkbench.returns import published  # needed only where comparators were added

    return published.read(stored.content, stored.name, framework, measure)


def _accounts(latest: Mapping[str, Return], aside: Aside) -> tuple[Account, ...]:
    """What boards said in words, but for what was set aside."""
    return tuple(
        account
        for board, returned in sorted(latest.items())
        if returned.board == board
        for account in returned.accounts
        if not aside.covers(account.measure, account.area, board)
    )


def compute(
    framework: Framework, state: State, given: Given, chain: tuple[int, str] = (0, GENESIS)
) -> Picture:
    """The picture of what is given under a state; `chain` is the last decision's number and digest.

    The one road from figures to judgements: the window, the pack and `verify` all take it.
    """
    latest = {supplier_of(returned): returned for returned in given.returns}
    supplies = Supplies(framework, state.supplies.values())
    # By key, not by the time of deciding: a snapshot keeps no order, and must replay to the very same picture.
    decided = (state.set_aside[key] for key in sorted(state.set_aside))
    set_aside = tuple(s for s in decided if not _is_overtaken(s, latest, state.earlier, supplies))
    aside = Aside(set_aside, supplies)
    asked, left = _asked(latest, supplies, framework, aside)
    carried_on = unless_given(given.carried, (*left, *asked))
    counted = (*(o for o in carried_on if not aside.covers(o.measure, o.area)), *asked)
    findings = _found_now(latest, state) + check_together(counted, given.published, framework)
    targets = tuple(state.targets[key] for key in sorted(state.targets))
    half = Picture(
        framework=framework,
        round=state.round,
        suppliers=tuple(
            Supplier(board, SupplierState.RECEIVED, returned) for board, returned in latest.items()
        ),
        findings=findings,
        observations=counted,
        published=given.published,
        targets=targets,
        assessments=MappingProxyType({}),
        explanations=MappingProxyType(dict(sorted(state.explanations.items()))),
        set_aside=set_aside,
        comments=tuple(state.comments[key] for key in sorted(state.comments)),
        actions=tuple(state.actions),
        stages=tuple(state.stages),
        supplies=tuple(state.supplies[key] for key in sorted(state.supplies)),
        accounts=(*given.accounts, *_accounts(latest, aside)),
        rebases=tuple(state.rebases[key] for key in sorted(state.rebases)),
        lapsed=tuple(state.lapsed[key] for key in sorted(state.lapsed)),
        interests=tuple(state.interests),
        wordings=tuple(state.wordings[key] for key in sorted(state.wordings)),
        matters=tuple(sorted(state.matters.values(), key=lambda m: (m.kind, m.area, m.number))),
        sequence=chain[0],
        head=chain[1],
    )
    suppliers = tuple(
        _waited_for(board.id, half, latest.get(board.id), given, state.earlier, aside)
        for board in supplies.boards()
    )
    assessments = _assess(half, given.series, aside.places(framework))
    return replace(half, suppliers=suppliers, assessments=MappingProxyType(assessments))


def _found_now(latest: Mapping[str, Return], state: State) -> tuple[Finding, ...]:
    """What is doubted in the returns of this round.

    One of an earlier round was answered in that round; what stands around it now is not what it was sent for.
    """
    now = [r for _, r in sorted(latest.items()) if r.sha256 not in state.earlier]
    return tuple(f for returned in now for f in returned.findings)


def _asked(
    latest: Mapping[str, Return], supplies: Supplies, framework: Framework, aside: Aside
) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """The figures of each board's last return that were asked of it: those that count, and those set aside."""
    found: tuple[list[Observation], list[Observation]] = ([], [])
    for board, returned in sorted(latest.items()):
        if returned.board == board:
            for observation in returned.observations:
                if _is_asked(supplies, observation, board, framework):
                    kept_out = aside.covers(observation.measure, observation.area, board)
                    found[kept_out].append(observation)
    return tuple(found[False]), tuple(found[True])


def _is_asked(supplies: Supplies, observation: Observation, board: str, plan: Framework) -> bool:
    """Whether a figure comes from the board it is asked of; a measure asked of nobody may come from any."""
    if not supplies.agreed or observation.measure not in {m.id for m in plan.asked}:
        return True
    return supplies.of(observation.measure, observation.area).board == board


def _is_overtaken(
    aside: SetAside, latest: Mapping[str, Return], earlier: Sequence[str], supplies: Supplies
) -> bool:
    """Whether the figures set aside in an earlier round have given way to those of a return of this one."""
    by = aside.board or (
        supplies.supplier(aside.measure, aside.area) if aside.measure else supplies.own(aside.area)
    )
    came = [
        latest[board.id].sha256 not in earlier
        for board in supplies.boards()
        if board.id == by and board.id in latest
    ]
    return aside.is_earlier and any(came)


def _waited_for(
    board: str,
    half: Picture,
    returned: Return | None,
    given: Given,
    earlier: Sequence[str],
    aside: Aside,
) -> Supplier:
    """How far a board's return has come: as it is given, or as its return and the decisions have it."""
    known = next((s for s in given.suppliers if s.board == board), None)
    if known:
        return known
    supplier = _supplier(half, board, returned, dict(given.received), earlier)
    return replace(supplier, state=SupplierState.SET_ASIDE) if aside.has_return(board) else supplier


def _supplier(
    half: Picture,
    board_id: str,
    returned: Return | None,
    received: Mapping[str, datetime],
    earlier: Sequence[str],
) -> Supplier:
    if returned is None:
        return Supplier(board_id, SupplierState.NOT_SENT)
    mine = {finding.key for finding in returned.findings}
    still_open = sum(1 for finding in half.open_findings if finding.key in mine)
    is_earlier = returned.sha256 in earlier
    outcome = SupplierState.QUERIES if still_open else SupplierState.ACCEPTED
    if is_earlier:
        outcome = SupplierState.NOT_SENT
    came = received.get(returned.sha256)
    return Supplier(board_id, outcome, returned, still_open, came, is_earlier)


def _assess(
    half: Picture, given: Sequence[Series], not_reported: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Assessment]:
    # pandas, numpy and SciPy take a second to load: only once there is something to assess
    from cypworkbench.analysis import assess, series

    built = series.build_series(
        half.observations, half.published, half.framework, tuple(not_reported)
    )
    merged = {(s.measure.id, s.area): s for s in built}
    merged |= {(s.measure.id, s.area): s for s in given}
    judged = assess.assess_series(tuple(merged.values()), half.targets, half.rebases)
    return {(a.measure.id, a.area): a for a in judged}
