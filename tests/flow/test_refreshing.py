"""A workspace carried through the three plans: what continues does, what breaks says so, and nothing goes unsaid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.measuring import Tie
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.period import Period
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refresh import Fate, Passage
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, packing, pictured, plan_kept, receive, refreshing, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.packs import chart_eras
from cypworkbench.store.workspace import Workspace

OLD, MIDDLE, NEW = map(catalogue.load_framework, ("cypp-2011", "cypp-2014", "cypfp-2022"))
HEAD = "measure,area,period_kind,period,value\n"
# u18-conception and overweight-reception are the same series in 2011 and 2022; the second is obesity alone in 2014
FIGURES = [
    *(
        f"u18-conception,{LANCASHIRE},calendar_year,{y}-01-01/P1Y,{50 - y % 100}"
        for y in range(2005, 2013)
    ),
    *(f"da-children,{LANCASHIRE},financial_year,{y}-04-01/P1Y,{1000 + y}" for y in (2010, 2011)),
    *(f"ksi,{LANCASHIRE},calendar_year,{y}-01-01/P1Y,{y % 100}" for y in (2010, 2011)),
    *(f"cla-rate,{LANCASHIRE},snapshot_date,{y}-03-31,{60 + y % 10}" for y in (2010, 2011)),
    *(f"cpp-rate,{LANCASHIRE},snapshot_date,{y}-03-31,{30 + y % 10}" for y in (2010, 2011)),
]
THROUGH = ("u18-conception", "ksi", "cla-rate", "cpp-rate")  # the same series in all three plans


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace that serves the plan of 2011, with two published series and two targets."""
    by, at = sample.ANALYST, sample.OPENED_AT
    with Workspace.create(tmp_path / "w.cypw", OLD.id, by, at) as workspace:
        made = Desk(workspace, by, at)
        path = tmp_path / "published.csv"
        path.write_text(HEAD + "\n".join(FIGURES) + "\n")
        receive.add_published(workspace, path, OLD, by, at)
        start = date(2011, 4, 1)
        decide.set_targets(
            made,
            [
                Target("u18-conception", "*", TargetKind.ABSOLUTE, Decimal(30), start),
                Target("ks4-fsm", "*", TargetKind.ABSOLUTE, Decimal(40), start),
            ],
        )
        yield made


_TIES = {Fate.REPLACE: Tie.REPLACED, Fate.SPLIT: Tie.SPLIT, Fate.MERGE: Tie.MERGED}


def _points(seen: Picture, measure: str) -> list[tuple[Period, float | None]]:
    held = seen.assessments[measure, LANCASHIRE]
    return [(p.period, p.value) for p in held.series.points]


def _served(desk: Desk) -> Picture:
    record = desk.workspace.record()
    return pictured.picture(record, plan_kept.served(record))


def test_the_plans_own_words_propose_a_map_that_both_bear_out() -> None:
    for old, new in ((OLD, MIDDLE), (MIDDLE, NEW), (OLD, NEW)):
        proposed = refreshing.propose(old, new)
        assert [p.old for p in proposed.passages] == [m.id for m in old.measures]
        assert refreshing.wrong(proposed, old, new) == ()
    fates = Counter(p.fate for p in refreshing.propose(MIDDLE, NEW).passages)
    assert fates.keys() >= {Fate.KEEP, Fate.RETIRE, Fate.REPLACE, Fate.REDEFINE}
    assert any(p.fate is Fate.SPLIT for p in refreshing.propose(OLD, NEW).passages)


def test_each_series_kept_lives_through_three_plans_with_its_figures_and_its_target(
    desk: Desk,
) -> None:
    through = {name: name for name in (m.id for m in OLD.measures)}
    before = {name: _points(_served(desk), name) for name in THROUGH}
    assert all(before.values())
    for old, new in ((OLD, MIDDLE), (MIDDLE, NEW)):
        proposed = refreshing.propose(old, new)
        kept = {p.old: p.new[0] for p in proposed.passages if p.fate is Fate.KEEP}
        through = {first: kept[name] for first, name in through.items() if name in kept}
        refreshing.record(desk, proposed, old, new)
    assert through == {name: name for name in THROUGH}
    seen = _served(desk)
    assert seen.framework.id == NEW.id
    assert {name: _points(seen, name) for name in THROUGH} == before
    held = seen.assessments["u18-conception", LANCASHIRE]
    assert held.target is not None
    assert {t.measure for t in seen.targets} == {"u18-conception"}
    assert [mark.text for mark in chart_eras.marks(held.series)][:1] == ["2011 plan"]


def test_a_series_counted_in_another_way_goes_on_past_a_break_with_its_reason(desk: Desk) -> None:
    proposed = refreshing.propose(OLD, MIDDLE)
    why = "Only children in need are counted."
    changed = tuple(
        Passage(p.old, Fate.REDEFINE, (p.new[0],), why) if p.old == "u18-conception" else p
        for p in proposed.passages
    )
    moved = replace(proposed, passages=changed, at=date(2010, 1, 1))
    refreshing.record(desk, moved, OLD, MIDDLE)
    held = _served(desk).assessments["u18-conception", LANCASHIRE]
    broken = [p.period.start for p in held.series.points if Flag.BREAK in p.flags]
    assert broken == [date(2010, 1, 1)]
    assert why in held.caveats
    assert held.target is None


