"""Nothing is written but in the workspace's folder and the user's own; and what a kill left in the latter is swept."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypworkbench.flow import sample
from cypworkbench.locations import sample_path
from tests.store.made import beside

CALLS = (
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,mknod,mknodat,"
    "chdir,fork,vfork,clone,clone3"
)
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (\d+)")
BEGUN = re.compile(r"^(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
NAMED = re.compile(r'((?:AT_FDCWD|\d+)<[^>]*>, |)"((?:[^"\\]|\\.)*)"')
# devices, this process's own entries in /proc, and the system's semaphores, which hold a number and no figures
HARMLESS = re.compile(r"^/dev/(null|tty|urandom|shm/(sem\.(mp-)?|pym-)?\w+)$|^/proc/")
AS = ("--as", "analyst")
ROUND = "Round 2 of 2026/27"
GIVEN = str(sample_path("returns") / "burnley.xlsx")


def whole_lines(trace: str) -> Iterator[str]:
    """What strace says, a call a line: what it began to say and ended after another process's line is put together."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        first, last = BEGUN.match(line), ENDED.match(line)
        if first is not None:
            begun[first.group(1)] = first.group(2)
        elif last is not None:
            yield f"{last.group(1)} {begun.pop(last.group(1), '')}{last.group(2)}"
        else:
            yield line


def written(trace: str, began_in: str) -> set[str]:
    """The whole paths that traced processes wrote, made or renamed, from what `strace -y` says."""
    paths: set[str] = set()
    where: dict[str, str] = {}  # each process's folder: its parent's until it goes elsewhere
    for line in whole_lines(trace):
        said = LINE.match(line)
        if said is None:
            continue
        process, call, arguments, answer = said.groups()
        folder = where.setdefault(process, began_in)
        if "fork" in call or call.startswith("clone"):
            where[answer] = folder
            continue
        named = []
        for part in NAMED.finditer(arguments):
            of = re.search(r"<([^>]*)>", part.group(1))
            named.append(os.path.normpath(Path(of.group(1) if of else folder, part.group(2))))
        if call == "chdir":
            where[process] = named[0]
        elif not call.startswith("open") or WRITES.search(arguments):
            paths.update(named)
    return paths


def test_the_reader_knows_calls_told_in_two_parts_and_paths_from_where_a_process_is() -> None:
    trace = """\
7 openat(AT_FDCWD</share>, "w.cypw", O_RDWR|O_CREAT, 0644 <unfinished ...>
8 openat(AT_FDCWD</share>, "read.txt", O_RDONLY) = 3</share/read.txt>
7 <... openat resumed>) = 3</share/w.cypw>
7 clone(child_stack=NULL, flags=SIGCHLD) = 9
9 chdir("/else") = 0
9 mkdir("made", 0700) = 0
7 mkdir("mine", 0700) = 0
9 renameat2(5</far>, "a", AT_FDCWD</else>, "../b", 0) = 0
9 openat(AT_FDCWD</else>, "refused", O_WRONLY) = -1 EACCES (Permission denied)
"""
    found = {"/share/w.cypw", "/else/made", "/share/mine", "/far/a", "/b"}
    assert written(trace, "/share") == found


def inside(path: str, *folders: Path) -> bool:
    """Whether a path lies in one of some folders, or is one."""
    return any(Path(path).is_relative_to(folder) for folder in folders)


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
                *("strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace={CALLS}"),
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
            for one in written(self.trace.read_text(errors="replace"), str(self.share))
            if not HARMLESS.match(one) and not inside(one, self.share, own / "cypworkbench")
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


def test_what_the_program_spools_of_a_workspace_does_not_survive_a_kill(tmp_path: Path) -> None:
    path, home = tmp_path / "w.cypw", tmp_path / "home"
    with sample.open_workspace(path):
        pass
    told = os.environ | {"CYPWORKBENCH_HOME": str(home)}
    plan = [sys.executable, "-m", "cypworkbench", "plan", "list"]
    check = [sys.executable, "-m", "cypworkbench", "workspace", "check", str(path)]
    figure = path.read_bytes()[-3000:]  # of the last page: figures as they were sent
    stopped = _stopped_while_it_spools(check, told, figure, home / "temporary")
    try:
        subprocess.run(plan, env=told, check=True, capture_output=True)
        assert _holding(figure, home), "another living process's file was swept"
    finally:
        stopped.kill()
        stopped.wait()
    assert _holding(figure, home)
    subprocess.run(plan, env=told, check=True, capture_output=True)
    assert list((home / "temporary").iterdir()) == []
    assert _holding(figure, home) == []


def _stopped_while_it_spools(
    command: list[str], told: dict[str, str], figure: bytes, folder: Path
) -> subprocess.Popen[bytes]:
    """A process that was stopped while a file of its own held the figure; begun again where it was too quick."""
    for _ in range(30):
        begun = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL)
        while begun.poll() is None:
            if _holding(figure, folder):
                begun.send_signal(signal.SIGSTOP)
                if _holding(figure, folder):
                    return begun
                break
        begun.kill()
        begun.wait()
        shutil.rmtree(
            folder, ignore_errors=True
        )  # not to take what this one left for the next one's
    pytest.fail("no process was caught at its spooling")


def _holding(figure: bytes, folder: Path) -> list[Path]:
    """The files below a folder that hold those bytes; one that goes while it is looked at does not."""
    found = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            if path.is_file() and figure in path.read_bytes():
                found.append(path)
    return found


def test_the_programs_own_folder_is_closed_to_others(tmp_path: Path) -> None:
    home = {"CYPWORKBENCH_HOME": str(tmp_path / "home")}
    plan = [sys.executable, "-m", "cypworkbench", "plan", "list"]
    subprocess.run(plan, env=os.environ | home, check=True, capture_output=True)
    folders = [p for p in (tmp_path / "home").rglob("*") if p.is_dir()]
    assert folders
    if sys.platform != "win32":
        assert {oct(p.stat().st_mode & 0o077) for p in folders} == {"0o0"}
