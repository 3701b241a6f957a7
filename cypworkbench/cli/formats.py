"""The command that gives a finished pack in other formats."""

import argparse
from pathlib import Path

from cypworkbench.cli import files, saying
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format


def add(adder: Adder) -> None:
    """Add `formats`."""
    made = adder.add("formats", convert, "formats county.pdf --to county.xlsx county.csv")
    made.add_argument("file", metavar="FILE.pdf")
    endings = ", ".join(f".{f.value}" for f in formats.Format)
    made.add_argument(
        "--to", required=True, nargs="+", metavar="FILE", help=f"each by its ending: {endings}"
    )
    may_print_json(made)


def convert(options: argparse.Namespace) -> int:
    """Give a finished pack in other formats, with the same words and figures."""
    wanted = [(Path(name), formats.format_of(name)) for name in options.to]
    source = formats.source_of(files.content(Path(options.file)))
    made = [(path, formats.made_from(source, format_)) for path, format_ in wanted]
    for path, content in made:
        files.write(path, content)
    young = any(format_ in (Format.YOUNG, Format.YOUNG_HTML) for _, format_ in wanted)
    if options.json:
        reading = {"reading_age": formats.reading_age(source)} if young else {}
        saying.print_json({"made": [{"file": str(p), "bytes": len(c)} for p, c in made], **reading})
    else:
        for path, content in made:
            print(f"{path}: {len(content):,} bytes.")
        if young:
            print(formats.reading_age(source))
    return DONE
