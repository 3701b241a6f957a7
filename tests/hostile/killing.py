"""Killing a process, or failing its disk, inside one chosen system call.

A child is forked and traced. Each call by which it could change a file is counted as it is entered; at the chosen one
the child is killed, or lets half of a write through first, or is told that the disk is full from then on. So every
moment at which a kill can land differently is reached by number, not by luck. A filter in the child has the kernel
stop it at those calls alone: stopping at every call took four times as long. Linux on x86-64 only.
"""

import ctypes
import errno
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

CAN_TRACE = sys.platform == "linux" and platform.machine() == "x86_64"
_TRACEME, _CONT, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS = 0, 7, 12, 13, 24, 0x4200
_TELL_OF_FILTERED, _DIE_WITH_US = 0x80, 0x100000
_FILTERED = signal.SIGTRAP | 7 << 8
_NO_NEW_RIGHTS, _SET_FILTER, _BY_PROGRAM = 38, 22, 2
_LOAD, _SAME, _ANSWER = 0x20, 0x15, 0x06  # of the filter’s little language
_LET, _STOP = 0x7FFF0000, 0x7FF00000
# by number on x86-64: calls that write through a descriptor, and calls that change names or sizes
_THROUGH = {1: "write", 18: "pwrite64", 20: "writev", 40: "sendfile", 326: "copy_file_range"}
_THROUGH |= {74: "fsync", 75: "fdatasync", 77: "ftruncate", 91: "fchmod"}
_NAMING = {82: "rename", 87: "unlink", 83: "mkdir", 84: "rmdir", 263: "unlinkat", 264: "renameat"}
_NAMING |= {
    316: "renameat2",
    86: "link",
    265: "linkat",
    76: "truncate",
    90: "chmod",
    258: "mkdirat",
}
_TORN = {"write", "pwrite64"}
_FULL = {
    "write",
    "pwrite64",
    "writev",
    "sendfile",
    "copy_file_range",
    "mkdir",
    "fsync",
    "fdatasync",
}


_ALL = {*_THROUGH.values(), *_NAMING.values()}


class Fault(Enum):
    """What happens at the chosen call."""

    KILL = "killed before the call"
    TEAR = "half of the write, then killed"
    FULL = "the disk is full from this call on"
    HELD = "somebody holds the name for a while"


_MET = {Fault.TEAR: _TORN, Fault.FULL: _FULL, Fault.HELD: {"rename"}}


class _Registers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_ulong)
        for name in (
            *("r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx"),
            *("rdx", "rsi", "rdi", "orig_rax", "rip", "cs", "eflags", "rsp", "ss"),
            *("fs_base", "gs_base", "ds", "es", "fs", "gs"),
        )
    ]


class _Line(ctypes.Structure):
    """One line of a filter: an operation, how far to jump if it holds or not, and its operand."""

    _fields_ = (
        ("code", ctypes.c_ushort),
        ("holds", ctypes.c_ubyte),
        ("fails", ctypes.c_ubyte),
        ("operand", ctypes.c_uint),
    )


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.POINTER(_Line)))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a traced run ended: how many calls were counted, what the child said before, and whether it was reached."""

    calls: int
    said: tuple[str, ...]
    reached: bool
    name: str = ""


class Says:
    """The child's way to say something that stays said when it is killed a moment later."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def __call__(self, words: str) -> None:
        os.write(self._handle, words.encode() + b"\n")


Work = Callable[[Says], None]


def run(work: Work, at: int = 0, fault: Fault = Fault.KILL, seconds: float = 0) -> Ended:
    """Run `work` in a traced child, with a fault at its call of that number; none when 0. The child must not fail.

    A name is held for that many seconds, from the first time it is met.
    """
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        _be_traced(work, say)
    os.close(say)
    traced = _Traced(child, at, fault, seconds)
    try:
        traced.follow()
    finally:
        with os.fdopen(hear, "rb") as pipe:
            said = tuple(pipe.read().decode().splitlines())
    if traced.exit_code not in (0, None):
        message = f"the child failed at call {at}, {fault.value}: {said}"
        raise AssertionError(message)
    return Ended(traced.calls, said, traced.reached, traced.name)


