"""What people write about a pack itself, its round, its board: nothing of it tells the public of a few people."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.pack import Edition, Pack
from cypworkbench.domain.plain import Plain
from cypworkbench.flow import auditing, decide, packing, sample, signoff
from cypworkbench.flow.public import public_picture
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.smallcounts.test_public_pack import planned

TELLING = "Three children of Fylde were counted twice last year."
HARMLESS = (
    "Two children’s centres closed."  # two, and of children: better left out than asked about
)


def note_of(note: str) -> str:
    picture = sampled().picture
    noted = replace(picture, round=replace(picture.round, note=note))
    return public_picture(noted, COUNTY, Disclosure(), ()).round.note


@pytest.mark.parametrize("note", [TELLING, HARMLESS, "In Fylde it fell to 2.", "One boy, in 2024."])
def test_a_rounds_note_that_tells_of_a_few_people_is_not_for_everyone(note: str) -> None:
    assert note_of(note) == ""


@pytest.mark.parametrize(
    "note", ["The census moved to January 2026.", "Figures of 2024/25 are provisional.", ""]
)
def test_a_rounds_note_about_figures_and_years_stands(note: str) -> None:
    assert note_of(note) == note


def record_with(**changed: Plain) -> Plain:
    said = json.loads(packing.snapshot(planned(BURNLEY)))
    for part, more in changed.items():
        said[part] |= more
    return said


@pytest.mark.parametrize(
    ("part", "more"),
    [
        ("state", {"round": {"note": TELLING}}),
        ("pack", {"replaces": "Replaces version 1, which was withdrawn: Fylde had 3."}),
        ("pack", {"template": {"text": "For the three of Fylde."}}),
    ],
)
def test_such_words_in_a_packs_record_are_found(part: str, more: Plain) -> None:
    assert list(auditing._prose(record_with())) == []
    assert list(auditing._prose(record_with(**{part: more})))


def test_why_a_public_pack_was_withdrawn_is_told_without_its_numbers(tmp_path: Path) -> None:
    plan, content = planned(BURNLEY), b"%PDF of a public pack"
    pack = Pack(content, hashlib.sha256(content).hexdigest(), 1, (), sample.PACKED_AT.date())
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        desk = decide.Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        packing.keep_audited(desk, plan, pack)
        later = replace(desk, at=sample.PACKED_AT + timedelta(hours=1))
        signoff.withdraw(later, pack.content, "The figure of Fylde was 3.")
        told = signoff.replaces(workspace.record(), BURNLEY, Edition.PUBLIC)
        assert told.endswith("which was withdrawn.")
        inside = signoff.replaces(workspace.record(), BURNLEY, Edition.BOARD)
        assert inside == ""
