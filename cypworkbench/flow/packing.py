"""From the picture to a pack: the plan, the gate, the attached snapshot, the finished file."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cypworkbench import __version__
from cypworkbench.domain.area import members
from cypworkbench.domain.decision import DecisionKind, Intent, canonical
from cypworkbench.domain.disclosure import Disclosure, in_force
from cypworkbench.domain.evidence import Observation, settled
from cypworkbench.domain.framework import Board, Framework
from cypworkbench.domain.judgement import Series
from cypworkbench.domain.pack import Edition, Pack, PackPlan, Since
from cypworkbench.domain.plain import Plain, from_plain, to_plain
from cypworkbench.domain.record import Picture, Record, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import State, fold
from cypworkbench.domain.supply import is_desk
from cypworkbench.domain.template import Template
from cypworkbench.flow import pictured, plan_kept, signoff, templates, together, together_public
from cypworkbench.flow.auditing import Against, audit, refuse_exposed
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.edition import build
from cypworkbench.flow.pictured import Given, compute
from cypworkbench.flow.public import known_to_readers, public_picture, withhold
from cypworkbench.flow.told_since import compared_with

SNAPSHOT_FORMAT = 1


def pack_boards(framework: Framework) -> tuple[Board, ...]:
    """The boards that packs are made for, the Partnership's own board first."""
    county = [b for b in framework.boards if framework.county in b.areas]
    return (*county[:1], *(b for b in framework.district_boards if not is_desk(b)))


def packs_for(framework: Framework, edition: Edition) -> tuple[Board, ...]:
    """The boards that an edition is made for; named boards, which follow part of the plan, have no public one."""
    from cypworkbench.packs import plan  # what a named board is: only where packs are asked for

    held = pack_boards(framework)
    if edition is Edition.PUBLIC:  # the public has the Partnership's pack and the districts'
        return held
    return (*held, *(b for b in framework.boards if plan.is_named(framework, b)))


def needed(record: Record, board_id: str, edition: Edition) -> Record:
    """The record with those finished packs alone that planning a board's next one reads: lighter to hand on."""
    last = signoff.last_issued(record, board_id, edition)
    return replace(
        record,
        packs=tuple(
            p
            for p in record.packs
            if (last and p.sha256 == last.sha256)
            or (edition is Edition.PUBLIC and p.edition == Edition.PUBLIC)
        ),
    )


def plan_pack(
    picture: Picture,
    board_id: str,
    edition: Edition,
    version: int,
    created_at: datetime,
    record: Record | None = None,
) -> PackPlan:
    """Decide everything a board's pack will say. Raises Refusal when the plan has no such board.

    A public pack is planned from the public's picture, protected against readers of every public pack in `record`, and
    only where the board's own pack is no draft: otherwise, and where nothing safe can be published, Refusal.

    A district's pack is planned from the district's own slice of the picture: its own return, the county's series as
    computed, and no other district's figures, findings or explanations. With `record` the pack says which version it
    replaces, and why that one was withdrawn.
    """
    from cypworkbench.flow.pack_charts import compared, forecasts  # numpy: packs alone need it
    from cypworkbench.packs import plan  # packs are planned only on request

    narrowed = 0
    if members(board_id) and not together.is_seen_from(picture, board_id):
        group = together.group_of(picture.framework, board_id)
        if edition is Edition.PUBLIC:
            picture, narrowed = _for_the_public(picture, group, created_at, record)
        else:
            picture = together.group_picture(picture, group)
    framework = picture.framework
    boards = {b.id: b for b in packs_for(framework, edition)}
    if board_id not in boards:
        raise Refusal(
            f"The plan has no pack for a board called {board_id}.",
            f"Choose one of: {', '.join(boards)}.",
        )
    if edition is Edition.PUBLIC and any(s.returned for s in picture.suppliers):
        picture, narrowed = _for_the_public(picture, board_id, created_at, record)
    areas = boards[board_id].areas
    if picture.framework.county not in areas and _speaks_of_others(picture, areas[0]):
        picture = _district_slice(picture, board_id)
    planned = plan.plan(picture, board_id, edition, version, created_at)
    told = since(planned, record) if record else None
    return replace(
        planned,
        replaces=signoff.replaces(record, board_id, edition) if record else "",
        since=told,
        template=templates.for_edition(record, board_id, edition) if record else None,
        narrowed=narrowed,
        ahead=forecasts(planned),
        compared=compared(planned),
    )


