"""What stands around each return: what earlier rounds gave, what was signed, what is published, targets, thresholds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.evidence import Observation, Return
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import Round
from cypworkbench.domain.state import State, standing
from cypworkbench.domain.supply import Supplies, Supply
from cypworkbench.domain.threshold import Threshold
from cypworkbench.returns.around import Around

Figures = tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the returns of a workspace; `previous` and `signed` are by board."""

    framework: Framework
    round: Round = field(default_factory=Round)
    previous: Mapping[str, Figures] = field(default_factory=dict)
    signed: Mapping[str, Figures] = field(default_factory=dict)
    published: Figures = ()
    targets: tuple[Target, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    supplies: tuple[Supply, ...] = ()

    def plan_for(self, board: str) -> Framework:
        """The plan as it asks one board: what another supplies is not asked of it."""
        return Supplies(self.framework, self.supplies).plan_for(board)

    def around(
        self, board: str, received: date | None = None, *, everywhere: bool = False
    ) -> Around:
        """What the return of one board is checked against, and nothing of another board's.

        `everywhere` takes in what is published and aimed at for every place, for a file that may be about several.
        """
        places = {
            area for b in self.framework.boards if b.id == board or everywhere for area in b.areas
        }
        return Around(
            round_label=self.round.label,
            due=self.round.due,
            as_at=self.round.as_at,
            received=received,
            previous=self.previous.get(board, ()),
            signed=self.signed.get(board, ()),
            published=tuple(o for o in self.published if o.area in places),
            targets=tuple(t for t in self.targets if t.area in {*places, "*"}),
            thresholds=tuple(t for t in self.thresholds if t.board in {board, "*"}),
            elsewhere=self._elsewhere(board, places),
        )

    def _elsewhere(self, board: str, places: set[str]) -> tuple[str, ...]:
        supplies = Supplies(self.framework, self.supplies)
        if not supplies.agreed:
            return ()
        others = (s for s in supplies.everything() if s.area in places and s.board != board)
        return tuple(dict.fromkeys(supply.measure for supply in others))


def supplier_of(returned: Return) -> str:
    """The board a return is counted for: the one it was issued to, whatever its cover says."""
    return returned.expected_board or returned.board


def surroundings(
    framework: Framework,
    state: State,
    decisions: Iterable[Decision],
    published: Figures,
    figures: Callable[[str], Figures],
) -> Surroundings:
    """The surroundings at the end of a record; `figures` gives what a stored return holds, by its digest."""
    earlier, signed = _taken_in(decisions, framework)
    return Surroundings(
        framework=framework,
        round=state.round,
        previous={
            board: _together(figures(sha256) for label, sha256 in found if _is_other(label, state))
            for board, found in earlier.items()
        },
        signed={board: figures(sha256) for board, sha256 in signed.items()},
        published=published,
        targets=tuple(state.targets[key] for key in sorted(state.targets)),
        thresholds=tuple(state.thresholds[key] for key in sorted(state.thresholds)),
        recipes=tuple(state.recipes.values()),
        supplies=tuple(state.supplies[key] for key in sorted(state.supplies)),
    )


def _is_other(label: str, state: State) -> bool:
    return label != state.round.label


def _together(some: Iterable[Figures]) -> Figures:
    """Figures of several rounds, oldest first: where two give one, the later one counts."""
    found = {(o.measure, o.area, o.group, o.period): o for figures in some for o in figures}
    return tuple(found.values())


def _taken_in(
    decisions: Iterable[Decision], framework: Framework
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, str]]:
    """For each board: the (round, digest) of its returns in the order they came, and the digest last signed."""
    label = ""
    taken: dict[str, list[tuple[str, str]]] = {}
    packs: dict[str, dict[str, str]] = {}
    signed: dict[str, str] = {}
    for decision in standing(decisions):
        subject, body = decision.subject, decision.body
        match decision.kind:
            case DecisionKind.ROUND_OPENED:
                label = subject
            case DecisionKind.RETURN_ACCEPTED:
                taken.setdefault(str(body.get("board", "")), []).append((label, subject))
            case DecisionKind.RETURN_REJECTED:
                taken = {b: [f for f in found if f[1] != subject] for b, found in taken.items()}
            case DecisionKind.PACK_ISSUED:
                latest = {board: found[-1][1] for board, found in taken.items() if found}
                packs[subject] = _printed(latest, str(body.get("board", "")), framework)
            case DecisionKind.PACK_SIGNED:
                packs[subject] = packs.get(str(body.get("before", "")), {})
                signed |= packs[subject]
            case _:
                continue
    return taken, signed


def _printed(latest: dict[str, str], board: str, framework: Framework) -> dict[str, str]:
    """The returns whose figures a board's pack prints: its own, and all where it answers for the county."""
    own = next((b for b in framework.boards if b.id == board), None)
    if own is None or own.areas == (framework.county,):
        return latest
    return {board: latest[board]} if board in latest else {}


def the_one_before(decisions: Iterable[Decision], sha256: str) -> str:
    """The digest of the return that its board sent before this one; empty when there is none."""
    sent: dict[str, list[str]] = {}
    for decision in standing(decisions):
        if decision.kind is DecisionKind.RETURN_ACCEPTED:
            found = sent.setdefault(str(decision.body.get("board", "")), [])
            found.append(decision.subject)
    for found in sent.values():
        if sha256 in found:
            earlier = [each for each in found[: found.index(sha256)] if each != sha256]
            return earlier[-1] if earlier else ""
    return ""
