"""The state of a workspace: the fold of its decisions, in order, undone ones left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cypworkbench.domain.aside import SetAside
from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.evidence import settled
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import Rebase, Target
from cypworkbench.domain.matter import Matter
from cypworkbench.domain.plain import from_plain
from cypworkbench.domain.recipe import Recipe
from cypworkbench.domain.record import Action, Comment, Direction, Explanation, Round, Wording
from cypworkbench.domain.refresh import Refresh
from cypworkbench.domain.signoff import (
    LAPSING,
    Approval,
    Duty,
    Interest,
    Lapsed,
    OnPaper,
    Withdrawal,
    changes_figures,
)
from cypworkbench.domain.supply import EVERY, Supply
from cypworkbench.domain.template import Template
from cypworkbench.domain.threshold import Threshold
from cypworkbench.domain.undoing import taken_back


@dataclass(frozen=True, slots=True)
class Past:
    """What was given under a plan that another has followed since, and how they are joined."""

    refresh: Refresh
    accepted: tuple[tuple[str, Decision], ...] = ()
    published: tuple[str, ...] = ()


@dataclass(slots=True)
class State:
    """What the decisions come to. `accepted` and `published` hold file digests in the order they were taken in.

    `stages` are the steps towards sign-off that hold, in this round; `lapsed` those that a later change of the figures
    undid, by board and step. `earlier` are the returns that were taken in before the round in hand was opened.

    Mutable while it is folded; treated as fixed by everyone who receives it.
    """

    round: Round = field(default_factory=Round)
    accepted: dict[str, Decision] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    published_as: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, Explanation] = field(default_factory=dict)
    set_aside: dict[str, SetAside] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)
    disclosures: dict[str, Disclosure] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    supplies: dict[str, Supply] = field(default_factory=dict)
    directions: dict[str, Direction] = field(default_factory=dict)
    rebases: dict[str, Rebase] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    matters: dict[str, Matter] = field(default_factory=dict)
    stages: list[Decision] = field(default_factory=list)
    lapsed: dict[str, Lapsed] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    interests: list[Interest] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    on_paper: list[OnPaper] = field(default_factory=list)
    withdrawn: dict[str, Withdrawal] = field(default_factory=dict)
    certificates: dict[str, str] = field(default_factory=dict)
    past: list[Past] = field(default_factory=list)
    earlier: tuple[str, ...] = ()


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand: undone ones left out; undoing an undoing brings the first one back.

    What was redacted is gone: undoing that brings nothing back.
    """
    ordered = tuple(decisions)
    final = {d.sequence for d in ordered if d.kind is DecisionKind.REDACTED}
    undone = set(taken_back(ordered))
    undone -= final
    return tuple(
        d
        for d in ordered
        if d.sequence not in undone and d.kind is not DecisionKind.UNDONE and not d.is_redacted
    )


def fold(decisions: Iterable[Decision]) -> State:
    """The state that a chain of decisions comes to."""
    state = State()
    every = tuple(decisions)
    stands = {decision.sequence for decision in standing(every)}
    kinds: dict[
        int, DecisionKind
    ] = {}  # what an undoing comes down to, however often it was undone again
    for decision in every:
        kind = decision.kind
        if kind is DecisionKind.UNDONE:
            kind = kinds.get(int(decision.subject), kind)
        kinds[decision.sequence] = kind
        if changes_figures(kind):
            _lapse(state, decision)
        if decision.sequence in stands:
            _FOLDS.get(decision.kind, _nothing)(state, decision)
    return state


def plan_served(decisions: Iterable[Decision]) -> str:
    """The id of the plan that a workspace serves: the one it was opened for, or the last that followed."""
    plan = ""
    for decision in standing(decisions):
        if decision.kind in (DecisionKind.WORKSPACE_OPENED, DecisionKind.PLAN_REFRESHED):
            plan = decision.subject
    return plan


def _lapse(state: State, by: Decision) -> None:
    """Let go of every step that a change of the figures undoes."""
    for step in [d for d in state.stages if d.body.get("stage") in LAPSING]:
        state.stages.remove(step)
        state.lapsed[f"{step.subject}|{_text(step.body, 'stage')}"] = Lapsed(step, by)


def _text(body: Mapping[str, object], key: str) -> str:
    return str(body.get(key, ""))


def _date(body: Mapping[str, object], key: str) -> date | None:
    text = _text(body, key)
    return date.fromisoformat(text) if text else None


