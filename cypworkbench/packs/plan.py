"""What a pack will say, decided before anything is drawn, and what still stands in the way of signing it."""

from collections.abc import Sequence
from datetime import datetime

from cypworkbench.domain.area import members
from cypworkbench.domain.evidence import Severity
from cypworkbench.domain.framework import Board, Framework, MeasureRole
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Blocker, Edition, PackPlan, Signatory
from cypworkbench.domain.record import Picture, SupplierState
from cypworkbench.domain.signoff import STEPS
from cypworkbench.packs import narrative, prose, words

SIGNATORIES = (
    Signatory("analyst", "Checked and sealed", "Analyst"),
    Signatory("head", "Approved", "Head of service"),
    Signatory("chair", "Signed for the board", "Board chair"),
)


def plan(
    picture: Picture, board_id: str, edition: Edition, version: int, created_at: datetime
) -> PackPlan:
    """The plan of one board's pack: its area's measures in the plan's order, key measures first, and the gate.

    A board of the county that follows part of the plan has the measures it follows.

    Raises KeyError when the plan has no such board.
    """
    framework = picture.framework
    board = framework.board(board_id)
    areas = board.areas
    area = framework.county if framework.county in areas else areas[0]
    mine = [
        picture.assessments[m.id, area]
        for m in framework.measures
        if (m.id, area) in picture.assessments
    ]
    if is_named(framework, board):
        watched = {m.id for m in framework.watched_by(board)}
        mine = [a for a in mine if a.measure.id in watched]
    key = [a for a in mine if a.measure.role is MeasureRole.KEY]
    context = [a for a in mine if a.measure.role is MeasureRole.CONTEXT]
    return PackPlan(
        picture=picture,
        board=board_id,
        area=area,
        edition=edition,
        version=version,
        created_at=created_at,
        measures=(*key, *context),
        # A public pack is planned only where the board's own stands ready: what it asks was settled there.
        blockers=()
        if edition is Edition.PUBLIC
        else (
            *_blockers(picture, board_id, area, key),
            *_stale_passages(picture, (board_id, area), edition, (*key, *context)),
        ),
        signatories=SIGNATORIES,
    )


def is_named(framework: Framework, board: Board) -> bool:
    """Whether a board answers for part of the plan across the county: its pack has the measures it follows."""
    if framework.county not in board.areas or board.until is not None:
        return False
    first = next(b for b in framework.boards if framework.county in b.areas)
    return board.id != first.id and bool(framework.watched_by(board))


def _blockers(picture: Picture, board: str, area: str, key: list[Assessment]) -> list[Blocker]:
    return [
        *_open_findings(picture),
        *_failed_rules(picture),
        *_missing_returns(picture, area),
        *_uncommented(picture, area, key),
        *_stale(picture, area),
        *_steps_missing(picture, board),
    ]


def _steps_missing(picture: Picture, board: str) -> list[Blocker]:
    """The steps before the final candidate that were not taken, or that a later change of the figures undid."""
    passed = {d.body.get("stage") for d in picture.stages if d.subject == board}
    gone = {str(n.step.body.get("stage")): n for n in picture.lapsed if n.step.subject == board}
    return [
        Blocker(
            f"The pack was {step} on {words.day(gone[step].step.at.date())}, "
            "and its figures or findings may have changed since."
            if step in gone
            else f"The pack has not been {step}.",
            f"Have it {step} again." if step in gone else f"Record it as {step} once that is done.",
            f"step:{step}",
        )
        for step in STEPS
        if step not in passed
    ]


def _open_findings(picture: Picture) -> list[Blocker]:
    places = {area.code: area.name for area in picture.framework.areas}
    return [
        Blocker(
            f"{places[finding.area]}. {finding.message}" if finding.area else finding.message,
            "Have it corrected, or set it aside."
            if finding.severity in (Severity.STOP, Severity.ERROR)
            else "Explain it, have it corrected, or set it aside.",
            finding.key,
        )
        for finding in picture.open_findings
    ]


def _failed_rules(picture: Picture) -> list[Blocker]:
    return [
        Blocker(
            f"Rule {code} could not be run on {supplier.returned.file}: {why}.",
            "Send the fault report; until it is mended the return cannot be relied on.",
            supplier.board,
        )
        for supplier in picture.suppliers
        if supplier.returned
        for code, why in supplier.returned.rules.failed
    ]


def _missing_returns(picture: Picture, area: str) -> list[Blocker]:
    framework = picture.framework
    wanted = [
        s
        for s in picture.suppliers
        if area == framework.county or framework.board(s.board).areas == (area,)
    ]
    return [
        Blocker(
            f"{framework.board(supplier.board).name} has not returned.",
            "Ask for the return, or set it aside with a reason.",
            supplier.board,
        )
        for supplier in wanted
        if supplier.state is SupplierState.NOT_SENT
    ]


def _stale(picture: Picture, area: str) -> list[Blocker]:
    """The sentences that somebody wrote of other figures than those there are now."""
    names = {a.code: a.name for a in picture.framework.areas}
    return [
        Blocker(
            f"The sentence about {held.measure.title} was written of other figures: “{w.text}”",
            "Write it again, or let the program’s own stand.",
            held.measure.id,
        )
        for w in picture.wordings
        if w.area == area and (held := picture.assessments.get((w.measure, area)))
        if narrative.sentence(held, names) != w.instead_of
    ]


def _stale_passages(
    picture: Picture, whose: tuple[str, str], edition: Edition, measures: Sequence[Assessment]
) -> list[Blocker]:
    """The passages of this edition that somebody wrote of other figures than those there are now."""
    board, area = whose
    now = {each.name: each.text for each in prose.passages(edition, board, measures)}
    return [
        Blocker(
            f"What was written of {prose.told_of(w.measure)} was written of other figures: “{w.text}”",
            "Write it again, or let the program’s own stand: Pack, Its sentences.",
            w.measure,
        )
        for w in picture.wordings
        if w.area == area and prose.is_printed(edition, board, w.measure)
        if now.get(w.measure) != w.instead_of
    ]


def _uncommented(picture: Picture, area: str, key: list[Assessment]) -> list[Blocker]:
    here = {
        area,
        *members(area),
    }  # of several districts together, what one of them wrote is printed
    told = {comment.measure for comment in picture.comments if comment.area in here}
    told |= {o.measure for o in picture.observations if o.area in here and o.comment}
    return [
        Blocker(
            f"{assessment.measure.title} is off target, and nobody has said why.",
            "Ask the lead officer for a comment.",
            assessment.measure.id,
        )
        for assessment in key
        if assessment.status is Status.OFF and assessment.measure.id not in told
    ]