def seal(plan: PackPlan) -> Pack:
    """Draw the final candidate. Raises Refusal while anything stands in the way: the gate cannot be passed over."""
    if plan.blockers:
        first, more = plan.blockers[0], len(plan.blockers) - 1
        rest = f" (and {more} more)" if more else ""
        raise Refusal(f"The pack cannot be sealed yet. {first.what}{rest}", first.remedy)
    return issue_pack(plan)


def issue_pack(plan: PackPlan, record: bytes = b"") -> Pack:
    """Draw the finished file, its snapshot attached: a clean final candidate, or a draft that says why it is one.

    `record` is the snapshot that a plan was replayed from; without it one is made. Raises Refusal when a page fails the
    check that every page passes before its file is written.
    """
    from cypworkbench.packs import render  # ReportLab and matplotlib: only when a pack is drawn
    from cypworkbench.packs.tagged import soundness

    try:
        return render.render(plan, record or snapshot(plan))
    except soundness.MisleadingError as error:
        raise Refusal(
            f"A page of this pack failed its check: {error}",
            "Send the fault report with the workspace; no pack is made until that is mended.",
        ) from error


def first_page(plan: PackPlan) -> bytes:
    """The first page of a pack, to look at while the whole is drawn; nothing where it cannot stand alone."""
    from cypworkbench.packs import render  # as for `issue_pack`

    return render.first_page(plan)


def keep_pack(desk: Desk, plan: PackPlan, pack: Pack) -> None:
    """Record a pack as issued, its bytes with it.

    A public pack is read back first and attacked; raises Refusal, and nothing is issued, where it gives anything away.
    """
    if plan.edition is Edition.PUBLIC:
        record = desk.workspace.record()
        full = pictured.picture(record, plan_kept.served(record))
        audit_public(record, full, plan.board, pack.content)
    keep_audited(desk, plan, pack)


def audit_public(record: Record, full: Picture, board_id: str, pdf: bytes) -> None:
    """Read a public pack back and attack it with the true picture. Raises Refusal where it gives anything away."""
    settings = _settings(record, full.framework, board_id)
    against = Against(full, settings, known_to_readers(full, record))
    refuse_exposed((*audit(pdf, redraw, against), *together_public.unfounded(pdf)))


def keep_audited(desk: Desk, plan: PackPlan, pack: Pack) -> None:
    """Record a pack as issued that was audited before, where it is public: a window does that in its helper process."""
    body = {
        "board": plan.board,
        "edition": plan.edition.value,
        "version": plan.version,
        "draft": plan.is_draft,
        "figures": len(pack.figures),
    }
    intent = Intent(DecisionKind.PACK_ISSUED, pack.sha256, body)
    stored = StoredPack(pack.sha256, plan.board, plan.edition.value, pack.content, 0)
    desk.workspace.append([intent], desk.by, desk.at, packs=[stored])


def snapshot(plan: PackPlan) -> bytes:
    """What a pack was made from, as canonical JSON: enough to compute every printed figure again."""
    picture, public = plan.picture, plan.edition is Edition.PUBLIC
    said: dict[str, Plain] = {
        "format": SNAPSHOT_FORMAT,
        "program": __version__,
        "build": build(),
        "chain": {"sequence": picture.sequence, "head": picture.head},
        "pack": {
            "board": plan.board,
            "edition": plan.edition.value,
            "version": plan.version,
            "created_at": plan.created_at.isoformat(),
            "replaces": plan.replaces,
            **({"since": to_plain(plan.since)} if plan.since else {}),
            **({"template": to_plain(plan.template)} if plan.template else {}),
            **({"narrowed": plan.narrowed} if plan.narrowed else {}),
        },
        "framework": to_plain(picture.framework),
        "state": to_plain(_state(picture)),
        "given": to_plain(_published(picture) if public else _given(picture, plan.area)),
    }
    return canonical(said).encode()


