"""Many boards' packs in one go: made, held against their gates, issued and signed; one refusal stops no other.

`prepare` does all the work and keeps nothing, so it may be cancelled; `keep` records what came of it, board by board.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from cypworkbench.domain.pack import Edition, Pack, PackPlan
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import packing, proving
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import issued_pack, next_version

if TYPE_CHECKING:
    from cypworkbench.signing.identity import Identity

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose packs to issue and, with a key, to sign in a role."""

    boards: tuple[str, ...]
    at: datetime
    key: proving.Key | proving.CardKey | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One board's pack before it is kept.

    `pack` is newly made, None where a candidate issued earlier still stands; `content` the file to be signed, `signed`
    the file with the signature, empty without one. `refusal` says why the board was passed over.
    """

    board: str
    version: int = 0
    pack: Pack | None = None
    content: bytes = b""
    signed: bytes = b""
    refusal: Refusal | None = None

    @property
    def file(self) -> bytes:
        """The file as it now stands."""
        return self.signed or self.content


def prepare(record: Record, picture: Picture, wish: Wish, tell: Progress) -> tuple[Prepared, ...]:
    """Make, or find still standing, the pack of each board, and sign it where a key is given.

    `record` holds its packs. The key is opened once, so that a smart card's PIN is used once. Raises Refusal before
    anything is made when the key does not open, or the role is unknown; what stands in one board's way is said of that
    board alone.
    """
    if wish.key is None:
        return _each(record, picture, wish, None, tell)
    proving.field_of(wish.role)
    with proving.holder(wish.key) as held:
        held.refuse_unless_valid(wish.at)
        return _each(record, picture, wish, held, tell)


def _each(
    record: Record, picture: Picture, wish: Wish, held: "Identity | None", tell: Progress
) -> tuple[Prepared, ...]:
    names = {board.id: board.name for board in picture.framework.boards}
    prepared = []
    for number, board in enumerate(wish.boards):
        tell(number, len(wish.boards), names.get(board, board))
        try:
            found = _candidate(record, picture, board, wish.at)
            prepared.append(found if held is None else _signed(record, found, wish, held))
        except Refusal as refusal:
            prepared.append(Prepared(board, refusal=refusal))
    return tuple(prepared)


def keep(desk: Desk, picture: Picture, prepared: Prepared, role: str) -> None:
    """Record one board's pack as issued, and as signed; nothing for one that was refused.

    Raises Refusal as the store does, when it cannot be written.
    """
    if prepared.refusal is not None:
        return
    if prepared.pack is not None:
        packing.keep_pack(desk, _plan(picture, prepared, desk.at), prepared.pack)
    if prepared.signed:
        proving.keep_signed(desk, prepared.content, prepared.signed, role)


def kept(desk: Desk, picture: Picture, prepared: Prepared, role: str) -> Prepared:
    """As `keep`, with a refusal as part of what came of that board: what cannot be kept of one stops no other."""
    try:
        keep(desk, picture, prepared, role)
    except Refusal as refusal:
        return Prepared(prepared.board, refusal=refusal)
    return prepared


def _plan(picture: Picture, prepared: Prepared, at: datetime) -> PackPlan:
    """As much of the plan as keeping its pack needs: it passed its gate, or it would not be here."""
    area = picture.framework.board(prepared.board).areas[0]
    return PackPlan(picture, prepared.board, area, Edition.BOARD, prepared.version, at, ())


def _candidate(record: Record, picture: Picture, board: str, at: datetime) -> Prepared:
    standing = issued_pack(record, board)
    if standing is not None and not standing.overtaken:
        return Prepared(board, standing.version, content=standing.content)
    version = next_version(record, board, Edition.BOARD)
    plan = packing.plan_pack(picture, board, Edition.BOARD, version, at, record)
    for blocker in plan.blockers:
        more = len(plan.blockers) - 1
        others = f" (and {more} more)" if more else ""
        raise Refusal(f"Still a draft: {blocker.what.rstrip('.')}{others}.", blocker.remedy)
    pack = packing.seal(plan)
    return Prepared(board, version, pack, pack.content)


def _signed(record: Record, found: Prepared, wish: Wish, held: "Identity") -> Prepared:
    duties = tuple(d for d in fold(record.decisions).duties if d.board == found.board)
    signed = proving.sign_as(found.content, held, wish.role, wish.at, duties)
    return replace(found, signed=signed)
