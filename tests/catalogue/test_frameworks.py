"""The plan of 2022 as data, and what a plan's file may not say."""

from pathlib import Path

import pytest

from cypworkbench.catalogue import list_frameworks, load_framework, resource_path, sample_path
from cypworkbench.catalogue.frameworks import read_framework
from cypworkbench.catalogue.measures import SHORT_TITLE
from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.refusal import Refusal

PLAN = load_framework("cypfp-2022")
TEXT = resource_path("frameworks", "cypfp-2022.toml").read_text("utf-8")


def _changed(folder: Path, before: str, after: str) -> Path:
    assert before in TEXT
    path = folder / "plan.toml"
    path.write_text(TEXT.replace(before, after, 1), "utf-8")
    return path


def test_the_plan_holds_all_seventy_six_measures_and_holds_a_series_listed_twice_once() -> None:
    keys = [m for m in PLAN.measures if m.role is MeasureRole.KEY]
    assert len(keys) == 71
    assert sum(1 + len(m.also_in) for m in keys) == 76
    assert {m.id for m in keys if m.also_in} == {
        *("injuries-0-4", "injuries-0-14", "injuries-15-24", "gld", "cla-rate")
    }


def test_every_outcome_of_the_plan_is_used_by_measures_it_promises() -> None:
    used = {m.outcome for m in PLAN.measures if m.role is MeasureRole.KEY}
    assert [o.id for o in PLAN.outcomes] == ["safe", "healthy", "achieve", "voice", "living"]
    assert used == {o.id for o in PLAN.outcomes}


def test_every_measure_can_be_followed_by_a_reader() -> None:
    unclear = [
        m.id
        for m in PLAN.measures
        if not m.question.endswith("?")
        or len(m.short_title) > SHORT_TITLE
        or not (m.wording and m.source and m.unit)
        or m.title.endswith(".")
    ]
    assert not unclear


def test_a_share_has_its_parts_and_a_percentage_its_hundred() -> None:
    assert not [m.id for m in PLAN.measures if (m.unit == "%") != (m.per == 100)]
    published_whole = {m.id for m in PLAN.measures if m.role is MeasureRole.CONTEXT}
    assert not [
        m.id
        for m in PLAN.measures
        if m.kind in ("percentage", "rate") and not m.has_parts and m.id not in published_whole
    ]


def test_the_boards_are_asked_for_at_least_twenty_measures() -> None:
    assert len(PLAN.asked) >= 20
    assert {m.outcome for m in PLAN.asked} == {o.id for o in PLAN.outcomes}


def test_the_twelve_districts_each_have_one_board() -> None:
    codes = [f"E07000{number}" for number in range(117, 129)]
    assert [a.code for a in PLAN.districts] == codes
    assert [b.areas for b in PLAN.district_boards] == [(code,) for code in codes]
    assert "W Lancs" in PLAN.area("E07000127").aliases


def test_an_unknown_plan_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="cypfp-2022"):
        load_framework("cypfp-2099")
    assert list_frameworks() == ("cypfp-2022", "cypp-2011", "cypp-2014")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'polarity = "lower"',
            'polarity = "down"',
            r"measures.*1 \(da-incidents\): polarity is 'down'",
        ),
        ('polarity = "lower"', 'polarty = "lower"', "polarity is missing"),
        ('unit = "incidents"', 'unit = "incidents"\ncolour = "red"', "colour is not known here"),
        ('id = "cla-rate"', 'id = "da-incidents"', "'da-incidents' is given twice"),
        ("per = 10000", "per = 9999", r"\(cla-rate\): per must be"),
        (
            "soft = { low = 20, high = 140 }",
            "soft = { low = 140, high = 20 }",
            "its low above its high",
        ),
        ("soft = { low = 20, high = 140 }", "soft = { low = -20 }", "soft reaches outside hard"),
        (
            'outcome = "safe"',
            'outcome = "safer"',
            "priority care: outcome: 'safer' is not in the plan",
        ),
        ('lead = "cypfp"', 'lead = "nobody"', "lead: 'nobody' is not in the plan"),
        (
            'geography = "county"\ncomparators = ["england"',
            'geography = "county"\ncomparators = ["districts"',
            "comparators names the districts, and the measure is known for the county only",
        ),
        ('themes = ["domestic-abuse"]', 'themes = ["abuse"]', "da-incidents: themes: 'abuse'"),
        ('measures = ["gld"]', 'measures = ["gold"]', "impact impact-2: measures: 'gold'"),
        ('also_wording = ["Ensure', 'also_wordings = ["Ensure', "also_wording must have one text"),
        ('worded = "higher"', 'worded = "up"', r"\(eh-stepped-up\): worded is 'up'"),
        ('polarity = "none"', 'polarity = "higher"', r"\(voice-report\): polarity is none for a"),
        ("sample = 100", "sample = 0", r"\(voice-audit\), audit: sample must be 1 or more"),
        ('met = ["Outstanding"', 'met = ["Excellent"', "met names 'Excellent', which is none of"),
        ("[measures.survey]", "[measures.surveys]", r"\(resilient\): survey is missing"),
        (
            'kind = "survey"',
            'kind = "percentage"',
            r"\(resilient\): survey belongs to a measure of",
        ),
        ('short_title = "Children looked after"', f'short_title = "{"x" * 25}"', "more than 24"),
        (
            'title = "Children and Young',
            "title = Children and Young",
            r"plan.toml is not a TOML file.*line \d+",
        ),
        ("decimals = 0", "decimals = true", "decimals must be a whole number"),
    ],
)
def test_a_mistake_in_a_plan_is_refused_by_file_and_key(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read_framework(_changed(tmp_path, before, after))
    assert refused.value.what.startswith("plan.toml")
    assert refused.value.remedy


def test_a_missing_file_of_the_program_is_refused_by_its_name() -> None:
    with pytest.raises(Refusal, match=r"sample_data/nothing\.csv is missing"):
        sample_path("nothing.csv")
