"""The journey from a terminal: the same verbs as the window's, for batch work and for checks."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cypworkbench.cli import commands
from cypworkbench.cli.parser import parser
from cypworkbench.domain.refusal import Refusal

REFUSED = 3


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns 0 done, 1 the answer is no, 2 wrong use, 3 refused."""
    options = parser().parse_args(list(arguments))
    try:
        code: int = options.run(options)
    except Refusal as refusal:
        if getattr(options, "json", False):
            commands.print_json({"refused": {"what": refusal.what, "remedy": refusal.remedy}})
        commands.say(f"Refused: {refusal.what}\n{refusal.remedy}")
        return REFUSED
    except KeyboardInterrupt:
        commands.say("Stopped. Whatever was already recorded is safe.")
        return REFUSED
    except BrokenPipeError:
        # Whoever was reading the output has gone; Python must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def demonstrated(arguments: Sequence[str]) -> Path | None:
    """The workspace that a demonstration has just made, for the window to open; None for any other command."""
    if arguments[0] != "demo" or "--no-window" in arguments:
        return None
    return Path(parser().parse_args(list(arguments)).to) / "sample.cypw"
