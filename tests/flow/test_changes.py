"""Two rounds, or two packs, held against each other: every figure, status, measure and word that differs, no other."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cypworkbench import catalogue
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Record, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, pictured, receive, sample, versions
from cypworkbench.flow.changes import Change, Version, What, changes, counted
from cypworkbench.flow.decide import Desk

BURNLEY = "E07000117"
FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
SAID = "Fewer children wait for a place than a year ago."


@dataclass(frozen=True)
class TwoRounds:
    """A workspace's record after two rounds: in the second Burnley's return was corrected."""

    record: Record
    first: str
    packs: tuple[bytes, bytes]


def _pack(record: Record) -> bytes:
    picture = pictured.picture(record, FRAMEWORK)
    plan = packing.plan_pack(picture, "dctb-burnley", Edition.BOARD, 1, sample.PACKED_AT)
    return packing.issue_pack(plan).content


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> TwoRounds:
    path = tmp_path_factory.mktemp("rounds") / "w.cypw"
    with sample.open_workspace(path) as workspace:
        desk = Desk(workspace, sample.ANALYST, sample.RETURNED_AT)

        def send(files: tuple[Path, ...]) -> None:
            burnley = [path for path in files if "burnley" in path.name]
            label = pictured.round_label(workspace.record())
            checks = receive.check_files(burnley, FRAMEWORK, label)
            receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT)

        first = pictured.round_label(workspace.record())
        send(sample.returns())
        decide.comment(desk, "cla-rate", BURNLEY, SAID)
        before = _pack(workspace.record())
        decide.open_round(desk, Round("The round after", as_at=date(2026, 6, 30)))
        send(sample.resubmitted())
        decide.comment(desk, "cla-rate", BURNLEY, "More children wait.")
        goal = Target("cla-rate", BURNLEY, TargetKind.ABSOLUTE, Decimal(80), date(2020, 1, 1))
        decide.set_targets(desk, [goal])
        return TwoRounds(workspace.record(), first, (before, _pack(workspace.record())))


def _rows(path: Path) -> dict[tuple[str, str], tuple[object, ...]]:
    """Reference and period of each row of a return, with its three figures, read by another reader than ours."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for sheet in openpyxl.load_workbook(path, data_only=True):
        for row in sheet.iter_rows(min_row=6, max_col=7, values_only=True):
            if row[0] and row[3]:
                found[str(row[0]), str(row[3])] = row[4:7]
    return found


def _compared(two: TwoRounds) -> tuple[Change, ...]:
    sides = [versions.of_round(two.record, label) for label in (two.first, "The round after")]
    return changes(*sides)


def test_the_figures_revised_are_those_that_the_corrected_return_holds_otherwise(
    two: TwoRounds,
) -> None:
    before, after = (
        _rows(next(p for p in files if "burnley" in p.name))
        for files in (sample.returns(), sample.resubmitted())
    )
    wanted = {key[0] for key in before.keys() & after.keys() if before[key] != after[key]}
    found = _compared(two)
    figures = (What.REVISED, What.NEW, What.LOST)
    told = {c.measure for c in found if c.what in figures and c.area == BURNLEY}
    assert wanted
    assert wanted <= told
    direct = {measure for measure in told if measure in {key[0] for key in before}}
    assert direct == wanted


def test_figures_of_an_area_that_had_none_of_them_are_told_as_new_and_the_other_way_as_gone(
    two: TwoRounds,
) -> None:
    none_yet = versions.of_round(two.record, "2")
    first = versions.of_round(two.record, two.first)
    there = _rows(next(p for p in sample.returns() if "burnley" in p.name))
    given = {measure for (measure, _), figures in there.items() if figures[0] is not None}
    measures = {m.id for m in FRAMEWORK.measures}
    for sides, what in (((none_yet, first), What.NEW), ((first, none_yet), What.LOST)):
        told = {c.measure for c in changes(*sides) if c.what is what and c.area == BURNLEY}
        assert given & measures
        assert given & measures <= told


