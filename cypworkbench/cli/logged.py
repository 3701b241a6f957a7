"""The log of a workspace in words: each decision names the file, pack, measure and place it is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from cypworkbench.cli.told import one_line
from cypworkbench.domain import dates
from cypworkbench.domain.decision import Decision, DecisionKind
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.period import from_iso
from cypworkbench.domain.record import Record
from cypworkbench.flow import plan_kept

_SHORT = 12  # of a digest, where nothing better is known


class Log:
    """Words a record's decisions, with the names that its files, packs and plan give."""

    def __init__(self, record: Record, framework: Framework) -> None:
        self._files = {f.sha256: f.name for f in record.files}
        self._boards = {b.id: b.name for b in framework.boards}
        self._packs = {p.sha256: self._boards.get(p.board, p.board) for p in record.packs}
        self._measures = {m.id: m.short_title for m in framework.measures}
        self._kinds = {m.id: m.period_kind for m in framework.measures}
        self._areas = {a.code: a.name for a in framework.areas} | {"*": "every area"}
        self._plan = {framework.id: framework.title}

    def line(self, decision: Decision) -> str:
        """One decision in a line: number, when, who, what."""
        who = f"{decision.by.name} ({decision.by.role})"
        if decision.by.role in ("", decision.by.name):
            who = decision.by.name
        when = f"{dates.short_day(decision.at):>11} {decision.at:%H:%M}"
        return f"{decision.sequence:>5}  {when}  {one_line(f'{who}: {self._said(decision)}')}"

    def _said(self, decision: Decision) -> str:
        word = _WORDS.get(decision.kind)
        if word is not None and not decision.is_redacted:
            return word(self, decision.subject, decision.body)
        return f"{decision.kind.value.replace('_', ' ')} {self.named(decision.subject)}"

    def named(self, subject: str) -> str:
        """A subject in words: a file's name for its digest, a title for a measure, a name for a place."""
        parts = (self._part(part) for part in subject.split("|"))
        return ", ".join(part for part in parts if part)

    def _part(self, part: str) -> str:
        for names in (
            *(self._files, self._packs, self._measures),
            *(self._areas, self._boards, self._plan),
        ):
            if part in names:
                return names[part]
        return f"{part[:_SHORT]}…" if _is_digest(part) else part

    def accepted(self, subject: str, body: Mapping[str, object]) -> str:
        """A return taken in."""
        file = self._files.get(subject) or str(body.get("file", "")) or self._part(subject)
        return f"accepted {file} as the return of {self._part(str(body.get('board', '')))}"

    def targeted(self, subject: str, body: Mapping[str, object]) -> str:
        """A target set."""
        measure, area, start = subject.split("|")
        kind = str(body.get("kind", "")).replace("_", " ")
        return f"set a target for {self._part(measure)}, {self._part(area)}, from {start}: {kind}"

    def explained(self, subject: str, body: Mapping[str, object]) -> str:
        """A finding explained."""
        code, measure, area, period = (*subject.split("|"), "", "", "")[:4]
        kind = self._kinds.get(measure)
        when = from_iso(period, kind).label if kind and period else period
        about = ", ".join(p for p in (self._part(measure), self._part(area), when) if p)
        return f"explained {code} ({about}): “{body.get('because', '')}”"

    def issued(self, subject: str, body: Mapping[str, object]) -> str:
        """A pack fixed for signing."""
        board = self._part(str(body.get("board", "")) or subject)
        return f"issued the pack of {board}, version {body.get('version', '')}".rstrip()

    def because(self, subject: str, body: Mapping[str, object]) -> str:
        """What is named, and the reason."""
        return f"{self.named(subject)}: “{body.get('because') or body.get('text', '')}”"


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")  # noqa: PLR2004  a SHA-256 in hexadecimal


def lines(record: Record, decisions: Sequence[Decision] | None = None) -> Iterator[str]:
    """A line a decision, oldest first; of the whole record unless some are given."""
    log = Log(record, plan_kept.served(record))
    return (log.line(one) for one in (record.decisions if decisions is None else decisions))


_Word = Callable[[Log, str, Mapping[str, object]], str]
_WORDS: Mapping[DecisionKind, _Word] = {
    DecisionKind.WORKSPACE_OPENED: lambda log, about, _: (
        f"made the workspace for {log.named(about)}"
    ),
    DecisionKind.ROUND_OPENED: lambda _, about, __: f"opened {about}",
    DecisionKind.PUBLISHED_ADDED: lambda log, about, _: (
        f"took in published figures: {log.named(about)}"
    ),
    DecisionKind.RETURN_ACCEPTED: Log.accepted,
    DecisionKind.RETURN_REJECTED: lambda log, about, body: f"sent back {log.because(about, body)}",
    DecisionKind.FINDING_EXPLAINED: Log.explained,
    DecisionKind.SET_ASIDE: lambda log, about, body: f"set aside {log.because(about, body)}",
    DecisionKind.TARGET_SET: Log.targeted,
    DecisionKind.COMMENTED: lambda log, about, body: f"wrote of {log.because(about, body)}",
    DecisionKind.ACTION_AGREED: lambda log, about, body: (
        f"agreed an action on {log.because(about, body)}"
    ),
    DecisionKind.STAGE_PASSED: lambda log, about, body: (
        f"recorded {log.named(about)} as {body.get('stage', '')}"
    ),
    DecisionKind.PACK_ISSUED: Log.issued,
    DecisionKind.PACK_SIGNED: lambda log, about, body: (
        f"signed the pack of {log.named(about)} as {body.get('role', '')}"
    ),
    DecisionKind.CERTIFICATE_TRUSTED: lambda _, about, __: f"trusted the certificate of {about}",
    DecisionKind.TAKEN_OVER: lambda _, about, body: (
        f"took the workspace over from {about} on {body.get('computer', '')}"
    ),
    DecisionKind.MIGRATED: lambda _, about, __: f"brought the file to version {about}",
    DecisionKind.REDACTED: lambda _, __, body: (
        f"removed words or files: “{body.get('because', '')}”"
    ),
    DecisionKind.SALVAGED: lambda _, about, __: f"saved what could be read of {about}",
    DecisionKind.RETENTION_SET: lambda _, about, body: (
        f"decided to keep {about} for {body.get('years', '')} years"
    ),
    DecisionKind.HELD: lambda _, about, body: f"held {about}: “{body.get('because', '')}”",
    DecisionKind.HOLD_LIFTED: lambda _, about, __: f"lifted the hold on {about}",
    DecisionKind.DISPOSED: lambda _, about, __: f"disposed of {about}, with a certificate",
    DecisionKind.UNDONE: lambda _, about, __: f"took back decision {about}",
}
