"""What is asked of the helper process, and what it hands back: records only, so that they cross whole."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cypworkbench.domain.charted import ChartAsk, Charted
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Blocker, Edition, Pack, PackPlan, Signatory, Since
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refresh import Refresh
from cypworkbench.domain.signoff import Duty
from cypworkbench.flow.sentences import Said


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: width and height in device pixels, four bytes a pixel (red, green, blue, alpha)."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """A chart as drawn: its picture, its figures and words, and where each of its spots stands.

    `places` are shares of the picture's width and height from its top left, NaN for a spot that is not drawn.
    """

    drawing: Drawing
    charted: Charted
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ChartWish:
    """Which chart to draw, how large (in window pixels), at what scale, by day or by night."""

    ask: ChartAsk
    width: int
    height: int
    scale: float
    palette: str


@dataclass(frozen=True, slots=True)
class PackWish:
    """Which pack to make; `young` asks for the young people's edition of a public pack besides."""

    board: str
    edition: Edition
    version: int
    at: datetime
    young: bool = False


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page of a pack that is still being made, as a file of its own."""

    wish: PackWish
    pdf: bytes


@dataclass(frozen=True, slots=True)
class YoungMade:
    """The young people's edition, and its reading age in a sentence."""

    pdf: bytes
    reading: str


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack as made: the plan's own facts (its picture stays behind) and the finished file."""

    wish: PackWish
    area: str
    blockers: tuple[Blocker, ...]
    signatories: tuple[Signatory, ...]
    pack: Pack
    replaces: str = ""
    young: YoungMade | None = None
    since: Since | None = None
    passages: tuple[Said, ...] = ()

    @property
    def shown(self) -> bytes:
        """The file to look at."""
        return self.young.pdf if self.young else self.pack.content

    def plan(self, picture: Picture) -> PackPlan:
        """The plan again, beside the picture the window holds."""
        wish = self.wish
        return PackPlan(
            picture,
            wish.board,
            self.area,
            wish.edition,
            wish.version,
            wish.at,
            (),
            self.blockers,
            self.signatories,
            self.replaces,
        )


@dataclass(frozen=True, slots=True)
class SignWish:
    """What to sign with what: the file, the identity's bytes and passphrase, the box, when, and who may.

    With a smart card, `card` is its maker's library, `passphrase` its PIN, and `identity` empty.
    """

    pdf: bytes
    identity: bytes
    passphrase: str
    signatory: Signatory
    at: datetime
    duties: tuple[Duty, ...] = ()
    card: Path | None = None


@dataclass(frozen=True, slots=True)
class RefreshOffer:
    """What would become of each measure under the plan `to`: lines to read, what they come to, and what is wrong."""

    to: str
    new: Framework
    refresh: Refresh
    lines: tuple[tuple[str, ...], ...]
    summary: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchWish:
    """Whose packs to issue in one go and, where an identity or a card's library is given, to sign in a role."""

    boards: tuple[str, ...]
    at: datetime
    identity: bytes = b""
    passphrase: str = field(default="", repr=False)
    role: str = ""
    card: Path | None = None
