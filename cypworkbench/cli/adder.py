"""How a topic adds its commands to the command line, and the arguments that many commands share."""

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]


class Adder:
    """Adds commands to one parser, each with its help line and its example."""

    def __init__(self, under: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        self._under = under
        self._groups: dict[str, Adder] = {}

    def add(self, name: str, run: Run, example: str) -> argparse.ArgumentParser:
        """A command. Its help line is the docstring of `run`; `example` is the line after `cypworkbench`."""
        says = (run.__doc__ or "").strip()
        made = self._under.add_parser(
            name,
            help=says.rstrip("."),
            description=says,
            epilog=f"Example:  cypworkbench {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    def group(self, name: str, says: str) -> "Adder":
        """Commands under a command, as in `workspace log`. The same group when asked again: topics may share one."""
        if name not in self._groups:
            made = self._under.add_parser(name, help=says, description=f"{says}.")
            under = made.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND")
            self._groups[name] = Adder(under)
        return self._groups[name]


def takes_person(made: argparse.ArgumentParser) -> None:
    """`--as`: who is deciding. Decisions cannot be recorded without it."""
    made.add_argument(
        "--as", dest="person", required=True, metavar="PERSON", help="who is deciding, by role"
    )


def may_take_person(made: argparse.ArgumentParser) -> None:
    """`--as`, the analyst unless named: for what is recorded but decides nothing."""
    made.add_argument("--as", dest="person", default="analyst", metavar="PERSON")


def may_print_json(made: argparse.ArgumentParser) -> None:
    """`--json`."""
    made.add_argument(
        "--json", action="store_true", help="print one JSON document and nothing else"
    )


def may_read_passphrase(made: argparse.ArgumentParser) -> None:
    """`--passphrase-stdin`."""
    made.add_argument(
        "--passphrase-stdin", action="store_true", help="read the passphrase from standard input"
    )
