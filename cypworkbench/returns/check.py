"""Run every rule over a return: its findings, and what became of each rule."""

import re
from collections.abc import Iterable

from cypworkbench.domain.evidence import Finding, Origin, Return, RulesRun
from cypworkbench.domain.framework import Framework
from cypworkbench.returns.around import Around
from cypworkbench.returns.register import Facts, Rule
from cypworkbench.returns.rows import Recognised
from cypworkbench.returns.rules import all_rules
from cypworkbench.returns.sheet_reader import column_number

_CELL = re.compile(r"([A-Z]+)?(\d+)?")
_NOTHING = Around()
RULES: tuple[Rule, ...] = all_rules()
"""Every rule there is, by code."""


def check(
    returned: Return,
    framework: Framework,
    around: Around = _NOTHING,
    among: tuple[Rule, ...] = RULES,
) -> Return:
    """The return with its findings, in the order of its sheets and cells, and the record of the rules' run.

    A rule that lacks something it needs is skipped, one that breaks
    is recorded as failed; neither stops the others. A code whose rules ran only in part is both done and skipped.
    """
    facts = Facts(returned, framework, around)
    found: list[Finding] = []
    done: list[str] = []
    skipped: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    for rule in among:
        lacking = [need.value for need in rule.needs if facts.lacks(need)]
        if lacking:
            skipped.append((rule.code, lacking[0]))
            continue
        try:
            found.extend(rule.find(facts))
        except Exception as fault:  # noqa: BLE001  a fault in one rule must not hide what the others find
            failed.append((rule.code, f"{type(fault).__name__} in “{rule.title}”"))
        else:
            done.append(rule.code)
    broken = {code for code, _ in failed}
    run = RulesRun(
        done=tuple(dict.fromkeys(code for code in done if code not in broken)),
        skipped=tuple(dict.fromkeys(skipped)),
        failed=tuple(dict.fromkeys(failed)),
    )
    findings = _in_order(_without_echoes(found, among), returned)
    return _plain(returned, findings, run)


def _without_echoes(found: list[Finding], among: Iterable[Rule]) -> list[Finding]:
    """The findings without those that only repeat a better one at the same cell."""
    yields: dict[str, frozenset[str]] = {}
    for rule in among:
        yields[rule.code] = yields.get(rule.code, frozenset()) | rule.yields_to
    at: dict[Origin, set[str]] = {}
    for finding in found:
        at.setdefault(finding.origin, set()).add(finding.code)
    return [finding for finding in found if not yields[finding.code] & at[finding.origin]]


def _in_order(found: list[Finding], returned: Return) -> tuple[Finding, ...]:
    names = (
        [each.sheet.name for each in returned.sheets] if isinstance(returned, Recognised) else []
    )

    def place(finding: Finding) -> tuple[int, int, int, str]:
        sheet = finding.origin.sheet
        match = _CELL.match(finding.origin.cell)
        letters, row = match.groups() if match else (None, None)
        return (
            names.index(sheet) if sheet in names else len(names),
            int(row or 0),
            column_number(letters or ""),
            finding.code,
        )

    return tuple(sorted(found, key=place))


def _plain(returned: Return, findings: tuple[Finding, ...], run: RulesRun) -> Return:
    return Return(
        file=returned.file,
        sha256=returned.sha256,
        framework=returned.framework,
        board=returned.board,
        round=returned.round,
        observations=returned.observations,
        expected_board=returned.expected_board,
        edition=returned.edition,
        findings=findings,
        rules=run,
        accounts=returned.accounts,
    )
