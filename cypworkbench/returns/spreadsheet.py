"""The evidence reader: bytes in, a Workbook out, every cell as stored. The only path to the values of a return.

A bounded reader of SpreadsheetML (ECMA-376, strict and transitional) over the standard library's expat:
nothing is guessed, nothing is dropped, and what cannot be read exactly is refused by its true cause.
Import nothing heavy here: a worker process starts with this module alone.
"""

import hashlib
import posixpath
from itertools import count
from typing import NamedTuple

from cypworkbench.domain.evidence import Sheet, Workbook
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.locked import is_locked, opened
from cypworkbench.returns.package import (
    REPAIR,
    SMALLER,
    TAMPERED,
    Attributes,
    Limits,
    Package,
    open_package,
)
from cypworkbench.returns.screened_parts import Found, screen, sheet_in_words
from cypworkbench.returns.sheet_reader import Shared, read_sheet
from cypworkbench.returns.sniff import refuse_unless_zip, zip_kind
from cypworkbench.returns.strings import SharedText, read_strings
from cypworkbench.returns.styles import read_formats

_LIMITS = Limits()
_STATES = ("visible", "hidden", "veryHidden")
_YES = ("1", "true", "on")
# what a package holds besides its cells, by the beginning of a part's name
_FLAGS = (
    ("xl/vbaproject", "macros"),
    ("xl/externallinks/", "external links"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "comments"),
    ("xl/pivotcache/", "pivot caches"),
    ("xl/embeddings/", "embedded files"),
    ("xl/media/", "pictures"),
)


class _Link(NamedTuple):
    kind: str
    target: str


class _Listed(NamedTuple):
    name: str
    state: str
    link: str


class _Index(NamedTuple):
    sheets: tuple[_Listed, ...]
    date_1904: bool
    strict: bool


def read(content: bytes, name: str, limits: Limits = _LIMITS, passphrase: str = "") -> Workbook:
    """Read an .xlsx or .xlsm file exactly. `name` is the file's name, for the sentences and the record.

    `passphrase` opens a file that is locked with a password, in memory. Raises Refusal, with the true cause and
    what to do, when the file is of another kind, locked, damaged, made to do harm, or beyond the limits.
    """
    if len(content) > limits.file:
        raise Refusal(f"{name} is larger than {limits.file >> 20} MB.", SMALLER)
    inside = opened(content, name, passphrase) if is_locked(content) else content
    refuse_unless_zip(inside, name)
    package = open_package(inside, name, limits)
    with package.archive:
        other = zip_kind(frozenset(package.parts))
        if other:
            raise Refusal(f"{name} {other[0]}.", other[1])
        found = read_sheets(package)
        screen(package, found)
    return Workbook(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        sheets=found.sheets,
        date_1904=found.date_1904,
        flags=found.flags | ({"locked"} if inside is not content else frozenset()),
        opened=hashlib.sha256(inside).hexdigest() if inside is not content else "",
    )


def read_sheets(package: Package) -> Found:
    """The sheets of an open package. Raises Refusal, as `read` does."""
    main = next(
        (link.target for link in _links(package, "").values() if link.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    if not package.has(main):
        raise Refusal(f"{package.name} is damaged: it holds no list of sheets.", REPAIR)
    index = _read_index(package, main)
    if not index.sheets:
        raise Refusal(f"{package.name} is a workbook without a single sheet.", REPAIR)
    links = _links(package, main)
    shared = Shared(_strings(package, links), _formats(package, links), count(1).__next__, [])
    flags = {flag for start, flag in _FLAGS for part in package.parts if part.startswith(start)}
    if index.strict:
        flags.add("strict")
    sheets = tuple(_read_listed(package, listed, links, shared) for listed in index.sheets)
    parts = {
        links[listed.link].target.lower(): sheet_in_words(listed.name, listed.state)
        for listed in index.sheets
    }
    parts |= {
        link.target.lower(): "its cells"
        for link in links.values()
        if link.kind in ("sharedStrings", "styles")
    }
    texts = (*(text.plain for text in shared.strings), *shared.margins)
    return Found(sheets, texts, parts, index.date_1904, frozenset(flags))


def _links(package: Package, part: str) -> dict[str, _Link]:
    folder, file = posixpath.split(part)
    beside = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, _Link] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = _Link(kind, target.lstrip("/"))

    if package.has(beside):
        package.walk(beside, start)
    return found


def _read_index(package: Package, main: str) -> _Index:
    sheets: list[_Listed] = []
    date_1904 = strict = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal date_1904, strict
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            state = attributes.get("state", "visible")
            known = state if state in _STATES else "hidden"
            sheets.append(_Listed(attributes.get("name", ""), known, link))
        elif tag == "workbookPr":
            date_1904 = attributes.get("date1904") in _YES
        elif tag == "workbook":
            strict = any("purl.oclc.org" in value for value in attributes.values())

    package.walk(main, start)
    names = [listed.name.casefold() for listed in sheets]
    if len(set(names)) != len(names):
        raise Refusal(f"{package.name} has two sheets of the same name.", TAMPERED)
    return _Index(tuple(sheets), date_1904, strict)


def _part_of_kind(package: Package, links: dict[str, _Link], kind: str) -> str | None:
    named = next((link.target for link in links.values() if link.kind == kind), None)
    if named and not package.has(named):
        raise Refusal(f"{package.name} is damaged: its part {named} is missing.", REPAIR)
    return named


def _strings(package: Package, links: dict[str, _Link]) -> list[SharedText]:
    part = _part_of_kind(package, links, "sharedStrings")
    return read_strings(package, part) if part else []


def _formats(package: Package, links: dict[str, _Link]) -> tuple[str, ...]:
    part = _part_of_kind(package, links, "styles")
    return read_formats(package, part) if part else ()


def _read_listed(
    package: Package, listed: _Listed, links: dict[str, _Link], shared: Shared
) -> Sheet:
    link = links.get(listed.link)
    if link is None or not package.has(link.target):
        raise Refusal(
            f"{package.name} is damaged: its sheet {listed.name} is listed, but is not in the file.",
            REPAIR,
        )
    if link.kind != "worksheet":
        # a chart or a dialogue on a sheet of its own holds no cells
        return Sheet(listed.name, listed.state, (), issues=(f"It is a {link.kind}.",))
    return read_sheet(package, link.target, listed.name, listed.state, shared)
