"""The helper process: answers by number, drops late ones, is stopped when asked and killed when it will not."""

import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import MappingProxyType

import pytest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.helper_process import Channel, Question, Said
from cypworkbench.desktop.keeper import Keeper, Kept
from cypworkbench.desktop.workbench import HelperFault, Workbench
from cypworkbench.desktop.worker import Worker
from cypworkbench.domain.refusal import Refusal


def doubled(channel: Channel, number: int) -> int:
    channel.progress(1, 2, "doubling")
    return number * 2


def mapped(channel: Channel) -> MappingProxyType[str, int]:
    del channel
    return MappingProxyType({"a": 1})


def priority(channel: Channel) -> int:
    del channel
    return os.getpriority(os.PRIO_PROCESS, 0)


def refused(channel: Channel) -> None:
    del channel
    raise Refusal("It is shut.", "Open it.")


def broken(channel: Channel) -> None:
    del channel
    secret = {"figure": 34.2}
    secret["none"]


def obedient(channel: Channel) -> str:
    while not channel.cancelled():
        time.sleep(0.01)
    return "stopped by itself"


def stubborn(channel: Channel) -> None:
    del channel
    time.sleep(60)


@pytest.fixture
def worker(qtbot: QtBot) -> Generator[Worker]:
    del qtbot
    made = Worker()
    yield made
    made.close()
    assert not made._thread.is_alive()
    assert made._process is not None
    assert not made._process.is_alive()


def heard(worker: Worker, qtbot: QtBot, wanted: int) -> list[Said]:
    said: list[Said] = []
    worker.said.connect(said.append)
    qtbot.waitUntil(
        lambda: len([s for s in said if s.kind != "progress"]) >= wanted, timeout=20_000
    )
    return said


def test_answers_come_back_by_number_with_progress_before(worker: Worker, qtbot: QtBot) -> None:
    worker.ask(Question(1, doubled, (4,)))
    worker.ask(Question(2, mapped, ()))
    said = heard(worker, qtbot, 2)
    assert [(s.number, s.kind) for s in said] == [(1, "progress"), (1, "answer"), (2, "answer")]
    assert said[1].value == 8
    assert said[2].value == MappingProxyType({"a": 1})


def test_a_refusal_crosses_whole_and_a_fault_names_lines_but_no_values(
    worker: Worker, qtbot: QtBot
) -> None:
    worker.ask(Question(1, refused, ()))
    worker.ask(Question(2, broken, ()))
    refusal, fault = heard(worker, qtbot, 2)
    assert isinstance(refusal.value, Refusal)
    assert (refusal.value.what, refusal.value.remedy) == ("It is shut.", "Open it.")
    assert fault.kind == "fault"
    assert "broken" in str(fault.value)
    assert "34.2" not in str(fault.value)


def test_a_later_question_of_the_same_kind_overtakes_one_that_waits(
    worker: Worker, qtbot: QtBot
) -> None:
    worker.ask(Question(1, doubled, (1,)))
    for number in (2, 3, 4):
        worker.ask(Question(number, doubled, (number,), "chart"))
    said = [s for s in heard(worker, qtbot, 4) if s.kind != "progress"]
    assert [(s.number, s.kind) for s in said] == [
        (1, "answer"),
        (2, "stopped"),
        (3, "stopped"),
        (4, "answer"),
    ]


def test_a_cancelled_task_is_asked_first(worker: Worker, qtbot: QtBot) -> None:
    worker.ask(Question(1, obedient, ()))
    qtbot.waitUntil(lambda: worker.current == 1, timeout=20_000)
    worker.cancel(1)
    assert [s.kind for s in heard(worker, qtbot, 1)] == ["stopped"]


def test_one_that_will_not_stop_is_killed_and_the_next_question_is_answered(
    worker: Worker, qtbot: QtBot
) -> None:
    worker.ask(Question(1, stubborn, ()))
    worker.ask(Question(2, doubled, (3,)))
    qtbot.waitUntil(lambda: worker.current == 1, timeout=20_000)
    worker.cancel(1)
    worker.kill(1)
    said = [s for s in heard(worker, qtbot, 2) if s.kind != "progress"]
    assert [(s.number, s.kind, s.value) for s in said] == [(1, "stopped", None), (2, "answer", 6)]


def test_closing_while_it_is_busy_leaves_no_process_and_no_thread(
    worker: Worker, qtbot: QtBot
) -> None:
    worker.ask(Question(1, stubborn, ()))
    qtbot.waitUntil(lambda: worker.current == 1, timeout=20_000)


def test_a_change_without_a_workspace_is_refused_and_one_that_cannot_open_keeps_the_old(
    qtbot: QtBot, tmp_path: Path
) -> None:
    keeper = Keeper()
    kept: list[Kept] = []
    keeper.kept.connect(kept.append)

    def shut() -> object:
        raise Refusal("It is held elsewhere.", "Close it there.")

    keeper.change(1, lambda workspace: workspace)
    keeper.open(2, shut)  # type: ignore[arg-type]  # it never returns
    qtbot.waitUntil(lambda: len(kept) == 2)
    keeper.close()
    assert [k.refusal.what for k in kept if k.refusal] == [
        "No workspace is open.",
        "It is held elsewhere.",
    ]
    assert not list(tmp_path.iterdir())


def test_a_fault_while_deciding_is_told_and_the_next_decision_is_made(
    qtbot: QtBot, tmp_path: Path
) -> None:
    bench = Workbench()
    said: list[object] = []
    with qtbot.capture_exceptions() as faults:
        bench.create(tmp_path / "w.cypw", "cypfp-2022")
        qtbot.waitUntil(lambda: bench.is_quiet, timeout=60_000)
        bench.decide("Breaking", lambda _desk: int("none"))
        bench.decide("Going on", lambda desk: desk.by.name, said.append)
        qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    bench.close()
    assert said == [bench.by.name]
    ((kind, error, _),) = faults
    assert kind is HelperFault
    assert str(error).startswith("ValueError\n")
    assert "none" not in str(error), "a report holds no value that was met"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names its priorities otherwise")
def test_the_window_comes_before_the_helper_for_a_processor(worker: Worker, qtbot: QtBot) -> None:
    worker.ask(Question(1, priority, ()))
    said = heard(worker, qtbot, 1)
    assert said[-1].value == os.getpriority(os.PRIO_PROCESS, 0) + 5
