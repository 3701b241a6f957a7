"""A disk that is really full, under the working copy and under the shared folder: one sentence, and nothing lost."""

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip(
        "file systems of one's own, and limits on files, are Linux's", allow_module_level=True
    )

from tests.hostile import faults
from tests.hostile.small_disk import LIMIT, MEGABYTE, STEPS, run, ways

WAYS = ways()
FULL_AFTER = 14  # megabytes: more than a step with its backup takes up


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_really_full_is_said_in_a_sentence_and_loses_nothing(
    step: str, how: str, tmp_path: Path
) -> None:
    row = faults.row(f"{how} that is full: {step}")
    row.times += 1
    found = run(step, how, tmp_path)
    told = str(found["said"] or found["trouble"])
    row.lost += not found["kept"]
    row.partial += not found["shared_as_before"]
    assert told.count(".") >= 2, found
    assert "damaged" not in told
    if how != LIMIT:
        assert "full" in told or "No space left on device" in told, told
    assert found["kept"]
    assert found["shared_as_before"]
    assert found["leftovers"] == []
    # what was acknowledged is on this computer; what was refused is nowhere
    assert found["acknowledged"] == int(step == "publish" and not found["said"])
    assert found["again"]
    assert found["in_the_end"] == int(step != "backup")


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("step", ["accept", "publish"])
def test_wherever_a_disk_fills_what_was_acknowledged_is_kept_and_the_shared_file_is_whole(
    step: str, how: str, tmp_path: Path
) -> None:
    row = faults.row(f"{how} that fills after each megabyte: {step}")
    outcomes = set()
    for room in range(0, FULL_AFTER * MEGABYTE, MEGABYTE):
        folder = tmp_path / str(room)
        folder.mkdir()
        found = run(step, how, folder, room=room, sheet=6 * MEGABYTE)
        row.times += 1
        row.lost += not found["kept"]
        fits = not found["said"] and not found["trouble"]
        outcomes.add(fits)
        assert found["kept"], room
        assert found["leftovers"] == [], room
        assert found["shared_as_before"] or fits, room
        assert found["again"], room
        # acknowledged at once or, after a refusal, when it was done again with room: once, never twice
        assert found["in_the_end"] == 1, room
    assert outcomes == {True, False}, "some room was enough, some was not"
