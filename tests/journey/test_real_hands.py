"""The journey once more with a real mouse and keyboard: a drag from another program, under a real X server."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from cypworkbench.flow import sample

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
State = dict[str, Any]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an X server is no part of Windows")


class Screen:
    """A virtual screen with a mouse and a keyboard."""

    def __init__(self) -> None:
        out, into = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(into), "-screen", "0", "1700x800x24", "-nolisten", "tcp"],
            pass_fds=(into,),
            stderr=subprocess.DEVNULL,
        )
        os.close(into)
        with os.fdopen(out) as said:
            self.display = f":{said.readline().strip()}"
        self.environment = os.environ | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def start(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", f"tests.journey.{program}", *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def hand(self, *arguments: object) -> None:
        """One movement of the mouse or the keyboard."""
        words = [str(a) for a in arguments]
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=20)

    def click(self, at: list[int]) -> None:
        self.hand("mousemove", *at, "click", 1)

    def close(self) -> None:
        self.server.terminate()
        self.server.wait(timeout=10)


class Watched:
    """The window's program, and the last thing it wrote down."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self.program = program
        self.seen: State = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self.seen = json.loads(line)

    def until(self, what: Callable[[State], bool]) -> State:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            assert self.program.poll() is None, "the window has gone"
            if self.seen and what(self.seen):
                return self.seen
            time.sleep(0.05)
        raise AssertionError(json.dumps(self.seen, indent=1))

    def close(self) -> None:
        self.program.terminate()
        self.program.wait(timeout=10)
        self._reader.join(timeout=10)
        assert self.program.stdout is not None
        self.program.stdout.close()


@pytest.fixture
def screen() -> Generator[Screen]:
    made = Screen()
    yield made
    made.close()


@pytest.fixture
def window(screen: Screen, tmp_path: Path) -> Generator[Watched]:
    made = Watched(screen.start("told_window", str(tmp_path)))
    yield made
    made.close()


def drag(screen: Screen, files: tuple[Path, ...]) -> str:
    """Pick files up in another program's window and let them go over ours. Returns what the drag came to."""
    source = screen.start("drag_source", "1450", "100", *(str(f) for f in files))
    time.sleep(1.5)
    screen.hand("mousemove", 1500, 150, "mousedown", 1)
    for step in range(1, 11):
        time.sleep(0.05)
        screen.hand("mousemove", 1500 - step * 90, 150 + step * 25)
    time.sleep(0.4)
    screen.hand("mousemove", 602, 402)
    time.sleep(0.2)
    screen.hand("mouseup", 1)
    assert source.stdout is not None
    came = source.stdout.readline().strip()
    time.sleep(1.5)  # the files' names are asked for only after the mouse is let go
    source.terminate()
    source.wait(timeout=10)
    source.stdout.close()
    return came


def test_mouse_and_keyboard_alone_reach_a_signed_pack(screen: Screen, window: Watched) -> None:
    quiet = window.until(lambda s: s["quiet"] and s["returns"] == 0)
    assert quiet["place"] == "round"
    assert drag(screen, sample.returns()) == "CopyAction"
    seen = window.until(lambda s: s["quiet"] and s["returns"] == 11)
    assert any(".xls)" in what for what in seen["refused"])
    explain_one(screen, window)
    assert drag(screen, sample.resubmitted()) == "CopyAction"
    window.until(lambda s: s["quiet"])
    time.sleep(0.5)
    choose(screen, window, "Return", "s")  # Answer as the sample's notes do
    window.until(lambda s: s["quiet"] and s["open"] == 0)
    issue(screen, window)
    for number in range(3):
        sign_next(screen, window, number)
    screen.click(window.seen["at"]["verify"])
    verdict = window.until(lambda s: s["quiet"] and s["verdict"].startswith("As signed."))
    assert verdict["signed"] == 3


def explain_one(screen: Screen, window: Watched) -> None:
    screen.hand("mousemove", 600, 20, "windowfocus", "--sync", focus(screen))
    screen.hand("key", "ctrl+2")
    seen = window.until(lambda s: s["quiet"] and s["place"] == "returns")
    for _ in range(seen["open"]):
        if seen["can_explain"]:
            break
        screen.hand("key", "F8")
        time.sleep(0.3)
        seen = window.until(lambda s: s["quiet"])
    assert seen["can_explain"], "F8 came by every open finding, and none could be explained"
    before = seen["open"]
    screen.click(seen["at"]["text"])
    screen.hand("type", "--delay", "5", "Confirmed by telephone.")
    window.until(lambda s: s["written"] == "Confirmed by telephone.")
    screen.hand("key", "ctrl+e")
    window.until(lambda s: s["quiet"] and s["open"] == before - 1 and s["explained"] == 1)


def focus(screen: Screen) -> str:
    """The window's number on the screen: there is no window manager to give it the keyboard."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "CYP Workbench"],
        env=screen.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.split()[0]


def issue(screen: Screen, window: Watched) -> None:
    screen.hand("key", "ctrl+4")
    # The three steps are all that is left to do.
    seen = window.until(lambda s: s["quiet"] and s["place"] == "packs" and s["blockers"] == 3)
    for stage in ("checked", "commented", ""):
        screen.click(seen["at"]["stage"])
        seen = window.until(lambda s, stage=stage: s["quiet"] and s["stage"] == stage)  # type: ignore[misc]  # bound now
    seen = window.until(lambda s: s["quiet"] and s["blockers"] == 0)
    screen.click(seen["at"]["issue"])
    window.until(lambda s: s["quiet"] and s["signed"] == 0)
    choose(screen, window, "Signing", "t")  # Make trial identities
    window.until(lambda s: s["quiet"] and s["identities"] == 3)


def choose(screen: Screen, window: Watched, menu: str, letter: str) -> None:
    """Open a menu with the mouse and choose by the letter underlined in it."""
    screen.click(window.seen["menus"][menu])
    time.sleep(0.4)
    screen.hand("key", letter)


def sign_next(screen: Screen, window: Watched, number: int) -> None:
    screen.click(window.seen["at"]["sign"])
    seen = window.until(lambda s: s["dialog"] and s["at"]["secret"] != [0, 0])
    time.sleep(0.3)
    screen.click(window.seen["at"]["browse"])
    seen = window.until(lambda s: s["identity"] != "")
    screen.click(seen["at"]["secret"])
    screen.hand("type", "--delay", "5", sample.PASSPHRASE)
    screen.hand("key", "Return")
    window.until(lambda s: s["quiet"] and s["signed"] == number + 1 and not s["dialog"])
