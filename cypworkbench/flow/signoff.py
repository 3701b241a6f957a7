"""Signing off: the steps, who may take them, approvals at meetings, and the register of what was issued."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Signatory
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import (
    STEPS,
    Approval,
    Duty,
    Step,
    allowed,
)
from cypworkbench.domain.state import State, fold
from cypworkbench.flow.decide import Desk

NOBODY = "nobody: every duty has ended"


class Standing(StrEnum):
    """What has become of a pack that was made."""

    DRAFT = "draft"
    CANDIDATE = "final candidate"
    PART_SIGNED = "signed in part"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register: one pack and what has become of it.

    `sha256` is the digest of the final candidate as issued, before any signature; `settled` names the roles that have
    signed, in the file or on paper, or whose approval is recorded, `wanting` those still to come. A pack that no longer
    counts says `why`, and on which day it `ended`.
    """

    sha256: str
    board: str
    edition: str
    version: int
    round: str
    at: datetime
    standing: Standing
    settled: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()
    why: str = ""
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits on somebody: what, and who may do it (nobody named: anyone)."""

    board: str
    what: str
    who: tuple[str, ...]


def signatories() -> tuple[Signatory, ...]:
    """The boxes of every pack's last page."""
    from cypworkbench.packs import plan  # the packs' own list, only when asked for

    return plan.SIGNATORIES


def pass_step(desk: Desk, board: str, name: str) -> Decision:
    """Record that a step towards sign-off was taken.

    Raises Refusal for an unknown step, one out of order, or a person the board has not named for it.
    """
    try:
        step = Step(name)
    except ValueError as error:
        raise Refusal(
            f"There is no step called {name!r}.", f"Choose one of: {', '.join(STEPS)}."
        ) from error
    state = fold(desk.workspace.record().decisions)
    passed = {d.body.get("stage") for d in state.stages if d.subject == board}
    missing = [s for s in STEPS[: STEPS.index(step)] if s not in passed]
    if missing:
        raise Refusal(
            f"The pack cannot be {step} before it is {missing[0]}.", f"Record {missing[0]} first."
        )
    _refuse_unless_allowed(state, board, step, desk)
    return desk.record(Intent(DecisionKind.STAGE_PASSED, board, {"stage": step.value}))[0]


def _refuse_unless_allowed(state: State, board: str, role: str, desk: Desk) -> None:
    named = allowed(state.duties, board, role, desk.at.date())
    if named is not None and desk.by.name.casefold() not in {d.person.casefold() for d in named}:
        _refuse_ended(named, role)
        raise Refusal(
            f"{desk.by.name} is not among those this board named for that: {_people(named)}.",
            "Ask one of them, or record the duty as given to somebody else.",
        )


def _refuse_ended(named: tuple[Duty, ...], role: str) -> None:
    if not named:
        raise Refusal(
            f"Nobody may act as “{role}” for this board: every duty it gave for that has ended.",
            "Name somebody: Signing, Who may act.",
        )


def _people(duties: Iterable[Duty]) -> str:
    return ", ".join(d.person for d in duties)


def give_duty(desk: Desk, framework: Framework, duty: Duty) -> Decision:
    """Name who may take a step, or sign in a role, for a board; a deputy says for whom, and perhaps until when.

    Raises Refusal when the plan has no such board or there is no such step or role.
    """
    roles = (*STEPS, *(s.role for s in signatories()))
    if duty.role not in roles:
        raise Refusal(
            f"There is no step or role called {duty.role!r}.", f"Choose one of: {', '.join(roles)}."
        )
    _refuse_unknown_board(framework, duty.board)
    if not duty.person.strip():
        raise Refusal("Nobody was named.", "Give the person's name as their certificate has it.")
    body = {"role": duty.role, "person": duty.person.strip(), "deputy_for": duty.deputy_for}
    if duty.until:
        body["until"] = duty.until.isoformat()
    return desk.record(Intent(DecisionKind.DUTY_GIVEN, duty.board, body))[0]


def end_duty(desk: Desk, framework: Framework, duty: Duty) -> Decision:
    """Record that a duty ended yesterday: from now on it lets nobody act."""
    ended = replace(duty, until=desk.at.date() - timedelta(days=1))
    return give_duty(desk, framework, ended)


def declare_interest(desk: Desk, framework: Framework, board: str, text: str) -> Decision:
    """Record an interest of whoever decides; the board's next pack prints it beside the signatures."""
    _refuse_unknown_board(framework, board)
    if not text.strip():
        raise Refusal("An interest needs some words.", "Say in one sentence what it is.")
    body = {"person": desk.by.name, "text": text.strip()}
    return desk.record(Intent(DecisionKind.INTEREST_DECLARED, board, body))[0]


