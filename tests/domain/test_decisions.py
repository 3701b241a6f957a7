"""The chain of decisions, the state it folds to, and records as plain JSON."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cypworkbench.domain.decision import (
    REDACTED,
    Decision,
    DecisionKind,
    Intent,
    Person,
    broken_link,
    canonical,
    committed,
    link,
)
from cypworkbench.domain.evidence import Finding, Observation, Origin, Return, RulesRun, Severity
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.plain import from_plain, to_plain
from cypworkbench.domain.state import State, fold

ANALYST = Person("analyst", "Partnership analyst")
NOON = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)
TARGET = Target(
    "cypfp22-gld",
    "*",
    TargetKind.ABSOLUTE,
    Decimal("68.5"),
    date(2026, 4, 1),
    tolerance=Decimal("0.05"),
)


def chain(*intents: Intent) -> tuple[Decision, ...]:
    made: list[Decision] = []
    for intent in intents:
        made.append(link(made[-1] if made else None, intent, ANALYST, NOON))
    return tuple(made)


def explained(text: str) -> Intent:
    return Intent(DecisionKind.FINDING_EXPLAINED, "R014|x", {"because": text})


def undone(sequence: int) -> Intent:
    return Intent(DecisionKind.UNDONE, str(sequence))


def test_a_whole_chain_has_no_broken_link_and_every_altered_one_has() -> None:
    whole = chain(explained("a"), explained("b"), explained("c"))
    assert broken_link(whole) is None
    assert broken_link(whole[1:]) == 1
    assert broken_link((whole[0], whole[2])) == 2
    assert broken_link((*whole[:2], replace(whole[2], body={"because": "other"}))) == 3
    assert broken_link((whole[1], whole[0], whole[2])) == 1


def test_a_re_made_chain_has_another_head() -> None:
    assert (
        chain(explained("a"), explained("b"))[-1].digest
        != chain(explained("A"), explained("b"))[-1].digest
    )


def test_words_go_but_the_chain_stays_whole_only_where_a_later_decision_says_so() -> None:
    said = link(None, explained("a name"), ANALYST, NOON, salt="5a" * 16)
    gone = replace(said, salt=REDACTED, body={REDACTED: committed(said.salt, said.body)})
    assert gone.digest == said.digest
    vouched = Intent(DecisionKind.REDACTED, "1", {"removed": ["1"], "because": "names a child"})
    after = link(said, vouched, ANALYST, NOON, salt="a5" * 16)
    assert broken_link((gone, after)) is None
    assert broken_link((gone, link(said, explained("b"), ANALYST, NOON, salt="a5" * 16))) == 1
    assert broken_link((replace(gone, body={REDACTED: "0" * 64}), after)) == 1
    assert fold((gone, after, link(after, undone(2), ANALYST, NOON))).explanations == {}


def test_what_was_kept_with_a_decision_is_part_of_its_digest() -> None:
    made = link(None, explained("a"), ANALYST, NOON, salt="5a" * 16, holds=("ab" * 32,))
    assert broken_link((made,)) is None
    assert broken_link((replace(made, holds=("cd" * 32,)),)) == 1
    assert broken_link((replace(made, salt="00" * 16),)) == 1


def test_a_decision_without_a_time_zone_is_not_made() -> None:
    with pytest.raises(ValueError, match="zone"):
        link(None, explained("a"), ANALYST, NOON.replace(tzinfo=None))


def test_undoing_takes_a_decision_back_and_undoing_that_brings_it_again() -> None:
    first, second = explained("first"), explained("second")
    assert fold(chain(first, second)).explanations["R014|x"].text == "second"
    assert fold(chain(first, second, undone(2))).explanations["R014|x"].text == "first"
    assert fold(chain(first, second, undone(2), undone(3))).explanations["R014|x"].text == "second"


def test_a_rejected_return_counts_again_when_it_is_accepted_again() -> None:
    accept = Intent(DecisionKind.RETURN_ACCEPTED, "f1", {"board": "burnley"})
    refuse = Intent(DecisionKind.RETURN_REJECTED, "f1", {"because": "wrong year"})
    assert list(fold(chain(accept)).accepted) == ["f1"]
    assert list(fold(chain(accept, refuse)).accepted) == []
    assert list(fold(chain(accept, refuse, accept)).accepted) == ["f1"]


def test_a_target_survives_the_record() -> None:
    intent = Intent(DecisionKind.TARGET_SET, "any", to_plain(TARGET))
    assert list(fold(chain(intent)).targets.values()) == [TARGET]


def test_records_come_back_from_json_as_they_were() -> None:
    period = Period(date(2023, 4, 1), PeriodKind.FINANCIAL_YEAR)
    origin = Origin("ab" * 32, "Outcome 2", "G14")
    observation = Observation("m", "E07000117", period, Decimal("34.20"), origin)
    finding = Finding("R014", Severity.QUERY, origin, "says", "do", period=period, linked=(origin,))
    returned = Return(
        *("Burnley.xlsx", "ab" * 32, "cypfp-2022", "burnley", "Round 2"),
        observations=(observation,),
        findings=(finding,),
        rules=RulesRun(done=("R001",), skipped=(("R013", "history"),)),
    )
    there = json.loads(canonical(to_plain(returned)))
    back = from_plain(Return, there)
    assert back == returned
    assert str(back.observations[0].value) == "34.20"
    state = fold(chain(explained("a"), Intent(DecisionKind.TARGET_SET, "any", to_plain(TARGET))))
    assert from_plain(State, json.loads(canonical(to_plain(state)))) == state


def test_an_explanation_lapses_when_the_figure_changes() -> None:
    origin = Origin("ab" * 32, "Outcome 2", "G14")
    period = Period(date(2023, 4, 1), PeriodKind.FINANCIAL_YEAR)
    doubted = Finding(
        "R014", Severity.QUERY, origin, "says", "do", "gld", "E07000117", period, read="0.34"
    )
    moved = replace(doubted, origin=Origin("cd" * 32, "Sheet9", "H2"))
    assert moved.key == doubted.key
    assert replace(doubted, read="0.35").key != doubted.key