@pytest.mark.parametrize(
    ("fate", "olds", "news"),
    [
        (Fate.REPLACE, ("ks4-fsm",), ("a8-fsm",)),
        (Fate.SPLIT, ("fsm-number",), ("fsm-primary", "fsm-secondary")),
        (Fate.MERGE, ("da-children", "first-time-offenders"), ("fte-rate",)),
    ],
)
def test_what_replaces_split_or_merged_begins_anew_and_is_tied_to_what_it_follows(
    desk: Desk, fate: Fate, olds: tuple[str, ...], news: tuple[str, ...]
) -> None:
    proposed = refreshing.propose(OLD, NEW)
    changed = tuple(
        Passage(p.old, fate, news, "As the board agreed.") if p.old in olds else p
        for p in proposed.passages
    )
    refreshing.record(desk, replace(proposed, passages=changed), OLD, NEW)
    seen = _served(desk)
    for name in news:
        ties = {r.to.measure: r.tie for r in seen.framework.measure(name).related_to}
        assert {ties[old] for old in olds} == {_TIES[fate]}
        assert (name, LANCASHIRE) not in seen.assessments
    # what ended is in the record still, and nothing goes on being aimed at
    assert {t.measure for t in seen.targets} == {"u18-conception"}
    assert fold(desk.workspace.record().decisions).past[-1].published


def test_undoing_a_refresh_brings_the_old_plan_back_whole(desk: Desk) -> None:
    before = fold(desk.workspace.record().decisions)
    made = refreshing.record(desk, refreshing.propose(OLD, MIDDLE), OLD, MIDDLE)
    decide.undo(desk, made.sequence)
    assert _served(desk).framework.id == OLD.id
    after = fold(desk.workspace.record().decisions)
    assert (after.targets, after.published) == (before.targets, before.published)


@pytest.mark.parametrize("at", [None, date(2014, 4, 1)])
def test_a_map_comes_back_from_its_sheet_as_it_went_out(at: date | None) -> None:
    proposed = refreshing.propose(MIDDLE, NEW)
    content = refreshing.write(proposed, MIDDLE, at=at)
    assert refreshing.read(content, "map", MIDDLE, NEW) == proposed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("u18-conception", "keep", "nothing"), "D{row} names 'nothing', which cypp-2014 does not"),
        (("u18-conception", "keep", ""), "D{row} names 0 measures, and keep needs one"),
        (("u18-conception", "split", "neet"), "needs two or more"),
        (("u18-conception", "lose", ""), "C{row} is 'lose', no fate of a measure"),
        (("u18-conception", "retire", ""), "E{row} gives no reason"),
        (("u18-conception", "keep", "neet"), "keeps a series that is not the same"),
        (("nothing", "retire", ""), "names 'nothing', which cypp-2011 does not have"),
    ],
)
def test_a_wrong_cell_of_a_map_is_named(change: tuple[str, str, str], said: str) -> None:
    proposed = refreshing.propose(OLD, MIDDLE)
    rows = refreshing.write(proposed, OLD).decode("utf-8-sig").splitlines()
    at = next(n for n, row in enumerate(rows) if row.startswith("u18-conception,"))
    measure, fate, becomes = change
    rows[at] = f"{measure},,{fate},{becomes},"
    with pytest.raises(Refusal) as refused:
        refreshing.read("\n".join(rows).encode(), "map.csv", OLD, MIDDLE)
    assert said.format(row=at + 1) in refused.value.what
    assert refused.value.remedy.endswith("Nothing was recorded.")


def test_a_measure_left_out_or_two_histories_for_one_are_refused() -> None:
    proposed = refreshing.propose(OLD, MIDDLE)
    fewer = replace(proposed, passages=proposed.passages[1:])
    (left,) = refreshing.wrong(fewer, OLD, MIDDLE)
    assert left.what == f"does not say what becomes of {OLD.measures[0].id}"
    kept = [p for p in proposed.passages if p.fate is Fate.KEEP]
    twice = tuple(
        replace(p, fate=Fate.REDEFINE, new=kept[0].new, why="So it is.") if p is kept[1] else p
        for p in proposed.passages
    )
    said = [w.what for w in refreshing.wrong(replace(proposed, passages=twice), OLD, MIDDLE)]
    assert any("carries two histories into" in what for what in said)


def test_returns_of_the_old_plan_go_on_as_history_in_the_new_plans_packs(tmp_path: Path) -> None:
    """The plan of 2022, followed by itself under another name: every figure must come through."""
    successor = replace(
        NEW,
        id="cypp-2014",
        measures=tuple(replace(m, same_as=(), related_to=()) for m in NEW.measures),
    )
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        desk = Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)
        checks = receive.check_files(
            sample.returns()[:2], NEW, pictured.around(workspace.record(), NEW)
        )
        receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT)
        before = pictured.picture(workspace.record(), NEW)
        refreshing.record(desk, refreshing.propose(NEW, successor), NEW, successor)
        after = pictured.picture(workspace.record(), successor)
    assert set(after.observations) == set(before.observations)
    assert not any(s.returned for s in after.suppliers)
    plan = packing.plan_pack(after, "cypfp", Edition.BOARD, 1, sample.PACKED_AT)
    assert packing.replay(packing.snapshot(plan)).picture.observations == after.observations


def test_the_terminal_proposes_takes_corrections_and_carries_the_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, sheet = str(tmp_path / "w.cypw"), tmp_path / "map.xlsx"
    assert cli.main(["new", path, "--framework", OLD.id]) == 0
    to = ["--to", MIDDLE.id, "--map", str(sheet)]
    assert cli.main(["plan", "refresh", path, *to, "--propose"]) == 0
    assert "8 measures kept, with their history and targets." in capsys.readouterr().out
    assert cli.main(["plan", "refresh", path, *to]) == cli.REFUSED
    assert cli.main(["plan", "refresh", path, *to, "--as", "board"]) == 0
    assert f"now serves {MIDDLE.title}" in capsys.readouterr().out
    assert cli.main(["plan", "refresh", path, *to, "--as", "board"]) == cli.REFUSED
