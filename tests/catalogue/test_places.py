"""The places the program carries: Lancashire's districts, its neighbours by edition, and how areas end."""

from datetime import date

import pytest

from cypworkbench.catalogue import load_framework, resource_path
from cypworkbench.catalogue.entry import read_toml
from cypworkbench.catalogue.places import read_places
from cypworkbench.domain.area import (
    ENGLAND,
    LANCASHIRE,
    NORTH_WEST,
    NOT_KNOWN,
    AreaKind,
    neighbours_on,
    place_faults,
)
from cypworkbench.domain.refusal import Refusal

FILE = resource_path("areas", "lancashire.toml")
PLACES = read_places(read_toml(FILE.read_bytes(), FILE.name))
NAMES = {area.code: area.name for area in PLACES.areas}


def neighbours(day: date) -> list[str]:
    group = neighbours_on(PLACES.groups, LANCASHIRE, day)
    assert group
    return [NAMES[code] for code in group.members]


def test_the_places_hold_every_level_that_the_plans_need() -> None:
    lancashire = [a for a in PLACES.areas if a.parent == LANCASHIRE]
    assert sum(a.kind is AreaKind.DISTRICT for a in lancashire) == 12
    assert [a.code for a in lancashire if a.kind is AreaKind.NOT_KNOWN] == [NOT_KNOWN]
    assert {LANCASHIRE, "E06000008", "E06000009", NORTH_WEST, ENGLAND} <= set(NAMES)
    assert list(place_faults(PLACES)) == []
    assert load_framework("cypfp-2022").groups == PLACES.groups


def test_the_districts_end_on_the_last_day_of_march_2028_and_the_county_is_not_said_to() -> None:
    ends = {a.valid_to for a in PLACES.areas if a.kind is AreaKind.DISTRICT}
    assert ends == {date(2028, 3, 31)}
    after = [a.code for a in PLACES.areas if a.is_valid_on(date(2028, 4, 1))]
    assert LANCASHIRE in after
    assert not [code for code in after if code.startswith("E07")]
    assert PLACES.lineage == ()  # what follows them is not decided


def test_six_of_the_ten_neighbours_changed_with_the_model_of_2025() -> None:
    before, after = neighbours(date(2025, 4, 30)), neighbours(date(2025, 5, 1))
    assert before[:3] == ["Nottinghamshire", "Calderdale", "Derbyshire"]
    assert after[:3] == ["Lincolnshire", "Bury", "Dudley"]
    assert len(before) == len(after) == 10
    kept = {"Wigan", "Stockton-on-Tees", "Nottinghamshire", "Bury"}
    assert set(before) & set(after) == kept


def test_pan_lancashire_is_the_county_and_the_two_unitaries() -> None:
    (group,) = [g for g in PLACES.groups if g.id == "pan-lancashire"]
    assert [NAMES[code] for code in group.members] == [
        *("Lancashire", "Blackburn with Darwen", "Blackpool")
    ]


def test_successors_are_read_from_the_file_as_it_says_they_will_be_written() -> None:
    more = """
[[areas]]
code = "E06000099"
name = "An invented successor"
kind = "unitary"
valid_from = 2028-04-01

[[lineage]]
old = "E07000117"
new = "E06000099"
on = 2028-04-01
"""
    text = FILE.read_text("utf-8")
    places = read_places(read_toml((text + more).encode(), "places.toml"))
    assert list(place_faults(places)) == []
    assert [(s.old, s.new, s.is_whole) for s in places.lineage] == [
        ("E07000117", "E06000099", True)
    ]
    shared = more + 'share = "0.4"\n'
    with pytest.raises(Refusal, match=r"share must be a number, not '0\.4'"):
        read_places(read_toml((text + shared).encode(), "places.toml"))
