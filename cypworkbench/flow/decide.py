"""What a person decides, as decisions in the record. Each verb returns once the decision is safe on disk."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cypworkbench.domain import undoing
from cypworkbench.domain.dates import day
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person
from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Action, Record, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.domain.supply import Supplies, Supply
from cypworkbench.flow import plan_kept
from cypworkbench.flow.log_names import Names
from cypworkbench.packs import words
from cypworkbench.store.workspace import Workspace

_NAMED = 3  # packs told by name in a refusal


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions are made: the open workspace, who is deciding, and when."""

    workspace: Workspace
    by: Person
    at: datetime

    def record(self, *intents: Intent) -> tuple[Decision, ...]:
        """Append decisions in this person's name."""
        return self.workspace.append(intents, self.by, self.at)


def open_round(desk: Desk, opened: Round) -> Decision:
    """Open a reporting round. Raises Refusal when it has no name or its dates are out of order."""
    if not opened.label.strip():
        raise Refusal(
            "A round needs a name.", "Give it one that its readers know: Round 2 of 2026/27."
        )
    if opened.due and opened.meeting and opened.meeting < opened.due:
        raise Refusal(
            f"The meeting ({day(opened.meeting)}) is before the returns are due ({day(opened.due)}).",
            "Check the two dates.",
        )
    dates = {"due": opened.due, "meeting": opened.meeting, "as_at": opened.as_at}
    body = {key: on.isoformat() for key, on in dates.items() if on}
    intent = Intent(DecisionKind.ROUND_OPENED, opened.label, {**body, "note": opened.note})
    return desk.record(intent)[0]


def explain(desk: Desk, finding: Finding, because: str) -> Decision:
    """Say why a finding may stand. Lapses by itself when the figure changes. Raises Refusal without a reason."""
    if finding.severity in ("stop", "error"):
        raise Refusal(
            f"{finding.origin}: this is an error, which an explanation cannot settle.",
            "Ask the board for a corrected return, or set the figure aside.",
        )
    text = _said(because, "An explanation needs a reason.")
    return desk.record(explanation(finding, text))[0]


def explanation(finding: Finding, because: str) -> Intent:
    """The decision that explains a finding. `cell` says where it stood, so that the log can tell it from others."""
    body = {
        "because": because,
        "code": finding.code,
        "measure": finding.measure,
        "area": finding.area,
        "cell": str(finding.origin),
    }
    return Intent(DecisionKind.FINDING_EXPLAINED, finding.key, body)


def set_aside(desk: Desk, area: str, measure: str, because: str, *, board: str = "") -> Decision:
    """Leave a district's return (or one measure of it) out; the pack prints "not reported" with the reason.

    The whole return is that of the district's own board, or of another `board` (a desk's id) that supplies figures for
    it. Raises Refusal without a reason, and when the plan has no such district, measure or supplier there.
    """
    record = desk.workspace.record()
    framework = plan_kept.served(record)
    places = {code for board in framework.district_boards for code in board.areas}
    if area not in {*places, framework.county}:
        raise Refusal(
            f"{area} is not one of the plan's districts.",
            "Set aside one district's return at a time.",
        )
    if measure and measure not in {m.id for m in framework.measures}:
        raise _no_such_measure(measure)
    text = _said(because, "Setting a figure aside needs a reason.")
    supplies = Supplies(framework, fold(record.decisions).supplies.values())
    other = "" if board == supplies.own(area) else board
    if other and (
        measure or other not in {s.board for s in supplies.everything() if s.area == area}
    ):
        raise Refusal(
            f"{other} supplies no return for {framework.area(area).name} that could be set aside.",
            "See who supplies what with `cypworkbench supplier WORKSPACE`; a measure is set aside for its district.",
        )
    subject = f"{area}|{measure}" + (f"|{other}" if other else "")
    return desk.record(Intent(DecisionKind.SET_ASIDE, subject, {"because": text}))[0]


def _no_such_measure(measure: str) -> Refusal:
    return Refusal(
        f"The plan has no measure called {measure!r}.",
        "Use the measure's id, as `cypworkbench plan show` prints it.",
    )


def reject(desk: Desk, sha256: str, because: str) -> Decision:
    """Send a return back: it no longer counts. Raises Refusal without a reason."""
    text = _said(because, "Sending a return back needs a reason.")
    return desk.record(Intent(DecisionKind.RETURN_REJECTED, sha256, {"because": text}))[0]


def set_targets(desk: Desk, targets: Iterable[Target]) -> tuple[Decision, ...]:
    """Record targets, one decision each, all or nothing."""
    intents = [Intent(DecisionKind.TARGET_SET, t.key, to_plain(t)) for t in targets]
    return desk.record(*intents)


def name_suppliers(desk: Desk, supplies: Iterable[Supply]) -> tuple[Decision, ...]:
    """Record who supplies what, one decision each, all or nothing."""
    intents = [Intent(DecisionKind.SUPPLIER_NAMED, s.key, to_plain(s)) for s in supplies]
    return desk.record(*intents)


