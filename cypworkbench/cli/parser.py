"""The command line: every topic's commands, joined. Their names are fixed: people script against them."""

import argparse

from cypworkbench import __version__
from cypworkbench.cli import (
    actions,
    batch,
    comparing,
    contributing,
    decisions,
    demonstration,
    findings,
    formats,
    identities,
    keeping,
    letting_go,
    limits,
    matters,
    packs,
    plan_areas,
    plan_checks,
    plans,
    protecting,
    recipes,
    refreshing,
    returns,
    rounds,
    sending_back,
    sentences,
    signing_off,
    supplying,
    tables,
    targets,
    templates,
    timestamps,
    undoing,
)
from cypworkbench.cli.adder import Adder

# In the order that `--help` lists them: the order of the work.
TOPICS = (
    demonstration.add,
    plans.add,
    refreshing.add,
    plan_checks.add,
    plan_areas.add,
    rounds.add,
    supplying.add,
    returns.add,
    recipes.add,
    findings.add,
    decisions.add,
    sending_back.add,
    limits.add,
    sentences.add,
    actions.add,
    matters.add,
    undoing.add,
    targets.add,
    packs.add,
    templates.add,
    formats.add,
    batch.add,
    signing_off.add,
    tables.add,
    protecting.add,
    contributing.add,
    comparing.add,
    keeping.add,
    letting_go.add,
    identities.add,
    timestamps.add,
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="cypworkbench",
        description="From a partnership's Excel returns to board packs that prove themselves. "
        "With no command, opens the window.",
    )
    top.add_argument("--version", action="version", version=f"cypworkbench {__version__}")
    adder = Adder(top.add_subparsers(dest="command", required=True, metavar="COMMAND"))
    for add in TOPICS:
        add(adder)
    return top
