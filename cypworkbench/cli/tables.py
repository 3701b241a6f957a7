"""The command that assesses a table of one's own, without a workspace."""

import argparse
from pathlib import Path

from cypworkbench.cli import files, saying
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.refusal import Refusal


def add(adder: Adder) -> None:
    """Add `assess`."""
    made = adder.add("assess", assess, "assess observations.csv --to assessed.csv")
    made.add_argument("table", metavar="TABLE.csv")
    made.add_argument("--to", required=True, metavar="OUT.csv")
    made.add_argument(
        "--replace", action="store_true", help="write over OUT.csv if it is there already"
    )
    may_print_json(made)


def assess(options: argparse.Namespace) -> int:
    """Assess a tidy table of observations: one row a series and point out."""
    from cypworkbench.analysis import tabular  # pandas: only when a table is assessed

    out = Path(options.to)
    if out.is_file() and not options.replace:
        raise Refusal(f"{out.name} is there already.", "Choose another name, or add --replace.")
    said = tabular.assess_csv(files.text(Path(options.table)))
    files.write(out, said.encode())
    found = tabular.summary(said)
    if options.json:
        saying.print_json(
            {
                "file": str(out),
                "rows": found.rows,
                "series": found.series,
                "with_limits": found.with_limits,
                "flagged": found.flagged,
                "flagged_by_chance": found.by_chance,
                "latest": dict(found.latest),
                "caveats": dict(found.caveats),
            }
        )
        return DONE
    print(out)
    saying.say(
        f"{found.rows:,} rows, {found.series:,} series, {found.with_limits:,} with limits: {found.flagged:,} flagged "
        f"at their latest figure, where chance alone would flag {found.by_chance:.1f}."
    )
    for caveat, count in found.caveats:
        saying.say(f"{count:6,}  {caveat}")
    return DONE
