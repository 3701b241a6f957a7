"""Published comparators from files the analyst already has, each figure keeping the row it came from.

Tidy observations are read (the workbench's own CSV), and four national files: the national tool's long table (LAIT),
Fingertips, explore education statistics, and Explore Local Statistics.
"""

from collections.abc import Iterable

from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.period import Period, PeriodKind, from_iso
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import education_statistics, fingertips, local_statistics, national_tool
from cypworkbench.returns.csv_rows import Row, Table, read_csv

NEEDED = ("measure", "area", "period_kind", "period", "value")
OPTIONAL = (
    *("group", "numerator", "denominator", "state", "flags", "vintage", "base"),
    *("source_sha256", "sheet", "cell", "source"),
)


def read(
    content: bytes, name: str, framework: Framework, measure: str = ""
) -> tuple[Observation, ...]:
    """The observations of a published file (CSV, UTF-8), in the file's order; each one's origin is its row.

    A tidy file has the columns measure, area, period_kind, period, value, and optionally group, numerator,
    denominator, state, flags, vintage, base, source; values are in the measure's unit. National files are known by
    their headings; `measure` names the measure of one that does not say it. Raises Refusal at the first row that cannot
    stand, naming row and column: a comparator is never read in part.
    """
    table = read_csv(content, name)
    table.refuse_records()
    observations = _once(_rows(table, framework, measure), name)
    if not observations:
        raise Refusal(
            f"{name} holds no figures of a measure and area that the plan has.",
            "Add a file with the county, its districts or their comparators in it.",
        )
    return observations


def _rows(table: Table, framework: Framework, measure: str) -> Iterable[Observation]:
    if national_tool.is_long_table(table.headings):
        return national_tool.read_rows(table, framework)
    if fingertips.is_fingertips(table):
        return fingertips.read(table, framework)
    if education_statistics.is_education_statistics(table):
        return education_statistics.read(table, framework)
    if local_statistics.is_local_statistics(table):
        return local_statistics.read(table, framework, _named(measure, framework))
    _check_headers(list(table.headings), table.name)
    return (_observation(row, framework) for row in table.rows())


def _named(measure: str, framework: Framework) -> Measure | None:
    if not measure:
        return None
    found = next((each for each in framework.measures if each.id == measure), None)
    if found is None:
        raise Refusal(
            f"The plan has no measure called {measure!r}.",
            "Use the measure's id, as `cypworkbench plan show` prints it.",
        )
    return found


def _once(observations: Iterable[Observation], name: str) -> tuple[Observation, ...]:
    """The same observations; refused where two give one figure."""
    found: dict[tuple[str, str, str, str, str], Observation] = {}
    for each in observations:
        key = (each.measure, each.area, each.group, each.period.iso, each.vintage)
        if key in found:
            raise Refusal(
                f"{name}, {each.origin.cell}: repeats {found[key].origin.cell} "
                f"({each.measure}, {each.area}, {each.period.label}).",
                "Keep one row for each figure.",
            )
        found[key] = each
    return tuple(found.values())


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


def _observation(row: Row, framework: Framework) -> Observation:
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
        origin=Origin(row.sha256, row.file, f"row {row.line}"),
        numerator=row.number("numerator"),
        denominator=row.number("denominator"),
        state=state,
        flags=tuple(row.one_of("flags", Flag, flag) for flag in flags),
        group=said.get("group") or "all",
        vintage=said.get("vintage", ""),
        base=said.get("base", ""),
        source=said.get("source", ""),
    )


def _period(row: Row, expected: PeriodKind) -> Period:
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
