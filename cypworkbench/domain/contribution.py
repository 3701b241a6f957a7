"""What a lead officer or a board is asked to write, and what came back of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cypworkbench.domain.decision import Intent, Person
from cypworkbench.domain.record import StoredFile

UNSIGNED = "not signed: the name is as claimed"


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure in an area to be commented on: its figure and judgement in words, and the commentary so far."""

    measure: str
    area: str
    title: str
    place: str
    figure: str
    judgement: str
    commentary: str = ""

    @property
    def key(self) -> str:
        """What the commentary is recorded about."""
        return f"{self.measure}|{self.area}"


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """An open finding to be explained, by its key."""

    key: str
    message: str


@dataclass(frozen=True, slots=True)
class Form:
    """What one person is asked, and the decision of the workspace that it was asked at."""

    framework: str
    title: str
    round: str
    who: str
    sequence: int
    head: str
    measures: tuple[AskedMeasure, ...]
    queries: tuple[AskedQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who signed what came back: a signature that was checked, whose signer a trusted certificate vouches for.

    `role` is the certificate's title, or empty; `at` the moment the signer's computer stated. `file` and `signature`
    are the digests of what was signed and of the signature itself.
    """

    signer: str
    role: str
    at: datetime
    trusted_by: str
    trial: bool
    file: str
    signature: str

    @property
    def sentence(self) -> str:
        """Who signed, in words."""
        title = f" ({self.role})" if self.role else ""
        trial = "; a trial identity, which vouches for nobody" if self.trial else ""
        return f"signed by {self.signer}{title}, for whom {self.trusted_by} vouches{trial}"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: decisions with who made them, after the decision they started from.

    `files` are the bytes that the decisions are about, by digest. `left_out` says, in words, what cannot be merged.
    `vouched` says who signed it; None where nobody did, and the names are only as claimed. `proof` is what was signed,
    with its signature, to be kept.
    """

    by: str
    sequence: int
    head: str
    decisions: tuple[tuple[Intent, Person], ...]
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    vouched: Vouched | None = None
    proof: tuple[StoredFile, ...] = ()

    @property
    def signature_told(self) -> str:
        """Who signed it, in words; without a signature the name is only what the sender wrote."""
        return self.vouched.sentence if self.vouched else UNSIGNED


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same thing decided here and there since they parted: both sentences, side by side. `number` counts from 1."""

    number: int
    ours: str
    theirs: str