def comment(desk: Desk, measure: str, area: str, text: str) -> Decision:
    """Record the story behind a measure's figures."""
    said = _said(text, "A comment needs some words.")
    return desk.record(Intent(DecisionKind.COMMENTED, f"{measure}|{area}", {"text": said}))[0]


def agree_action(desk: Desk, action: Action) -> Decision:
    """Record what will be done, by whom, by when. Raises Refusal without words or an owner."""
    body: dict[str, object] = {
        "text": _said(action.text, "An action needs some words."),
        "owner": _owner(action.owner),
        "due": action.due.isoformat(),
        "progress": action.progress,
    }
    if action.done:
        body["done"] = True
    intent = Intent(DecisionKind.ACTION_AGREED, f"{action.measure}|{action.area}", body)
    return desk.record(intent)[0]


def _owner(named: str) -> str:
    if not named.strip():
        raise Refusal("An action needs an owner.", "Name the role that will see it done.")
    return named.strip()


def report_progress(desk: Desk, action: Action, progress: str, *, done: bool = False) -> Decision:
    """Record how far an action has come, or that it is done; the last report counts, and can be taken back.

    Raises Refusal without words, and for an action that nobody agreed.
    """
    agreed = fold(desk.workspace.record().decisions).actions
    if action.key not in {each.key for each in agreed}:
        raise Refusal(
            f"Nobody agreed this action: “{action.text}”.",
            "List the actions with `cypworkbench action`.",
        )
    text = _said(progress, "Progress needs some words.")
    return agree_action(desk, replace(action, progress=text, done=done))


def trust(desk: Desk, fingerprint: str, pem: str) -> Decision:
    """Add a certificate to those this workspace trusts."""
    return desk.record(Intent(DecisionKind.CERTIFICATE_TRUSTED, fingerprint, {"pem": pem}))[0]


def undo(desk: Desk, sequence: int | None = None) -> Decision:
    """Take one decision back, by a further decision: the last that stands, unless one is named.

    Naming an undoing brings back what it undid. Raises Refusal when there is no such decision, when it was taken back
    already, and when it is of a kind that stays.
    """
    record = desk.workspace.record()
    decisions = record.decisions
    if sequence is None:
        last = undoing.next_to_undo(decisions)
        if last is None:
            raise Refusal("There is nothing to take back.", "Decide something first.")
        sequence = last.sequence
    decision = _numbered(decisions, sequence)
    by = undoing.taken_back(decisions).get(sequence)
    if by is not None:
        raise Refusal(
            f"Decision {sequence} was taken back already, by decision {by}.",
            "Bring it back with `cypworkbench redo`, or with Redo under History.",
        )
    if decision.kind in undoing.STAYS or decision.is_redacted:
        remedy = undoing.STAYS.get(decision.kind, "Its words were removed, and it counts no more.")
        raise Refusal(f"Decision {sequence} cannot be taken back.", remedy)
    _refuse_signed(record, decision)
    return desk.record(Intent(DecisionKind.UNDONE, str(sequence)))[0]


def _refuse_signed(record: Record, decision: Decision) -> None:
    """Raises Refusal for the opening of a round whose packs were signed: they would be left without their round."""
    if decision.kind is not DecisionKind.ROUND_OPENED:
        return
    signed = undoing.signed_in(record.decisions, decision)
    if not signed:
        return
    names = Names(record)
    packs = [names.pack(sha256) for sha256 in signed[:_NAMED]]
    packs += [f"{len(signed) - _NAMED} more"] if len(signed) > _NAMED else []
    raise Refusal(
        f"Decision {decision.sequence} opened {decision.subject}, in which {words.listed(packs)} "
        f"{'were' if len(signed) > 1 else 'was'} signed or approved.",
        "Withdraw what was signed first; or change the round’s days with “cypworkbench round”.",
    )


def redo(desk: Desk, sequence: int | None = None) -> Decision:
    """Bring back a decision that was taken back, by a further decision: the last such one, unless one is named.

    Raises Refusal when there is none, or when the one named stands.
    """
    decisions = desk.workspace.record().decisions
    if sequence is None:
        last = undoing.next_to_redo(decisions)
        if last is None:
            raise Refusal("Nothing is taken back, so nothing can be brought back.", "Undo first.")
        sequence = last.sequence
    decision = _numbered(decisions, sequence)
    by = undoing.taken_back(decisions).get(sequence)
    if by is None or decision.is_redacted:
        raise Refusal(
            f"Decision {sequence} is not one that was taken back.",
            "List the decisions with `cypworkbench workspace log`, or look under History.",
        )
    return desk.record(Intent(DecisionKind.UNDONE, str(by)))[0]


def _numbered(decisions: tuple[Decision, ...], sequence: int) -> Decision:
    if not 0 < sequence <= len(decisions):
        raise Refusal(
            f"There is no decision {sequence}: the last is {len(decisions)}.",
            "List them with `cypworkbench workspace log`.",
        )
    return decisions[sequence - 1]


def _said(text: str, otherwise: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise Refusal(otherwise, "Write one sentence that a board member could follow.")
    return stripped
