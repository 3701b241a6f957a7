"""What the log calls things: the names that a record's files, packs and plans give to digests, ids and codes."""

from contextlib import suppress

from cypworkbench.domain.area import ENGLAND, members, named_together
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import from_iso
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import plan_kept
from cypworkbench.packs import prose

_SHORT = 12  # of a digest, where nothing better is known
DIGEST = 64  # characters of a file's or a pack's
_SERVES = (DecisionKind.WORKSPACE_OPENED, DecisionKind.PLAN_REFRESHED, DecisionKind.PLAN_KEPT)


class Names:
    """The words for everything that a record's decisions are about. Ids nobody knows any more stand as they are."""

    def __init__(self, record: Record) -> None:
        self._files = _file_names(record)
        self.measures: dict[str, Measure] = {}
        self._boards: dict[str, str] = {}
        self.areas = {ENGLAND: "England"}
        self._plans: dict[str, str] = {}
        for plan in _plans(record):
            self._take(plan)
        self._packs = {
            p.sha256: f"the pack of {self.board(p.board)} ({p.edition} edition)"
            for p in record.packs
        }

    def _take(self, plan: Framework) -> None:
        self.measures |= {m.id: m for m in plan.measures}
        self._boards |= {b.id: b.name for b in plan.boards}
        self.areas |= {a.code: a.name for a in plan.areas}
        self._plans[plan.id] = plan.title

    def file(self, sha256: str, otherwise: str = "") -> str:
        """A file's name."""
        return self._files.get(sha256) or otherwise or _short(sha256)

    def pack(self, sha256: str) -> str:
        """A pack, by whose it is."""
        return self._packs.get(sha256) or f"a pack ({_short(sha256)})"

    def content(self, sha256: str) -> str:
        """A file's name, or a pack by whose it is."""
        return self._packs.get(sha256) or self._files.get(sha256) or f"a file ({_short(sha256)})"

    def plan(self, plan: str) -> str:
        """A plan's title."""
        return self._plans.get(plan, plan)

    def board(self, board: str) -> str:
        """A board's name; of a supplier's desk, with the district it answers for."""
        districts = members(board)
        if districts:
            return named_together(sorted(self.area(code) for code in districts))
        supplier, _, area = board.partition("/")
        name = self._boards.get(board) or self._boards.get(supplier, supplier)
        return f"{name}, for {self.area(area)}" if area else name

    def area(self, area: str) -> str:
        """An area's name."""
        if members(area):
            return self.board(area)
        return "every area" if area in ("*", "") else self.areas.get(area, area)

    def measure(self, measure: str) -> str:
        """A measure's short title; of a passage of a pack, what it speaks of."""
        if measure in ("*", ""):
            return "every measure"
        if told := prose.told_of(measure):
            _, _, of = measure.partition("@")[0].partition(":")
            return f"{told} of {self.measure(of)}" if of else told
        found = self.measures.get(measure)
        return found.short_title if found else measure

    def about(self, subject: str) -> str:
        """A measure and an area: Infant mortality in Burnley."""
        measure, _, area = subject.partition("|")
        return f"{self.measure(measure)} in {self.area(area.split('|')[0])}"

    def period(self, measure: str, iso: str) -> str:
        """A measure's period as it is printed."""
        found = self.measures.get(measure)
        if found is None or not iso:
            return iso
        with suppress(ValueError):
            return from_iso(iso, found.period_kind).label
        return iso


def _file_names(record: Record) -> dict[str, str]:
    """What each file is called. A removed one has only the name that its accepting decision gave, if that stayed."""
    found = {}
    for held in record.files:
        gone = f"a file since removed ({_short(held.sha256)})"
        found[held.sha256] = gone if held.redacted else held.name
    kept = {held.sha256 for held in record.files if not held.redacted}
    for decision in record.decisions:
        body = decision.body
        if decision.kind is not DecisionKind.RETURN_ACCEPTED or not body.get("file"):
            continue
        given = {decision.subject: str(body["file"])}
        if body.get("extract"):
            given[str(body["extract"])] = f"what was read of {body['file']}"
        found |= {digest: name for digest, name in given.items() if digest not in kept}
    return found


def _plans(record: Record) -> list[Framework]:
    """Every plan the workspace has served, the one in force last; those whose files were removed are left out."""
    found: dict[str, Framework] = {}
    for decision in record.decisions:
        if decision.kind in _SERVES and not decision.is_redacted:
            with suppress(Refusal):
                found[decision.subject] = plan_kept.of_id(record, decision.subject)
    return list(found.values())


def pack_versions(record: Record) -> dict[str, str]:
    """The version of each pack, by its digest: of a signed file, that of the candidate it grew from."""
    found: dict[str, str] = {}
    for decision in record.decisions:
        if decision.kind is DecisionKind.PACK_ISSUED:
            found[decision.subject] = str(decision.body.get("version", ""))
        elif decision.kind is DecisionKind.PACK_SIGNED:
            found[decision.subject] = found.get(str(decision.body.get("before")), "")
    return found


def _short(digest: str) -> str:
    return f"{digest[:_SHORT]}…" if len(digest) == DIGEST else digest
