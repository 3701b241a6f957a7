"""Published comparators from a tidy CSV of observations: one row a value, each keeping the row it came from."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.period import Period, PeriodKind, from_iso
from cypworkbench.domain.refusal import Refusal

NEEDED = ("measure", "area", "period_kind", "period", "value")
OPTIONAL = (
    *("group", "numerator", "denominator", "state", "flags", "vintage", "base"),
    *("source_sha256", "sheet", "cell", "source"),
)
LARGEST = 50_000_000
"""Bytes: national files trimmed to a county's measures are far smaller."""

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row being read: its file, its line, and what stands in each column."""

    file: str
    line: int
    said: Mapping[str, str]

    def wrong(self, column: str, problem: str, remedy: str) -> Refusal:
        return Refusal(f"{self.file}, row {self.line}: {column} {problem}.", remedy)

    def number(self, column: str) -> Decimal | None:
        text = self.said.get(column, "")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise self.wrong(
                column, f"is {text!r}, which is no number", "Write it plainly, such as 34.2."
            )
        return value

    def one_of(self, column: str, kind: type[_E], text: str) -> _E:
        known = [member.value for member in kind]
        if text not in known:
            raise self.wrong(column, f"is {text!r}", f"Use one of: {', '.join(known)}.")
        return kind(text)


def read(content: bytes, name: str, framework: Framework) -> tuple[Observation, ...]:
    """The observations of a tidy CSV (UTF-8), in the file's order; each one's origin is its row.

    Columns: measure, area, period_kind, period, value, and optionally group, numerator, denominator, state, flags,
    vintage, base, source. Values are in the measure's unit. Raises Refusal at the first row that cannot stand,
    naming row and column: a comparator is never read in part.
    """
    if len(content) > LARGEST:
        raise Refusal(
            f"{name} is larger than {LARGEST // 1_000_000} MB.",
            "Keep only the plan’s measures and the county’s comparators.",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    found: dict[tuple[str, str, str, str, str], int] = {}
    observations = []
    for row in _rows(content, name):
        observation = _observation(row, framework, sha256)
        key = (
            *(observation.measure, observation.area, observation.group),
            *(observation.period.iso, observation.vintage),
        )
        if key in found:
            raise row.wrong("measure", f"repeats row {found[key]}", "Keep one row for each figure.")
        found[key] = row.line
        observations.append(observation)
    if not observations:
        raise Refusal(f"{name} holds no figures.", "Add a row for each figure below the headings.")
    return tuple(observations)


def _rows(content: bytes, name: str) -> Iterator[_Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal(
            f"{name} is not a text file in UTF-8.", "Save it as CSV UTF-8 and add it again."
        ) from problem
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headers = [header.strip() for header in next(reader, [])]
        _check_headers(headers, name)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(headers):
                raise Refusal(
                    f"{name}, row {reader.line_num}: {len(cells)} columns where the headings have {len(headers)}.",
                    "Look for a comma too many, or put the text in quotation marks.",
                )
            said = {header: cell.strip() for header, cell in zip(headers, cells, strict=True)}
            yield _Row(name, reader.line_num, said)
    except csv.Error as problem:
        raise Refusal(
            f"{name}, row {reader.line_num}: not well-formed CSV ({problem}).",
            "Open it in a spreadsheet and save it as CSV UTF-8.",
        ) from problem


def _check_headers(headers: list[str], name: str) -> None:
    """Refuse missing, unknown and repeated headings together: no column is dropped in silence."""
    missing = [header for header in NEEDED if header not in headers]
    unknown = [header for header in headers if header not in (*NEEDED, *OPTIONAL)]
    twice = sorted({header for header in headers if headers.count(header) > 1})
    problems = [
        f"{label}: {', '.join(repr(each) for each in found)}"
        for label, found in (("missing", missing), ("not known", unknown), ("repeated", twice))
        if found
    ]
    if problems:
        raise Refusal(
            f"{name} does not have the columns of published figures ({'; '.join(problems)}).",
            f"Use these headings: {', '.join(NEEDED)}; and if needed {', '.join(OPTIONAL)}.",
        )


def _observation(row: _Row, framework: Framework, sha256: str) -> Observation:
    said = row.said
    measures = {measure.id: measure for measure in framework.measures}
    if said["measure"] not in measures:
        raise row.wrong(
            "measure",
            f"is {said['measure']!r}, which the plan does not have",
            "Use the measure’s id.",
        )
    if said["area"] not in {area.code for area in framework.areas}:
        raise row.wrong(
            "area", f"is {said['area']!r}, which the plan does not have", "Use the ONS code."
        )
    value = row.number("value")
    default = ValueState.NUMBER if value is not None else ValueState.NOT_AVAILABLE
    state = row.one_of("state", ValueState, said.get("state") or default.value)
    if (state is ValueState.NUMBER) != (value is not None):
        raise row.wrong(
            "value", f"does not go with the state {state.value!r}", "Give the one that is meant."
        )
    flags = said.get("flags", "").replace(";", " ").split()
    return Observation(
        measure=said["measure"],
        area=said["area"],
        period=_period(row, measures[said["measure"]].period_kind),
        value=value,
        origin=Origin(sha256, row.file, f"row {row.line}"),
        numerator=row.number("numerator"),
        denominator=row.number("denominator"),
        state=state,
        flags=tuple(row.one_of("flags", Flag, flag) for flag in flags),
        group=said.get("group") or "all",
        vintage=said.get("vintage", ""),
        base=said.get("base", ""),
        source=said.get("source", ""),
    )


def _period(row: _Row, expected: PeriodKind) -> Period:
    kind = row.one_of("period_kind", PeriodKind, row.said["period_kind"])
    if kind is not expected:
        raise row.wrong(
            "period_kind",
            f"is {kind.value!r}, but the plan measures this by {expected.value!r}",
            "Figures of different kinds of period cannot be compared; leave the row out.",
        )
    text = row.said["period"]
    try:
        period = from_iso(text, kind)
    except ValueError:
        period = None
    if period is None or period.iso != text:
        raise row.wrong(
            "period",
            f"is {text!r}, which is no {kind.value.replace('_', ' ')}",
            "Write the first day and the length, such as 2023-04-01/P1Y, or the day of a snapshot.",
        )
    return period
