"""A process of its own whose disk is full: a small file system of two kinds, or a limit on how large a file may grow.

    python -m tests.hostile.small_disk STEP HOW SMALL ROOMY ROOM SHEET

does a step of the workspace with `SMALL` full but for ROOM bytes, taking in a file of SHEET bytes, then once more with
room, and prints as JSON what was said and kept.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import backups
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, NOON, accepted, beside, filled, stored

TMPFS, EXT4 = "a small file system in memory", "a small file system of the kind ext4"
LIMIT = "a limit on files"
STEPS = ("accept", "backup", "publish")
LEFT = 24_000  # bytes of room, so that a write begins and does not end
SHEET = 300_000
MEGABYTE = 1_000_000


@cache
def may_mount(kind: str) -> bool:
    """Whether a file system of that kind can be had here, for one process and what it starts."""
    with TemporaryDirectory() as folder:
        tried = _mounting(kind, Path(folder), "true", 4 * MEGABYTE)
        try:
            return subprocess.run(tried, check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            return False


def ways() -> list[str]:
    """The two kinds of disk that are filled here: the limit stands in for a file system that cannot be had."""
    return [*(kind for kind in (TMPFS, EXT4) if may_mount(kind)), LIMIT][:2]


def _mounting(kind: str, folder: Path, command: str, size: int) -> list[str]:
    """A command under which only `folder` is such a file system; nothing stays mounted when it ends."""
    if kind == TMPFS:
        rights = ["--user", "--map-root-user"]  # so that anybody may
        mount = f"mount -t tmpfs -o size={size},mode=700 none '{folder}'"
    else:
        rights = ["--propagation", "private"]  # an image needs an administrator
        image = f"{folder}.img"
        mount = f"truncate -s {size} '{image}' && mkfs.ext4 -q -m 0 '{image}'"
        mount += f" && mount -o loop '{image}' '{folder}' && rmdir '{folder}/lost+found'"
    return ["unshare", *rights, "--mount", "sh", "-c", f"{mount} && {command}"]


def run(
    step: str, how: str, folder: Path, *, room: int = LEFT, sheet: int = SHEET
) -> dict[str, object]:
    """Do a step with a full disk in a process of its own; what it printed."""
    small, roomy = folder / "small", folder / "roomy"
    for made in (small, roomy):
        made.mkdir()
    command = [sys.executable, "-m", "tests.hostile.small_disk", step, how, str(small), str(roomy)]
    command += [str(room), str(sheet)]
    if how != LIMIT:
        size = max(4 * MEGABYTE, 8 * sheet)
        command = _mounting(how, small, " ".join(f"'{part}'" for part in command), size)
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout)
    return said


def _fill(how: str, small: Path, left: int) -> Callable[[], None]:
    """Take the room away but for some bytes; what is returned gives it back."""
    if how == LIMIT:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (left, hard))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    filler = small / "filler"
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):  # what is free and what may be taken differ, by file system
            while file.write(b"x" * 4096):
                pass
        file.truncate(max(0, file.tell() - left))
        os.fsync(file)
    return filler.unlink


def main(step: str, how: str, small: Path, roomy: Path, room: int, size: int) -> dict[str, object]:
    """The step with a full disk, then with room."""
    home, share = (small, roomy) if step == "accept" else (roomy, small)
    os.environ["CYPWORKBENCH_HOME"] = str(home / "home")
    path = filled(share / "Lancashire.cypw")
    sheet = stored(os.urandom(size), "Chorley.xlsx")

    def act(workspace: Workspace) -> None:
        if step == "backup":
            workspace.back_up()
        else:
            workspace.append([accepted(sheet)], ANALYST, NOON, files=[sheet])

    with Workspace.open(path) as workspace:
        before, held = workspace.record(), looked_at(path)
        free = _fill(how, small, room)
        said = _refused(lambda: act(workspace))
        trouble = workspace.saved.trouble
        mine = workspace.record()
        left = [n for n in beside(path) if n not in ("filler", f"{path.name}.lease")]
        free()
        facts: dict[str, object] = {
            "said": said,
            "trouble": f"{trouble.what} {trouble.remedy}" if trouble else "",
            "kept": mine.decisions[: before.sequence] == before.decisions,
            "acknowledged": mine.sequence - before.sequence,
            "shared_as_before": looked_at(path) == held,
            "leftovers": left,
            "backups": [looked_at(b.path).sequence for b in backups.listed(path)],
        }
        if said:
            act(workspace)
        workspace.save()
        facts["again"] = workspace.saved.trouble is None
    facts["in_the_end"] = looked_at(path).sequence - before.sequence
    return facts


def _refused(step: Callable[[], None]) -> str:
    try:
        step()
    except Refusal as refusal:
        return f"{refusal.what} {refusal.remedy}"
    return ""


if __name__ == "__main__":
    named, how_full, small_disk, other_disk, left_free, large = sys.argv[1:]
    facts = main(named, how_full, Path(small_disk), Path(other_disk), int(left_free), int(large))
    sys.stdout.write(json.dumps(facts))