def test_words_and_targets_that_were_written_anew_are_told_old_and_new(two: TwoRounds) -> None:
    said = [c.sentence for c in _compared(two) if c.what is What.WORDS]
    about = "Children looked after in Burnley"
    assert f"The commentary on {about}: “{SAID}” became “More children wait.”" in said
    assert f"The target of {about}: nothing became at 80.0, from 1 January 2020." in said


def test_a_target_whose_tolerance_alone_was_changed_is_told_with_both(two: TwoRounds) -> None:
    whole = versions.of_round(two.record, "The round after")
    goals = [replace(t, tolerance=Decimal("0.05")) for t in whole.picture.targets]
    kept = [t for t in goals if t.key != f"cla-rate|{BURNLEY}|2020-01-01"]
    wider = [t for t in goals if t not in kept]
    other = Version("wider", replace(whole.picture, targets=(*whole.picture.targets, *wider)))
    (said,) = [c.sentence for c in changes(whole, other)]
    assert said == (
        "The target of Children looked after in Burnley: at 80.0, from 1 January 2020 became "
        "at 80.0, from 1 January 2020, tolerance 5%."
    )


def test_a_target_that_came_crosses_the_status_of_its_measure(two: TwoRounds) -> None:
    crossed = {(c.measure, c.area): c for c in _compared(two) if c.what is What.STATUS}
    change = crossed["cla-rate", BURNLEY]
    assert (change.before, change.after) == ("Off target", "No judgement")


def test_a_round_held_against_itself_differs_in_nothing(two: TwoRounds) -> None:
    one = versions.of_round(two.record, "The round after")
    assert changes(one, one) == ()
    assert counted(()) == "Nothing changed."


def test_two_packs_tell_the_same_figures_as_their_rounds_and_their_own_words_besides(
    two: TwoRounds,
) -> None:
    packs = [versions.of_pack(pdf, name) for pdf, name in zip(two.packs, "ab", strict=True)]
    found = changes(*packs)

    def mine(some: tuple[Change, ...], what: What) -> set[str]:
        return {c.sentence for c in some if c.what is what and c.area == BURNLEY}

    for what in (What.REVISED, What.STATUS):
        assert mine(found, what) == mine(_compared(two), what)
    lines = [c for c in found if c.about.startswith("Page ")]
    assert any(SAID in c.before and "More children wait." in c.after for c in lines)


def test_a_measure_added_and_one_that_went_are_named(two: TwoRounds) -> None:
    whole = versions.of_round(two.record, two.first)
    less = replace(FRAMEWORK, measures=FRAMEWORK.measures[1:])
    without = Version("without", replace(whole.picture, framework=less))
    first = FRAMEWORK.measures[0].short_title
    assert f"{first} was added." in [c.sentence for c in changes(without, whole)]
    assert f"{first} is no longer there." in [c.sentence for c in changes(whole, without)]


def test_what_is_no_round_and_no_pack_is_refused_with_what_there_is(two: TwoRounds) -> None:
    with pytest.raises(Refusal, match="no round called Round 99") as refused:
        versions.of_round(two.record, "Round 99")
    assert "The round after" in refused.value.remedy
    with pytest.raises(Refusal, match="There is no decision 9999"):
        versions.of_round(two.record, "9999")


def test_a_round_beside_a_districts_pack_is_compared_in_its_areas_and_two_boards_packs_are_refused(
    two: TwoRounds,
) -> None:
    whole = versions.of_round(two.record, two.first)
    pack = versions.of_pack(two.packs[0], "Burnley")
    found = changes(whole, pack)
    assert {change.area for change in found if change.area} <= {
        a for _, a in pack.picture.assessments
    }
    assert [change for change in found if change.what in (What.LOST, What.GONE)] == []
    with pytest.raises(Refusal, match="packs of two boards"):
        changes(pack, replace(pack, name="Wyre", board="dctb-wyre"))
