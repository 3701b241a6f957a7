"""Everything a PDF file holds that somebody could read, by place: drawn, told, attached, noted, or left inside."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator

import pikepdf

_PATH = {"m", "l", "c", "v", "y", "re", "h", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
_PATH |= {"W", "W*", "cm", "d", "w", "J", "j", "g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn"}
_PATH |= {"SCN", "cs", "CS", "q", "Q", "sh", "gs"}
_SAID = {"Tj", "TJ", "'", '"'}
_DEEPEST = 12
REST = "the rest of the file"

Exposed = dict[str, Counter[str]]
"""For each place, named as a person would, what is there and how often."""


def exposed(pdf: bytes) -> Exposed:
    """What a file holds, place by place. Raises ValueError when it is no PDF."""
    found: Exposed = {}
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            for place, held in _held(opened):
                found.setdefault(place, Counter())[held] += 1
    except pikepdf.PdfError as error:
        message = "the file is no PDF that can be read"
        raise ValueError(message) from error
    return found


def attached(pdf: bytes) -> dict[str, bytes]:
    """Every attached file by its name."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments
        }


def told(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Every text in the file's own objects, with where it is: properties, notes, names, alternative text, scripts."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for place, held in _held(opened):
            if not place.endswith(("shapes", "pictures")) and place != REST:
                yield place, held


def _held(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(pdf.pages, start=1):
        yield from _drawn(page, f"page {number}")
        for note in page.obj.get("/Annots", pikepdf.Array()):
            yield f"page {number}, notes and fields", _plain(note)
        for name, image in _pictures(page):
            yield f"page {number}, pictures", f"{name} {_digest(image)}"
    for name in pdf.attachments:
        held = pdf.attachments[name]
        yield f"attachment {name}", _digest_of(held.get_file().read_bytes())
        yield f"attachment {name}", f"{held.description} {held.filename}"
    for key, value in pdf.docinfo.items():
        yield "document properties", f"{key} {value}"
    if "/Metadata" in pdf.Root:
        yield "document properties", pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    for key, thing in pdf.Root.items():
        if key not in _STRUCTURE:
            yield (
                _ROOT.get(key, "scripts, forms, layers and what else the file carries"),
                _plain(thing),
            )
    yield from _tree(pdf)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            yield REST, _digest(thing)
        elif not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            yield REST, str(thing)


def _drawn(page: pikepdf.Page, place: str) -> Iterator[tuple[str, str]]:
    for instruction in pikepdf.parse_content_stream(page):
        operands, said = instruction.operands, str(instruction.operator)
        if said in _SAID or said in {"Tm", "Td", "Tf", "Tr"}:
            yield f"{place}, words", f"{said} {_operands(operands)}"
        elif said in _PATH:
            yield f"{place}, shapes", f"{said} {_operands(operands)}"
        else:
            yield f"{place}, marks", f"{said} {_operands(operands)}"


def _operands(operands: object) -> str:
    if not isinstance(operands, list | pikepdf.Array | tuple):
        return str(operands)
    return " ".join(
        bytes(each).hex() if isinstance(each, pikepdf.String) else _plain(each) for each in operands
    )


def _pictures(page: pikepdf.Page) -> Iterator[tuple[str, pikepdf.Object]]:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    for kind in ("/XObject", "/Pattern", "/Shading"):
        yield from resources.get(kind, pikepdf.Dictionary()).items()


def _tree(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What structure elements say in other words than those drawn."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
            for key in ("/Alt", "/ActualText", "/T", "/E", "/ID", "/A"):
                if key in thing:
                    yield "alternative text", f"{key} {_plain(thing[key])}"


def _digest(thing: pikepdf.Object) -> str:
    return (
        _digest_of(bytes(thing.read_bytes()))
        if isinstance(thing, pikepdf.Stream)
        else _plain(thing)
    )


def _digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(thing: object, depth: int = 0) -> str:
    """An object as text, without the numbers objects have in the file; what is nested deeply is cut."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(thing, pikepdf.Stream):
        return _digest(thing)
    if isinstance(thing, pikepdf.Dictionary):
        inside = ((key, value) for key, value in thing.items() if key not in _BACK)
        return (
            "{"
            + ", ".join(
                f"{key} {_plain(value, depth + 1)}" for key, value in sorted(inside, key=_first)
            )
            + "}"
        )
    if isinstance(thing, pikepdf.Array):
        return "[" + " ".join(_plain(each, depth + 1) for each in thing) + "]"
    return str(thing)


_STRUCTURE = {"/Type", "/Pages", "/StructTreeRoot", "/Metadata", "/Names", "/AF"}
_ROOT = {"/Outlines": "bookmarks"}
_BACK = {"/P", "/Parent", "/Pg", "/Prev", "/StructParent", "/Dest", "/D", "/K", "/Last"}


def _first(pair: tuple[str, object]) -> str:
    return pair[0]
