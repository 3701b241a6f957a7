"""What the analyst is told before a public pack is made, and the settings as decisions."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import StoredPack
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import disclosing, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.disclosing import Preview, preview, set_disclosure, settings_for
from tests.journey.sampled import COUNTY, sampled
from tests.smallcounts.test_public_pack import withheld


@cache
def previewed() -> Preview:
    return preview(sampled().picture, sampled().record, COUNTY)


def test_every_withheld_figure_is_told_with_its_reason() -> None:
    assert tuple(hidden.place for hidden in previewed().hidden) == withheld().places
    small = set(withheld().small)
    for hidden in previewed().hidden:
        own = hidden.why.startswith(("it counts", "it leaves", "all or none"))
        assert own == (hidden.place in small), hidden


def test_a_figure_withheld_for_anothers_sake_names_whom_it_would_give_away() -> None:
    """The district named is one whose small figure of the same measure and period is itself withheld."""
    names = {area.name: area.code for area in sampled().framework.districts}
    beside = [h for h in previewed().hidden if h.place in set(withheld().beside)]
    assert beside
    for hidden in beside:
        given = hidden.why.partition("would give ")[2].partition(" away")[0]
        assert (hidden.place[0], names[given], hidden.place[2]) in withheld().small


def test_what_else_could_be_done_says_how_many_figures_it_would_withhold() -> None:
    zeros, *merged = previewed().savings
    assert "zeros" in zeros.what
    assert zeros.withheld is not None
    assert zeros.withheld > len(previewed().hidden)
    assert zeros.now == len(previewed().hidden)
    assert [s for s in merged if "two periods added together" in s.what]
    assert [s for s in merged if s.what.endswith(" shown as one")]
    for saving in merged:
        assert saving.withheld is not None
        assert saving.withheld < saving.now, saving


def test_settings_are_decisions_with_a_reason_and_hold_until_another(tmp_path: Path) -> None:
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        desk = Desk(workspace, sample.ANALYST, sample.PACKED_AT)
        assert settings_for(workspace.record(), COUNTY) == Disclosure(COUNTY)
        set_disclosure(desk, Disclosure(threshold=7, because="As the board agreed."))
        set_disclosure(desk, Disclosure(COUNTY, zeros_shown=False, because="As agreed."))
        assert settings_for(workspace.record(), COUNTY).zeros_shown is False
        assert settings_for(workspace.record(), "dctb-burnley").threshold == 7
        for wrong in (
            Disclosure("nobody", because="x"),
            Disclosure(threshold=1, because="x"),
            Disclosure(rounded=("no-such",), because="x"),
            Disclosure(shown=("no-such|E10000017",), because="x"),
            Disclosure(because=" "),
        ):
            with pytest.raises(Refusal):
                set_disclosure(desk, wrong)


def test_the_choice_about_zeros_stands_for_the_whole_series_of_packs() -> None:
    issued = StoredPack("0" * 64, COUNTY, Edition.PUBLIC.value, b"", 1)
    record = replace(sampled().record, packs=(issued,))
    other = Disclosure(COUNTY, zeros_shown=False, because="x")
    with pytest.raises(Refusal, match="zeros were shown"):
        disclosing._refuse_other_zeros(record, other)
    disclosing._refuse_other_zeros(record, replace(other, zeros_shown=True))


def test_the_terminal_sets_and_previews(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.cypw"
    sample.open_workspace(path).close()
    line = ["disclosure", str(path), "--threshold", "7", "--because", "Agreed.", "--as", "analyst"]
    assert cli.main(line) == 0
    assert "up to 7 are small; zeros are shown" in capsys.readouterr().out
    assert cli.main(["withheld", str(path), "--board", COUNTY, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"withheld", "savings", "lost"}
    assert cli.main([*line[:2], "--threshold", "99", *line[4:]]) == 3
