"""A tagged document: pages are drawn one by one, then sealed into PDF/UA-1 and PDF/A-3a bytes."""

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import soundness
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.sketch import Sketch
from cypworkbench.packs.tagged.structure import Element
from cypworkbench.packs.tagged.style import MM

if TYPE_CHECKING:  # matplotlib: only where a page has charts
    from matplotlib.figure import Figure

A4 = (210.0, 297.0)
A3_LANDSCAPE = (420.0, 297.0)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. `created_at` is given, never read from a clock."""

    title: str
    author: str
    subject: str
    created_at: datetime
    program: str
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: its words, its level from 0, and the page it goes to, counted from 0."""

    title: str
    level: int
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class SignatureField:
    """An empty box for a signature: its name, what it is for, its page from 0, its rectangle in points."""

    name: str
    description: str
    page: int
    box: tuple[float, float, float, float]
    element: Element


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the document."""

    name: str
    description: str
    content: bytes


class Document:
    """Pages drawn in order; `seal` makes the finished bytes, the same for the same drawing."""

    def __init__(self, metadata: Metadata, drawings: "dict[int, Figure] | None" = None) -> None:
        """Begin an empty document. Raises ValueError where the moment it was made names no time zone.

        `drawings`, where given, keeps each chart by the `id` of its element, for editions that have no pages.
        """
        if metadata.created_at.tzinfo is None:
            message = (
                "created_at needs its time zone: otherwise each computer would write another moment"
            )
            raise ValueError(message)
        fonts.register()
        rl_config.useA85 = 0
        self.metadata = metadata
        self.root = Element("Document")
        self.pages: list[Page] = []
        self.outline: list[OutlineEntry] = []
        self.fields: list[SignatureField] = []
        self.places: dict[str, tuple[int, float]] = {}
        self.parts: dict[str, range] = {}  # the pages, from 0, of each kind that was drawn
        self._drawings = drawings
        self.sketches: dict[int, Sketch] = {}  # kept where charts are
        self._out = io.BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(A4[0] * MM, A4[1] * MM),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.name(fonts.REGULAR),  # type: ignore[arg-type]  # the stub is wrong
        )

    @contextmanager
    def page(self, size: tuple[float, float] = A4) -> Iterator[Page]:
        """Draw the next page; `size` is width and height in millimetres."""
        self._canvas.setPageSize((size[0] * MM, size[1] * MM))
        page = Page(self._canvas, len(self.pages), size, self.root)
        page.drawings = self._drawings
        page.sketches = None if self._drawings is None else self.sketches
        self.pages.append(page)
        with _unhurried():
            yield page
            page.finish()
            self._canvas.showPage()

    def bookmark(self, title: str, level: int, y: float, name: str = "") -> None:
        """An outline entry, and a place that links can go to, at a height (mm) of the page being drawn."""
        number = len(self.pages) - 1
        top = self.pages[-1].point(0, y)[1]
        self.outline.append(OutlineEntry(title, level, number, top))
        self.places[name or title] = (number, top)

    def signature_field(
        self, name: str, description: str, box: tuple[float, float, float, float]
    ) -> None:
        """Keep an empty signature box (left, top, right, bottom in mm) on the page being drawn."""
        page = self.pages[-1]
        element = page.form(description)
        self.fields.append(
            SignatureField(name, description, page.number, page.outer(*box), element)
        )

    def seal(self, attachments: Sequence[Attachment] = ()) -> bytes:
        """The finished bytes. Nothing rewrites them afterwards: signing only appends.

        Raises soundness.MisleadingError when the structure would mislead a listener: see `soundness.faults`.
        """
        if wrong := soundness.faults(self.root, self.places):
            raise soundness.MisleadingError(" ".join(wrong))
        # pikepdf is slow to load, and only sealing needs it
        from cypworkbench.packs.tagged import sealing

        with _unhurried():
            self._canvas.save()
            return sealing.seal(self, self._out.getvalue(), attachments)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Look for what can be let go a hundred times less often: all that is drawn is kept until the file is written.

    Otherwise looking through the growing tree of elements takes a quarter of a pack's time.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], 70_000) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