def replay(content: bytes) -> PackPlan:
    """The plan of a pack, computed again from its snapshot.

    Raises Refusal when the snapshot is of another format, ValueError or KeyError when it is not whole.
    """
    said: Mapping[str, Plain] = json.loads(content)
    if said.get("format") != SNAPSHOT_FORMAT:
        raise Refusal(
            "The pack's attached record is of a format this program does not know.",
            f"Verify it with the version that made it ({said.get('program', 'not named')}).",
        )
    chain = (int(said["chain"]["sequence"]), str(said["chain"]["head"]))
    framework = from_plain(Framework, said["framework"])
    state = from_plain(State, said["state"])
    # packs of an earlier build name the findings that were explained by what their cells hold
    state.explanations = {settled(key): e for key, e in state.explanations.items()}
    picture = compute(framework, state, from_plain(Given, said["given"]), chain)
    pack = said["pack"]
    at = datetime.fromisoformat(pack["created_at"])
    plan = plan_pack(picture, pack["board"], Edition(pack["edition"]), pack["version"], at)
    told = from_plain(Since, pack["since"]) if "since" in pack else None
    look = from_plain(Template, pack["template"]) if "template" in pack else None
    before, few = str(pack.get("replaces", "")), int(pack.get("narrowed", 0))
    return replace(plan, replaces=before, since=told, template=look, narrowed=few)


def since(plan: PackPlan, record: Record) -> Since | None:
    """What changed since the board's last pack of the edition that was no draft; None where there is none to read.

    Never told in a public pack: what was revised, and how, is not published.
    """
    if plan.edition in (Edition.PUBLIC, Edition.PLAN):
        return None
    last = signoff.last_issued(record, plan.board, plan.edition)
    stored = {p.sha256: p.content for p in record.packs}
    content = stored.get(last.sha256) if last else None
    if last is None or not content:
        return None
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    held = readback.attachment(content, "snapshot.json")
    try:
        earlier = replay(held).picture if held else None
    except (Refusal, ValueError, KeyError, TypeError):
        return None  # of a format that is no longer read: the pack can be made without it
    if earlier is None:
        return None
    return compared_with(
        plan, f"version {last.version} of {last.round}, made on {last.at:%d/%m/%Y}", earlier
    )


def built_by(content: bytes) -> str:
    """The build of the program that made a snapshot; empty when it does not say."""
    return str(json.loads(content).get("build", ""))


def _for_the_public(
    picture: Picture, board_id: str, created_at: datetime, record: Record | None
) -> tuple[Picture, int]:
    """The public's picture, and how many of its withheld figures were left less room than was asked for them."""
    if record is None:
        # without the record, the board's settings and the packs issued before would be left out in silence
        message = "a public pack is planned with the record it belongs to"
        raise ValueError(message)
    draft = plan_pack(picture, board_id, Edition.BOARD, 1, created_at)
    for blocker in draft.blockers:
        what = f"The board’s own pack is still a draft, so there is nothing to publish yet: {blocker.what}"
        raise Refusal(what, blocker.remedy)
    settings = _settings(record, picture.framework, board_id)
    found = withhold(picture, settings, known_to_readers(picture, record))
    if members(board_id):
        county = pack_boards(picture.framework)[0]
        whole = public_picture(picture, county.id, settings, found.places)
        shown = together_public.group_public(picture, whole, board_id)
    else:
        shown = public_picture(picture, board_id, settings, found.places)
    return shown, found.narrowed_in(shown)


def _speaks_of_others(picture: Picture, area: str) -> bool:
    return any(observation.area != area for observation in picture.observations)


