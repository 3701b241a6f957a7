"""How often each fault is brought about, and the report of what came of it.

`dev.py test` brings about the CI counts; `dev.py bench faults` the counts for a release, and writes RESULTS.md.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

RELEASE = os.environ.get("CYPWORKBENCH_FAULTS") == "release"
REPORT = Path(__file__).with_name("RESULTS.md")


def times(in_ci: int, before_a_release: int) -> int:
    """How often a fault is brought about in this run."""
    return before_a_release if RELEASE else in_ci


@dataclass(slots=True)
class Row:
    """One line of the report: a fault, how often, and what was found bad."""

    fault: str
    times: int = 0
    corrupt: int = 0
    lost: int = 0
    partial: int = 0
    notes: list[str] = field(default_factory=list)


_rows: dict[str, Row] = {}


def row(fault: str) -> Row:
    """The report's line for a fault."""
    return _rows.setdefault(fault, Row(fault))


def report(program: str) -> str:
    """The report of this run, in Markdown."""
    kind = "before a release" if RELEASE else "in CI"
    lines = [
        "# What was done to the workspace, and what came of it",
        "",
        f"Written by `python3 packaging/dev.py bench faults` with the counts {kind}; {program}.",
        "Corrupt: a file that does not open or check. Lost: a decision that was acknowledged and is not there.",
        "Partial: some rows of a step without the others.",
        "",
        "| fault | times | corrupt | acknowledged lost | partial | notes |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for one in _rows.values():
        notes = "; ".join(one.notes)
        lines.append(
            f"| {one.fault} | {one.times:,} | {one.corrupt} | {one.lost} | {one.partial} | {notes} |"
        )
    kills = sum(one.times for one in _rows.values() if "kill" in one.fault)
    return "\n".join([*lines, "", f"Kills in all: {kills:,}.", ""])