def _refuse_unknown_board(framework: Framework, board: str) -> None:
    known = [b.id for b in framework.boards]
    if board not in known:
        raise Refusal(
            f"The plan has no board called {board!r}.", f"Choose one of: {', '.join(known[:14])}."
        )


def record_approval(desk: Desk, pdf: bytes, approval: Approval) -> Decision:
    """Record that a meeting approved a final candidate, as its minute has it: no signature, nor shown as one.

    `pdf` is the pack, signed or not; `approval.pack` is left to be found. Raises Refusal when the file was not issued
    from this workspace, was withdrawn, or when that role has signed already.
    """
    entry = find(desk.workspace.record(), pdf)
    if entry.standing is Standing.WITHDRAWN:
        raise Refusal(f"That pack was withdrawn: {entry.why}", "Approve the version after it.")
    if approval.role not in entry.wanting:
        raise Refusal(
            f"No approval is wanted from the role {approval.role!r}.",
            f"Still to come: {', '.join(entry.wanting) or 'nobody'}.",
        )
    if not approval.minute.strip() or not approval.person.strip():
        raise Refusal(
            "An approval needs the person's name and the minute's number.",
            "Both stand in the minutes of the meeting.",
        )
    body = {
        "role": approval.role,
        "person": approval.person.strip(),
        "meeting": approval.meeting.isoformat(),
        "minute": approval.minute.strip(),
    }
    return desk.record(Intent(DecisionKind.APPROVAL_RECORDED, entry.sha256, body))[0]


def withdraw(desk: Desk, pdf: bytes, because: str) -> Decision:
    """Withdraw an issued pack; the next version prints why. The signed file itself never changes.

    Raises Refusal without a reason, for a draft, and for a pack that is not of this workspace or withdrawn already.
    """
    entry = find(desk.workspace.record(), pdf)
    if not because.strip():
        raise Refusal(
            "Withdrawing a pack needs a reason.",
            "Write one sentence: the next version prints it on its cover.",
        )
    if entry.standing in (Standing.WITHDRAWN, Standing.DRAFT):
        why = "is a draft" if entry.standing is Standing.DRAFT else "was withdrawn already"
        raise Refusal(f"That pack {why}.", "There is nothing to withdraw.")
    said = {"because": because.strip()}
    return desk.record(Intent(DecisionKind.PACK_WITHDRAWN, entry.sha256, said))[0]


def find(record: Record, pdf: bytes) -> Entry:
    """The register's line for a file. Raises Refusal when it was not issued from this workspace."""
    bases = {p.sha256 for p in record.packs if p.content and pdf.startswith(p.content)}
    found = next((e for e in register(record) if e.sha256 in bases), None)
    if found is None:
        raise Refusal(
            "This pack was not issued from this workspace.", "Open the workspace it came from."
        )
    return found


def register(record: Record) -> tuple[Entry, ...]:
    """Every pack that was made, in order, and what has become of it."""
    state = fold(record.decisions)
    roles = tuple(s.role for s in signatories())
    signed = _signed(record.decisions)
    entries: list[Entry] = []
    label = ""
    for decision in record.decisions:
        if decision.kind is DecisionKind.ROUND_OPENED:
            label = decision.subject
        if decision.kind is DecisionKind.PACK_ISSUED:
            entries.append(_entry(decision, label, roles, signed, state))
    return tuple(_superseded(entries))


def last_issued(record: Record, board: str, edition: str) -> Entry | None:
    """The last pack of a board's edition that was no draft; None where there is none."""
    mine = (e for e in register(record) if (e.board, e.edition) == (board, edition))
    return next((e for e in reversed(tuple(mine)) if e.standing is not Standing.DRAFT), None)


def _signed(decisions: Iterable[Decision]) -> dict[str, list[str]]:
    """The roles that signed, by the digest of the candidate the signed file grew from."""
    came_from: dict[str, str] = {}
    roles: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.PACK_SIGNED:
            before = str(decision.body.get("before"))
            base = came_from.get(before, before)
            came_from[decision.subject] = base
            roles.setdefault(base, []).append(str(decision.body.get("role")))
    return roles


