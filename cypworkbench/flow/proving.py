"""Signing a pack, and proving what a signed pack says."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cypworkbench.domain.area import members
from cypworkbench.domain.decision import DecisionKind, Intent, Person
from cypworkbench.domain.pack import (
    Figure,
    FigureDifference,
    Pack,
    PackPlan,
    SignatureFact,
    Verdict,
    Verification,
    Words,
    WordsCheck,
)
from cypworkbench.domain.record import Record, StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import Duty
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, said, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.edition import build
from cypworkbench.flow.packing import audit_unsigned, built_by, issue_pack, replay
from cypworkbench.flow.traced import NEVER_ISSUED, NOT_FROM_HERE, changed, with_chain

if TYPE_CHECKING:
    from cypworkbench.signing import verify
    from cypworkbench.signing.identity import Identity

SNAPSHOT_NAME = "snapshot.json"
# What verification adds to the sentences of `signing.verify`; the manual prints each.
OTHERWISE = "The file shows something else than the attached record draws"
ANOTHER_BUILD = (
    "Another build of the program made it, so lines and pictures were not held against anything."
)
MISSING = "The record that belongs inside the pack is missing."
ALTERED = "The record attached to the pack has been altered."
DIFFERS = "not what the attached record gives"
RETIRED = "Figures that only that build computes, held against the attached words alone: {}."
ELSEWHERE = "Figures that rest on returns not in this file, as the attached record has them: {}."
SENTENCES = (
    ELSEWHERE,
    OTHERWISE,
    ANOTHER_BUILD,
    MISSING,
    ALTERED,
    DIFFERS,
    RETIRED,
    NEVER_ISSUED,
    NOT_FROM_HERE,
)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Key:
    """An identity file (PKCS#12) and the passphrase that opens it; kept nowhere."""

    identity: bytes
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardKey:
    """A smart card: the library of its maker, the PIN that opens it, and its name where there are several."""

    module: Path
    pin: str = field(repr=False)
    label: str = ""


@contextmanager
def holder(key: Key | CardKey) -> Iterator["Identity"]:
    """Whoever holds a key, while it is open. Raises Refusal as `identity.load_identity` and `cards.opened` do."""
    if isinstance(key, CardKey):
        from cypworkbench.signing import cards  # PKCS#11: only for smart cards

        with cards.opened(key.module, key.pin, key.label) as held:
            yield held
    else:
        from cypworkbench.signing import identity  # pyHanko: only when signing

        yield identity.load_identity(key.identity, key.passphrase)


def sign_pack(
    pdf: bytes,
    key: Key | CardKey,
    role: str,
    at: datetime,
    duties: Sequence[Duty] = (),
) -> bytes:
    """Sign a final candidate in the box of that role. Returns the signed file.

    `duties` are those of the pack's board. Raises Refusal when the passphrase is wrong, the certificate has expired or
    is for another role, the board named somebody else, the pack is a draft, the box is taken, the same person has
    signed already, or a public pack gives away more than it may.
    """
    with holder(key) as held:
        return sign_as(pdf, held, role, at, duties)


def sign_as(
    pdf: bytes, held: "Identity", role: str, at: datetime, duties: Sequence[Duty] = ()
) -> bytes:
    """As `sign_pack`, by a holder whose key is open already: a card's PIN is not typed for each pack."""
    from cypworkbench.signing import sign  # pyHanko: only when signing

    audit_unsigned(pdf)
    signer = Person(held.name, held.role)
    board = duties[0].board if duties else ""
    signoff.refuse_wrong_signer(duties, board, role, signer, at.date())
    return sign.sign(pdf, held, field=field_of(role), role=role, reason="", at=at)


def refuse_forged(pdf: bytes) -> None:
    """Draw a pack again from its own record and hold it against that, for whoever signs without its workspace.

    Raises Refusal where its pages show anything else. A pack of another build, which this one draws otherwise, and a
    file that is no pack are let through: `verify_pack` says so of them.
    """
    from cypworkbench.signing import (  # pikepdf: only when a finished pack is read
        readback,
        same_pages,
    )

    snapshot = readback.attachment(pdf, SNAPSHOT_NAME)
    if snapshot is None or built_by(snapshot) != build():
        return
    never = "Do not sign it. Ask whoever sent it for the pack as it was issued."
    try:
        drawn = issue_pack(replay(snapshot), snapshot).content
    except (ValueError, KeyError, TypeError) as fault:
        raise Refusal(ALTERED, never) from fault
    other = same_pages.otherwise(pdf, drawn)
    if other:
        raise Refusal(f"{OTHERWISE}: {other}.", never)


def duties_for(record: Record, pdf: bytes) -> tuple[Duty, ...]:
    """Who may do what for the board whose pack this is. Raises Refusal when not issued here, or withdrawn."""
    entry = signoff.find(record, pdf)
    if entry.standing is signoff.Standing.WITHDRAWN:
        raise Refusal(f"That pack was withdrawn: {entry.why}", "Sign the version after it.")
    return tuple(d for d in fold(record.decisions).duties if d.board == entry.board)


def field_of(role: str) -> str:
    """The signature box of a role. Raises Refusal when no box is kept for it."""
    from cypworkbench.packs import plan  # the list of signatories, only when signing

    boxes = {s.role.casefold(): s.field for s in plan.SIGNATORIES}
    if role.casefold() not in boxes:
        raise Refusal(
            f"No signature box is kept for the role {role!r}.",
            f"Choose one of: {', '.join(s.role for s in plan.SIGNATORIES)}.",
        )
    return boxes[role.casefold()]


def keep_signed(desk: Desk, before: bytes, signed: bytes, role: str) -> None:
    """Record a signature: the signed file and the decision that it was signed, in one step.

    Raises Refusal when the pack that was signed was not issued from this workspace.
    """
    unsigned, after = (hashlib.sha256(content).hexdigest() for content in (before, signed))
    issued = next((p for p in desk.workspace.record().packs if p.sha256 == unsigned), None)
    if issued is None:
        raise Refusal(
            "This pack was not issued from this workspace.", "Open the workspace it came from."
        )
    intent = Intent(DecisionKind.PACK_SIGNED, after, {"before": unsigned, "role": role})
    stored = StoredPack(after, issued.board, issued.edition, signed, 0)
    desk.workspace.append([intent], desk.by, desk.at, packs=[stored])


def trusted(record: Record) -> tuple[bytes, ...]:
    """The certificates this workspace trusts, as PEM."""
    return tuple(pem.encode() for pem in fold(record.decisions).certificates.values())


def trust(desk: Desk, pem: str) -> tuple[str, ...]:
    """Let the workspace trust the certificates in a PEM text; answers with their names.

    Raises Refusal when it holds none, or one that cannot be read.
    """
    from cypworkbench.signing import verify  # pyHanko: only when certificates are read

    held = {verify.issuer_name(each.subject): pem for each in verify.trusted_roots((pem.encode(),))}
    for name in held:
        decide.trust(desk, name, pem)
    return tuple(held)


def signatures(record: Record, pdf: bytes) -> "verify.Inspection":
    """What the signatures of a pack come to, by whom its workspace trusts and its board named; not its figures."""
    from cypworkbench.signing import verify  # pyHanko: only when verifying

    named = _naming(record, pdf)
    return verify.inspect(pdf, trust=trusted(record), named=named, roles=_roles())


def _roles() -> dict[str, str]:
    return {box.field: box.role for box in signoff.signatories()}


def verify_pack(
    pdf: bytes,
    trust: Sequence[bytes] = (),
    record: Record | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Everything that can be found out about a signed pack, and one verdict derived from it last.

    Looks at each signature, computes every printed figure again from the attached snapshot, reads the printed ones
    back from the pages, and, with a workspace's record at hand, finds the pack's place in its chain of decisions.
    """
    from cypworkbench.signing import verify  # pyHanko: only when verifying

    tell = progress or _quiet
    tell("Checking the signatures")
    found = verify.inspect(pdf, trust=tuple(trust), named=_naming(record, pdf), roles=_roles())
    verification = Verification(
        found.verdict, found.sentence, found.signatures, timestamps=found.timestamps
    )
    if found.verdict is Verdict.UNREADABLE:
        return verification
    tell("Computing the printed figures again")
    verification = _with_figures(verification, pdf)
    if record is not None:
        tell("Finding the pack in the chain of decisions")
        verification = with_chain(verification, record, pdf)
    return verification


def _naming(record: Record | None, pdf: bytes) -> Callable[[SignatureFact], bool]:
    """Whether the pack’s board had named a signer for the role; nobody, where the workspace does not know it."""
    duties: tuple[Duty, ...] = ()
    if record is not None:
        with suppress(Refusal):
            board = signoff.find(record, pdf).board
            duties = tuple(d for d in fold(record.decisions).duties if d.board == board)

    def named(fact: SignatureFact) -> bool:
        who = (fact.signer.casefold(), fact.role.casefold())
        acting = [d for d in duties if fact.at and d.holds(fact.at.date())]
        return who in {(d.person.casefold(), d.role.casefold()) for d in acting}

    return named


def _quiet(_step: str) -> None:
    """Nobody is listening."""


def _with_figures(verification: Verification, pdf: bytes) -> Verification:
    from cypworkbench.signing import readback  # pikepdf: only when verifying

    snapshot = readback.attachment(pdf, SNAPSHOT_NAME)
    told = said.read(readback.attachment(pdf, said.NAME))
    if snapshot is None or told is None:
        return changed(verification, MISSING)
    try:
        plan = replay(snapshot)
    except Refusal as unknown:
        sentence = (
            f"{unknown.what} {unknown.remedy} Of the signatures alone: {verification.sentence}"
        )
        return replace(verification, verdict=Verdict.UNREADABLE, sentence=sentence)
    except (ValueError, KeyError, TypeError):
        return changed(verification, ALTERED)
    printed = readback.printed(pdf)
    pack = issue_pack(plan, snapshot)
    made_by = built_by(snapshot)
    same_build = made_by == build()
    figures = figures_that_differ(printed.figures, pack.figures)
    words = said.differences(printed.words, pack.words) if same_build else ()
    words = words or said.differences(printed.words, told, figures=not same_build)
    retired: set[str] = set()
    if not same_build:
        retired = _listed(told) - {figure.id for figure in pack.figures}
        figures = _as_both_know(figures, retired, _listed(told))
    picture = plan.picture
    verification = replace(
        verification,
        printed=len(printed.figures),
        recomputed=len(pack.figures),
        not_verifiable=(elsewhere := _resting_elsewhere(plan, pack)) + len(retired),
        differ=(*figures, *words),
        words=WordsCheck.DRAWN_AGAIN if same_build else WordsCheck.ATTACHED,
        sequence=picture.sequence,
        head=picture.head,
    )
    if figures:
        sentence = _differs("One printed figure", "printed figures", figures, plan)
        return changed(verification, sentence if same_build else f"{sentence} {_older(made_by)}")
    if words:
        return changed(verification, _differs("One line of words", "lines of words", words, plan))
    seen = _with_shapes(verification, pdf, pack if same_build else None, len(retired))
    if not elsewhere or seen.verdict is Verdict.CHANGED:
        return seen
    return replace(seen, sentence=f"{seen.sentence} {ELSEWHERE.format(f'{elsewhere:,}')}")


def _with_shapes(
    verification: Verification, pdf: bytes, pack: Pack | None, retired: int
) -> Verification:
    """Whether the pages show what is drawn again; `pack` is None where another build made it and that cannot be."""
    from cypworkbench.signing import same_pages  # pikepdf: only when verifying

    if pack is not None:
        other = same_pages.otherwise(pdf, pack.content)
        return changed(verification, f"{OTHERWISE}: {other}.") if other else verification
    over = same_pages.laid_over(pdf)
    if over:
        return changed(verification, f"{OTHERWISE}: {over}.")
    more = f" {RETIRED.format(retired)}" if retired else ""
    return replace(verification, sentence=f"{verification.sentence} {ANOTHER_BUILD}{more}")


def _listed(words: Sequence[Words]) -> set[str]:
    return {word.figure for word in words if word.figure}


def _as_both_know(
    figures: Sequence[FigureDifference], retired: AbstractSet[str], listed: AbstractSet[str]
) -> tuple[FigureDifference, ...]:
    """The differences in figures that both builds compute.

    What this one no longer computes is held against the attached words instead, and what only this one prints was
    never meant to be in the pack.
    """
    return tuple(
        d
        for d in figures
        if d.id not in retired and (d.printed or d.id in listed or not d.recomputed)
    )


def _older(made_by: str) -> str:
    return (
        f"The pack was made by another build of the program ({made_by or 'not named'}): verify it with that one, "
        "to tell a changed page from a changed way of computing."
    )


def _differs(one: str, many: str, differ: Sequence[FigureDifference], plan: PackPlan) -> str:
    first = differ[0]
    count = f"{one} is" if len(differ) == 1 else f"{len(differ)} {many} are"
    return (
        f"{count} {DIFFERS}; the first is {_place(first.id, plan)}: "
        f"printed {first.printed or 'nothing'}, should be {first.recomputed or 'nothing'}."
    )


def _place(name: str, plan: PackPlan) -> str:
    """Where a figure is printed, in words: a figure's id names its kind of page, measure, area and what it says."""
    kind, measure, area, what = (*name.removeprefix("fig:").split(":"), "", "", "")[:4]
    if not name.startswith("fig:"):
        return name
    framework = plan.picture.framework
    titles = {m.id: m.short_title for m in framework.measures}
    areas = {a.code: a.name for a in framework.areas}
    about = (titles.get(measure, measure), areas.get(area, area), what)
    return f"{', '.join(part for part in about if part)} ({kind} page)"


def figures_that_differ(
    printed: Mapping[str, str], recomputed: Sequence[Figure]
) -> tuple[FigureDifference, ...]:
    """Each printed figure that is missing, too many, or not what was computed again, by id."""
    wanted = {figure.id: figure.text for figure in recomputed}
    names = sorted(printed.keys() | wanted.keys())
    return tuple(
        FigureDifference(name, printed.get(name, ""), wanted.get(name, ""))
        for name in names
        if printed.get(name) != wanted.get(name)
    )


def _resting_elsewhere(plan: PackPlan, pack: Pack) -> int:
    """In the pack of a district, or of several, the county's figures rest on returns that are not in it."""
    framework = plan.picture.framework
    county = framework.county
    if members(county):
        county = framework.area(county).parent or ""
    elif plan.area == county:
        return 0
    return sum(1 for figure in pack.figures if f":{county}:" in figure.id)
