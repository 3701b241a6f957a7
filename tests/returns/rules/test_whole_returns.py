"""What no single cell shows: formulas, earlier rounds, rules that break, explanations that lapse."""

import io
import re
import zipfile
from collections.abc import Iterator

from cypworkbench.domain.evidence import Origin, Severity
from cypworkbench.returns.around import Around
from cypworkbench.returns.check import RULES, check
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.register import Doubt, Facts, Rule
from cypworkbench.returns.spreadsheet import read
from tests.returns.rules.planted import cells, on, told
from tests.returns.workbooks import ROUND, checked, figures, filled, packed, plan, recognised

DECAY = ("Outcome 2", "dental-decay")


def test_formulas_whose_results_were_saved_are_one_question_a_sheet() -> None:
    sheet = "xl/worksheets/sheet3.xml"
    content = filled(on("Outcome 2", lambda s: setattr(s["H15"], "value", None)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = {name: archive.read(name) for name in archive.namelist()}
    for row in (14, 15):
        cell = re.compile(rb'(<c r="G%d"[^>]*>)<v>' % row)
        named[sheet], times = cell.subn(rb"\1<f>100*E%d/F%d</f><v>" % (row, row), named[sheet])
        assert times == 1
    returned = check(recognise(read(packed(named), "b.xlsx"), plan()), plan(), Around(ROUND.label))
    assert told(returned) == [("R017", "query", "Outcome 2!G14")]
    assert returned.findings[0].linked[0].cell == "G15"
    assert "2 formulas stand on this sheet where a number belongs" in returned.findings[0].message


def test_a_figure_given_before_and_gone_now_is_asked_for() -> None:
    previous = figures("E07000117")
    returned = checked(cells("Context", "larc", 1, Value=None), previous)
    assert told(returned)[-1] == ("R016", "query", "Context!G22")
    assert returned.findings[-1].previous == "43.3"


def test_a_return_that_only_repeats_the_last_round_is_asked_about() -> None:
    previous = figures("E07000117")
    assert told(checked(None, previous)) == [("R018", "query", "Cover!B5")]
    changed = checked(cells("Context", "larc", Value=44.4), previous)
    assert told(changed) == []


def test_what_needs_an_earlier_round_or_the_round_in_hand_is_recorded_as_skipped() -> None:
    run = checked(round_label="").rules
    assert dict(run.skipped) == {
        "R002": "the round in hand",
        "R016": "figures from an earlier round",
        "R018": "figures from an earlier round",
        "R019": "targets for the same place",
        "R020": "figures that were signed",
        "R022": "the day the return was due, and the day it came",
        "R025": "the day the round's figures are as at",
        "R026": "published figures for the same place",
        "R027": "the day the round's figures are as at",
    }
    plain = check(checked(), plan(), Around(ROUND.label))
    assert ("R008", "the rows as they were sent") in plain.rules.skipped


def test_a_rule_that_breaks_is_recorded_and_stops_no_other() -> None:
    def break_down(facts: Facts) -> Iterator[Doubt]:
        yield Doubt(Origin("", facts.place, str(1 // len(facts.around.previous))))

    broken = Rule("R099", Severity.NOTE, "Broken", ".", ".", (), frozenset(), break_down)
    returned = check(
        recognised(cells(*DECAY, Value=24.3)), plan(), Around(ROUND.label), among=(broken, *RULES)
    )
    assert returned.rules.failed == (("R099", "ZeroDivisionError in “Broken”"),)
    assert told(returned) == [("R012", "query", "Outcome 2!G15")]


def test_an_explanation_lapses_when_the_figure_changes() -> None:
    keys = {
        finding.key
        for value in (24.3, 24.3, 24.4)
        for finding in checked(cells(*DECAY, Value=value)).findings
    }
    assert len(keys) == 2
