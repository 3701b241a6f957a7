"""A zip package of a published file: its parts, and whatever hides between them, beside them or in what they say."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from cypworkbench.domain.disclosure import Exposure

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; ours hold no other
_HEADER, _END = 30, 22  # bytes before a part's name, and of the package's last record
_LAST = b"PK\x05\x06"
Attributes = Mapping[str, str]


def parts_of(content: bytes) -> dict[str, bytes]:
    """Each part by its name. Raises ValueError when it is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        message = f"it cannot be read ({error})"
        raise ValueError(message) from error


def beside_parts(content: bytes) -> Iterator[Exposure]:
    """Bytes of a package that belong to no part, notes on its entries, and entries there twice."""
    outside = Exposure("the package", "bytes stand outside its parts")
    if content[-_END:][: len(_LAST)] != _LAST:
        yield outside
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        place = 0
        for entry in entries:
            if entry.header_offset != place:
                yield outside
                break
            place += _HEADER + len(entry.filename.encode()) + entry.compress_size
        if place != package.start_dir:
            yield outside
        for entry in entries:
            if entry.extra or entry.comment or entry.date_time != _EPOCH:
                yield Exposure(f"part {entry.filename}", "its entry says more than its name")
        if len({entry.filename for entry in entries}) != len(entries):
            yield Exposure("the package", "it has a part twice")


class Reader:
    """Reads one XML part from its start to its end; a subclass is told of each element, its attributes and text.

    `found` gathers what no part of ours has: remarks, instructions to programs, and elements that are not `known`.
    """

    known: frozenset[str] = frozenset()

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[Exposure] = []
        self._text: list[str] = []

    def read(self, content: bytes) -> None:
        """Read a part. Raises ValueError when it is no XML."""
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.buffer_text = True
        reader.StartElementHandler = self._begin
        reader.EndElementHandler = self._finish
        reader.CharacterDataHandler = self._text.append
        reader.CommentHandler = lambda _said: self.note("a remark in the XML")
        reader.ProcessingInstructionHandler = lambda *_said: self.note("an instruction in the XML")
        reader.StartDoctypeDeclHandler = lambda *_said: self.note("a declaration in the XML")
        try:
            reader.Parse(content, True)  # noqa: FBT003  expat's own
        except expat.ExpatError as error:
            message = f"{self.where} cannot be read ({error})"
            raise ValueError(message) from error

    def note(self, what: str) -> None:
        """Note something that is there and should not be."""
        self.found.append(Exposure(self.where, what))

    def start(self, name: str, given: Attributes) -> None:
        """An element begins; names are without their namespaces."""

    def end(self, name: str, text: str) -> None:
        """An element ends; `text` is what stood since the last tag."""

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name not in self.known:
            self.note(f"an element that the pack does not make: {name}")
        self._stray("text between its elements")
        self.start(name, {key.rpartition(" ")[2]: value for key, value in given.items()})

    def _finish(self, tag: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        self.end(tag.rpartition(" ")[2], text)

    def _stray(self, what: str) -> None:
        """What stood before an element and belongs to none that holds text."""
        if "".join(self._text).strip():
            self.note(what)
        self._text.clear()
