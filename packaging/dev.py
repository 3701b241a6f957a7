#!/usr/bin/env python3
"""Everything a developer types, from a bare clone: python3 packaging/dev.py COMMAND.

Needs Python 3.11 or newer and nothing else. Keeps one virtual environment, .venv, made from the
hash-locked files beside this script; on Debian, as root, installs the few libraries that Qt and the
tests need. Runs on Linux and Windows.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "cypworkbench-stamp.json"
TOOLS = ROOT / "build" / "lock-tools"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

OLDEST = (3, 11)
LOCKS = {
    "runtime": ROOT / "packaging" / "requirements.lock",
    "dev": ROOT / "packaging" / "requirements-dev.lock",
}
UV = "uv==0.13.9"
REFUSED = 3
NO_TESTS = 5

# Debian packages, by what wants them. Names may have gained the suffix t64 in a later Debian.
QT = ["libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfontconfig1", "libdbus-1-3"]
QT += ["libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"]
QT += ["libxcb-xkb1", "libxcb-image0", "libxcb-render-util0", "libxcb-randr0", "libxcb-sync1"]
QT += ["libxcb-xfixes0"]
TESTS = ["poppler-utils", "xvfb", "xdotool", "libjaxb-java", "strace", "softhsm2"]
TESTS += ["libreoffice-calc", "libreoffice-writer"]
SLOW = ["chromium", "libpango-1.0-0", "libpangoft2-1.0-0"]

Word = str | Path


class CannotGoOn(Exception):  # noqa: N818  a refusal, not an error of the program
    """What stops a command, in one line for the person who typed it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (3 when something must be done first)."""
    if sys.version_info[:2] < OLDEST:
        print("This needs Python 3.11 or newer.", file=sys.stderr)
        return REFUSED
    chosen, rest = _parser().parse_known_args(arguments)
    if rest[:1] == ["--"]:
        rest = rest[1:]
    if rest and chosen.command not in {"run", "test", "bench"}:
        print(f"{chosen.command} does not know {' '.join(rest)}; see --help", file=sys.stderr)
        return 2
    commands: dict[str, Callable[[], int]] = {
        "setup": setup,
        "demo": lambda: demo(chosen.to, window=not chosen.no_window),
        "test": lambda: test(rest, slow_too=chosen.all),
        "run": lambda: run(rest),
        "check": check,
        "bench": lambda: bench(rest),
        "lock": lambda: lock(upgrade=chosen.upgrade),
    }
    try:
        return commands[chosen.command]()
    except CannotGoOn as reason:
        print(f"dev.py: {reason}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make .venv with everything, and stop")
    one = commands.add_parser("demo", help="the sample partnership, from returns to signed packs")
    one.add_argument("--to", type=Path, default=ROOT / "demo-output", help="folder for the files")
    one.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    one = commands.add_parser("test", help="every check and every test; after --, words for pytest")
    one.add_argument("--all", action="store_true", help="the slow ones too")
    commands.add_parser("run", help="start the program; further words are passed to it")
    commands.add_parser("check", help="lint, format, types, direction of imports, architecture")
    commands.add_parser("bench", help="measure start-up, the demo and the journey")
    one = commands.add_parser("lock", help="remake the hash-locked files")
    one.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    return parser


# ---------------------------------------------------------------------------------- commands


def setup() -> int:
    """Make the environment with everything in it."""
    need(QT + TESTS + _java())
    environment("dev")
    print(f"Ready: {PYTHON}")
    return 0


def demo(folder: Path, *, window: bool) -> int:
    """Take the sample partnership from its returns to signed packs; then show it, given a screen."""
    need(QT)
    environment("runtime")
    folder = folder.resolve()
    program: list[Word] = [PYTHON, "-m", "cypworkbench"]
    code = _call([*program, "demo", "--to", folder, "--no-window"])
    workspaces = sorted(folder.glob("*.cypw"))
    if code == 0 and workspaces and window and (WINDOWS or _display()):
        print("Opening the window (close it to finish; --no-window leaves it out) ...", flush=True)
        return _call([*program, "open", workspaces[0]])
    return code


def run(arguments: Sequence[str]) -> int:
    """Start the program from this checkout, in the folder where the command was typed."""
    need(QT)
    environment("runtime")
    return _call([PYTHON, "-m", "cypworkbench", *arguments], folder=Path.cwd())


def test(extra: Sequence[str], *, slow_too: bool) -> int:
    """Check everything, then run every test; under CI a skipped test fails."""
    need(QT + TESTS + (SLOW if slow_too else []) + _java())
    environment("dev")
    failed = _checks(architecture=False)
    slow = "" if slow_too else " and not slow"
    # What is timed against the clock runs by itself, when the others are done.
    passes = (
        (f"not alone{slow}", ["--numprocesses=2", "--dist=loadfile"]),
        (f"alone{slow}", ["--numprocesses=0"]),
    )
    began = time.monotonic()
    code = 0
    for wanted, how in passes:
        command: list[Word] = [PYTHON, "-m", "pytest", *how, "-m", wanted]
        if os.environ.get("CI") == "true":
            command.append("--fail-on-skip")
        ended = _call([*command, *extra], QT_QPA_PLATFORM="offscreen")
        # pytest's 5 is "no test fits": words after -- may have asked for none of this kind
        code = code or (0 if ended == NO_TESTS else ended)
    print(f"Tests took {time.monotonic() - began:.0f} s.", flush=True)
    return _verdict(failed) or code


def check() -> int:
    """Run the one check: lint, format, types, direction of imports, architecture."""
    need(QT)
    environment("dev")
    return _verdict(_checks(architecture=True))


def bench(arguments: Sequence[str]) -> int:
    """Measure what the design promises, and print it."""
    need(QT)
    environment("dev")
    command: list[Word] = [PYTHON, ROOT / "packaging" / "bench.py", *arguments]
    return _call(command, QT_QPA_PLATFORM="offscreen")


def lock(*, upgrade: bool) -> int:
    """Remake both hash-locked files, for Linux and Windows, with uv in a place of its own."""
    uv = _uv()
    for kind, path in LOCKS.items():
        print(f"Locking {path.relative_to(ROOT).as_posix()} ...", flush=True)
        command: list[Word] = [uv, "pip", "compile", "pyproject.toml", "--universal"]
        command += ["--python-version", ".".join(map(str, OLDEST)), "--generate-hashes", "--quiet"]
        command += ["--no-emit-index-url", "--no-header", "--output-file", path.relative_to(ROOT)]
        if kind == "dev":
            command += ["--group", "dev", "--constraint", LOCKS["runtime"].relative_to(ROOT)]
        if upgrade:
            command.append("--upgrade")
        if _call(command) != 0:
            return 1
        path.write_text(_tidied(path.read_text("utf-8"), kind), "utf-8", newline="\n")
    return 0


# ------------------------------------------------------------------------------------ checks


def _checks(*, architecture: bool) -> list[str]:
    """Run every check, even after one fails; the names of those that failed."""
    steps: dict[str, list[Word]] = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "mypy on packaging": ["-m", "mypy", "--no-explicit-package-bases", *_scripts()],
        "lint-imports": [_script("lint-imports"), "--no-logo"],
    }
    if architecture:
        steps["architecture"] = ["-m", "pytest", "-q", "tests/test_architecture.py"]
    failed = []
    for name, words in steps.items():
        print(f"== {name}", flush=True)
        command: list[Word] = words if name == "lint-imports" else [PYTHON, *words]
        if _call(command, QT_QPA_PLATFORM="offscreen") != 0:
            failed.append(name)
    return failed


def _scripts() -> list[Word]:
    return [path.relative_to(ROOT) for path in sorted((ROOT / "packaging").glob("*.py"))]


def _script(name: str) -> Path:
    return PYTHON.with_name(f"{name}.exe" if WINDOWS else name)


def _verdict(failed: Sequence[str]) -> int:
    if failed:
        print(f"Checks failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


# ------------------------------------------------------------------------------- environment


def environment(kind: str) -> None:
    """Make .venv hold what the locked file asks for; do nothing when it already does.

    The developers' file holds all of the runtime's, so an environment made for development serves
    both. Raises CannotGoOn when Python lacks venv or the packages cannot be had.
    """
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in LOCKS.items()}
    made = _stamped()
    if made.get("dev") == digests["dev"] or (kind, made.get(kind)) == ("runtime", digests[kind]):
        return
    if not _works():
        _make_venv()
    STAMP.unlink(missing_ok=True)
    print(f"Installing the locked packages into {VENV} (once; a minute or two) ...", flush=True)
    command: list[Word] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--require-hashes", "-r", LOCKS[kind]]
    if _call(command) != 0:
        message = "the locked packages could not be installed (see above); nothing else was changed"
        raise CannotGoOn(message)
    _point_at_checkout()
    stamp = {"root": str(ROOT), kind: digests[kind]}
    STAMP.write_text(json.dumps(stamp), "utf-8")


def _stamped() -> dict[str, str]:
    """What .venv was made from, or nothing where it must be made again."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("root") == str(ROOT) and PYTHON.exists() else {}


