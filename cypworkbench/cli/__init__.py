"""The journey from a terminal: the same verbs as the window's, for batch work and for checks."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cypworkbench.cli import saying
from cypworkbench.cli.parser import parser
from cypworkbench.domain.refusal import Refusal

REFUSED = 3


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns 0 done, 1 the answer is no, 2 wrong use, 3 refused."""
    _speak_utf8()
    options = parser().parse_args(list(arguments))
    try:
        code = _run(options, arguments)
        # Now, while an answer can still be given: at exit Python would only complain.
        sys.stdout.flush()
    except KeyboardInterrupt:
        saying.say("Stopped. Whatever was already recorded is safe.")
        return REFUSED
    except BrokenPipeError:
        # Whoever was reading the output has gone; Python must not complain when it closes the pipe.
        _let_go_of_output()
        return 0
    except OSError as error:
        # The system said no where nothing better is known: a full disk behind the output, a name too long.
        _let_go_of_output()
        saying.say(f"Refused: the computer would not do that ({error.strerror or error}).")
        saying.say("Check the names given, and that there is room on the disk.")
        return REFUSED
    return code


def _run(options: argparse.Namespace, arguments: Sequence[str]) -> int:
    try:
        _check_letters(arguments)
        code: int = options.run(options)
    except Refusal as refusal:
        if getattr(options, "json", False):
            saying.print_json({"refused": {"what": refusal.what, "remedy": refusal.remedy}})
        saying.say(f"Refused: {refusal.what}\n{refusal.remedy}")
        return REFUSED
    return code


def _speak_utf8() -> None:
    """Write UTF-8 into pipes and files on every system: a Windows pipe would otherwise refuse a dash or a quote."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


def _check_letters(arguments: Sequence[str]) -> None:
    """Refuse an argument whose bytes are no text: it could be neither recorded nor shown."""
    for given in arguments:
        shown = given.encode(errors="replace").decode()
        if shown != given:
            raise Refusal(
                f"“{shown}” holds bytes that are no letters.",
                "Type it again, or rename the file with plain letters.",
            )


def _let_go_of_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def demonstrated(arguments: Sequence[str]) -> Path | None:
    """The workspace that a demonstration has just made, for the window to open; None for any other command."""
    if arguments[0] != "demo" or "--no-window" in arguments:
        return None
    return Path(parser().parse_args(list(arguments)).to) / "sample.cypw"
