"""The command that does all of it, on the sample partnership."""

import argparse
from collections.abc import Callable
from pathlib import Path

from cypworkbench.cli import saying
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.pack import Verdict


def add(adder: Adder) -> None:
    """Add `demo`."""
    made = adder.add("demo", demo, "demo --to demo-output")
    made.add_argument("--to", required=True, metavar="DIR", help="where the files go")
    made.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    may_print_json(made)


def demo(options: argparse.Namespace) -> int:
    """The whole journey on the sample partnership."""
    from cypworkbench.flow import journey  # the whole journey, only when asked for

    verdict = journey.run(Path(options.to), _say_or_print(options))
    return DONE if verdict is Verdict.AS_SIGNED else NO


def _say_or_print(options: argparse.Namespace) -> Callable[[str], None]:
    return saying.say if options.json else print