def _be_traced(work: Work, say: int) -> None:
    code = 1
    try:
        _ptrace(_TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _stop_only_at([*_THROUGH, *_NAMING])
        work(Says(say))
        code = 0
    except BaseException:  # noqa: BLE001  whatever it is, the parent must hear of it and this child must end here
        os.write(say, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _stop_only_at(calls: list[int]) -> None:
    """From here on, stop this process for its tracer as it enters any of these calls, and let all others pass."""
    lines = [_Line(_LOAD, 0, 0, 0)]
    lines += [_Line(_SAME, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    lines += [_Line(_ANSWER, 0, 0, _LET), _Line(_ANSWER, 0, 0, _STOP)]
    program = _Filter(len(lines), (_Line * len(lines))(*lines))
    libc = ctypes.CDLL(None, use_errno=True)
    refused = libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    if refused or libc.prctl(_SET_FILTER, _BY_PROGRAM, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _ptrace(request: int, process: int, address: int = 0, data: object = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    pointer = (
        ctypes.byref(data) if isinstance(data, _Registers) else ctypes.c_void_p(int(str(data)))
    )
    if libc.ptrace(request, process, ctypes.c_void_p(address), pointer) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


class _Traced:
    """One child, followed from call to call."""

    def __init__(self, child: int, at: int, fault: Fault, seconds: float) -> None:
        self.child, self.at, self.fault = child, at, fault
        self.seconds, self.until = seconds, 0.0
        self.calls, self.reached, self.name = 0, False, ""
        self.exit_code: int | None = None
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._registers = _Registers()

    def follow(self) -> None:
        os.waitpid(self.child, 0)
        _ptrace(_SETOPTIONS, self.child, 0, _TELL_OF_FILTERED | _DIE_WITH_US)
        pending = 0
        while True:
            self._libc.ptrace(_CONT, self.child, None, ctypes.c_void_p(pending))
            _, status = os.waitpid(self.child, 0)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                self.exit_code = os.waitstatus_to_exitcode(status)
                return
            pending = 0
            if status >> 8 != _FILTERED:
                pending = os.WSTOPSIG(status)
            elif self._met():
                return

    def _met(self) -> bool:
        """At the entry of a call: count it, and do what is to be done. True when the child is dead."""
        registers = self._registers
        _ptrace(_GETREGS, self.child, 0, registers)
        name = _THROUGH.get(registers.orig_rax, "")
        if name and not self._is_file(registers.rdi):
            return False
        name = name or _NAMING.get(registers.orig_rax, "")
        if name not in _MET.get(self.fault, _ALL):
            return False
        self.calls += 1
        if not self.at or self.calls < self.at:
            return False
        self.reached, self.name = True, self.name or name
        if self.fault is Fault.HELD:
            self.until = self.until or time.monotonic() + self.seconds
            if time.monotonic() < self.until:
                self._refuse(registers, errno.EACCES)
            return False
        if self.fault is Fault.FULL:
            self._refuse(registers, errno.ENOSPC)
            return False
        if self.fault is Fault.TEAR:
            registers.rdx //= 2
            _ptrace(_SETREGS, self.child, 0, registers)
            self._libc.ptrace(_SYSCALL, self.child, None, None)  # to the end of this call
            os.waitpid(self.child, 0)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        return True

    def _refuse(self, registers: _Registers, error: int) -> None:
        """Answer the call with an error, without making it."""
        registers.orig_rax = ctypes.c_ulong(-1).value
        registers.rax = ctypes.c_ulong(-error).value
        _ptrace(_SETREGS, self.child, 0, registers)

    def _is_file(self, handle: int) -> bool:
        try:
            return Path(f"/proc/{self.child}/fd/{handle}").readlink().is_file()
        except OSError:
            return False
