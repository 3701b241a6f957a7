"""Every combination of verdicts has its sentences, and none contradicts the status, the chart or another sentence."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from cypworkbench.domain.area import ENGLAND
from cypworkbench.domain.charted import ChartAsk, Charted, ChartKind
from cypworkbench.domain.framework import Polarity
from cypworkbench.domain.judgement import (
    Assessment,
    Assurance,
    Change,
    Comparison,
    Status,
    Variation,
)
from cypworkbench.domain.verdict import WHY, Tone, Voice, tones, weigh
from cypworkbench.flow.charting import charted
from cypworkbench.packs import alt_text, narrative, weighing
from tests.packs import made
from tests.verdicts.checker import faults
from tests.verdicts.every import assessments
from tests.verdicts.numbers import note_faults
from tests.verdicts.reachable import Mix, can, mix_of
from tests.verdicts.snapshot import lines

SNAPSHOT = Path(__file__).with_name("every_combination.txt")


def _texts(a: Assessment) -> Iterator[str]:
    """Everything that a page says of a measure in words."""
    yield narrative.claim(a)
    yield narrative.support(a, made.NAMES)
    yield from narrative.data_note(a, made.NAMES)
    yield f"Variation: {narrative.variation_words(a)[0]}."
    if a.status is not Status.NOT_REPORTED:
        yield f"Assurance: {narrative.assurance_words(a)[0]}."
    if a.series.points:
        yield alt_text.trend(a, (), made.NAMES)


def test_the_combinations_that_figures_lead_to_are_those_that_can_be() -> None:
    found = {mix_of(a) for a in assessments()}
    possible = {
        m
        for m in (Mix(*some) for some in product((True, False), Status, Variation, Assurance, Tone))
        if can(m)
    }
    sys.stdout.write(f"\n{len(found)} combinations, found in {len(assessments()):,} assessments\n")
    assert sorted(found - possible) == []
    assert sorted(possible - found) == []


def test_the_sentences_of_every_combination_are_as_they_were() -> None:
    """Renew with `python -m tests.verdicts.snapshot`, and read what changed."""
    assert list(lines()) == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_no_sentence_is_untrue_of_its_figures_or_denies_another() -> None:
    wrong: Counter[str] = Counter()
    read = 0
    for place, a in enumerate(assessments()):
        texts = list(_texts(a))
        read += len(texts)
        # one in thirty has its numbers worked out anew: the same sentences come again, and it takes its time
        found = faults(a, texts, count=not place % 30)
        wrong.update(f"{mix_of(a)}: {fault}" for fault in found)
    sys.stdout.write(f"\n{read:,} texts read\n")
    assert not wrong, "\n".join(fault for fault, _ in wrong.most_common(12))


_KINDS = (ChartKind.TREND, ChartKind.RUN, ChartKind.XMR, ChartKind.COUNTS)


@cache
def _charts() -> tuple[Charted, ...]:
    """Every kind of chart of each shape of series."""
    seen: dict[tuple[object, ...], Assessment] = {}
    for a in assessments():
        if a.series.points and a.measure.polarity is Polarity.HIGHER:
            seen.setdefault(a.series.points, a)
    return tuple(charted(ChartAsk(kind, a)) for a, kind in product(seen.values(), _KINDS))


def test_no_note_of_a_chart_is_untrue_of_what_it_draws() -> None:
    wrong: Counter[str] = Counter()
    read = 0
    for chart in _charts():
        read += len(chart.notes)
        wrong.update(note_faults(chart))
    sys.stdout.write(f"\n{read:,} notes read\n")
    assert not wrong, "\n".join(fault for fault, _ in wrong.most_common(12))


@pytest.mark.parametrize(
    ("true", "lie"),
    [
        (r"side is \w+", "side is twelve"),
        (r"crossed \w+( times)?", "crossed ninety times"),
        (r"vary [\d.]+", "vary 9.9"),
        (r"between \S+ and", "between 999.9% and"),
        (r"off by [\d.]+ on", "off by 99.00 on"),
    ],
)
def test_the_checker_finds_a_note_with_a_wrong_number(true: str, lie: str) -> None:
    for chart in _charts():
        note = next((n for n in chart.notes if re.search(true, n)), "")
        if note:
            assert list(note_faults(replace(chart, notes=(note,)))) == []
            assert list(note_faults(replace(chart, notes=(re.sub(true, lie, note),))))
            return
    pytest.fail(f"no chart says: {true}")


def test_the_checker_finds_every_number_that_is_changed_by_one() -> None:
    seen: dict[Mix, Assessment] = {}
    for a in assessments():
        seen.setdefault(mix_of(a), a)
    changed = 0
    for a in list(seen.values())[::6]:
        for text, number in ((t, n) for t in _texts(a) for n in re.finditer(r"\d(?!\d)", t)):
            if text[: number.end()].endswith("Under-18"):
                continue
            other = str((int(number[0]) + 1) % 10)
            lie = text[: number.start()] + other + text[number.end() :]
            assert list(faults(a, [lie])), lie
            changed += 1
    sys.stdout.write(f"\n{changed:,} numbers changed, each found\n")
    assert changed > 300


def _beside(a: Assessment, verdict: str) -> Assessment:
    """The same beside England, as far off as the verdict says."""
    if a.latest is None or a.latest.value is None:
        return a
    way = {"better": -1, "worse": 1, "higher": -1, "lower": 1, "similar": 0.2}[verdict]
    way *= -1 if a.measure.polarity == "lower" and verdict in ("better", "worse") else 1
    comparison = Comparison(ENGLAND, a.latest.period, a.latest.value + way * 5, verdict)
    return replace(a, comparisons=(comparison,))


def test_other_areas_and_the_last_step_are_said_beside_every_combination_and_change_none() -> None:
    seen: dict[Mix, Assessment] = {}
    for a in assessments():
        seen.setdefault(mix_of(a), a)
    for mix, a in seen.items():
        for verdict in (
            ("better", "worse", "similar") if mix.judges else ("higher", "lower", "similar")
        ):
            placed = _beside(a, verdict)
            assert list(faults(placed, _texts(placed))) == []
            assert weighing.weighed(placed) == weighing.weighed(a)
        if a.short_change is not None:
            turned = replace(a, short_change=_turned(a.short_change))
            assert weighing.weighed(turned) == weighing.weighed(a)


_FLAGS = (Variation.IMPROVEMENT, Variation.CONCERN, Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW)


def _turned(change: Change) -> Change:
    better = None if change.better is None else not change.better
    return replace(change, difference=-change.difference, better=better)


def test_every_voice_says_why_it_stands_where_it_does_and_the_first_that_speaks_leads() -> None:
    assert list(WHY) == list(Voice)
    for a in assessments():
        heard = [voice for voice, tone in tones(a).items() if tone is not Tone.SILENT]
        assert weigh(a).lead == (heard[0] if heard else None)


def test_a_page_of_charts_says_how_many_flags_chance_alone_would_give() -> None:
    charted = [a for a in assessments() if a.limits][:100]
    flags = [a for a in assessments() if a.limits and a.variation in _FLAGS]
    calm = [a for a in charted if a.variation not in _FLAGS]
    assert weighing.by_chance([*calm[:98], *flags[:2]]) == (
        "100 charts have limits and two are flagged. By chance alone, about one would be."
    )
    assert weighing.by_chance(charted[:1]).startswith("One chart has limits and ")
    assert weighing.by_chance(calm[:3]).startswith("Three charts have limits and none is flagged.")
    assert weighing.by_chance(charted[:1]).endswith(
        " By chance alone, fewer than one would be, on average."
    )
    assert weighing.by_chance([a for a in assessments() if not a.limits]) == ""


@pytest.mark.parametrize(
    "lie",
    [
        "It has changed for the better by more than chance would explain.",
        "In 2022 it was 49.0%, which meets the target of 60.0%.",
        "It has been above its mean for seven years running, since 2014.",
        "It is above its usual range.",
        "Over the last five years it has been getting worse.",
        "The moon is made of cheese.",
    ],
)
def test_the_checker_finds_a_lie(lie: str) -> None:
    steady = next(
        a
        for a in assessments()
        if a.status is Status.OFF
        and a.variation is Variation.COMMON
        and a.limits
        and not a.recent_trend
    )
    assert list(faults(steady, [*_texts(steady), lie]))
    assert list(faults(steady, _texts(steady))) == []
