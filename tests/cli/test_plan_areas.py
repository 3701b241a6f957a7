"""The places of a plan, as the terminal tells them."""

import json

import pytest

from cypworkbench import cli
from cypworkbench.catalogue import load_framework, resource_path

EXAMPLE = str(resource_path("frameworks", "example.toml"))


def test_the_places_are_told_with_their_days_their_groups_and_what_became_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["plan", "areas", EXAMPLE]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "E99999102  South Wyvern              district   until 31 Mar 2028"
    assert "Statistical neighbours (2025 model) (neighbours-2025) from 1 May 2025" in said
    assert said[-1] == "From 1 Apr 2028, South Wyvern is in Wyvern South and Coast."


def test_the_places_in_json_are_all_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "areas", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["areas"]) == len(load_framework("cypfp-2022").areas)
    assert [group["edition"] for group in told["groups"] if "edition" in group] == ["2021", "2025"]
