"""`timestamp`: a trusted timestamp for a signed pack, asked for on a machine with a network and added without one."""

import argparse
from pathlib import Path

from cypworkbench.cli import files
from cypworkbench.cli.adder import Adder
from cypworkbench.cli.saying import DONE
from cypworkbench.flow import timestamping


def add(adder: Adder) -> None:
    """Add `timestamp ask` and `timestamp add`."""
    group = adder.group("timestamp", "A trusted timestamp for a signed pack")
    ask_ = group.add("ask", ask, "timestamp ask county.pdf --to county.tsq")
    ask_.add_argument("file", metavar="FILE.pdf")
    ask_.add_argument("--to", required=True, metavar="REQUEST.tsq")
    add_ = group.add("add", stamp, "timestamp add county.pdf --answer county.tsr")
    add_.add_argument("file", metavar="FILE.pdf")
    add_.add_argument("--answer", required=True, metavar="ANSWER.tsr")


def ask(options: argparse.Namespace) -> int:
    """Write the request that a timestamp authority answers."""
    made = timestamping.question(files.content(Path(options.file)))
    files.write_new(Path(options.to), made)
    print(
        f"{options.to}: take it to a computer with a network, send it to a timestamp authority (RFC 3161) as "
        "application/timestamp-query, and bring back its answer, a .tsr file."
    )
    return DONE


def stamp(options: argparse.Namespace) -> int:
    """Add an authority's answer to the signed pack."""
    path = Path(options.file)
    files.write(path, timestamping.stamp(files.content(path), files.content(Path(options.answer))))
    print(f"{path}: the timestamp was added behind the signatures; nothing before it was touched.")
    return DONE