def _round(state: State, decision: Decision) -> None:
    body = decision.body
    due, meeting, as_at = (_date(body, key) for key in ("due", "meeting", "as_at"))
    if decision.subject != state.round.label:
        state.stages.clear()
        state.lapsed.clear()
        # what was said of one round's figures is not said of the next one's; its returns are asked for anew
        state.comments.clear()
        state.wordings.clear()
        state.earlier = tuple(state.accepted)
        state.set_aside = {k: replace(s, is_earlier=True) for k, s in state.set_aside.items()}
    state.round = Round(decision.subject, due, meeting, as_at, _text(body, "note"))


def _accept(state: State, decision: Decision) -> None:
    # The latest acceptance of a file counts, and comes last.
    state.accepted.pop(decision.subject, None)
    state.rejected.pop(decision.subject, None)
    state.accepted[decision.subject] = decision
    state.earlier = tuple(s for s in state.earlier if s != decision.subject)


def _reject(state: State, decision: Decision) -> None:
    state.accepted.pop(decision.subject, None)
    state.rejected[decision.subject] = _text(decision.body, "because")


def _publish(state: State, decision: Decision) -> None:
    if decision.subject not in state.published:
        state.published.append(decision.subject)
    # the measure that was named for a file that does not say it
    state.published_as[decision.subject] = _text(decision.body, "measure")


def _explain(state: State, decision: Decision) -> None:
    text = _text(decision.body, "because")
    state.explanations[settled(decision.subject)] = Explanation(text, decision.by, decision.at)


def _set_aside(state: State, decision: Decision) -> None:
    area, measure, *board = decision.subject.split("|", maxsplit=2)
    because = _text(decision.body, "because")
    made = SetAside(area, measure, because, decision.by, decision.at, board="".join(board))
    state.set_aside[made.key] = made


def _target(state: State, decision: Decision) -> None:
    target = from_plain(Target, decision.body)
    state.targets[f"{target.measure}|{target.area}|{target.start.isoformat()}"] = target


def _supply(state: State, decision: Decision) -> None:
    supply = from_plain(Supply, decision.body)
    state.supplies[supply.key] = supply


def _direct(state: State, decision: Decision) -> None:
    way, because = (_text(decision.body, key) for key in ("polarity", "because"))
    state.directions[decision.subject] = Direction(
        decision.subject, Polarity(way), because, decision.by, decision.at
    )


def _recipe(state: State, decision: Decision) -> None:
    state.recipes[decision.subject] = from_plain(Recipe, decision.body)


def _threshold(state: State, decision: Decision) -> None:
    threshold = from_plain(Threshold, decision.body)
    state.thresholds[threshold.key] = threshold


def _disclose(state: State, decision: Decision) -> None:
    disclosure = from_plain(Disclosure, decision.body)
    state.disclosures[disclosure.board] = disclosure


def _template(state: State, decision: Decision) -> None:
    template = from_plain(Template, decision.body)
    state.templates[template.board] = template


def _rebase(state: State, decision: Decision) -> None:
    rebase = from_plain(Rebase, decision.body)
    state.rebases[rebase.key] = rebase


def _refresh(state: State, decision: Decision) -> None:
    """Another plan from here on: what was given goes into the past, what was decided goes on where its measure does."""
    refresh = from_plain(Refresh, decision.body)
    state.past.append(Past(refresh, tuple(state.accepted.items()), tuple(state.published)))
    state.accepted, state.published = {}, []
    kept, names = refresh.kept, {EVERY: EVERY, **refresh.names}
    targets = (
        replace(t, measure=kept[t.measure]) for t in state.targets.values() if t.measure in kept
    )
    supplies = (
        replace(s, measure=names[s.measure]) for s in state.supplies.values() if s.measure in names
    )
    rebases = (
        replace(r, measure=kept[r.measure]) for r in state.rebases.values() if r.measure in kept
    )
    state.targets = {target.key: target for target in targets}
    state.supplies = {supply.key: supply for supply in supplies}
    state.rebases = {rebase.key: rebase for rebase in rebases}
    state.actions = [
        replace(a, measure=names[a.measure]) for a in state.actions if a.measure in names
    ]
    state.matters = {
        key: replace(m, measures=tuple(names[one] for one in m.measures if one in names))
        for key, m in state.matters.items()
    }
    # a round's answers, and a board's reading of its old plan's words, end with the plan they were given under
    state.explanations, state.set_aside, state.comments, state.directions = {}, {}, {}, {}
    state.wordings = {}


def _comment(state: State, decision: Decision) -> None:
    measure, _, area = decision.subject.partition("|")
    text = _text(decision.body, "text")
    state.comments[decision.subject] = Comment(measure, area, text, decision.by, decision.at)


def _word(state: State, decision: Decision) -> None:
    measure, _, area = decision.subject.partition("|")
    text, own = _text(decision.body, "text"), _text(decision.body, "instead_of")
    state.wordings.pop(decision.subject, None)
    if text:
        made = Wording(measure, area, text, own, decision.by, decision.at)
        state.wordings[decision.subject] = made


