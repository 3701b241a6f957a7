"""Fingertips, explore education statistics and Explore Local Statistics, each by its own conventions.

The headings are those of the real downloads. The figures are published ones of Lancashire and its districts (Open
Government Licence v3.0; their sources stand in sample_data/published/README.md), set into rows by hand.
"""

import csv
import io
import time
from decimal import Decimal

import pytest

from cypworkbench.catalogue import load_framework, sample_path
from cypworkbench.domain.evidence import Flag, Observation, ValueState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import published

PLAN = load_framework("cypfp-2022")
LANCASHIRE, BURNLEY = "E10000017", "E07000117"
FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)
EDUCATION = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,school_type,version,sess_unauthorised_percent"
)
LOCAL = "areacd,areanm,period,value,lci_95,uci_95"
CENSUS = EDUCATION.replace("school_type", "population_count").replace(
    "sess_unauthorised_percent", "number,rate_per_10000"
)


def read(
    head: str, *rows: str, name: str = "national.csv", measure: str = ""
) -> tuple[Observation, ...]:
    return published.read("\n".join([head, *rows, ""]).encode(), name, PLAN, measure)


def health(
    period: str,
    value: str,
    note: str = "",
    *,
    area: str = BURNLEY,
    number: str = "20601",
    sex: str = "Persons",
) -> str:
    name = "Reception prevalence of obesity (including severe obesity)"
    return (
        f"{number},{name},E10000017,Lancashire,{area},Somewhere,Districts,{sex},4-5 yrs,,,{period},{value},,,,,105,766,"
        f"{note},,,,20240000,,,1y"
    )


def absence(period: str, value: str, **said: str) -> str:
    kind, level = said.get("kind", "Academic year"), said.get("level", "Local authority")
    code = said.get("code", LANCASHIRE if level == "Local authority" else "")
    return (
        f"{period},{kind},{level},E92000001,England,E12000002,North West,888,{code},Lancashire,"
        f"{said.get('school', 'Total')},{said.get('version', 'Final')},{value}"
    )


# ------------------------------------------------------------------------------------- Fingertips


def test_fingertips_gives_each_figure_with_its_parts_and_its_row() -> None:
    (found,) = read(FINGERTIPS, health("2024/25", "13.7"))
    assert (found.measure, found.area, found.period.label) == (
        *("obesity-reception", BURNLEY),
        "2024/25",
    )
    assert (found.value, found.numerator, found.denominator) == (
        *(Decimal("13.7"), Decimal(105)),
        Decimal(766),
    )
    assert (found.origin.cell, found.source) == ("row 2", "OHID, Fingertips")


def test_a_value_that_fingertips_holds_back_is_suppressed_and_any_other_missing_one_not_available() -> (
    None
):
    first, second = read(
        FINGERTIPS,
        health("2023/24", "", "Value suppressed for disclosure control due to small count"),
        health("2024/25", "", "Value missing in source data"),
    )
    assert (first.value, first.state) == (None, ValueState.SUPPRESSED)
    assert (second.value, second.state) == (None, ValueState.NOT_AVAILABLE)


def test_other_sexes_areas_and_indicators_are_passed_over() -> None:
    rows = (
        health("2024/25", "14.1", sex="Male"),
        health("2024/25", "9.9", area="E07000008"),
        health("2024/25", "1.0", number="1").replace("Reception", "Other"),
        health("2024/25", "13.7"),
    )
    assert [o.value for o in read(FINGERTIPS, *rows)] == [Decimal("13.7")]


# ------------------------------------------------------------------- explore education statistics


def test_a_school_year_is_two_years_written_as_one_number() -> None:
    (found,) = read(EDUCATION, absence("202425", "2.05"))
    assert (found.measure, found.area, found.period.label) == (
        *("unauthorised-absence", LANCASHIRE),
        "2024/25",
    )
    assert found.value == Decimal("2.05")


@pytest.mark.parametrize(
    ("marker", "state"),
    [
        ("c", ValueState.SUPPRESSED),
        ("low", ValueState.SUPPRESSED),
        ("z", ValueState.NOT_APPLICABLE),
        ("x", ValueState.NOT_AVAILABLE),
        (":", ValueState.NOT_AVAILABLE),
        ("", ValueState.NOT_AVAILABLE),
    ],
)
def test_each_marker_is_a_reason_and_never_a_number(marker: str, state: ValueState) -> None:
    (found,) = read(EDUCATION, absence("202425", marker))
    assert (found.value, found.state) == (None, state)


def test_places_are_known_by_the_code_of_their_level() -> None:
    rows = [absence("202425", "2", level=level) for level in ("National", "Regional", "School")]
    assert [o.area for o in read(EDUCATION, *rows)] == ["E92000001", "E12000002"]


def test_terms_and_other_school_types_are_not_taken_for_the_year() -> None:
    rows = (
        absence("202425", "1.9", kind="Autumn term"),
        absence("202425", "2.9", school="State-funded secondary"),
        absence("202425", "2.05"),
    )
    assert [o.value for o in read(EDUCATION, *rows)] == [Decimal("2.05")]


