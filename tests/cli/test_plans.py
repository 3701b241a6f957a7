"""The plans in the terminal: whole, set out for a reader, one measure's life, and a board's decision on its words."""

import json
from pathlib import Path
from typing import Any

import pytest

from cypworkbench import cli
from cypworkbench.domain.promise import ThemeKind

COUNTS = {
    "cypp-2011": {"outcomes": 5, "priorities": 8, "aims": 18, "commitments": 5, "key_measures": 17},
    "cypp-2014": {
        "outcomes": 5,
        "commitments": 32,
        "principles": 9,
        "ways_of_working": 5,
        "key_measures": 47,
        "listings": 47,
    },
    "cypfp-2022": {
        "outcomes": 5,
        "priorities": 5,
        "ways_of_working": 5,
        "measures_of_impact": 5,
        "key_themes": 8,
        "vulnerability_themes": 7,
        "key_measures": 71,
        "listings": 76,
    },
}


def _printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main([*words]) == 0
    return capsys.readouterr().out


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401  JSON of any shape
    return json.loads(_printed(capsys, *words, "--json"))


@pytest.mark.parametrize("name", COUNTS)
def test_a_plan_is_printed_whole_as_json_with_its_counts(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _json(capsys, "plan", "show", name)
    counts = shown["counts"]
    assert COUNTS[name].items() <= counts.items()
    assert (counts["boards"], counts["districts"]) == (33, 12)
    for key in ("priorities", "commitments", "ways_of_working", "principles", "measures", "boards"):
        there = counts.get(key, counts["key_measures"] + counts["context_measures"])
        assert len(shown.get(key, [])) == there, key
    themes = [theme.get("kind", ThemeKind.KEY) for theme in shown.get("themes", [])]
    assert themes.count(ThemeKind.VULNERABILITY) == counts["vulnerability_themes"]


def test_leadership_stands_beside_the_five_outcomes_of_2014_and_is_not_a_sixth(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes = _json(capsys, "plan", "show", "cypp-2014")["outcomes"]
    assert [o["id"] for o in outcomes if o.get("governance")] == ["leadership"]
    assert len(outcomes) == 6


@pytest.mark.parametrize("name", COUNTS)
def test_every_part_of_a_plan_stands_in_the_text_for_a_reader(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = " ".join(_printed(capsys, "plan", "show", name).split())
    shown = _json(capsys, "plan", "show", name)
    parts = [
        *(shown["vision"], *(o["title"] for o in shown["outcomes"])),
        *(p["title"] for p in shown.get("priorities", [])),
        *(a["text"] for p in shown.get("priorities", []) for a in p.get("aims", [])),
        *(m["title"] for m in shown["measures"]),
        *(b["name"] for b in shown["boards"]),
        *(t["title"] for t in shown.get("themes", [])),
        *(i["text"] for i in shown.get("impact", [])),
    ]
    for key in ("commitments", "ways_of_working", "principles", "successes", "challenges"):
        parts += [said["text"] for said in shown.get(key, [])]
    assert [part for part in parts if " ".join(part.split()) not in text] == []


@pytest.mark.parametrize("name", COUNTS)
def test_no_line_for_a_reader_is_longer_than_a_hundred_letters(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _printed(capsys, "plan", "show", name).splitlines()
    assert [line for line in lines if len(line) > 100] == []


def test_the_plans_are_listed_oldest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert [plan["id"] for plan in _json(capsys, "plan", "list")] == [
        *("cypp-2011", "cypp-2014", "cypfp-2022")
    ]


def test_a_measures_card_shows_its_definition_its_life_and_its_breaks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = " ".join(
        _printed(capsys, "plan", "show", "cypp-2014", "--measure", "smoking-at-delivery").split()
    )
    assert "Mothers known to be smokers at delivery ÷ Maternities with known smoking status" in said
    assert "cypfp-2022/smoking-at-delivery Mothers who smoke" in said
    assert "Break on 1 April 2017. Mothers whose smoking is not known" in said
    shown = _json(capsys, "plan", "show", "cypp-2014", "--measure", "first-time-offenders")
    assert [(s["series"], s["tie"]) for s in shown["life"]["stations"]] == [
        ("cypp-2011/first-time-offenders", "same"),
        ("cypp-2014/first-time-offenders", "same"),
        ("cypfp-2022/fte-rate", "redefined"),
    ]


def test_a_measure_that_no_plan_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "show", "cypp-2014", "--measure", "nothing"]) == 3
    assert "no measure called nothing" in capsys.readouterr().err


def test_a_boards_decision_on_the_plans_words_is_recorded_from_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(tmp_path / "w.cypw")
    assert cli.main(["new", workspace, "--framework", "cypfp-2022"]) == 0
    decided = [
        *("direction", workspace, "eh-stepped-up", "--way", "lower"),
        *("--as", "board", "--because", "Help came early."),
    ]
    capsys.readouterr()
    assert cli.main(decided) == 0
    said = capsys.readouterr().out
    assert said == "Decided: Early help cases stepped up to statutory services, lower.\n"
    decided[2] = "cpp-rate"
    assert cli.main(decided) == 3
    assert "not asked which way is good" in capsys.readouterr().err