def _entry(
    decision: Decision,
    label: str,
    roles: tuple[str, ...],
    signed: dict[str, list[str]],
    state: State,
) -> Entry:
    body, sha256 = decision.body, decision.subject
    approved = {a.role for a in state.approvals if a.pack == sha256}
    approved |= {p.role for p in state.on_paper if p.pack == sha256}
    settled = tuple(r for r in roles if r in signed.get(sha256, ()) or r in approved)
    standing = Standing.CANDIDATE
    if body.get("draft"):
        standing = Standing.DRAFT
    elif len(settled) == len(roles):
        standing = Standing.ISSUED
    elif settled:
        standing = Standing.PART_SIGNED
    gone = state.withdrawn.get(sha256)
    if gone is not None:
        standing = Standing.WITHDRAWN
    return Entry(
        sha256=sha256,
        board=str(body.get("board")),
        edition=str(body.get("edition")),
        version=int(str(body.get("version", 1))),
        round=label,
        at=decision.at,
        standing=standing,
        settled=settled,
        wanting=tuple(r for r in roles if r not in settled),
        why=gone.because if gone else "",
        ended=gone.on if gone else None,
    )


def _superseded(entries: list[Entry]) -> Iterable[Entry]:
    """The entries, those marked that a later version of the same pack has taken the place of."""
    for place, entry in enumerate(entries):
        later = [
            e
            for e in entries[place + 1 :]
            if (e.board, e.edition, e.round) == (entry.board, entry.edition, entry.round)
            and e.standing is Standing.ISSUED
        ]
        overtaken = entry.standing not in (Standing.DRAFT, Standing.WITHDRAWN) and later
        yield _overtaken(entry, later[0]) if overtaken else entry


def _overtaken(entry: Entry, by: Entry) -> Entry:
    why = f"Version {by.version} took its place."
    return replace(entry, standing=Standing.SUPERSEDED, why=why, ended=by.at.date())


def replaces(record: Record, board: str, edition: str) -> str:
    """What the next version of a pack says of the one before it; empty when there was none in this round."""
    label = fold(record.decisions).round.label
    before = [
        e
        for e in register(record)
        if (e.board, e.edition, e.round) == (board, edition, label)
        and e.standing is not Standing.DRAFT
    ]
    if not before:
        return ""
    last = before[-1]
    named = f"version {last.version} of {last.at:%d/%m/%Y}"
    if last.standing is Standing.WITHDRAWN:
        # the analysis comes with it: only where a pack was withdrawn
        from cypworkbench.flow.public import states_number

        if edition == Edition.PUBLIC and states_number(last.why):
            # the reason may be that a small count was in it, and say so
            return f"Replaces {named}, which was withdrawn."
        return f"Replaces {named}, which was withdrawn: {last.why}"
    return f"Replaces {named}."


def waiting(record: Record, boards: Iterable[str], today: date) -> tuple[Waiting, ...]:
    """What waits on whom: the next step of each board's pack, and the signatures its candidate still wants."""
    state = fold(record.decisions)
    last = {e.board: e for e in register(record) if e.round == state.round.label}
    found: list[Waiting] = []
    for board in boards:
        entry = last.get(board)
        passed = {d.body.get("stage") for d in state.stages if d.subject == board}
        step = next((s for s in STEPS if s not in passed), None)
        if step is not None:
            found.append(_waits(state, board, step, f"to be {step}", today))
        elif entry is None or entry.standing in (Standing.DRAFT, Standing.WITHDRAWN):
            found.append(Waiting(board, "to be issued for signing", ()))
        else:
            said = [(role, f"the signature of the {role.lower()}") for role in entry.wanting]
            found += [_waits(state, board, role, what, today) for role, what in said]
    return tuple(found)


def _waits(state: State, board: str, role: str, what: str, today: date) -> Waiting:
    named = allowed(state.duties, board, role, today)
    who = tuple(d.person for d in named or ())
    return Waiting(board, what, (NOBODY,) if named == () else who)


def refuse_wrong_signer(
    duties: Iterable[Duty], board: str, role: str, signer: Person, day: date
) -> None:
    """Refuse a signature by somebody the board has not named, or whose certificate is for another role.

    `signer.role` is the title in the certificate, empty when it gives none. Raises Refusal.
    """
    named = allowed(duties, board, role, day)
    own = [d for d in named or () if d.person.casefold() == signer.name.casefold()]
    if named is not None and not own:
        _refuse_ended(named, role)
        raise Refusal(
            f"{signer.name} is not named to sign as {role} for this board: {_people(named)} is.",
            "Ask them to sign, or record the duty as given to somebody else.",
        )
    if not own and signer.role and signer.role.casefold() != role.casefold():
        raise Refusal(
            f"The certificate of {signer.name} is for the role {signer.role}, not {role}.",
            f"Sign in the box for {signer.role}, or record {signer.name} as deputy first.",
        )