def test_what_is_provisional_says_so() -> None:
    (found,) = read(EDUCATION, absence("202425", "2.05", version="Provisional"))
    assert found.flags == (Flag.PROVISIONAL,)


def test_a_reporting_year_is_the_day_of_the_census_for_a_measure_of_a_day() -> None:
    row = (
        "2025,Reporting year,Local authority,E92000001,England,E12000002,North West,888,E10000017,Lancashire,"
        "Children looked after at 31 March each year,Final,1650,65"
    )
    (found,) = read(CENSUS, row)
    assert (found.measure, found.period.label, found.value) == (
        "cla-rate",
        "31 Mar 2025",
        Decimal(65),
    )
    assert found.numerator == 1650


# -------------------------------------------------------------------------- Explore Local Statistics


def test_the_genuine_claimant_counts_read_back_as_they_were_published() -> None:
    with sample_path("published", "districts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "claimant-count"]
    lines = [f"{row['area']},x,{row['period']},{row['value']},," for row in rows]
    found = read(LOCAL, *lines, name="ons_els_claimant-count.csv")
    assert len(found) == len(rows) > 100
    assert [str(o.value) for o in found] == [str(Decimal(row["value"])) for row in rows]
    assert {o.period.kind.value for o in found} == {"calendar_year"}


def test_a_year_of_colleges_from_august_is_the_school_year() -> None:
    row = f"{BURNLEY},Burnley,2024-08-01/P1Y,4650,,"
    (found,) = read(LOCAL, row, name="further-education-and-skills-participation (1).csv")
    assert (found.measure, found.period.label) == ("fe-participation", "2024/25")


def test_a_file_that_does_not_say_its_measure_takes_the_one_named() -> None:
    row = f"{BURNLEY},Burnley,2024-01-01/P1Y,71.2,,"
    with pytest.raises(Refusal, match="does not say which measure") as refused:
        read(LOCAL, row, name="data.csv")
    assert "--measure" in refused.value.remedy
    (found,) = read(LOCAL, row, name="data.csv", measure="employment-rate")
    assert found.measure == "employment-rate"
    with pytest.raises(Refusal, match="no measure called 'nope'"):
        read(LOCAL, row, name="data.csv", measure="nope")


# ----------------------------------------------------------------------------------------- all of them


@pytest.mark.parametrize(
    ("head", "row", "name", "said"),
    [
        (FINGERTIPS, health("soon", "1"), "f.csv", "row 2: Time period is 'soon'"),
        (FINGERTIPS, health("2024/25", "high"), "f.csv", "row 2: Value is 'high'"),
        (FINGERTIPS, health("2024/25", "1", number="1").replace("Reception", "Other"), "f.csv", "holds no figure"),
        (EDUCATION, absence("20x", "1"), "e.csv", "row 2: time_period is '20x'"),
        (EDUCATION, absence("202425", "??"), "e.csv", "row 2: sess_unauthorised_percent is"),
        (EDUCATION, absence("202425", "1") + "\n" + absence("202425", "2"), "e.csv", "row 3: repeats row 2"),
        (LOCAL, f"{BURNLEY},Burnley,2024-03-01/P1Y,1,,", "employment-rate.csv", "row 2: period is"),
        ("areacd,areanm,period,value,surname", f"{BURNLEY},B,2024,1,A", "x.csv", "records of single children"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_stand_is_refused_by_its_row(
    head: str, row: str, name: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read(head, row, name=name)
    assert refused.value.remedy.endswith(".")


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["education", "health", "local", "lait"])
def test_two_hundred_thousand_rows_are_read_in_under_two_seconds(kind: str) -> None:
    other = {
        "education": (EDUCATION, absence("202425", "1", code="E06000001").replace("E92000001", "E9")),
        "health": (FINGERTIPS, health("2024/25", "9.9", area="E07000008")),
        "local": (LOCAL, "E07000008,Elsewhere,2024-01-01/P1Y,4.1,,"),
        "lait": ("measure_short,Data item,Years,LA and Regions,Values,LA Number,Region", "X,,2025,Barnet,40,302,L"),
    }  # fmt: skip
    wanted = {
        "education": absence("202425", "2.05"),
        "health": health("2024/25", "13.7"),
        "local": f"{BURNLEY},Burnley,2024-01-01/P1Y,71.2,,",
        "lait": "LAC,,2025,Lancashire,65,888,North West",
    }
    head, row = other[kind]
    content = io.StringIO()
    content.write(f"{head}\n" + f"{row}\n" * 199_999 + f"{wanted[kind]}\n")
    encoded = content.getvalue().encode()
    begun = time.process_time()  # a busy machine's other work is none of ours
    assert len(published.read(encoded, "employment-rate.csv", PLAN)) == 1
    taken = time.process_time() - begun
    print(f"200,000 rows ({kind}) in {taken:.2f} s")  # noqa: T201  a measured figure
    assert taken < 2
