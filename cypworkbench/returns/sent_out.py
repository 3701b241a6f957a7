"""Whether a file on disk is a workbook that was sent out to be filled in: what stands in it may be nowhere else."""

import re
import zipfile
import zlib
from pathlib import Path

# the very hidden sheets by which a blank return and a form for commentary are known again
_OURS = re.compile(rb"""\bname=["'](_manifest|_contribution)["']""")
_LISTS = "xl/workbook.xml"
_MOST = 1_000_000  # bytes of a workbook's list of sheets: a real one has some thousands


def is_sent_out(path: Path) -> bool:
    """Whether the file holds a return or a form that this program made, filled in or not. Raises OSError."""
    with path.open("rb") as opened:
        if opened.read(2) != b"PK":
            return False
        try:
            with zipfile.ZipFile(opened) as packed, packed.open(_LISTS) as listed:
                return _OURS.search(listed.read(_MOST)) is not None
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, ValueError):
            return False  # no workbook, or not whole
