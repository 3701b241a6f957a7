"""The command about layouts that are not ours: a recipe saved."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files
from cypworkbench.cli.adder import Adder, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.flow import recipes


def add(adder: Adder) -> None:
    """Add `recipe`."""
    made = adder.add("recipe", recipe, "recipe w.cypw --from schools.toml --as analyst")
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--from", dest="source", required=True, metavar="FILE.toml")
    takes_person(made)


def recipe(options: argparse.Namespace) -> int:
    """Save how files of another layout are read; `check` and `accept` then know them."""
    path = Path(options.source)
    wanted = recipes.from_toml(files.text(path), path.name)
    with deciding.opened(options) as workspace:
        recipes.save(deciding.desk(options, workspace), wanted)
    print(f"Saved: {wanted.name}.")
    return DONE
