"""What a command says: results on standard output, progress and messages on standard error."""

import json
import sys

from cypworkbench.domain.plain import Plain

DONE, NO = 0, 1


def print_json(document: Plain) -> None:
    """The one JSON document a command with --json prints."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """A message beside the result."""
    print(text, file=sys.stderr)


def progress(done: int, total: int, name: str) -> None:
    """Say which file is being read, when there are several."""
    if total > 1 and name:
        say(f"Reading {done + 1} of {total}: {name}")
