"""PDF pages as pictures, made on a thread of their own by pypdfium2, which knows one thread at a time."""

from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

_LONG_A4 = 850.0  # points: the long side of A4 is 842
ONE_AT_A_TIME = Lock()
"""Held by whichever thread is inside pypdfium2: two previews and a print may be under way at once."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a pack's outline: words, depth from 0, page from 0."""

    words: str
    depth: int
    page: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be leafed through."""

    number: int
    pages: int
    outline: tuple[Heading, ...]
    has_large: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as a picture, `width` device pixels wide."""

    number: int
    page: int
    image: QImage


class Pages(QObject):
    """Opens a PDF and paints its pages. `opened` and `painted` arrive on the window's thread; late ones are dropped."""

    opened = Signal(object)
    painted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self._work: SimpleQueue[tuple[int, bytes | None, int, int] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def open(self, pdf: bytes) -> None:
        """Take up a file; whatever is asked of an earlier one is dropped."""
        if self._thread is None:  # begun only when there is something to paint
            self._thread = Thread(target=self._run, name="pages", daemon=True)
            self._thread.start()
        self.number += 1
        self._work.put((self.number, pdf, 0, 0))

    def forget(self) -> None:
        """Drop whatever is still to be painted of the file in hand."""
        self.number += 1

    def paint(self, page: int, width: int) -> None:
        """Ask for a page, so many device pixels wide."""
        self._work.put((self.number, None, page, width))

    def close(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join(timeout=10)

    def _run(self) -> None:
        import pypdfium2  # loaded when the first pack is looked at

        document: Any = None
        while (item := self._work.get()) is not None:
            number, pdf, page, width = item
            if number != self.number:
                continue
            with ONE_AT_A_TIME:
                if pdf is not None:
                    if document is not None:
                        document.close()
                    document = pypdfium2.PdfDocument(pdf)
                    self.opened.emit(
                        Opened(number, len(document), _outline(document), _has_large(document))
                    )
                elif document is not None and 0 <= page < len(document):
                    self.painted.emit(Leaf(number, page, _picture(document[page], width)))
        with ONE_AT_A_TIME:
            if document is not None:
                document.close()


def _has_large(document: Any) -> bool:  # noqa: ANN401  pypdfium2 is untyped
    """Whether any page is larger than A4 paper."""
    sizes = (document.get_page_size(page) for page in range(len(document)))
    return any(max(size) > _LONG_A4 for size in sizes)


def _outline(document: Any) -> tuple[Heading, ...]:  # noqa: ANN401  pypdfium2 is untyped
    made = []
    for bookmark in document.get_toc():
        destination = bookmark.get_dest()
        page = destination.get_index() if destination else None
        if page is not None:
            made.append(Heading(bookmark.get_title(), bookmark.level, page))
    return tuple(made)


def _picture(page: Any, width: int) -> QImage:  # noqa: ANN401  pypdfium2 is untyped
    bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
    kind = QImage.Format.Format_RGBA8888 if bitmap.n_channels == 4 else QImage.Format.Format_RGB888  # noqa: PLR2004  red, green, blue, alpha
    held = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind)
    image = held.copy()  # the bytes above live only as long as this call
    bitmap.close()
    page.close()
    return image
