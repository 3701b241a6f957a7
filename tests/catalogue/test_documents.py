"""The plans against their documents: each bullet is held, in its own words and its own list; none is left over."""

import re
from pathlib import Path

import pytest

from cypworkbench.catalogue import load_framework
from cypworkbench.domain.framework import Framework, Kind, MeasureRole, Polarity
from cypworkbench.domain.promise import ThemeKind

DOCUMENTS = Path(__file__).parent / "documents"
PLANS = ("cypp-2011", "cypp-2014", "cypfp-2022")


def _lists(plan: str) -> dict[str, list[str]]:
    """The document's lists, by heading: each bullet a line."""
    lists: dict[str, list[str]] = {}
    for line in (DOCUMENTS / f"{plan}.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            lists[line[3:]] = []
        elif line and not line.startswith("#"):
            lists[list(lists)[-1]].append(line)
    return lists


def _bare(text: str) -> str:
    """A line as it is compared: quotation marks, dashes, spaces and a closing full stop are the printer's."""
    text = text.replace("’", "'").replace("‘", "'").replace("–", "-")
    return re.sub(r"\s+", " ", text).strip().rstrip(".")


def _measured(plan: Framework, place: str) -> set[str]:
    keys = [(m, words) for m, words in plan.listed(place) if m.role is MeasureRole.KEY]
    return {_bare(words) for _, words in keys}


@pytest.mark.parametrize("name", PLANS)
def test_every_line_of_key_measures_is_a_measure_and_no_measure_is_of_no_line(name: str) -> None:
    plan = load_framework(name)
    lists = {k: v for k, v in _lists(name).items() if k.startswith("measures ")}
    assert lists
    for heading, lines in lists.items():
        place = heading.removeprefix("measures ")
        assert _measured(plan, place) == {_bare(line) for line in lines}, place
    listed = {m.id for h in lists for m, _ in plan.listed(h.removeprefix("measures "))}
    keys = {m.id for m in plan.measures if m.role is MeasureRole.KEY}
    assert keys <= listed


def test_the_plan_of_2014_has_42_lines_and_the_five_that_hold_two_series_are_two_measures() -> None:
    plan = load_framework("cypp-2014")
    assert len([m.wording for m in plan.measures]) == 47
    assert len({m.wording for m in plan.measures}) == 42
    doubled = {
        m.id for m in plan.measures if sum(m.wording == o.wording for o in plan.measures) == 2
    }
    assert doubled == {
        *("ks2-expected", "ks4-expected", "good-schools", "good-colleges"),
        *("breastfeeding-initiation", "breastfeeding-6-8-weeks", "obesity-reception"),
        *("obesity-year-6", "u18-conception", "chlamydia-screening"),
    }


def test_the_plan_of_2014_has_five_outcomes_its_leadership_and_thirty_two_commitments() -> None:
    plan = load_framework("cypp-2014")
    assert [o.title for o in plan.outcomes if not o.governance] == [
        *("To feel safe", "To do well", "To be happy", "To be healthy", "To be listened to")
    ]
    assert [o.id for o in plan.outcomes if o.governance] == ["leadership"]
    assert len(plan.commitments) == 32
    for heading, lines in _lists("cypp-2014").items():
        topic, _, outcome = heading.partition(" ")
        if topic == "commitments":
            held = [c.text for c in plan.commitments if c.outcome == outcome]
            assert [_bare(text) for text in held] == [_bare(line) for line in lines]


def test_the_plan_of_2022_has_its_fives_its_eight_themes_and_seven_of_vulnerability() -> None:
    plan, lists = load_framework("cypfp-2022"), _lists("cypfp-2022")
    said = {
        "outcomes": [o.title for o in plan.outcomes],
        "priorities": [p.title for p in plan.priorities],
        "ways_of_working": [w.text for w in plan.ways_of_working],
        "measures impact": [i.text for i in plan.impact],
        "themes key": [t.title for t in plan.themes_of(ThemeKind.KEY)],
        "themes vulnerability": [t.title for t in plan.themes_of(ThemeKind.VULNERABILITY)],
    }
    assert [len(lines) for lines in said.values()] == [5, 5, 5, 5, 8, 7]
    for heading, lines in said.items():
        # the page lists the outcomes in another order than its measures: the measures' order is kept
        assert sorted(map(_bare, lines)) == sorted(map(_bare, lists[heading])), heading
    assert {p.outcome for p in plan.priorities} == {o.id for o in plan.outcomes}


def test_what_the_plan_page_of_2022_says_will_be_done_is_held_as_commitments() -> None:
    held = [_bare(c.text) for c in load_framework("cypfp-2022").commitments]
    assert held == [_bare(line) for line in _lists("cypfp-2022")["projects"]]


def test_most_measures_of_2014_speak_to_one_of_the_three_shared_outcomes() -> None:
    plan = load_framework("cypp-2014")
    shared = {t.id: t.title for t in plan.themes_of(ThemeKind.SHARED)}
    assert list(shared.values()) == ["Strong Families", "Healthy People", "Strong Communities"]
    speaking = [m for m in plan.measures if shared.keys() & m.themes]
    assert len(speaking) >= 30
    assert {theme for m in speaking for theme in m.themes} == shared.keys()


def test_each_measure_of_impact_is_shown_by_the_series_listed_there() -> None:
    plan = load_framework("cypfp-2022")
    listed = {_bare(words): m.id for m, words in plan.listed("impact")}
    assert [(listed[_bare(i.text)],) for i in plan.impact] == [i.measures for i in plan.impact]


def test_the_plan_of_2011_has_eight_priorities_under_its_outcomes_with_all_eighteen_aims() -> None:
    plan = load_framework("cypp-2011")
    aims = {k.removeprefix("aims "): v for k, v in _lists("cypp-2011").items() if "aims" in k}
    assert [p.number for p in plan.priorities] == list(range(1, 9))
    assert {p.title: [a.text for a in p.aims] for p in plan.priorities} == aims
    assert sum(len(p.aims) for p in plan.priorities) == 18
    assert [p.outcome for p in plan.priorities] == [
        *("healthy", "healthy", "safe", "achieve", "contribution", "contribution"),
        *("wellbeing", "wellbeing"),
    ]


@pytest.mark.parametrize("name", PLANS)
def test_thirty_three_boards_and_twelve_districts_serve_each_plan(name: str) -> None:
    plan = load_framework(name)
    assert len(plan.boards) == 33
    assert len(plan.districts) == len(plan.district_boards) == 12
    assert plan.boards[0].id == plan.lead
    assert plan.watched_by(plan.boards[0]) == plan.measures
    everywhere = {
        *(f"{p}/{o.id}" for p in PLANS for o in load_framework(p).outcomes),
        *(f"{p}/{m.id}" for p in PLANS for m in load_framework(p).measures),
    }
    assert {w for b in plan.boards for w in b.watches} <= everywhere


def test_a_board_may_answer_for_many_areas_and_an_area_to_many_boards() -> None:
    plan = load_framework("cypfp-2022")
    assert plan.board("csap").areas == ("E10000017", "E06000008", "E06000009")
    assert {b.id for b in plan.boards if "E07000117" in b.areas} == {"dctb-burnley", "cpb"}


@pytest.mark.parametrize("name", PLANS)
def test_every_measure_says_how_often_where_and_beside_whom_it_is_known(name: str) -> None:
    for measure in load_framework(name).measures:
        assert measure.frequency, measure.id
        assert measure.geography, measure.id
        assert measure.comparators, measure.id
        if measure.kind in (Kind.PERCENTAGE, Kind.RATE, Kind.COUNT, Kind.SURVEY, Kind.AUDIT):
            assert measure.hard.low is not None, measure.id
            assert measure.soft.high is not None, measure.id
        if measure.kind in (Kind.COUNT, Kind.RATE) and measure.role is MeasureRole.KEY:
            assert measure.numerator, measure.id


def test_six_measures_whose_words_may_point_the_wrong_way_ask_the_board() -> None:
    asked = {m.id: m.worded for m in load_framework("cypfp-2022").measures if m.in_doubt}
    assert asked == {
        "cla-rate": None,
        "eh-stepped-up": Polarity.HIGHER,
        "sen-support": Polarity.LOWER,
        "sen-ehcp": Polarity.LOWER,
        "fsm-primary": Polarity.HIGHER,
        "fsm-secondary": Polarity.HIGHER,
    }
