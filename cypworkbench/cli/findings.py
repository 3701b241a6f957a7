"""Commands about what is doubted: all findings written out, and how far rules let figures go."""

import argparse
from pathlib import Path

from cypworkbench.cli import deciding, files
from cypworkbench.cli.adder import Adder, takes_person
from cypworkbench.cli.saying import DONE, NO
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.threshold import EVERYWHERE, Threshold
from cypworkbench.flow import pictured, thresholds
from cypworkbench.returns.around import DIALS
from cypworkbench.store.workspace import Workspace


def add(adder: Adder) -> None:
    """Add `findings` and `threshold`."""
    written = adder.add("findings", findings, "findings w.cypw --to findings.xlsx")
    written.add_argument("workspace", metavar="WORKSPACE")
    written.add_argument(
        "--to", required=True, metavar="FILE", help="a name ending in .xlsx or .csv"
    )
    described = "; ".join(f"{name}: {dial.meaning}" for name, dial in DIALS.items())
    made = adder.add(
        "threshold",
        threshold,
        "threshold w.cypw --name R013.times --value 3 --board dctb-fylde "
        '--because "Few children live there." --as analyst',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--name", required=True, metavar="NAME", help=described.replace("%", "%%"))
    made.add_argument("--value", required=True, metavar="NUMBER")
    made.add_argument("--board", default=EVERYWHERE, metavar="ID", help="all boards otherwise")
    made.add_argument("--measure", default="", metavar="ID", help="all measures otherwise")
    made.add_argument("--because", required=True, metavar="TEXT")
    takes_person(made)


def findings(options: argparse.Namespace) -> int:
    """Write out every finding, with what became of it."""
    from cypworkbench.returns import findings_out  # openpyxl: only when findings are written

    path = Path(options.to)
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise Refusal(
            f"{path.name} ends in neither .xlsx nor .csv.",
            "Choose a name that says which is wanted.",
        )
    with Workspace.open(Path(options.workspace), read_only=True) as workspace:
        picture = pictured.picture(workspace.record(), deciding.framework(workspace))
    if kind == ".csv":
        files.write(path, findings_out.to_csv(picture))
    else:
        files.write(path, findings_out.to_xlsx(picture, deciding.now().date()))
    still_open = len(picture.open_findings)
    print(f"{path}: {len(picture.findings):,} findings, {still_open:,} still to answer.")
    return NO if still_open else DONE


def threshold(options: argparse.Namespace) -> int:
    """Set how far a rule lets figures go."""
    wanted = Threshold(
        options.name,
        thresholds.read_value(options.value),
        options.board,
        options.measure,
        options.because,
    )
    with deciding.opened(options) as workspace:
        thresholds.set_threshold(deciding.desk(options, workspace), wanted)
    print(f"Set: {wanted.name} is {wanted.value}.")
    return DONE
