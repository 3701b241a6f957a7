"""Nothing is written but in the workspace's folder and the user's own; and what a kill left in the latter is swept."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cypworkbench.locations import sample_path
from tests.store.made import beside

CALLS = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,mknod"
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) = (\d+|0x)")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# devices, this process's own entries in /proc, and the system's semaphores, which hold a number and no figures
HARMLESS = re.compile(r"^/dev/(null|tty|urandom|shm/(sem\.(mp-)?|pym-)?\w+)$|^/proc/")
SPOOLS = """
import os, sys, tempfile, time
from cypworkbench.store import private
private.keep_temporary_files_here()
spooled = tempfile.NamedTemporaryFile(delete=False)
spooled.write(b"figures of one district"); spooled.flush()
print(spooled.name, flush=True)
time.sleep(60)
"""


def written(trace: str) -> set[str]:
    """The paths that traced processes wrote, made or renamed, from what strace says."""
    paths = set()
    for line in trace.splitlines():
        said = LINE.match(line)
        if said is None:
            continue
        call, arguments = said.group(1), said.group(2)
        if call.startswith("open") and not WRITES.search(arguments):
            continue
        paths.update(QUOTED.findall(arguments))
    return paths


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CYPWORKBENCH", "XDG", "TMP"))}
    return kept | {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.getcwd()}  # noqa: PTH109  what the child inherits


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace says what is written")
def test_nothing_is_written_outside_the_workspaces_folder_and_the_programs_own(
    tmp_path: Path,
) -> None:
    home, share, trace = tmp_path / "home", tmp_path / "share", tmp_path / "trace"
    home.mkdir()
    share.mkdir()
    path = str(share / "w.cypw")
    days = ["--due", "2026-09-25", "--meeting", "2026-10-20", "--as-at", "2026-06-30"]
    given = str(sample_path("returns") / "burnley.xlsx")
    pack = ["--board", "dctb-burnley", "--to", str(share / "burnley.pdf")]
    name = "Round 2 of 2026/27"
    commands: list[list[str]] = [
        ["new", path, "--framework", "cypfp-2022"],
        ["round", path, "--round", name, *days, "--as", "analyst"],
        ["issue", path, "--round", name, "--board", "dctb-wyre", "--to", str(share)],
        ["accept", path, given, "--as", "analyst"],
        ["pack", path, *pack],
        ["workspace", "backup", path],
    ]
    for command in commands:
        ran = subprocess.run(
            [
                *("strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}"),
                *("-o", str(trace), sys.executable, "-m", "cypworkbench", *command),
            ],
            cwd=share,
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
        if "ptrace" in ran.stderr:
            pytest.skip("processes may not be traced here")
        assert ran.returncode in (0, 1), ran.stderr
        assert "Traceback" not in ran.stderr, ran.stderr
        own = home / ".local" / "share"
        strays = {
            one
            for one in written(trace.read_text(errors="replace"))
            if one.startswith("/")
            and not HARMLESS.match(one)
            and not one.startswith((str(share), str(own / "cypworkbench")))
        }
        assert strays <= {str(own), str(own.parent)}, command
    assert [name for name in beside(Path(path)) if not name.endswith(".xlsx")] == ["burnley.pdf"]
    assert not list((home / ".local/share/cypworkbench/temporary").iterdir())


def test_a_temporary_file_with_figures_does_not_survive_a_kill(tmp_path: Path) -> None:
    home = {"CYPWORKBENCH_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        [sys.executable, "-c", SPOOLS], env=os.environ | home, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        spooled = Path(first.stdout.readline().strip())
        assert spooled.is_relative_to(tmp_path / "home" / "temporary")
        plan = [sys.executable, "-m", "cypworkbench", "plan", "list"]
        subprocess.run(plan, env=os.environ | home, check=True, capture_output=True)
        assert spooled.exists(), "another living process's file was swept"
        first.send_signal(signal.SIGKILL)
    subprocess.run(plan, env=os.environ | home, check=True, capture_output=True)
    assert not spooled.parent.exists()


def test_the_programs_own_folder_is_closed_to_others(tmp_path: Path) -> None:
    home = {"CYPWORKBENCH_HOME": str(tmp_path / "home")}
    plan = [sys.executable, "-m", "cypworkbench", "plan", "list"]
    subprocess.run(plan, env=os.environ | home, check=True, capture_output=True)
    folders = [p for p in (tmp_path / "home").rglob("*") if p.is_dir()]
    assert folders
    if sys.platform != "win32":
        assert {oct(p.stat().st_mode & 0o077) for p in folders} == {"0o0"}
