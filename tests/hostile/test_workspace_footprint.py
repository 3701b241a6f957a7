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
AS = ("--as", "analyst")
ROUND = "Round 2 of 2026/27"
GIVEN = str(sample_path("returns") / "burnley.xlsx")
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


class Watched:
    """A workspace's folder and a user's home, where what a process writes is watched."""

    def __init__(self, folder: Path) -> None:
        self.home, self.share = folder / "home", folder / "share"
        self.trace = folder / "trace"
        self.home.mkdir()
        self.share.mkdir()
        self.path = str(self.share / "w.cypw")

    def runs(self, *words: str, said: str = "") -> str:
        """Run a part of the program, watched; answers with what it printed. It must write nothing anywhere else."""
        ran = subprocess.run(
            [
                *("strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}"),
                *("-o", str(self.trace), sys.executable, "-m", *words),
            ],
            cwd=self.share,
            env=environment(self.home),
            capture_output=True,
            text=True,
            input=said,
            check=False,
        )
        if "ptrace" in ran.stderr:
            pytest.skip("processes may not be traced here")
        assert ran.returncode in (0, 1), (words, ran.stderr)
        assert "Traceback" not in ran.stderr, ran.stderr
        own = self.home / ".local" / "share"
        strays = {
            one
            for one in written(self.trace.read_text(errors="replace"))
            if one.startswith("/")
            and not HARMLESS.match(one)
            and not one.startswith((str(self.share), str(own / "cypworkbench")))
        }
        assert strays <= {str(own), str(own.parent)}, words
        return ran.stdout

    def does(self, *words: str, said: str = "") -> str:
        """As `runs`, a command of the terminal."""
        return self.runs("cypworkbench", *words, said=said)

    def begins(self) -> None:
        """Make a workspace with a round in hand."""
        self.does("new", self.path, "--framework", "cypfp-2022")
        days = ["--due", "2026-09-25", "--meeting", "2026-10-20", "--as-at", "2026-06-30"]
        self.does("round", self.path, "--round", ROUND, *days, "--as", "analyst")

    def left(self) -> list[str]:
        """The files beside the workspace; of temporary ones there must be none."""
        assert not list((self.home / ".local/share/cypworkbench/temporary").iterdir())
        return sorted(beside(Path(self.path)))


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    if shutil.which("strace") is None:
        pytest.skip("strace says what is written")
    return Watched(tmp_path)


def test_nothing_is_written_outside_the_workspaces_folder_and_the_programs_own(
    watched: Watched,
) -> None:
    watched.begins()
    path, to = watched.path, str(watched.share)
    watched.does("issue", path, "--round", ROUND, "--board", "dctb-wyre", "--to", to)
    watched.does("accept", path, GIVEN, "--as", "analyst")
    watched.does("pack", path, "--board", "dctb-burnley", "--to", f"{to}/burnley.pdf")
    watched.does("workspace", "backup", path)
    assert [n for n in watched.left() if not n.endswith(".xlsx")] == ["burnley.pdf"]


def test_the_window_at_work_and_its_helper_write_nothing_anywhere_else(watched: Watched) -> None:
    watched.begins()
    said = watched.runs("tests.hostile.window_at_work", watched.path, GIVEN)
    assert said.startswith("1 files")
    assert watched.left() == []


@pytest.mark.slow
def test_no_other_way_to_keep_a_workspace_or_a_pack_writes_anywhere_else(watched: Watched) -> None:
    path, folder = watched.path, str(watched.share)
    watched.does("demo", "--to", f"{folder}/demo", "--no-window")
    shutil.copy(next(Path(folder, "demo").glob("*.cypw")), path)
    pack = str(next(Path(folder, "demo").glob("*.pdf")))
    for words in (
        ("verify", pack),
        ("formats", pack, "--to", *(f"{folder}/x.{kind}" for kind in ("xlsx", "docx", "html"))),
        (
            "contribution",
            path,
            "--board",
            "dctb-burnley",
            "--for",
            "Lead",
            "--to",
            f"{folder}/f.xlsx",
        ),
        ("workspace", "merge", path, f"{folder}/f.xlsx", *AS),
        ("workspace", "compact", path),
        ("workspace", "salvage", path, "--to", f"{folder}/saved.cypw", *AS),
        (
            "workspace",
            "redact",
            path,
            "--words",
            "highest shares",
            "--because",
            "Asked",
            "--yes",
            *AS,
        ),
        ("workspace", "check", path),
        ("signoff", "register", path),
    ):
        watched.does(*words)
    watched.left()


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
