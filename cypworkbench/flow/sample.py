"""The whole journey on the sample partnership: twelve files in, signed and verified packs out.

The window uses the same pieces, so that a new user sees exactly what the demonstration shows.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.plain import Plain, from_plain
from cypworkbench.domain.record import Action, Picture, Round
from cypworkbench.flow import decide, matters, receive, targets
from cypworkbench.flow.decide import Desk
from cypworkbench.store.workspace import Workspace

FRAMEWORK = "cypfp-2022"
DISTRICT_SHOWN = "Burnley"
PASSPHRASE = "trial"  # noqa: S105  opens the sample's trial identities, which vouch for nobody
ANALYST = Person("Partnership analyst", "Analyst")
# The sample's decisions carry these times, so that the same sample always gives the same packs.
OPENED_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
RETURNED_AT = datetime(2026, 9, 28, 10, 0, tzinfo=UTC)
ANSWERED_AT = datetime(2026, 10, 2, 15, 0, tzinfo=UTC)
PACKED_AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
STAGES = (
    ("drafted", ANALYST),
    ("checked", Person("Second analyst", "Second analyst")),
    ("commented", Person("Lead officers", "Lead officer")),
)


@dataclass(frozen=True, slots=True)
class TrialIdentity:
    """A signatory made for the demonstration: the role, the identity file, and its certificate."""

    name: str
    role: str
    content: bytes
    certificate: bytes


def returns() -> tuple[Path, ...]:
    """The twelve files the boards sent."""
    return _files("returns")


def resubmitted() -> tuple[Path, ...]:
    """The corrected files that came after the first were queried."""
    return _files("resubmitted")


def _files(folder: str) -> tuple[Path, ...]:
    found = sorted(catalogue.sample_path(folder).iterdir())
    return tuple(p for p in found if p.suffix in {".xlsx", ".xls"})


def decisions() -> Mapping[str, Plain]:
    """What the sample's people decide, as written in its decisions file."""
    return tomllib.loads(catalogue.sample_path("decisions.toml").read_text(encoding="utf-8"))


def open_workspace(path: Path, by: Person = ANALYST, at: datetime = OPENED_AT) -> Workspace:
    """A new workspace of the sample: its round, targets and published figures, and no return yet."""
    framework = catalogue.load_framework(FRAMEWORK)
    workspace = Workspace.create(path, framework.id, by, at, salts=_salt)
    desk = Desk(workspace, by, at)
    said = decisions()["round"]
    days = {key: date.fromisoformat(str(said[key])) for key in ("due", "meeting", "as_at")}
    decide.open_round(desk, Round(str(said["label"]), **days, note=str(said["note"])))
    for name in ("published.csv", "county.csv"):
        receive.add_published(workspace, catalogue.sample_path(name), framework, by, at)
    given = catalogue.sample_path("targets.csv")
    decide.set_targets(desk, targets.read(given.read_bytes(), given.name, framework))
    return workspace


def _salt(sequence: int) -> str:
    """The sample's salts can be guessed, and hide nothing: its packs are to be the same each time."""
    return hashlib.sha256(f"sample {sequence}".encode()).hexdigest()[:32]


def answer(desk: Desk, picture: Picture) -> int:
    """Make the sample's decisions where they fit: explanations, set-asides, comments, actions. Returns how many."""
    said = decisions()
    made = 0
    for finding, because in _explanations(picture, said):
        decide.explain(desk, finding, because)
        made += 1
    for entry in said.get("set_aside", ()):
        approver = replace(desk, by=Person(str(entry["role"]), str(entry["role"])))
        decide.set_aside(
            approver, str(entry["area"]), str(entry.get("measure", "")), str(entry["because"])
        )
        made += 1
    for entry in said.get("comment", ()):
        author = replace(desk, by=Person(str(entry["role"]), str(entry["role"])))
        decide.comment(author, str(entry["measure"]), str(entry["area"]), str(entry["text"]))
        made += 1
    for entry in said.get("action", ()):
        decide.agree_action(desk, _action(entry))
        made += 1
    return made + _matters(desk, said)


def _matters(desk: Desk, said: Mapping[str, Plain]) -> int:
    """Set down local priorities and questions, and answer those that have an answer."""
    made = 0
    for kind in MatterKind:
        for entry in said.get(kind.value, ()):
            words = tuple(str(entry.get(key, "")) for key in ("area", "text", "who", "answer"))
            area, text, who, answer = words
            due = date.fromisoformat(str(entry["due"])) if "due" in entry else None
            measures = tuple(str(one) for one in entry.get("measures", ()))
            asked = Matter(kind, area, 0, text, measures, who, due=due)
            done = matters.set_down(desk, asked)
            made += 1
            if answer:
                matters.answer(desk, from_plain(Matter, done.body), answer)
                made += 1
    return made


def _action(entry: Mapping[str, Plain]) -> Action:
    measure, area, text, owner = (str(entry[key]) for key in ("measure", "area", "text", "owner"))
    due = date.fromisoformat(str(entry["due"]))
    return Action(measure, area, text, owner, due, str(entry.get("progress", "")))


def _explanations(picture: Picture, said: Mapping[str, Plain]) -> Iterator[tuple[Finding, str]]:
    reasons = {
        (str(e["area"]), str(e["code"])): str(e["because"]) for e in said.get("explanation", ())
    }
    for finding in picture.open_findings:
        because = reasons.get((finding.area, finding.code))
        if because and finding.severity == "query":
            yield finding, because


def identities(at: datetime) -> tuple[TrialIdentity, ...]:
    """Trial identities for every box on the signature page, marked as vouching for nobody."""
    from cypworkbench.packs import plan  # the list of signatories
    from cypworkbench.signing import identity  # cryptography: only when identities are made

    made = []
    for box in plan.SIGNATORIES:
        name = f"Trial {box.role.lower()}"
        content = identity.new_trial_identity(
            name, box.role, "Sample partnership", PASSPHRASE, now=at - timedelta(days=1)
        )
        held = identity.load_identity(content, PASSPHRASE)
        made.append(TrialIdentity(name, box.role, content, held.issuer_pem or held.certificate_pem))
    return tuple(made)
