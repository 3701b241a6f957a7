"""The pack: what goes on which page, the printed figures, and what a signature shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from cypworkbench.domain.charted import Ahead, Charted
from cypworkbench.domain.judgement import Assessment
from cypworkbench.domain.record import Picture
from cypworkbench.domain.template import Template


class Edition(StrEnum):
    """Who a pack is for."""

    BOARD = "board"
    PUBLIC = "public"
    ANNUAL = "annual"
    EXCEPTIONS = "exceptions"
    INSPECTION = "inspection"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that must be settled before a pack may be signed, and where to settle it."""

    what: str
    remedy: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the board's last pack: which one, each kind of change with its sentences, all counted.

    `about` holds the changes of the pack's own area and of the plan; `elsewhere` counts those of other areas.
    """

    name: str
    counted: str
    about: tuple[tuple[str, str], ...] = ()
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class PackPlan:
    """Everything a pack will say, decided before anything is drawn.

    `area` is the place the pack is about (a district or the county); `measures` the assessments of that area in the
    plan's order, key measures first; `blockers` empty means a clean final candidate, otherwise the pack says DRAFT.
    `replaces` says which version it takes the place of, and why that one was withdrawn if it was; `since` what changed
    since the board's last pack, None where there was none or the edition does not tell; `template` is how the board
    wants its packs to look, None for the program's own way. `narrowed` counts the withheld
    figures of a public pack that are left less room than was asked for them.
    """

    picture: Picture
    board: str
    area: str
    edition: Edition
    version: int
    created_at: datetime
    measures: tuple[Assessment, ...]
    blockers: tuple[Blocker, ...] = ()
    signatories: tuple["Signatory", ...] = ()
    replaces: str = ""
    since: Since | None = None
    template: Template | None = None
    narrowed: int = 0
    ahead: Mapping[str, Ahead] = field(default_factory=lambda: MappingProxyType({}))
    compared: Mapping[str, tuple[Charted, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @property
    def is_draft(self) -> bool:
        """Whether anything still stands in the way of signing."""
        return bool(self.blockers)


@dataclass(frozen=True, slots=True)
class Signatory:
    """A box on the signature page: the field's name, what the signature means, and the role that signs."""

    field: str
    meaning: str
    role: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: its id, which names what it is, and the exact text on the page.

    An id reads `fig:<page kind>:<measure>:<area>:<what>:<period>`, so that a changed digit can be named.
    """

    id: str
    text: str


class WordsKind(StrEnum):
    """Where words stand: drawn on the page, in its margin, said of a picture to a listener, or in the bookmarks."""

    LINE = "line"
    MARGIN = "margin"
    DESCRIPTION = "description"
    BOOKMARK = "bookmark"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a finished pack, exactly as drawn or said: their page (counted from 1) and where they stand.

    `figure` is the id of the printed figure they belong to, empty for all else.
    """

    page: int
    kind: WordsKind
    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished PDF, the figures printed in it and all its words."""

    content: bytes
    sha256: str
    pages: int
    figures: tuple[Figure, ...]
    created_on: date
    words: tuple[Words, ...] = ()


class Verdict(StrEnum):
    """What verification comes to, in the words it prints."""

    AS_SIGNED = "as signed"
    CHANGED = "changed"
    NOT_SIGNED = "not signed"
    NOT_TRUSTED = "not trusted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """What is known of one signature, each fact by itself; no single fact means "valid"."""

    field: str
    role: str
    signer: str
    at: datetime | None
    intact: bool
    covers: str
    changes_since: str
    trusted_by: str
    trial: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimestampFact:
    """What an authority's timestamp shows: when the signed file stood as it does, and who says so."""

    at: datetime
    authority: str
    intact: bool
    trusted_by: str


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A printed figure that is not what the attached record gives.

    Words that are no figure of their own (a label, part of a sentence, a picture's description) are named by the place
    where they stand: `page 9, line 14`.
    """

    id: str
    printed: str
    recomputed: str


class WordsCheck(StrEnum):
    """How far the words of a pack, beside its figures, could be held against something."""

    NOT_CHECKED = "not checked"
    ATTACHED = "as attached; another build of the program wrote them"
    DRAWN_AGAIN = "as attached and as drawn again"


@dataclass(frozen=True, slots=True)
class Verification:
    """Everything verification found, and the one verdict derived from it last."""

    verdict: Verdict
    sentence: str
    signatures: tuple[SignatureFact, ...]
    printed: int = 0
    recomputed: int = 0
    not_verifiable: int = 0
    differ: tuple[FigureDifference, ...] = ()
    words: WordsCheck = WordsCheck.NOT_CHECKED
    sequence: int = 0
    head: str = ""
    matches_workspace: bool | None = None
    gate: str = "not checked"
    timestamps: tuple[TimestampFact, ...] = ()

    @property
    def figures_that_differ(self) -> tuple[FigureDifference, ...]:
        """The printed figures, each with an id of its own, that are not what the record gives."""
        return tuple(d for d in self.differ if d.id.startswith("fig:"))

    @property
    def words_that_differ(self) -> tuple[FigureDifference, ...]:
        """The other words that are not what they should be."""
        return tuple(d for d in self.differ if not d.id.startswith("fig:"))
