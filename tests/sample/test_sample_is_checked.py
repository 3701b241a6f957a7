"""What the checks make of the sample: every planted fault found at its cell, and nothing doubted that is sound."""

import tomllib

from cypworkbench.catalogue import load_framework, sample_path
from cypworkbench.domain.evidence import Finding, Severity
from cypworkbench.returns import around, check, recognise, spreadsheet

PLAN = load_framework("cypfp-2022")
DECISIONS = tomllib.loads(sample_path("decisions.toml").read_text("utf-8"))
ROUND = DECISIONS["round"]["label"]
PLANTED = tomllib.loads(sample_path("faults.toml").read_text("utf-8"))["faults"]
GENUINE_BUT_STARTLING = ("R013", "Context", "G16")  # Burnley's obesity in Reception, 8.6 to 13.7


def _findings(folder: str) -> dict[str, tuple[Finding, ...]]:
    found = {}
    for path in sorted(sample_path(folder).glob("*.xlsx")):
        workbook = spreadsheet.read(path.read_bytes(), path.name)
        returned = check.check(recognise.recognise(workbook, PLAN), PLAN, around.Around(ROUND))
        assert not returned.rules.failed
        found[path.name] = tuple(f for f in returned.findings if f.needs_answer)
    return found


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.origin.sheet, finding.origin.cell


def test_every_planted_fault_is_found_where_it_lies_and_only_one_doubt_was_not_planted() -> None:
    for name, findings in _findings("returns").items():
        planted = {(f["code"], f["sheet"], f["cell"]) for f in PLANTED if f["file"] == name}
        doubted = {_place(finding) for finding in findings}
        assert doubted - {GENUINE_BUT_STARTLING} == planted, name


def test_the_decisions_settle_every_doubt_that_the_corrected_files_leave() -> None:
    standing = _findings("returns") | _findings("resubmitted")
    explained = {(each["area"], each["code"]) for each in DECISIONS["explanation"]}
    aside = {(each["area"], each["measure"]) for each in DECISIONS["set_aside"]}
    left = [
        finding.message
        for findings in standing.values()
        for finding in findings
        if (finding.area, finding.measure) not in aside
        and not (finding.severity is Severity.QUERY and (finding.area, finding.code) in explained)
    ]
    assert not left
