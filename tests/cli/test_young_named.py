"""Whoever asks `pack` for the young people's edition is told how to come by it."""

import pytest

from cypworkbench.cli.parser import parser

_ASKED = ["pack", "w.cypw", "--board", "cypfp", "--to", "young.pdf", "--edition"]


def test_the_young_peoples_edition_asked_of_pack_names_the_command_that_makes_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([*_ASKED, "young"])
    assert "cypworkbench formats public.pdf --to public.young.pdf" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser().parse_args([*_ASKED, "poster"])
    assert "invalid choice: 'poster'" in capsys.readouterr().err
    assert parser().parse_args([*_ASKED, "annual"]).edition == "annual"
