"""Each message as its receiver reads it: where, what, why it is doubted, what to do; in words that need no manual."""

import re
from pathlib import Path

import pytest

from cypworkbench.domain.evidence import Observation, Origin
from cypworkbench.returns.check import RULES
from cypworkbench.returns.register import Rule
from cypworkbench.returns.together import check_together
from tests.returns.rules.test_rules import TABLE
from tests.returns.rules.test_rules_in_context import county, districts
from tests.returns.workbooks import checked, plan

# what a remedy begins with: something a person can do, or be told to leave alone
VERBS = frozenset(
    {
        *("Ask", "Check", "Choose", "Confirm", "Delete", "Find", "Give", "If", "Look", "Nothing"),
        *("Open", "Put", "Send", "Type", "Unhide", "Write"),
    }
)
# and a refusal's, which speaks of files
FILE_VERBS = VERBS | {"Copy", "Shorten", "Drop", "Unpack", "Export"}
# after the joint stands why it is doubted
JOINT = re.compile(r"; |, |: | but |“\{| where |\{others\}|\{reason\}")
JARGON = re.compile(
    r"\b(?:null|nan|invalid|error code|exception|parse|regex|enum|string|float|integer|dataframe|observation"
    r"|validation|exceeds|threshold|outlier|mandatory|utilise|N/A|please)\b",
    re.IGNORECASE,
)
OUTCOMES = Path(__file__).parents[1] / "hostile" / "outcomes.txt"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {rule.title}")
def test_a_rule_says_what_and_why_and_what_to_do(rule: Rule) -> None:
    assert JOINT.search(rule.message), rule.message
    assert rule.message.endswith((".", "?"))
    assert len(rule.message) <= 140
    assert rule.remedy.split()[0] in VERBS, rule.remedy
    assert rule.remedy.endswith((".", "}."))
    assert not JARGON.search(f"{rule.message} {rule.remedy}")


def test_no_two_rules_of_one_code_say_the_same_and_ask_the_same() -> None:
    said = [(rule.message, rule.remedy) for rule in RULES]
    assert len(set(said)) == len(said)


def test_what_was_found_says_where_first_and_repeats_what_the_cell_holds() -> None:
    for name, edit, _ in TABLE:
        for finding in checked(edit).findings:
            where, colon, what = finding.message.partition(": ")
            assert (where, colon) == (str(finding.origin), ": "), name
            assert what[0] == what[0].strip(), name
            assert "  " not in finding.message + finding.remedy, name
            assert "“”" not in finding.message, name
            assert ".." not in finding.message.replace("...", ""), name


def test_the_county_s_sum_says_all_four_parts_too() -> None:
    (finding,) = check_together(districts("dental-decay"), county("dental-decay", "30.5"), plan())
    assert finding.message.startswith("county.csv!row 9: Lancashire ")
    assert finding.message.endswith("districts’ figures come to 24.1.")
    assert finding.remedy.split()[0] in VERBS


def test_every_refusal_of_an_awkward_file_is_one_sentence_and_what_to_do() -> None:
    lines = OUTCOMES.read_text(encoding="utf-8").splitlines()
    refusals = [line.split("refused: ", 1)[1] for line in lines if ": refused: " in line]
    assert len(refusals) > 20
    for refusal in refusals:
        what, stop, remedy = refusal.partition(". ")
        assert what.startswith("sent.xlsx "), refusal
        assert stop, refusal
        assert remedy.split()[0] in FILE_VERBS, refusal
        assert remedy.endswith("."), refusal
        assert not JARGON.search(refusal), refusal


def test_places_are_written_as_an_analyst_writes_them() -> None:
    assert str(Origin("", "Outcome 2", "G15")) == "Outcome 2!G15"
    assert isinstance(districts("dental-decay")[0], Observation)
