"""Read dropped files in one worker process, which Cancel kills; a worker that dies is a refusal and no crash."""

import hashlib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

import cypworkbench
from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.locked import is_locked
from cypworkbench.returns.package import SMALLER, Limits
from cypworkbench.returns.reading_process import ANSWER, REQUEST, decode

PATIENCE_SECONDS = 30.0
"""How long a worker may take over one file before it is killed; the reader gives up by itself well before."""

LARGEST = Limits().file
"""Bytes: a larger file is not even taken into memory."""

_GLANCE_SECONDS = 0.02
_NO_WINDOW = (
    0x08000000 if sys.platform == "win32" else 0
)  # subprocess.CREATE_NO_WINDOW, which only Windows has
_BROKE_OFF = (
    "Open it in Excel, copy the figures alone into the blank return, and send that; "
    "tell whoever looks after the workbench."
)
# the folder is named so that the worker finds the same code, installed or not
_START = "import sys; sys.path.insert(0, sys.argv[1]); from cypworkbench.returns import reading_process as r; r.main()"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: its bytes, and the workbook in it or the refusal that keeps it out.

    `is_locked` tells that a password is wanted, or another one.
    """

    name: str
    sha256: str
    content: bytes
    workbook: Workbook | None = None
    refusal: Refusal | None = None
    is_locked: bool = False


def read_files(
    paths: Sequence[Path],
    on_progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    passphrase: str = "",
) -> tuple[Reading, ...]:
    """Read files in order. `on_progress` is told (files done, files in all, the next file's name).

    `passphrase` opens those that are locked. A file that cannot be read carries its refusal. Raises Refusal
    only when cancelled, having killed the worker.
    """
    return tuple(read_each(paths, on_progress, cancelled, passphrase))


def read_each(
    paths: Sequence[Path],
    on_progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    passphrase: str = "",
) -> Iterator[Reading]:
    """As `read_files`, each file as soon as it is read: the next is being read while this one is looked at."""
    with _Worker(cancelled or _never) as worker, ThreadPoolExecutor(1) as ahead:
        coming = [ahead.submit(_read_one, path, worker, passphrase) for path in paths]
        try:
            for done, (path, reading) in enumerate(zip(paths, coming, strict=True)):
                if on_progress:
                    on_progress(done, len(paths), path.name)
                yield reading.result()
        finally:
            for reading in coming:
                reading.cancel()
    if on_progress and paths:
        on_progress(len(paths), len(paths), "")


def _never() -> bool:
    return False


def _read_one(path: Path, worker: "_Worker", passphrase: str) -> Reading:
    try:
        if path.stat().st_size > LARGEST:
            refusal = Refusal(f"{path.name} is larger than {LARGEST >> 20} MB.", SMALLER)
            return Reading(path.name, "", b"", refusal=refusal)
        content = path.read_bytes()
    except OSError:
        remedy = "Check that it is still there, that it is a file, and that you may open it."
        refusal = Refusal(f"{path.name} could not be opened.", remedy)
        return Reading(path.name, "", b"", refusal=refusal)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        workbook = worker.read(content, path.name, passphrase)
    except _Cancelled:
        raise
    except Refusal as refusal:
        # nothing of a refused file goes any further
        locked = is_locked(content)
        return Reading(path.name, sha256, b"", refusal=refusal, is_locked=locked)
    return Reading(path.name, sha256, content, workbook)


class _Cancelled(Refusal):
    pass


class _Worker:
    """The process, started when the first file comes and again after one killed it."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kill()

    def read(self, content: bytes, name: str, passphrase: str = "") -> Workbook:
        """The workbook in those bytes. Raises Refusal, also when the worker dies or takes too long."""
        process = self._process or self._begin()
        answers: SimpleQueue[bytes] = SimpleQueue()
        talk = threading.Thread(
            target=_ask, args=(process, (content, name, passphrase), answers), daemon=True
        )
        talk.start()
        body = self._await(answers, name)
        if not body:
            self._kill()
            raise Refusal(f"{name} broke off the process that was reading it.", _BROKE_OFF)
        try:
            return decode(body)
        except (ValueError, KeyError, TypeError) as fault:
            self._kill()
            raise Refusal(f"{name} was not read to its end.", _BROKE_OFF) from fault

    def _await(self, answers: "SimpleQueue[bytes]", name: str) -> bytes:
        for _ in range(int(PATIENCE_SECONDS / _GLANCE_SECONDS)):
            if self._cancelled():
                self._kill()
                raise _Cancelled("Reading was cancelled.", "Drop the files again to read them.")
            try:
                return answers.get(timeout=_GLANCE_SECONDS)
            except Empty:
                continue
        self._kill()
        raise Refusal(
            f"{name} was still being read after {PATIENCE_SECONDS:.0f} seconds.", _BROKE_OFF
        )

    def _begin(self) -> subprocess.Popen[bytes]:
        folder = str(Path(cypworkbench.__file__).parent.parent)
        # -I hears no environment: where this process must not write compiled modules, neither must that one
        plain = ["-B"] if sys.dont_write_bytecode else []
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and our own code
            [sys.executable, "-I", *plain, "-c", _START, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
        return self._process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        # the other end died with something still unsent
        return


def _ask(
    process: subprocess.Popen[bytes],
    request: tuple[bytes, str, str],
    answers: "SimpleQueue[bytes]",
) -> None:
    """Send one file and pass its answer on; empty when the worker died over it."""
    content, name, passphrase = request
    said, secret = (text.encode("utf-8", "replace") for text in (name, passphrase))
    try:
        if process.stdin is None or process.stdout is None:
            return
        process.stdin.write(REQUEST.pack(len(said), len(secret), len(content)))
        process.stdin.write(said)
        process.stdin.write(secret)
        process.stdin.write(content)
        process.stdin.flush()
        header = process.stdout.read(ANSWER.size)
        body = process.stdout.read(ANSWER.unpack(header)[0]) if header else b""
    except (OSError, ValueError):
        # the pipe broke, or was closed under us when the worker was killed
        body = b""
    answers.put(body)