def _works() -> bool:
    """Whether .venv has a Python that starts, is new enough, and has pip."""
    if not PYTHON.exists():
        return False
    said = "import sys, pip; print(*sys.version_info[:2])"
    outcome = subprocess.run([PYTHON, "-c", said], capture_output=True, text=True, check=False)
    return outcome.returncode == 0 and tuple(map(int, outcome.stdout.split())) >= OLDEST


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401  looked for only where .venv must be made
        import venv  # as ensurepip: Debian ships both in a package of its own
    except ImportError:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        need([f"{version}-venv" if _debian() else "venv"])
        command: list[Word] = [sys.executable, "-m", "venv", "--clear", VENV]
        if _call(command) != 0:
            message = f"{sys.executable} cannot make a virtual environment; install Python's venv"
            raise CannotGoOn(message) from None
        return
    venv.create(VENV, with_pip=True, clear=True)


def _point_at_checkout() -> None:
    """Let .venv import this checkout, and give it the command `cypworkbench`."""
    asked: list[Word] = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    Path(packages, "cypworkbench-checkout.pth").write_text(f"{ROOT}\n", encoding="locale")
    if WINDOWS:
        start = '@"%~dp0python.exe" -m cypworkbench %*\n'
        _script("x").with_name("cypworkbench.cmd").write_text(start, "ascii", newline="\r\n")
        return
    command = _script("cypworkbench")
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m cypworkbench "$@"\n', "utf-8")
    command.chmod(0o755)