def _act(state: State, decision: Decision) -> None:
    measure, _, area = decision.subject.partition("|")
    body = decision.body
    due = date.fromisoformat(_text(body, "due"))
    text, owner, progress = (_text(body, key) for key in ("text", "owner", "progress"))
    made = Action(measure, area, text, owner, due, progress, done=body.get("done") is True)
    for number, action in enumerate(state.actions):
        if action.key == made.key:  # the same action, with how far it has come
            state.actions[number] = made
            return
    state.actions.append(made)


def _note(state: State, decision: Decision) -> None:
    matter = from_plain(Matter, decision.body)
    state.matters[matter.key] = matter


def _stage(state: State, decision: Decision) -> None:
    state.lapsed.pop(f"{decision.subject}|{_text(decision.body, 'stage')}", None)
    state.stages.append(decision)


def _give_duty(state: State, decision: Decision) -> None:
    body = decision.body
    role, person, deputy_for = (_text(body, key) for key in ("role", "person", "deputy_for"))
    made = Duty(decision.subject, role, person, deputy_for, _date(body, "until"))
    state.duties = [d for d in state.duties if d.key != made.key]
    state.duties.append(made)


def _declare(state: State, decision: Decision) -> None:
    body = decision.body
    state.interests.append(Interest(decision.subject, _text(body, "person"), _text(body, "text")))


def _approve(state: State, decision: Decision) -> None:
    body = decision.body
    role, person, minute = (_text(body, key) for key in ("role", "person", "minute"))
    meeting = date.fromisoformat(_text(body, "meeting"))
    officer = decision.by.name
    state.approvals.append(Approval(decision.subject, role, person, meeting, minute, officer))


def _sign_on_paper(state: State, decision: Decision) -> None:
    body = decision.body
    role, person, scan = (_text(body, key) for key in ("role", "person", "scan"))
    day = date.fromisoformat(_text(body, "signed_on"))
    state.on_paper.append(OnPaper(role, person, day, decision.subject, scan, decision.by.name))


def _withdraw(state: State, decision: Decision) -> None:
    because = _text(decision.body, "because")
    state.withdrawn[decision.subject] = Withdrawal(
        decision.subject, because, decision.by.name, decision.at.date()
    )


def _trust(state: State, decision: Decision) -> None:
    state.certificates[decision.subject] = _text(decision.body, "pem")


def _redact(state: State, decision: Decision) -> None:
    removed = decision.body.get("removed")
    for sha256 in removed if isinstance(removed, list) else ():
        state.accepted.pop(str(sha256), None)
        if sha256 in state.published:
            state.published.remove(str(sha256))


def _nothing(state: State, decision: Decision) -> None:
    """Issuing and signing change no state: the packs themselves are kept."""


_FOLDS: Mapping[DecisionKind, Callable[[State, Decision], None]] = {
    DecisionKind.ROUND_OPENED: _round,
    DecisionKind.PUBLISHED_ADDED: _publish,
    DecisionKind.RETURN_ACCEPTED: _accept,
    DecisionKind.RETURN_REJECTED: _reject,
    DecisionKind.FINDING_EXPLAINED: _explain,
    DecisionKind.SET_ASIDE: _set_aside,
    DecisionKind.TARGET_SET: _target,
    DecisionKind.THRESHOLD_SET: _threshold,
    DecisionKind.RECIPE_SAVED: _recipe,
    DecisionKind.DIRECTION_DECIDED: _direct,
    DecisionKind.SUPPLIER_NAMED: _supply,
    DecisionKind.PLAN_REFRESHED: _refresh,
    DecisionKind.REBASED: _rebase,
    DecisionKind.DISCLOSURE_SET: _disclose,
    DecisionKind.TEMPLATE_SET: _template,
    DecisionKind.COMMENTED: _comment,
    DecisionKind.SENTENCE_WORDED: _word,
    DecisionKind.ACTION_AGREED: _act,
    DecisionKind.MATTER_NOTED: _note,
    DecisionKind.STAGE_PASSED: _stage,
    DecisionKind.DUTY_GIVEN: _give_duty,
    DecisionKind.INTEREST_DECLARED: _declare,
    DecisionKind.APPROVAL_RECORDED: _approve,
    DecisionKind.PAPER_SIGNED: _sign_on_paper,
    DecisionKind.PACK_WITHDRAWN: _withdraw,
    DecisionKind.CERTIFICATE_TRUSTED: _trust,
    DecisionKind.REDACTED: _redact,
    DecisionKind.SALVAGED: _redact,
}
