"""Sentences say what the figures hold: they never contradict a status, and nothing neutral is better or worse."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from cypworkbench.desktop import words as desktop_words
from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.framework import Kind, Polarity
from cypworkbench.domain.judgement import (
    Assurance,
    Change,
    Comparison,
    Status,
    Target,
    TargetKind,
    Variation,
)
from cypworkbench.domain.period import PeriodKind
from cypworkbench.packs import narrative, words
from tests.packs import made

_SAYS = {
    Status.MET: "which meets the target of 20.0.",
    Status.WITHIN: "within the tolerance of the target of 20.0.",
    Status.OFF: "which is off the target of 20.0.",
    Status.TOO_CLOSE: "too close to the target of 20.0 to call",
}


def test_the_claim_names_the_figure_and_the_status_and_no_other_status() -> None:
    for status in _SAYS:
        said = narrative.claim(made.assessment((17.0, 18.5), status, 20.0))
        assert said.startswith("In 1999 it was 18.5")
        assert [s for s, words_ in _SAYS.items() if words_ in said] == [status]


def test_no_sentence_beside_the_claim_contradicts_it_whatever_the_signals_say() -> None:
    for status, variation, assurance in product(Status, Variation, Assurance):
        of = made.assessment((17.0, 18.5), status, 20.0)
        said = narrative.support(replace(of, variation=variation, assurance=assurance), made.NAMES)
        if status is Status.MET:
            assert "not yet by enough" not in said
            assert "bring it back" not in said
        if status in (Status.OFF, Status.WITHIN):
            assert "It meets its target" not in said
            assert "take it off" not in said


def test_where_status_and_signal_pull_apart_both_are_said() -> None:
    met = replace(made.assessment((5.0, 6.0), Status.MET, 9.0), variation=Variation.CONCERN)
    assert "It meets its target, yet it has changed for the worse" in narrative.support(met, {})
    off = replace(made.assessment((9.0, 8.0), Status.OFF, 5.0), variation=Variation.IMPROVEMENT)
    assert "It has changed for the better, but not yet by enough." in narrative.support(off, {})


@pytest.mark.parametrize("status", list(Status))
def test_a_neutral_measure_is_never_called_better_or_worse(status: Status) -> None:
    what = made.measure(polarity=Polarity.NEUTRAL)
    of = made.assessment((60.0, 65.0), status, 60.0, what)
    for variation in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW, Variation.COMMON):
        said = narrative.support(replace(of, variation=variation), made.NAMES)
        assert not re.search(r"\b(better|worse)\b", said)
    assert narrative.moving([of], better=True) == narrative.moving([of], better=False) == ()


def test_a_measure_that_is_only_watched_has_no_way_to_be_good_on_the_page_or_in_the_window() -> (
    None
):
    of = made.assessment((15.5, 18.5))
    assert words.which_is_good(of) == "lower is better"
    watched = replace(of, target=Target("u18", "*", TargetKind.MONITOR, None, date(2000, 1, 1)))
    assert words.which_is_good(watched) == "watched, not judged"
    assert desktop_words.good_way(watched) == "◆ watched, not judged"


def test_up_is_worse_where_lower_is_better_and_the_two_words_stand_together() -> None:
    of = made.assessment((15.5, 18.5))
    assert narrative.movement(of) == "That is up 3.0 on 1998 (15.5), which is worse."
    higher = made.assessment((15.5, 18.5), of=made.measure(polarity=Polarity.HIGHER))
    assert narrative.movement(higher) == "That is up 3.0 on 1998 (15.5), which is better."


def test_a_reader_who_subtracts_the_printed_figures_gets_the_printed_change() -> None:
    what = made.measure(Kind.PERCENTAGE, unit="%")
    period = made.series((1.0,)).points[0].period
    for before, after in ((4.06, 4.14), (4.04, 4.06), (23.04, 22.96), (1.449, 1.451)):
        change = Change(period, before, after - before, better=False)
        shown = float(words.number(after, 1)) - float(words.number(before, 1))
        said = words.moved(what, change)
        size = re.search(r"[\d.]+", said)
        assert (float(size[0]) if size else 0.0) == pytest.approx(abs(shown))
        assert said.startswith("Up" if shown > 0 else "Down" if shown < 0 else "No change")


def test_a_figure_is_halved_highest_or_lowest_only_where_it_is() -> None:
    assert "at least halved since 1998 (48.5)" in narrative.long_view(
        made.assessment((48.5, 44.0, 40.0, 30.0, 24.2))
    )
    lowest = made.assessment((48.5, 44.0, 43.0, 46.0, 42.0))
    assert narrative.long_view(lowest) == "It is the lowest of 5 figures since 1998."
    shares_the_record = made.assessment((48.5, 44.0, 42.04, 46.0, 41.96))
    assert narrative.long_view(shares_the_record) == ""
    assert narrative.long_view(made.assessment((3.0, 2.0))) == ""


def test_the_same_printed_figure_as_england_is_the_same_not_above() -> None:
    of = made.assessment((15.0, 18.52))
    period = of.series.points[-1].period
    beside = Comparison(area="E92000001", period=period, value=18.48, verdict="similar")
    said = narrative.compared(replace(of, comparisons=(beside,)), made.NAMES)
    assert said == "It is the same as England (18.5)."


def test_a_count_is_not_called_below_that_of_a_place_that_is_simply_larger() -> None:
    for kind, said in ((Kind.RATE, "It is below England (263.0)."), (Kind.COUNT, "")):
        of = made.assessment((32.0, 29.0), of=made.measure(kind))
        beside = Comparison(ENGLAND, of.series.points[-1].period, 263.0, "not compared")
        assert narrative.compared(replace(of, comparisons=(beside,)), made.NAMES) == said


def test_the_counts_add_up_to_every_measure_whatever_its_status() -> None:
    all_of_them = [made.assessment((1.0, 2.0), status, 1.0) for status in Status] * 3
    assert sum(narrative.counts(all_of_them).values()) == len(all_of_them)


def test_periods_are_written_as_people_say_them() -> None:
    snapshot = made.series((1.0,), made.measure(period_kind=PeriodKind.SNAPSHOT_DATE))
    rolling = made.series((1.0,), made.measure(period_kind=PeriodKind.ROLLING_12_MONTHS))
    pooled = made.series((1.0,), made.measure(period_kind=PeriodKind.ROLLING_3_YEAR))
    assert words.when(snapshot.points[0].period) == "On 1 January 1998"
    assert words.when(rolling.points[0].period) == "In the 12 months to December 1998"
    assert words.when(pooled.points[0].period) == "In the three years 1998 to 2000"


def test_numbers_are_rounded_for_reading_with_a_true_minus_and_no_negative_nought() -> None:
    assert words.number(-0.04, 1) == "0.0"
    assert words.number(-1.26, 1) == "−1.3"
    assert words.number(21286.0, 0) == "21,286"
    assert words.number(None, 1) == "–"
