"""The commands' names, arguments, help and examples. Their names are fixed: people script against them."""

import argparse
from collections.abc import Callable

from cypworkbench import __version__
from cypworkbench.cli import commands

_Run = Callable[[argparse.Namespace], int]


class _Adder:
    """Adds commands to one parser, each with its help line and its example."""

    def __init__(self, under: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        self._under = under

    def add(self, name: str, run: _Run, example: str) -> argparse.ArgumentParser:
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

    def group(self, name: str, says: str) -> "_Adder":
        made = self._under.add_parser(name, help=says, description=f"{says}.")
        return _Adder(made.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND"))


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="cypworkbench",
        description="From a partnership's Excel returns to board packs that prove themselves. "
        "With no command, opens the window.",
    )
    top.add_argument("--version", action="version", version=f"cypworkbench {__version__}")
    adder = _Adder(top.add_subparsers(dest="command", required=True, metavar="COMMAND"))
    _add_plans(adder)
    _add_returns(adder)
    _add_decisions(adder)
    _add_packs(adder)
    _add_keeping(adder)
    return top


def _as(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--as", dest="person", required=True, metavar="PERSON", help="who is deciding, by role"
    )


def _json(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--json", action="store_true", help="print one JSON document and nothing else"
    )


def _secret(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--passphrase-stdin", action="store_true", help="read the passphrase from standard input"
    )


def _add_plans(adder: _Adder) -> None:
    demo = adder.add("demo", commands.demo, "demo --to demo-output")
    demo.add_argument("--to", required=True, metavar="DIR", help="where the files go")
    demo.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    _json(demo)
    plan = adder.group("plan", "The plans, their measures and boards")
    _json(plan.add("list", commands.plan_list, "plan list"))
    show = plan.add("show", commands.plan_show, "plan show cypfp-2022 --json")
    show.add_argument("framework", nargs="?", default="cypfp-2022", metavar="FRAMEWORK")
    _json(show)
    new = adder.add("new", commands.new, "new lancashire.cypw --framework cypfp-2022 --as analyst")
    new.add_argument("workspace", metavar="WORKSPACE")
    new.add_argument("--framework", required=True, metavar="ID")
    new.add_argument("--as", dest="person", default="analyst", metavar="PERSON")


def _add_returns(adder: _Adder) -> None:
    opened = adder.add(
        "round", commands.open_round, 'round w.cypw --round "Round 2 of 2026/27" --as analyst'
    )
    opened.add_argument("workspace", metavar="WORKSPACE")
    opened.add_argument("--round", required=True, metavar="LABEL")
    for name in ("--due", "--meeting", "--as-at"):
        opened.add_argument(name, metavar="DATE")
    opened.add_argument("--note", default="", metavar="TEXT", help="printed on every cover")
    _as(opened)
    issue = adder.add(
        "issue", commands.issue, 'issue w.cypw --round "Round 2 of 2026/27" --to blanks'
    )
    issue.add_argument("workspace", metavar="WORKSPACE")
    issue.add_argument("--round", required=True, metavar="LABEL")
    issue.add_argument("--board", action="append", metavar="ID")
    issue.add_argument("--to", required=True, metavar="DIR")
    check = adder.add("check", commands.check, "check *.xlsx --json")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument("--workspace", metavar="W")
    check.add_argument(
        "--framework", default="cypfp-2022", metavar="ID", help="the plan, without a workspace"
    )
    check.add_argument(
        "--observations", metavar="OUT.csv", help="write every figure read, with its cell"
    )
    _json(check)
    accept = adder.add("accept", commands.accept, "accept w.cypw *.xlsx --as analyst")
    accept.add_argument("workspace", metavar="WORKSPACE")
    accept.add_argument("files", nargs="+", metavar="FILE")
    _as(accept)
    _json(accept)
    published = adder.add(
        "published", commands.published, "published w.cypw comparators.csv --as analyst"
    )
    published.add_argument("workspace", metavar="WORKSPACE")
    published.add_argument("files", nargs="+", metavar="FILE")
    published.add_argument("--as", dest="person", default="analyst", metavar="PERSON")


def _add_decisions(adder: _Adder) -> None:
    explain = adder.add(
        "explain",
        commands.explain,
        'explain w.cypw "Outcome 2!G14" --as analyst --because "Checked by telephone."',
    )
    explain.add_argument("workspace", metavar="WORKSPACE")
    explain.add_argument(
        "finding", metavar="FINDING", help="its key, or its cell when only one finding is there"
    )
    explain.add_argument("--because", required=True, metavar="TEXT")
    _as(explain)
    aside = adder.add(
        "set-aside",
        commands.set_aside,
        'set-aside w.cypw --board wyre --as "head of service" --because "Never came."',
    )
    aside.add_argument("workspace", metavar="WORKSPACE")
    aside.add_argument("--board", required=True, metavar="ID")
    aside.add_argument(
        "--measure", default="", metavar="ID", help="one measure; the whole return without it"
    )
    aside.add_argument("--because", required=True, metavar="TEXT")
    _as(aside)
    target = adder.add("target", commands.target, "target w.cypw --from targets.csv --as analyst")
    target.add_argument("workspace", metavar="WORKSPACE")
    target.add_argument("--from", dest="source", required=True, metavar="FILE.csv")
    _as(target)


def _add_packs(adder: _Adder) -> None:
    pack = adder.add(
        "pack",
        commands.pack,
        "pack w.cypw --board cypfp --edition board --to county.pdf --as analyst",
    )
    pack.add_argument("workspace", metavar="WORKSPACE")
    pack.add_argument("--board", required=True, metavar="ID")
    pack.add_argument("--edition", default="board", choices=["board"], metavar="NAME")
    pack.add_argument("--round", metavar="LABEL", help="the round in hand unless named")
    pack.add_argument("--to", required=True, metavar="FILE.pdf")
    pack.add_argument("--as", dest="person", default="analyst", metavar="PERSON")
    sign = adder.add(
        "sign", commands.sign, 'sign county.pdf --identity chair.p12 --role "Board chair"'
    )
    sign.add_argument("file", metavar="FILE.pdf")
    sign.add_argument("--identity", required=True, metavar="ID.p12")
    sign.add_argument("--role", required=True, metavar="ROLE")
    sign.add_argument("--workspace", metavar="W")
    sign.add_argument("--as", dest="person", default="analyst", metavar="PERSON")
    _secret(sign)
    verify = adder.add("verify", commands.verify, "verify county.pdf --trust council-ca.pem --json")
    verify.add_argument("file", metavar="FILE.pdf")
    verify.add_argument("--workspace", metavar="W")
    verify.add_argument("--trust", action="append", default=[], metavar="CERT.pem")
    _json(verify)
    assess = adder.add("assess", commands.assess, "assess observations.csv --to assessed.csv")
    assess.add_argument("table", metavar="TABLE.csv")
    assess.add_argument("--to", required=True, metavar="OUT.csv")


def _add_keeping(adder: _Adder) -> None:
    workspace = adder.group("workspace", "Look after a workspace file")
    for name, run in (("check", commands.workspace_check), ("log", commands.workspace_log)):
        workspace.add(name, run, f"workspace {name} w.cypw").add_argument(
            "workspace", metavar="WORKSPACE"
        )
    identity = adder.group("identity", "Trial identities, and what an identity file holds")
    new = identity.add(
        "new",
        commands.identity_new,
        'identity new --name "Trial chair" --role "Board chair" --to chair.p12',
    )
    new.add_argument("--name", required=True)
    new.add_argument("--role", required=True)
    new.add_argument("--organisation", default="Trial organisation")
    new.add_argument("--to", required=True, metavar="ID.p12")
    _secret(new)
    show = identity.add("show", commands.identity_show, "identity show chair.p12")
    show.add_argument("file", metavar="ID.p12")
    _secret(show)
