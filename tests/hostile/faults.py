"""How often each fault is brought about, and the report of what came of it.

`dev.py test` brings about the CI counts; `dev.py bench faults` the counts for a release, and writes RESULTS.md.
"""

import os
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from tests.hostile.promised import PROMISED, Promise

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


def done(promise: Promise) -> int:
    """How often this run brought a promised fault about."""
    counts = [
        sum(one.times for one in _rows.values() if fnmatchcase(one.fault, line))
        for line in promise.lines
    ]
    return min(counts) if promise.each else sum(counts)


def unkept() -> list[str]:
    """What this run promised and did not do as often."""
    wanted = [(p, p.release if RELEASE else p.in_ci, done(p)) for p in PROMISED]
    return [
        f"{p.fault}: {count} of {times_} times" for p, times_, count in wanted if count < times_
    ]


def _promises() -> list[str]:
    """The design's table of faults, with the test that holds each."""
    lines = [
        "## What was promised, and the test that holds it",
        "",
        "Counts marked “each” hold for every line of that fault below. A count of 0 in CI takes too long there:",
        "`dev.py test --all` brings it about. The tests are under `tests/`.",
        "",
        "| fault | must hold | in CI | before a release | in this run | test |",
        "|---|---|---:|---:|---:|---|",
    ]
    for p in PROMISED:
        each = " each" if p.each and len(p.lines) > 1 else ""
        counts = f"{p.in_ci:,}{each} | {p.release:,}{each} | {done(p):,}{each}"
        lines.append(f"| {p.fault} | {p.holds} | {counts} | `{p.test}` |")
    missing = unkept()
    return [*lines, "", f"Not done as often as promised: {'; '.join(missing) or 'nothing'}.", ""]


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
        *_promises(),
        "## What was done",
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
