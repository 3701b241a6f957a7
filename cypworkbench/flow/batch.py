"""Many boards' packs in one go: made, held against their gates, issued and signed; one refusal stops no other.

`prepare` does all the work and keeps nothing, so it may be cancelled; `keep` records what came of it, board by board.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from cypworkbench.domain.pack import Edition, Pack, PackPlan
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import packing, proving
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import issued_pack, next_version

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose packs to issue and, with a key, to sign in a role."""

    boards: tuple[str, ...]
    at: datetime
    key: proving.Key | None = None
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

    `record` holds its packs. Raises Refusal before anything is made when the key does not open, or the role is unknown;
    what stands in one board's way is said of that board alone.
    """
    if wish.key is not None:
        proving.field_of(wish.role)
        proving.refuse_locked(wish.key, wish.at)
    names = {board.id: board.name for board in picture.framework.boards}
    prepared = []
    for number, board in enumerate(wish.boards):
        tell(number, len(wish.boards), names.get(board, board))
        prepared.append(_prepare(record, picture, board, wish))
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


def _plan(picture: Picture, prepared: Prepared, at: datetime) -> PackPlan:
    """As much of the plan as keeping its pack needs: it passed its gate, or it would not be here."""
    area = picture.framework.board(prepared.board).areas[0]
    return PackPlan(picture, prepared.board, area, Edition.BOARD, prepared.version, at, ())


def _prepare(record: Record, picture: Picture, board: str, wish: Wish) -> Prepared:
    try:
        found = _candidate(record, picture, board, wish.at)
        return found if wish.key is None else _signed(record, found, wish)
    except Refusal as refusal:
        return Prepared(board, refusal=refusal)


def _candidate(record: Record, picture: Picture, board: str, at: datetime) -> Prepared:
    standing = issued_pack(record, board)
    if standing is not None and not standing.overtaken:
        return Prepared(board, standing.version, content=standing.content)
    version = next_version(record, board)
    plan = packing.plan_pack(picture, board, Edition.BOARD, version, at, record)
    for blocker in plan.blockers:
        more = len(plan.blockers) - 1
        others = f" (and {more} more)" if more else ""
        raise Refusal(f"Still a draft: {blocker.what.rstrip('.')}{others}.", blocker.remedy)
    pack = packing.seal(plan)
    return Prepared(board, version, pack, pack.content)


def _signed(record: Record, found: Prepared, wish: Wish) -> Prepared:
    if wish.key is None:
        return found
    duties = tuple(d for d in fold(record.decisions).duties if d.board == found.board)
    signed = proving.sign_pack(found.content, wish.key, wish.role, wish.at, duties)
    return replace(found, signed=signed)
