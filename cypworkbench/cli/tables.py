"""The command that assesses a table of one's own, without a workspace."""

import argparse
from pathlib import Path

from cypworkbench.cli import files
from cypworkbench.cli.adder import Adder
from cypworkbench.cli.saying import DONE


def add(adder: Adder) -> None:
    """Add `assess`."""
    made = adder.add("assess", assess, "assess observations.csv --to assessed.csv")
    made.add_argument("table", metavar="TABLE.csv")
    made.add_argument("--to", required=True, metavar="OUT.csv")


def assess(options: argparse.Namespace) -> int:
    """Assess a tidy table of observations: one row a series and point out."""
    from cypworkbench.analysis import tabular  # pandas: only when a table is assessed

    said = tabular.assess_csv(files.text(Path(options.table)))
    files.write(Path(options.to), said.encode())
    print(options.to)
    return DONE
