"""The pulse itself can be trusted: it names the line of a stall, and a wait on the window's thread is one."""

import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.desktop.heartbeat import Heartbeat


def work() -> None:
    end = (
        time.thread_time() + 0.12
    )  # of the processor's time: another program may have it in between
    while time.thread_time() < end:
        pass


def wait() -> None:
    time.sleep(0.12)


def test_both_work_and_waiting_on_the_windows_thread_are_stalls(qtbot: QtBot) -> None:
    for cause in (work, wait):
        with Heartbeat() as pulse:
            QTimer.singleShot(60, cause)
            qtbot.wait(400)
        assert pulse.worst_ms > 50, cause
        assert cause.__name__ in pulse.over(50)


def test_a_window_with_nothing_to_do_has_none(qtbot: QtBot) -> None:
    with Heartbeat() as pulse:
        qtbot.wait(300)
    assert pulse.beats > 8
    assert pulse.worst_ms < 50, pulse.over(20)
