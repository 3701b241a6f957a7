"""Sentences and figures as the window says them. Pure: from records to words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cypworkbench.domain import dates
from cypworkbench.domain.evidence import Finding, Severity
from cypworkbench.domain.framework import Measure, Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Assurance,
    Change,
    Point,
    Status,
    Variation,
)
from cypworkbench.domain.record import Picture, Supplier, SupplierState
from cypworkbench.domain.supply import is_desk

MINUS = "\N{MINUS SIGN}"
STATUS = {
    Status.MET: "Met",
    Status.WITHIN: "Within tolerance",
    Status.OFF: "Off target",
    Status.TOO_CLOSE: "Too close to call",
    Status.NO_TARGET: "No target",
    Status.NO_JUDGEMENT: "No judgement",
    Status.NOT_ASSESSED: "Not assessed",
    Status.NOT_REPORTED: "Not reported",
}
VARIATION = {
    Variation.COMMON: "Steady",
    Variation.IMPROVEMENT: "Changed for the better",
    Variation.CONCERN: "Changed for the worse",
    Variation.NEUTRAL_HIGH: "Changed, higher",
    Variation.NEUTRAL_LOW: "Changed, lower",
    Variation.TOO_FEW: "Not judged: no limits",
    Variation.NO_CURRENT: "No current value",
}
ASSURANCE = {
    Assurance.PASS: "Always meets, on these limits",
    Assurance.MIXED: "Sometimes meets",
    Assurance.FAIL: "Never meets, on these limits",
    Assurance.NONE: "None without limits",
}
SEVERITY = {
    Severity.STOP: "Refused",
    Severity.ERROR: "Error",
    Severity.QUERY: "Query",
    Severity.NOTE: "Note",
}
STATE = {
    SupplierState.NOT_SENT: "Not received",
    SupplierState.RECEIVED: "Received",
    SupplierState.QUERIES: "Queries out",
    SupplierState.ACCEPTED: "Accepted",
    SupplierState.SET_ASIDE: "Set aside",
}


def good_way(assessment: Assessment) -> str:
    """Which way is good, with its mark; a measure that the board only watches is not judged, whatever its way."""
    if assessment.way is not assessment.measure.polarity:
        return "◆ watched, not judged"
    return {
        Polarity.HIGHER: "▲ higher is better",
        Polarity.LOWER: "▼ lower is better",
        Polarity.NEUTRAL: "◆ neither way is better",
        Polarity.NONE: "◇ no figures to judge",
    }[assessment.way]


def count(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: 1 finding, 2 findings."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def day(value: date | None, *, year: bool = True) -> str:
    """A date in words, 22 October 2026; "no date" where there is none."""
    if value is None:
        return "no date"
    return dates.day(value) if year else f"{value.day} {dates.month_name(value)}"


def figure(value: float | None, measure: Measure) -> str:
    """A figure as it is printed: the measure's decimals, commas in thousands, a true minus; "none" for no figure."""
    if value is None:
        return "none"
    text = f"{abs(value):,.{measure.decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


def with_unit(value: float | None, measure: Measure) -> str:
    """A figure with its % where it is a percentage."""
    sign = "%" if measure.is_share and value is not None else ""
    return figure(value, measure) + sign


def moved(change: Change | None, measure: Measure) -> str:
    """A change in words: Up 3.0 on 2021/22: worse."""
    if change is None:
        return "Nothing to compare with"
    size = figure(abs(change.difference), measure)
    if not float(size.replace(",", "")):
        return f"No change on {change.since.label}"
    way = "Up" if change.difference > 0 else "Down"
    verdict = {True: ": better", False: ": worse", None: ""}[change.better]
    return f"{way} {size} on {change.since.label}{verdict}"


def compared(assessment: Assessment, area: str) -> str:
    """The latest figure beside another area's: 13.9, so 4.6 above."""
    found = next((c for c in assessment.comparisons if c.area == area), None)
    latest = assessment.latest
    if found is None or latest is None or latest.value is None:
        return "not published for this period"
    measure = assessment.measure
    gap = latest.value - found.value
    size = figure(abs(gap), measure)
    if not float(size.replace(",", "")):
        return f"{figure(found.value, measure)}, the same"
    return f"{figure(found.value, measure)}, so {size} {'above' if gap > 0 else 'below'}"


def target(assessment: Assessment) -> str:
    """The target in force, with its tolerance."""
    value = assessment.target_value
    if value is None or assessment.target is None:
        return "no target in force"
    said = figure(value, assessment.measure)
    if assessment.upper_target is not None:
        said += f" to {figure(assessment.upper_target, assessment.measure)}"
    share = assessment.target.tolerance * 100
    return f"target {said}, tolerance {share.normalize():f}%" if share else f"target {said}"


def status(assessment: Assessment) -> str:
    """Its status in words, with the reason where there is no judgement."""
    return STATUS[assessment.status]


