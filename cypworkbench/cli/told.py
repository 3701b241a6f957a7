"""Results as text and as the JSON shapes that people script against."""

import csv
import io
from collections.abc import Iterable, Sequence

from cypworkbench.domain.evidence import Finding, Observation
from cypworkbench.domain.framework import Board, Framework
from cypworkbench.domain.pack import Verification
from cypworkbench.domain.plain import Plain, to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import logged
from cypworkbench.flow.opened_again import Proof
from cypworkbench.flow.receive import FileCheck

OBSERVATION_COLUMNS = (
    *("measure", "area", "group", "period_kind", "period", "numerator", "denominator", "value"),
    *("state", "flags", "vintage", "base", "source_sha256", "sheet", "cell"),
)

_NAMED = 20  # cells named one by one
_ORDER = ("stop", "error", "query", "note")
one_line = logged.one_line  # as the log keeps what people wrote on its line


def counted(number: int, noun: str) -> str:
    """A number with its noun, one or several."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def named_board(plan: Framework, name: str) -> Board:
    """The district board of that id. Raises Refusal when the plan has none."""
    found = next((b for b in plan.district_boards if b.id == name), None)
    if found is None:
        raise Refusal(
            f"The plan has no district board called {one_line(name)}.",
            f"Choose one of: {', '.join(b.id for b in plan.district_boards)}.",
        )
    return found


def file_check(check: FileCheck) -> Plain:
    """What became of one file, in the documented shape."""
    said: dict[str, Plain] = {
        "file": check.name,
        "sha256": check.sha256,
        "kind": "xlsx" if check.workbook else "refused",
        "verdict": check.verdict,
    }
    if check.refusal:
        said["refused"] = {"what": check.refusal.what, "remedy": check.refusal.remedy}
    returned = check.returned
    if returned:
        said |= {
            "framework": returned.framework,
            "board": returned.board,
            "round": returned.round,
            "values": sum(o.value is not None for o in returned.observations),
            "findings": [_finding(f) for f in returned.findings],
            "rules": {
                "done": len(returned.rules.done),
                "skipped": [{"code": c, "missing": m} for c, m in returned.rules.skipped],
                "failed": [{"code": c, "error": e} for c, e in returned.rules.failed],
            },
        }
    return said


def _finding(finding: Finding) -> Plain:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.origin.sheet,
        "cell": finding.origin.cell,
        "measure": finding.measure,
        "area": finding.area,
        "period": finding.period.iso if finding.period else "",
        "label": finding.period.label if finding.period else "",
        "read": finding.read,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def checks_text(checks: Sequence[FileCheck], plan: Framework) -> str:
    """Every file with its findings, worst first, as an analyst would read them out."""
    return "\n".join(line for check in checks for line in _check_lines(check, plan))


def _check_lines(check: FileCheck, plan: Framework) -> list[str]:
    findings = check.returned.findings if check.returned else ()
    worst_first = sorted(findings, key=lambda f: _ORDER.index(f.severity))
    doubts = [f"  {f.severity:<6}{f.code}  {f.message} {f.remedy}" for f in worst_first]
    return [accepted_line(check, plan), *doubts, *_rules_lines(check)]


def _rules_lines(check: FileCheck) -> list[str]:
    if check.returned is None:
        return []
    rules = check.returned.rules
    return [
        f"  {counted(len(rules.done), 'check')} run.",
        *(f"  {said}" for said in rules.said()),
    ]


def accepted_line(check: FileCheck, plan: Framework, displaced: str = "") -> str:
    """One line about a file: its name, what became of it, and the file it `displaced`, if any."""
    if check.refusal:
        return f"{check.name}: refused. {check.refusal.what} {check.refusal.remedy}"
    returned = check.returned
    if returned is None:
        return f"{check.name}: nothing was read."
    answered = sum(f.needs_answer for f in returned.findings)
    doubt = f"{answered} to answer" if answered else "nothing to answer"
    board = _board_name(plan, returned.board)
    if returned.expected_board and returned.expected_board != returned.board:
        said = board or "no board that the plan knows"
        board = (
            f"held: sent out to {_board_name(plan, returned.expected_board)}, its cover says {said}"
        )
    instead = f" It counts now in place of {displaced}." if displaced else ""
    return f"{check.name}: {board}, {len(returned.observations)} figures, {doubt}.{instead}"


def proof_text(found: Proof) -> str:
    """What came of holding a locked return against what was read of it."""
    if found.holds:
        return (
            f"{found.name}: {counted(found.figures, 'figure')} read again from the locked file; every cell kept is as "
            "it was sent."
        )
    lines = []
    if not found.was_inside:
        lines.append(f"{found.name}: what is inside is NOT what the record says was taken in.")
    if found.differing:
        named = ", ".join(found.differing[:_NAMED])
        lines.append(
            f"{found.name}: {counted(len(found.differing), 'cell')} kept otherwise than sent: {named}."
        )
    if not found.is_same:
        lines.append(f"{found.name}: its figures are NOT those that the record counts.")
    return "\n".join(lines)


def _board_name(plan: Framework, board_id: str) -> str:
    return next((b.name for b in plan.boards if b.id == board_id), board_id)


def observations_csv(checks: Iterable[FileCheck]) -> str:
    """Every figure read, with its cell. Text that could be taken for a formula is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OBSERVATION_COLUMNS)
    for check in checks:
        if check.returned:
            writer.writerows(_row(o) for o in check.returned.observations)
    return out.getvalue()


def _row(o: Observation) -> list[str]:
    numbers = ["" if n is None else str(n) for n in (o.numerator, o.denominator, o.value)]
    said = [o.measure, o.area, o.group, o.period.kind.value, o.period.iso, *numbers, o.state.value]
    said += [" ".join(o.flags), o.vintage, o.base, o.origin.sha256, o.origin.sheet, o.origin.cell]
    return [f"'{text}" if text[:1] in ("=", "@", "\t") else text for text in said]


def named_finding(findings: Sequence[Finding], name: str) -> Finding:
    """The finding of that key, or the only one at that cell. Raises Refusal when none or several fit."""
    fitting = [f for f in findings if name in (f.key, str(f.origin))]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise Refusal(
            f"No finding is called {name}.",
            "List them with `cypworkbench check --workspace W FILE`.",
        )
    keys = "; ".join(f.key for f in fitting)
    raise Refusal(f"{len(fitting)} findings are at {name}.", f"Name one by its key: {keys}.")


def verification(found: Verification, file: str) -> Plain:
    """A verification in the documented shape."""
    return {
        "file": file,
        "verdict": found.verdict.value,
        "sentence": found.sentence,
        "signatures": [
            {
                "role": s.role,
                "signer": s.signer,
                "at": s.at.isoformat() if s.at else None,
                "intact": s.intact,
                "covers": s.covers,
                "changes_since": s.changes_since,
                "trusted_by": s.trusted_by,
                "trial": s.trial,
            }
            for s in found.signatures
        ],
        "timestamps": to_plain(found.timestamps),
        "gate": found.gate,
        "figures": {
            "printed": found.printed,
            "recomputed": found.recomputed,
            "not_verifiable_here": found.not_verifiable,
            "differ": to_plain(found.differ),
        },
        "words": found.words.value,
        "chain": {
            "sequence": found.sequence,
            "head": found.head,
            "matches_workspace": found.matches_workspace,
        },
    }
