"""Every part of a package looked through for records of single children, before anything of the file is kept.

The cells of the sheets are judged as they were read. Comments, caches of pivot tables and of other workbooks, embedded
files, properties, defined names and custom XML are read here, for no other purpose.
"""

import posixpath
import re
import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from cypworkbench.domain.evidence import Sheet
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.package import Attributes, Package, open_package
from cypworkbench.returns.screening import Trace, heading, told, told_by_sheet

REMEDY = (
    "Nothing of it was kept. Ask the board for totals only, and deal with the file you were sent as your rules on "
    "personal data say."
)
_PLACES = (
    ("xl/worksheets/", "a sheet"),
    ("xl/sharedstrings", "its cells"),
    ("xl/comments", "a comment"),
    ("xl/threadedcomments/", "a comment"),
    ("xl/persons/", "the list of who commented"),
    ("xl/pivotcache/", "the records that a pivot table keeps"),
    ("xl/externallinks/", "the copy it keeps of another workbook"),
    ("xl/embeddings/", "a file embedded in it"),
    ("xl/charts/", "the figures behind a chart"),
    ("xl/drawings/", "a drawing"),
    ("docprops/", "its properties"),
    ("customxml/", "its custom XML"),
    ("xl/workbook", "its defined names"),
    ("xl/vbaproject", "its macros"),
)
_CACHES = ("xl/pivotcache/", "xl/externallinks/", "xl/charts/", "xl/worksheets/", "docprops/")
_NAMED_VALUES = ("name", "v", "val", "caption", "uniquename")
_XML = (".xml", ".rels", ".vml")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svgz")
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DEEPEST = 3
_CONSTANT = ('"', "{")
_EMBEDDED = "a file embedded in it"
_OLE_HEADER = 1024  # a wrapped file begins after its name and path
_READABLE = re.compile(r"[ -~\u00a0-\u024f’]{6,}")


class Found(NamedTuple):
    """What was read of a package: its sheets, their texts, and the parts read for that.

    `parts` gives for each part how a sentence names it.
    """

    sheets: tuple[Sheet, ...] = ()
    texts: tuple[str, ...] = ()
    parts: Mapping[str, str] = MappingProxyType({})
    date_1904: bool = False
    flags: frozenset[str] = frozenset()


def screen(package: Package, found: Found, within: tuple[str, ...] = ()) -> None:
    """Raise the Refusal of a file that holds records of single children anywhere.

    `within` names the files around this one, where it is embedded.
    """

    def refuse(trace: Trace, place: str) -> NoReturn:
        where = " of ".join((place, *within))
        what = f"{package.name} holds records of single children: {trace}, in {where}."
        raise Refusal(what, REMEDY)

    seen: set[str] = set()
    for text in found.texts:
        trace = told(text)
        if trace:
            refuse(trace, "the texts of its cells and margins")
        seen.add(text)
    for sheet in found.sheets:
        trace = told_by_sheet(sheet, seen) or told(sheet.name)
        if trace:
            refuse(trace, sheet_in_words(sheet.name, sheet.state))
    for part, info in package.parts.items():
        if part in found.parts or part.endswith(_PICTURES) or info.is_dir():
            continue
        trace = told(posixpath.basename(part)) or _told_by_part(package, part, within)
        if trace:
            refuse(trace, _place(part))
    for part, trace in package.watch.found:
        refuse(trace, found.parts.get(part) or _place(part))


def sheet_in_words(name: str, state: str) -> str:
    """A sheet as the refusal names it; a name that itself gives a child away is not repeated."""
    unseen = "" if state == "visible" else "hidden "
    return f"the {unseen}sheet {name}" if told(name) is None else f"the name of a {unseen}sheet"


def _place(part: str) -> str:
    return next((said for start, said in _PLACES if part.startswith(start)), "one of its parts")


def _told_by_part(package: Package, part: str, within: tuple[str, ...]) -> Trace | None:
    if part.endswith(_XML):
        reader = _PartReader(part)
        package.walk(part, reader.start, reader.end, reader.texts.append)
        return reader.trace
    return _told_by_file(package, package.content(part), within)


class _PartReader:
    """What an XML part says in its texts and attributes; in caches and custom XML, also in the names of fields."""

    def __init__(self, part: str) -> None:
        self.trace: Trace | None = None
        self.texts: list[str] = []
        self.is_cache = part.startswith(_CACHES)
        self.is_custom = part.startswith("customxml/")
        self.defined = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        self.texts.clear()
        self.defined = attributes.get("name", "") if tag == "definedName" else ""
        for name, value in attributes.items():
            known = name.rpartition(":")[2]
            promised = None
            if self.is_custom and value:
                promised = heading(known)
            elif self.is_cache and known.lower() in _NAMED_VALUES:
                promised = heading(value)
            self.trace = self.trace or promised or told(value)

    def end(self, tag: str) -> None:
        text = "".join(self.texts).strip()
        self.texts.clear()
        if not text or self.trace:
            return
        if self.is_custom:
            self.trace = heading(tag)
        elif self.is_cache:
            self.trace = heading(text)
        elif self.defined and text.startswith(_CONSTANT):
            self.trace = heading(self.defined)
        self.trace = self.trace or told(text)


def _told_by_file(package: Package, content: bytes, within: tuple[str, ...]) -> Trace | None:
    """What a file inside the package says. Raises Refusal for a package within it, as `screen` does."""
    if content.startswith(_ZIP):
        _screen_package(package, content, within)
        return None
    if content.startswith(_COMPOUND):
        return _told_by_compound(package, content, within)
    return _told_by_letters(content)


def _screen_package(package: Package, content: bytes, within: tuple[str, ...]) -> None:
    """Screen a package inside the package; it is read within the bounds that are left."""
    if len(within) >= _DEEPEST:
        raise Refusal(
            f"{package.name} holds files within files within files, too many to look through.",
            "Ask for a copy with nothing embedded in it.",
        )
    # the reader of sheets screens what it read with this module, so it is known only from here on
    from cypworkbench.returns.spreadsheet import read_sheets

    inner = open_package(content, package.name, package.limits)
    inner.deadline, inner.read_so_far = package.deadline, package.read_so_far
    with inner.archive:
        found = read_sheets(inner) if inner.has("xl/workbook.xml") else Found()
        screen(inner, found, (_EMBEDDED, *within))
        package.read_so_far = inner.read_so_far


def _told_by_compound(package: Package, content: bytes, within: tuple[str, ...]) -> Trace | None:
    """What the streams of an older Office file say, such as one embedded or the macros."""
    import olefile  # only where something of the kind is embedded

    try:
        with olefile.OleFileIO(content) as compound:
            streams = [compound.openstream(path).read() for path in compound.listdir()]
    except (OSError, ValueError, IndexError, struct.error):
        # no compound file after all, or a damaged one: its letters are looked through as they lie
        return _told_by_letters(content)
    for stream in streams:
        start = stream.find(_ZIP, 0, _OLE_HEADER)
        trace = (
            _told_by_file(package, stream[start:], within)
            if start >= 0
            else _told_by_letters(stream)
        )
        if trace:
            return trace
    return None


def _told_by_letters(content: bytes) -> Trace | None:
    """What the readable stretches of any file say, in one byte a letter or two."""
    for text in (content.decode("latin-1"), content.decode("utf-16-le", "ignore")):
        for stretch in _READABLE.findall(text):
            trace = told(stretch) or heading(stretch.strip())
            if trace:
                return trace
    return None