def spoken(assessment: Assessment, place: str) -> str:
    """An assessment for a screen reader: Under-18 conceptions, Lancashire, 2022: 18.5, off target."""
    latest = assessment.latest
    measure = assessment.measure
    if latest is None:
        return f"{measure.short_title}, {place}: no figure, {status(assessment).lower()}"
    value = with_unit(latest.value, measure)
    return (
        f"{measure.short_title}, {place}, {latest.period.label}: {value}, "
        f"{status(assessment).lower()}"
    )


def described(assessment: Assessment, place: str) -> str:
    """A chart in words: first, last, and what moved."""
    points = [p for p in assessment.series.points if p.value is not None]
    if not points:
        return f"{assessment.measure.title}, {place}: no figures to draw."
    first, last = points[0], points[-1]
    measure = assessment.measure
    return (
        f"{measure.title}, {place}: {with_unit(first.value, measure)} in {first.period.label}, "
        f"{with_unit(last.value, measure)} in {last.period.label}. {target(assessment).capitalize()}. "
        f"{status(assessment)}. {moved(assessment.short_change, measure)}."
    )


def place_name(picture: Picture, code: str) -> str:
    """An area's name; its code where the plan does not know it."""
    return next((a.name for a in picture.framework.areas if a.code == code), code)


def board_name(picture: Picture, board_id: str) -> str:
    """A board by the place it answers for; by its own name where it answers for several."""
    board = picture.framework.board(board_id)
    if is_desk(board):
        return board.name
    if picture.framework.county in board.areas:
        return place_name(picture, picture.framework.county)
    return place_name(picture, board.areas[0]) if len(board.areas) == 1 else board.name


def of_board(picture: Picture, findings: Iterable[Finding], board_id: str) -> tuple[Finding, ...]:
    """The findings in a board's return."""
    supplier = next((s for s in picture.suppliers if s.board == board_id), None)
    if supplier is None or supplier.returned is None:
        return ()
    sha256 = supplier.returned.sha256
    return tuple(f for f in findings if f.origin.sha256 == sha256)


def board_of(picture: Picture, finding: Finding) -> str:
    """The board whose return holds a finding; empty when none does."""
    for supplier in picture.suppliers:
        if supplier.returned and supplier.returned.sha256 == finding.origin.sha256:
            return supplier.board
    return ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing before sign-off: its mark, what it is, more of it, and the place where it is settled."""

    mark: str
    what: str
    more: str
    place: str = ""
    board: str = ""


def waiting(picture: Picture) -> tuple[Waiting, ...]:
    """What stands between this round and sign-off, worst first; settled things are said too."""
    said = _all_missing(picture, [s for s in picture.suppliers if not s.has_come])
    said.append(_open_findings(picture))
    said.append(_rules(picture))
    return tuple(sorted(said, key=lambda w: _ORDER.index(w.mark)))


_ORDER = ("error", "query", "no_judgement", "note", "ok")


_NAMED_ALONE = 4  # boards that have not returned; more are said in one line


def _all_missing(picture: Picture, missing: Sequence[Supplier]) -> list[Waiting]:
    late = [s for s in missing if s.state is SupplierState.NOT_SENT]
    if len(late) <= _NAMED_ALONE:
        return [_missing(picture, s) for s in missing]
    names = ", ".join(board_name(picture, s.board) for s in late)
    together = Waiting("error", f"{count(len(late), 'board')} have not returned", names, "round")
    return [together, *(_missing(picture, s) for s in missing if s not in late)]


def _missing(picture: Picture, supplier: Supplier) -> Waiting:
    name = board_name(picture, supplier.board)
    if supplier.state is SupplierState.SET_ASIDE:
        return Waiting("query", f"{name} set aside", "The pack will say “not reported”")
    more = "Wait for it, or set it aside: the pack then says so"
    return Waiting("error", f"{name} has not returned", more, "round", supplier.board)


def _open_findings(picture: Picture) -> Waiting:
    still = picture.open_findings
    if not still:
        return Waiting("ok", "Findings", f"{len(picture.explanations)} explained, none open")
    boards = Counter(board_name(picture, b) for f in still if (b := board_of(picture, f)))
    more = ", ".join(f"{number} {name}" for name, number in sorted(boards.items()))
    worst = any(f.severity in (Severity.STOP, Severity.ERROR) for f in still)
    first = board_of(picture, still[0])
    return Waiting(
        "error" if worst else "query",
        f"{count(len(still), 'finding')} open",
        more,
        "returns",
        first,
    )


def _rules(picture: Picture) -> Waiting:
    runs = [s.returned.rules for s in picture.suppliers if s.returned]
    done = sum(len(r.done) for r in runs)
    failed = sum(len(r.failed) for r in runs)
    if failed:
        return Waiting("error", "Rules", f"{count(failed, 'rule')} could not finish")
    return Waiting("ok" if runs else "note", "Rules", f"{count(done, 'check')} run, none failed")


def missing_word(point: Point) -> str:
    """Why a point has no figure, in a word or two."""
    return point.state.value.replace("_", " ") if point.value is None else ""
