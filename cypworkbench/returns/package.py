"""The zipped package of a workbook, opened within bounds: what it may hold, and how much of it is ever read.

Every part is unzipped in pieces and counted as it comes, so that a small file that unfolds into a huge
one is refused after the first few megabytes and not after the last.
"""

import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.screening import Trace, told_in_bytes

REPAIR = "Open it in Excel, let Excel repair it, check the figures, and save it again as .xlsx."
SMALLER = "Copy the figures alone into the blank return, and send that."
TAMPERED = (
    "Ask the sender how the file was made, and for a copy saved from Excel or LibreOffice as .xlsx."
)
Attributes = dict[str, str]
Start = Callable[[str, Attributes], object]
End = Callable[[str], object]
Text = Callable[[str], object]
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_PIECE = 1 << 16
_OVERLAP = 32  # bytes: longer than any number looked for
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED_ENTRY = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused. Sizes are bytes, `seconds` is elapsed time for one file."""

    file: int = 100 << 20
    unzipped: int = 300 << 20
    ratio: int = 200
    ratio_from: int = 20 << 20
    entries: int = 2_000
    cells: int = 500_000
    text: int = 32_767
    strings: int = 500_000
    depth: int = 64
    seconds: float = 20.0


@dataclass(slots=True)
class Watch:
    """Looks at every byte unzipped for numbers that only a record of a child holds; `found` names the parts."""

    found: list[tuple[str, Trace]] = field(default_factory=list)
    _rest: bytes = b""

    def look(self, part: str, piece: bytes) -> None:
        """Look at the next piece of a part, together with the end of the piece before."""
        seen = self._rest + (piece.replace(b"\0", b"") if b"\0" in piece[:64] else piece)
        self._rest = seen[-_OVERLAP:]
        trace = told_in_bytes(seen)
        if trace:
            self.found.append((part.lower(), trace))

    def begin(self) -> None:
        """Another part begins."""
        self._rest = b""


@dataclass(slots=True)
class Package:
    """An open workbook file. Part names are looked up without regard to case, as Excel does.

    `read_so_far` counts every byte unzipped, of all parts together; `watch` looked at them.
    """

    name: str
    archive: zipfile.ZipFile
    limits: Limits
    parts: dict[str, zipfile.ZipInfo]
    deadline: float
    read_so_far: int = field(default=0)
    watch: Watch = field(default_factory=Watch)

    def has(self, part: str) -> bool:
        """Whether the package holds that part."""
        return part.lower() in self.parts

    def walk(
        self, part: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Call back for every element of a part, by its name without prefix. Raises Refusal, as `stream` does."""
        depth = 0

        def opened(tag: str, attributes: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > self.limits.depth:
                self.too_deep()
            start(tag.rpartition(":")[2], attributes)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(tag.rpartition(":")[2])

        self.stream(part, opened, closed, text)

    def too_deep(self) -> NoReturn:
        """Refuse XML nested as no spreadsheet program nests it."""
        raise Refusal(f"{self.name} nests its XML more than {self.limits.depth} deep.", TAMPERED)

    def stream(self, part: str, start: Start, end: End, text: Text | None = None) -> None:
        """Call back for every element of a part, by its full name; the handlers watch the depth themselves.

        Raises Refusal when the part is damaged, too big, too slow, or declares a DTD.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartDoctypeDeclHandler = self._no_dtd
        parser.EntityDeclHandler = self._no_dtd
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        if text:
            parser.CharacterDataHandler = text
        try:
            self._feed(parser, self.parts[part.lower()])
        except (expat.ExpatError, ValueError, LookupError) as fault:
            raise Refusal(
                f"{self.name} is damaged: its part {part} cannot be read.", REPAIR
            ) from fault

    def content(self, part: str) -> bytes:
        """The bytes of a part that is no XML, counted as they come. Raises Refusal, as `stream` does."""
        return b"".join(self._pieces(self.parts[part.lower()]))

    def _feed(self, parser: expat.XMLParserType, info: zipfile.ZipInfo) -> None:
        for piece in self._pieces(info):
            parser.Parse(piece, False)  # noqa: FBT003  expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003  as above

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        seen = 0
        self.watch.begin()
        try:
            with self.archive.open(info) as stream:
                while piece := stream.read(_PIECE):
                    seen += len(piece)
                    self._count(info, seen, len(piece))
                    self.watch.look(info.filename, piece)
                    yield piece
        except _DAMAGE as fault:
            raise Refusal(
                f"{self.name} is damaged: its part {info.filename} cannot be unzipped.", REPAIR
            ) from fault

    def _count(self, info: zipfile.ZipInfo, seen: int, more: int) -> None:
        self.read_so_far += more
        if self.read_so_far > self.limits.unzipped:
            size = self.limits.unzipped >> 20
            raise Refusal(
                f"{self.name} unzips to more than {size} MB, far more than a return holds.", SMALLER
            )
        if seen > self.limits.ratio_from and seen > self.limits.ratio * max(info.compress_size, 1):
            raise Refusal(
                f"{self.name} unfolds to more than {self.limits.ratio} times its size, as only a "
                "file made to do harm does.",
                TAMPERED,
            )
        if time.monotonic() > self.deadline:
            raise Refusal(
                f"{self.name} was still being read after {self.limits.seconds:.0f} seconds.",
                SMALLER,
            )

    def _no_dtd(self, *_declared: object) -> None:
        raise Refusal(
            f"{self.name} declares its own XML entities, which no spreadsheet program writes.",
            TAMPERED,
        )


def open_package(content: bytes, name: str, limits: Limits) -> Package:
    """Open zipped content, having looked at the names of all its parts. Raises Refusal."""
    if content.count(_ENTRY_MARK) > limits.entries:
        raise Refusal(f"{name} holds more than {limits.entries:,} parts.", SMALLER)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*_DAMAGE, ValueError) as fault:
        raise Refusal(
            f"{name} is damaged or came only in part: its list of contents cannot be read.",
            "Ask for it to be sent again, and compare the size of the two files.",
        ) from fault
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        _look_at(info, name)
        key = info.filename.lower()
        if key in parts:
            raise Refusal(
                f"{name} holds its part {info.filename} twice, so that two programs could read "
                "two different figures.",
                TAMPERED,
            )
        parts[key] = info
    return Package(name, archive, limits, parts, time.monotonic() + limits.seconds)


def _look_at(info: zipfile.ZipInfo, name: str) -> None:
    # orig_filename is what the file says; filename has been tidied by the library
    said = info.orig_filename
    climbs = ".." in said.split("/")
    if said.startswith("/") or climbs or ":" in said or "\0" in said:
        raise Refusal(f"{name} holds a part whose name points outside the file.", TAMPERED)
    if "\\" in said:
        raise Refusal(
            f"{name} names its parts with backslashes, as no spreadsheet program does.", TAMPERED
        )
    if info.flag_bits & _ENCRYPTED_ENTRY:
        raise Refusal(
            f"{name} is a zip archive locked with a password.",
            "Unpack it with its password, and drop the workbook that is in it.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal(f"{name} is zipped in a way that no spreadsheet program uses.", TAMPERED)