def _district_slice(picture: Picture, board_id: str) -> Picture:
    framework = picture.framework
    area = framework.board(board_id).areas[0]
    mine = (area, framework.county, "*")
    keys = {f.key for f in picture.findings if f.area == area}
    own = replace(
        picture,
        targets=tuple(t for t in picture.targets if t.area in mine),
        set_aside=tuple(s for s in picture.set_aside if s.area == area),
        comments=tuple(c for c in picture.comments if c.area in mine),
        wordings=tuple(w for w in picture.wordings if w.area in mine),
        rebases=tuple(r for r in picture.rebases if r.area in mine),
        actions=tuple(a for a in picture.actions if a.area in mine),
        matters=tuple(m for m in picture.matters if m.area in mine),
        stages=tuple(d for d in picture.stages if d.subject == board_id),
        lapsed=tuple(gone for gone in picture.lapsed if gone.step.subject == board_id),
        interests=tuple(i for i in picture.interests if i.board == board_id),
        explanations={key: e for key, e in picture.explanations.items() if key in keys},
        suppliers=tuple(
            s if framework.board(s.board).areas == (area,) else replace(s, returned=None)
            for s in picture.suppliers
        ),
    )
    return compute(framework, _state(own), _given(own, area), (picture.sequence, picture.head))


def _state(picture: Picture) -> State:
    return State(
        round=picture.round,
        explanations=dict(picture.explanations),
        set_aside={s.key: s for s in picture.set_aside},
        targets={f"{t.measure}|{t.area}|{t.start.isoformat()}": t for t in picture.targets},
        comments={f"{c.measure}|{c.area}": c for c in picture.comments},
        actions=list(picture.actions),
        matters={m.key: m for m in picture.matters},
        stages=list(picture.stages),
        supplies={s.key: s for s in picture.supplies},
        rebases={r.key: r for r in picture.rebases},
        lapsed={f"{n.step.subject}|{n.step.body.get('stage')}": n for n in picture.lapsed},
        interests=list(picture.interests),
        wordings={f"{w.measure}|{w.area}": w for w in picture.wordings},
        earlier=tuple(s.returned.sha256 for s in picture.suppliers if s.returned and s.is_earlier),
    )


def _settings(record: Record, framework: Framework, board_id: str) -> Disclosure:
    """A board's settings in force; several districts together are published by the county's."""
    if members(board_id):
        board_id = pack_boards(framework)[0].id
    return in_force(tuple(fold(record.decisions).disclosures.values()), board_id)


def redraw(record: bytes) -> bytes:
    """The file that an attached record draws, byte for byte. Raises as `replay` does."""
    return issue_pack(replay(record), record).content


def audit_unsigned(pdf: bytes) -> None:
    """Hold a public pack against its own record before it is first signed. Raises Refusal where it holds more.

    A restricted pack, one that carries a signature already, and a file that is no pack are let through: others judge
    those.
    """
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    held = readback.attachment(pdf, "snapshot.json")
    if held and b'"edition":"public"' in held and b"/ByteRange" not in pdf:
        refuse_exposed(audit(pdf, redraw))


def _published(picture: Picture) -> Given:
    """What the public may hold: the series as printed, and nothing that they were made from."""
    series = tuple(a.series for a in picture.assessments.values())
    return Given(series=series, suppliers=picture.suppliers, accounts=picture.accounts)


def _given(picture: Picture, area: str) -> Given:
    if members(area):
        return together.given(picture)
    returns = tuple(s.returned for s in picture.suppliers if s.returned)
    received = tuple(
        (s.returned.sha256, s.received_at)
        for s in picture.suppliers
        if s.returned and s.received_at
    )
    if area == picture.framework.county:
        return Given(returns, received, picture.published, carried=_carried(picture, area))
    others = tuple(
        s for s in picture.suppliers if picture.framework.board(s.board).areas != (area,)
    )
    county, past = _county_series(picture), _carried(picture, area)
    return Given(returns, received, picture.published, county, others, past)


def _carried(picture: Picture, area: str) -> tuple[Observation, ...]:
    """What boards gave under earlier plans: of the district alone in its own pack, of all in the county's."""
    held = {s.returned.sha256 for s in picture.suppliers if s.returned}
    every = area == picture.framework.county
    return tuple(
        o for o in picture.observations if o.origin.sha256 not in held and (every or o.area == area)
    )


def _county_series(picture: Picture) -> tuple[Series, ...]:
    county = picture.framework.county
    series = (a.series for a in picture.assessments.values() if a.area == county)
    return tuple(
        replace(s, points=tuple(replace(p, origins=(), missing=()) for p in s.points))
        for s in series
    )
