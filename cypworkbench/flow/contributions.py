"""Contributions: a form for a lead officer or a board, and what comes back of it or of a copy of the workspace."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cypworkbench.domain.contribution import AskedMeasure, AskedQuery, Form, Sent
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Picture, Record, StoredFile
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold, plan_served, standing
from cypworkbench.flow import logged, signed_files, versions
from cypworkbench.flow.decide import explanation
from cypworkbench.packs import words
from cypworkbench.store import recovery

# What can be said in a copy and brought back; the rest is decided where the workspace itself is.
# of the copy’s own file: nobody decided anything by them
_OF_THE_FILE = {DecisionKind.MIGRATED, DecisionKind.TAKEN_OVER, DecisionKind.SALVAGED}
BROUGHT_BACK = frozenset(
    {
        DecisionKind.RETURN_ACCEPTED,
        DecisionKind.RETURN_REJECTED,
        DecisionKind.PUBLISHED_ADDED,
        DecisionKind.FINDING_EXPLAINED,
        DecisionKind.SET_ASIDE,
        DecisionKind.TARGET_SET,
        DecisionKind.SUPPLIER_NAMED,
        DecisionKind.DIRECTION_DECIDED,
        DecisionKind.THRESHOLD_SET,
        DecisionKind.RECIPE_SAVED,
        DecisionKind.REBASED,
        DecisionKind.DISCLOSURE_SET,
        DecisionKind.SENTENCE_WORDED,
        DecisionKind.TEMPLATE_SET,
        DecisionKind.COMMENTED,
        DecisionKind.ACTION_AGREED,
        DecisionKind.MATTER_NOTED,
        DecisionKind.DUTY_GIVEN,
        DecisionKind.INTEREST_DECLARED,
    }
)


def form(picture: Picture, who: str, board: str, measures: Sequence[str] = ()) -> bytes:
    """A form for one person about a board's area: the measures named, or all that have a figure there.

    Its open queries go along. Raises Refusal when nobody is named, or the plan has no such board or measure.
    """
    from cypworkbench.returns import contribution_form  # openpyxl: only when a form is written

    plan = picture.framework
    if not who.strip():
        raise Refusal("Nobody was named to fill the form in.", "Name a role: Head of Early Help.")
    area = _area(plan, board)
    known = {m.id for m in plan.measures}
    unknown = [m for m in measures if m not in known]
    if unknown:
        raise Refusal(
            f"The plan has no measure called {unknown[0]!r}.",
            "Use the measure's id, as `cypworkbench plan show` prints it.",
        )
    asked = tuple(m for m in _asked(picture, area) if not measures or m.measure in measures)
    if not asked:
        raise Refusal(
            "There is no figure to comment on in that area yet.", "Take its return in first."
        )
    wanted = {m.measure for m in asked}
    queries = tuple(
        AskedQuery(f.key, f.message)
        for f in picture.open_findings
        if f.severity == "query" and f.area == area and (not measures or f.measure in wanted)
    )
    label = picture.round.label
    made = Form(
        *(plan.id, plan.title, label, who.strip(), picture.sequence, picture.head, asked, queries)
    )
    as_at = picture.round.as_at or picture.round.due or picture.round.meeting
    if as_at is None:
        raise Refusal(
            "The round in hand has no dates, so the form cannot be dated.",
            "Open the round with its dates first.",
        )
    return contribution_form.write(made, as_at)


def _area(plan: Framework, board: str) -> str:
    found = next((b for b in plan.boards if b.id == board), None)
    if found is None:
        raise Refusal(
            f"The plan has no board called {board!r}.",
            f"Choose one of: {', '.join(b.id for b in plan.boards)}.",
        )
    return plan.county if plan.county in found.areas else found.areas[0]


def _asked(picture: Picture, area: str) -> tuple[AskedMeasure, ...]:
    said = {(c.measure, c.area): c.text for c in picture.comments}
    place = next((a.name for a in picture.framework.areas if a.code == area), area)
    found = []
    for measure in picture.framework.measures:
        held = picture.assessments.get((measure.id, area))
        if held is None or held.latest is None:
            continue
        figure = f"{words.figure(measure, held.latest.value)} ({held.latest.period.label})"
        judged = words.STATUS_NAMES[held.status]
        text = said.get((measure.id, area), "")
        found.append(
            AskedMeasure(measure.id, area, measure.short_title, place, figure, judged, text)
        )
    return tuple(found)


def sent(
    record: Record,
    content: bytes,
    path: Path,
    picture: Picture,
    signed: signed_files.Signature | None = None,
) -> Sent:
    """What a form that came back says anew, or what was decided in a copy of the workspace since it was made.

    `signed` is the signature that lay beside it. Raises Refusal when it is neither form nor copy, when it does not
    start from this workspace, when the signature is not as it should be, and, for a form, naming each cell that cannot
    be taken.
    """
    is_copy = path.suffix.casefold() == ".cypw"
    found = _of_copy(record, path) if is_copy else _of_form(record, content, path.name, picture)
    if signed is None:
        return found
    vouched = signed_files.vouched(record, content, path.name, signed.content)
    if not is_copy:
        signed_files.refuse_another(vouched, found.by, path.name)
    kept = [StoredFile(vouched.signature, signed.name, signed.content, vouched.at)]
    if not is_copy:  # a copy of the workspace is not kept in the workspace
        kept.append(StoredFile(vouched.file, path.name, content, vouched.at))
    return replace(found, vouched=vouched, proof=tuple(kept))


def _of_form(record: Record, content: bytes, name: str, picture: Picture) -> Sent:
    from cypworkbench.returns import contribution_form, spreadsheet  # openpyxl: only for a form
    from cypworkbench.returns.values import tidy

    filled = contribution_form.read(spreadsheet.read(content, name))
    if filled.framework != plan_served(record.decisions):
        raise Refusal(f"{name} was made for another plan.", "Send out a form of this workspace.")
    _starts_here(record, filled.sequence, filled.head, name)
    before = fold(versions.as_it_stood(record, filled.sequence).decisions)
    written = {key: tidy(comment.text) for key, comment in before.comments.items()}
    open_now = {tidy(f.key): f for f in picture.findings}
    by, left_out = Person(filled.who, "contributor"), []
    kept: list[tuple[Intent, Person]] = []
    for intent in filled.intents:
        if intent.kind is DecisionKind.COMMENTED:
            if written.get(intent.subject) == intent.body["text"]:
                continue  # as the form had it
            _refuse_unknown(picture, intent.subject, name)
        if intent.kind is DecisionKind.FINDING_EXPLAINED and intent.subject not in open_now:
            left_out.append(f"The query {intent.subject} is no longer asked.")
            continue
        asked = open_now.get(intent.subject)
        if intent.kind is DecisionKind.FINDING_EXPLAINED and asked is not None:
            kept.append((explanation(asked, str(intent.body["because"])), by))
            continue
        kept.append((intent, by))
    return Sent(filled.who, filled.sequence, filled.head, tuple(kept), {}, tuple(left_out))


def _refuse_unknown(picture: Picture, subject: str, name: str) -> None:
    measure, _, area = subject.partition("|")
    plan = picture.framework
    if measure not in {m.id for m in plan.measures} or area not in {a.code for a in plan.areas}:
        raise Refusal(
            f"{name}: the reference {subject} names no measure and area of this plan.",
            "Put back what the form had in its first column.",
        )


def _starts_here(record: Record, sequence: int, head: str, name: str) -> None:
    there = 0 < sequence <= record.sequence and record.decisions[sequence - 1].digest == head
    if not there:
        raise Refusal(
            f"{name} does not start from this workspace.",
            "Open the workspace it was made from, and merge it there.",
        )


def _of_copy(record: Record, path: Path) -> Sent:
    other = recovery.looked_at(path)
    shared = _shared(record.decisions, other.decisions)
    if not shared:
        raise Refusal(
            f"{path.name} is not a copy of this workspace: they have no decision in common.",
            "Open the workspace it was copied from, and merge it there.",
        )
    standing_there = {d.sequence for d in standing(other.decisions)}
    later = other.decisions[shared:]
    mine = [d for d in later if d.sequence in standing_there and d.kind in BROUGHT_BACK]
    others = [
        d
        for d in later
        if d not in mine and d.kind not in _OF_THE_FILE and not _own_undoing(d, shared)
    ]
    digests = {said for d in mine for said in (d.subject, d.body.get("extract"))}
    files = {f.sha256: f for f in other.files if f.sha256 in digests}
    intents = tuple((Intent(d.kind, d.subject, d.body), d.by) for d in mine)
    names = dict.fromkeys(d.by.name for d in mine)
    left_out = tuple(entry.sentence for entry in logged.entries(other, others))
    head = record.decisions[shared - 1].digest
    return Sent(words.listed(list(names)) or "nobody", shared, head, intents, files, left_out)


def _shared(ours: Sequence[Decision], theirs: Sequence[Decision]) -> int:
    """How many decisions both chains have in common, from the first on."""
    pairs = zip(ours, theirs, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a.digest != b.digest), min(len(ours), len(theirs))
    )


def _own_undoing(decision: Decision, shared: int) -> bool:
    """Whether it took back, or was, something decided only in the copy: then nothing is left of either."""
    return decision.kind in BROUGHT_BACK or (
        decision.kind is DecisionKind.UNDONE and int(decision.subject) > shared
    )
