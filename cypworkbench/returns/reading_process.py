"""The process that reads workbooks: bytes come on standard input, and answers go to standard output.

Files from outside are opened here and not in the window's process, so that one which hangs, or uses up its
memory, can be killed. Answers are JSON: whatever happens in here, nothing runs out there. Imports are few, for a
fast start.
"""

import json
import struct
import sys
from typing import Any, BinaryIO, NamedTuple

from cypworkbench.domain.cells import Cells
from cypworkbench.domain.evidence import Sheet, Workbook
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.locked import is_locked, key_of
from cypworkbench.returns.spreadsheet import read

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
            key = key_of(content, name, passphrase) if passphrase and is_locked(content) else b""
            workbook = _encode(read(content, name, key=key))
            answer: dict[str, object] = {"workbook": workbook, "key": key.hex()}
        except Refusal as refusal:
            answer = {"refusal": [refusal.what, refusal.remedy]}
        body = json.dumps(answer).encode()
        answers.write(ANSWER.pack(len(body)))
        answers.write(body)
        answers.flush()


class Answer(NamedTuple):
    """A workbook, and the key of its file where that is locked with a password."""

    workbook: Workbook
    key: bytes


def decode(body: bytes) -> Answer:
    """The workbook of an answer. Raises the Refusal, when the answer is one; ValueError or KeyError for no answer."""
    answer: dict[str, Any] = json.loads(body)
    if "refusal" in answer:
        raise Refusal(*answer["refusal"])
    said = answer["workbook"]
    sheets = tuple(_decode_sheet(sheet) for sheet in said.pop("sheets"))
    workbook = Workbook(**(said | {"sheets": sheets, "flags": frozenset(said["flags"])}))
    return Answer(workbook, bytes.fromhex(answer["key"]))


def _encode(workbook: Workbook) -> dict[str, object]:
    return {
        "name": workbook.name,
        "sha256": workbook.sha256,
        "size": workbook.size,
        "date_1904": workbook.date_1904,
        "flags": sorted(workbook.flags),
        "sheets": [
            {
                "name": sheet.name,
                "state": sheet.state,
                "cells": Cells(sheet.cells).plain()
                if not isinstance(sheet.cells, Cells)
                else sheet.cells.plain(),
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
                "merged": sheet.merged,
                "widths": sheet.widths,
                "issues": sheet.issues,
            }
            for sheet in workbook.sheets
        ],
    }


def _decode_sheet(said: dict[str, Any]) -> Sheet:
    return Sheet(
        name=said["name"],
        state=said["state"],
        cells=Cells.from_plain(said["cells"]),
        hidden_rows=frozenset(said["hidden_rows"]),
        hidden_columns=frozenset(said["hidden_columns"]),
        merged=tuple(said["merged"]),
        widths=tuple((column, width) for column, width in said["widths"]),
        issues=tuple(said["issues"]),
    )


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