# ------------------------------------------------------------------------ Debian's libraries


def need(packages: Sequence[str]) -> None:
    """See that Debian's packages are there; install them as root, else name them and stop."""
    if not _debian():
        return
    missing = _missing(packages)
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0:
        message = f"missing from this machine; run: sudo apt-get install {names}"
        raise CannotGoOn(message)
    print(f"Installing from Debian: {names}", flush=True)
    install = ["install", "--yes", "--no-install-recommends", *missing]
    if _apt(*install).returncode == 0:
        return
    _apt("update")
    again = _apt(*install)
    if again.returncode != 0:
        print(again.stdout[-2000:], again.stderr[-2000:], sep="\n", file=sys.stderr)
        message = f"these could not be installed; try: apt-get install {names}"
        raise CannotGoOn(message)


def _debian() -> bool:
    return not WINDOWS and shutil.which("dpkg-query") is not None


def _missing(packages: Sequence[str]) -> list[str]:
    """Those of the packages that are not installed, under their name or with t64 after it."""
    asked = [spelling for name in packages for spelling in (name, f"{name}t64")]
    command = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Abbrev}\n", *asked]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = [line.split() for line in said.splitlines()]
    there = {row[0] for row in rows if row[1:2] == ["ii"]}
    return [name for name in packages if not there & {name, f"{name}t64"}]


def _apt(*words: str) -> subprocess.CompletedProcess[str]:
    """Run apt-get without questions, waiting for whoever holds its lock."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def _java() -> list[str]:
    """What veraPDF wants: a Java to run it, and a compiler (ecj is the small one)."""
    wanted = [] if shutil.which("java") else ["default-jre-headless"]
    return wanted if shutil.which("javac") else [*wanted, "ecj"]


# ------------------------------------------------------------------------------------- small


def _call(command: Sequence[Word], folder: Path = ROOT, **variables: str) -> int:
    """Run a command, from the top of the checkout unless told otherwise; return its exit code."""
    sys.stdout.flush()
    words = [str(word) for word in command]
    with contextlib.suppress(KeyboardInterrupt):
        env = {**os.environ, **variables}
        return subprocess.run(words, cwd=folder, env=env, check=False).returncode
    return 130


def _display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _uv() -> Path:
    """The locker, installed outside .venv so that it never becomes a dependency."""
    uv = TOOLS / ("Scripts/uv.exe" if WINDOWS else "bin/uv")
    if not uv.exists():
        import venv  # only here and where .venv is made

        venv.create(TOOLS, with_pip=True, clear=True)
        python = uv.with_name("python.exe" if WINDOWS else "python")
        if _call([python, "-m", "pip", "install", "--quiet", UV]) != 0:
            message = f"{UV} could not be installed; nothing was changed"
            raise CannotGoOn(message)
    return uv


def _tidied(text: str, kind: str) -> str:
    """A locked file without what is true of both our platforms, under a heading of ours."""
    both = (
        "platform_python_implementation == 'CPython' and "
        "(sys_platform == 'linux' or sys_platform == 'win32')"
    )
    text = text.replace("implementation_name != 'PyPy' and ", "")
    for noise in (f" and {both}", f" ; {both}", "platform_python_implementation == 'CPython' and "):
        text = text.replace(noise, "")
    what = "the program" if kind == "runtime" else "the program, its tests and its checks"
    return (
        f"# Everything {what} needs, with hashes, for Linux and Windows on Python 3.11 and newer.\n"
        f"# Made from pyproject.toml; remake with: python3 packaging/dev.py lock\n{text}"
    )


if __name__ == "__main__":
    sys.exit(main())
