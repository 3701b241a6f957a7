"""A round in hand that is named again keeps what is not named."""

from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.state import fold
from cypworkbench.store.recovery import looked_at

_DAYS = ["--due", "2026-09-25", "--meeting", "2026-10-20", "--as-at", "2026-06-30"]


def test_a_round_in_hand_keeps_the_days_and_the_note_that_are_not_named_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.cypw"
    assert main(["new", str(path), "--framework", "cypfp-2022"]) == 0
    named = ["round", str(path), "--as", "analyst", "--round"]
    assert main([*named, "Round 2", *_DAYS]) == 0
    capsys.readouterr()
    assert main([*named, "Round 2", "--note", "After the half-term."]) == 0
    assert "Changed: Round 2." in capsys.readouterr().out
    assert main([*named, "Round 2", "--meeting", "2026-10-27"]) == 0
    held = fold(looked_at(path).decisions).round
    assert [str(day) for day in (held.due, held.meeting, held.as_at)] == [
        *("2026-09-25", "2026-10-27", "2026-06-30")
    ]
    assert held.note == "After the half-term."
    assert main([*named, "Round 3"]) == 0
    assert fold(looked_at(path).decisions).round.meeting is None
