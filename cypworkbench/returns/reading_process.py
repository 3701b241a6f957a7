"""The process that reads workbooks: bytes come on standard input, and answers go to standard output.

Files from outside are opened here and not in the window's process, so that one which hangs, or uses up its
memory, can be killed. Answers are JSON: whatever happens in here, nothing runs out there. Imports are few, for a
fast start.
"""

import json
import struct
import sys
from typing import Any, BinaryIO

from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.workbook_json import from_plain, to_plain

REQUEST = struct.Struct(">IIQ")
"""What stands before a request: the lengths of the file's name, of its password (if any) and of its content."""

ANSWER = struct.Struct(">Q")
"""What stands before an answer: its length."""

_MEMORY = 2 << 30


def main() -> None:
    """Read files until standard input ends."""
    _bound_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request in turn: the workbook, or the refusal."""
    while header := requests.read(REQUEST.size):
        name_length, passphrase_length, length = REQUEST.unpack(header)
        name = requests.read(name_length).decode()
        passphrase = requests.read(passphrase_length).decode()
        content = requests.read(length)
        try:
            workbook = read(content, name, passphrase=passphrase)
            answer: dict[str, object] = {"workbook": to_plain(workbook)}
        except Refusal as refusal:
            answer = {"refusal": [refusal.what, refusal.remedy]}
        body = json.dumps(answer).encode()
        answers.write(ANSWER.pack(len(body)))
        answers.write(body)
        answers.flush()


def decode(body: bytes) -> Workbook:
    """The workbook of an answer. Raises the Refusal, when the answer is one; ValueError or KeyError for no answer."""
    answer: dict[str, Any] = json.loads(body)
    if "refusal" in answer:
        raise Refusal(*answer["refusal"])
    return from_plain(answer["workbook"])


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
