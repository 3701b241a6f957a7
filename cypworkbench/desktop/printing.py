"""A pack on a printer: each page drawn at the printer's own resolution, band by band, on paper of its own size."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QMarginsF, QObject, QPoint, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cypworkbench.desktop.pages import ONE_AT_A_TIME
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import outputs

_BAND_BYTES = 2_000_000  # of a band: little memory, and Qt holds the window up for no longer than it takes one
_MOST_DPI = 600  # no page gets better by more, and each takes four times as long
_POINTS = 72.0
_A4, _A3 = QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.A3)
_LONG_A4 = 850.0  # points: a page longer than this is an A3 one


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What to print of a file, and how: pages from 0; `scale_a3` puts A3 pages on A4, smaller."""

    pdf: bytes
    pages: tuple[int, ...]
    duplex: bool = True
    mono: bool = False
    scale_a3: bool = False


def has_a3(printer: QPrinter) -> bool:
    """Whether A3 paper can be asked of a printer; a file takes every size."""
    if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
        return True
    sizes = QPrinterInfo(printer).supportedPageSizes()
    return any(size.isEquivalentTo(_A3) for size in sizes)


def chosen_pages(said: str, count: int) -> tuple[int, ...]:
    """Pages from 0, of a text such as “1-3, 8”; all where it is empty.

    Raises Refusal for what is no such text, and for pages that the pack has not.
    """
    found: list[int] = []
    for part in filter(None, (p.strip() for p in said.replace("–", "-").split(","))):
        first, dash, last = part.partition("-")
        ends = [first.strip(), last.strip() if dash else first.strip()]
        if not all(end.isdecimal() and len(end) < 6 for end in ends):  # noqa: PLR2004  no pack has 100,000 pages
            raise Refusal(f"“{part}” is no page or range of pages.", "Write them as 1-3, 8.")
        low, high = (int(end) for end in ends)
        if not 1 <= low <= high <= count:
            raise Refusal(f"The pack has pages 1 to {count}, not {part}.", "Write them as 1-3, 8.")
        found += [n - 1 for n in range(low, high + 1) if n - 1 not in found]
    return tuple(found) or tuple(range(count))


class PrintJob(QObject):
    """Prints on a thread of its own, so that the window never waits. `moved(done, of)`; `over(refusal or None)`.

    Qt lets a printer be painted on from any one thread; pypdfium2 is entered by one at a time.
    """

    moved = Signal(int, int)
    over = Signal(object)

    def __init__(self, printer: QPrinter, leaflet: Leaflet, to: Path | None = None) -> None:
        """`to` names a file to print to; what has no such name goes where the printer is set to."""
        super().__init__()
        self._printer, self._leaflet, self._to = printer, leaflet, to
        self._stop = Event()
        self._thread = Thread(target=self._run, name="printing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop after the band in hand; what the printer has not taken yet is dropped."""
        self._stop.set()

    def wait(self) -> None:
        """Until the thread has ended."""
        self._thread.join()

    def _run(self) -> None:
        try:
            if self._to is None:
                self._print()
            else:
                with outputs.spooled(self._to) as spool:
                    self._printer.setOutputFileName(str(spool))
                    self._print()
        except Refusal as refusal:
            self.over.emit(refusal)
        else:
            self.over.emit(None)

    def _print(self) -> None:
        import pypdfium2  # loaded by whatever looks at the first pack

        leaflet = self._leaflet
        with ONE_AT_A_TIME:
            document = pypdfium2.PdfDocument(leaflet.pdf)
        try:
            sizes = _sizes(document, leaflet.pages)
            _prepare(self._printer, leaflet, sizes[0])
            painter = QPainter()
            if not painter.begin(self._printer):
                raise Refusal(
                    "The printer could not be started.", "Check that it is on and has paper."
                )
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            for number, (page, size) in enumerate(zip(leaflet.pages, sizes, strict=True)):
                if number:
                    _paper(self._printer, size, scale_a3=leaflet.scale_a3)
                    self._printer.newPage()
                self.moved.emit(number, len(sizes))
                self._page(painter, document, page, size)
                if self._stop.is_set():
                    self._printer.abort()
                    painter.end()
                    raise Refusal("Printing was stopped.", "Sheets already printed are not whole.")
            painter.end()
            self.moved.emit(len(sizes), len(sizes))
        finally:
            with ONE_AT_A_TIME:
                document.close()

    def _page(
        self,
        painter: QPainter,
        document: Any,  # noqa: ANN401  pypdfium2 is untyped
        page: int,
        size: tuple[float, float],
    ) -> None:
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        dpi = self._printer.resolution()
        scale = dpi / _POINTS
        if self._leaflet.scale_a3:
            scale = min(scale, paper.width() / size[0], paper.height() / size[1])
        wide, high = round(size[0] * scale), round(size[1] * scale)
        left, top = int((paper.width() - wide) / 2), int((paper.height() - high) / 2)
        band = max(64, _BAND_BYTES // (wide * 4))
        with ONE_AT_A_TIME:
            opened = document[page]
        for start in range(0, high, band):
            if self._stop.is_set():
                break
            rows = min(band, high - start)
            with ONE_AT_A_TIME:
                image = _band(opened, (wide, high), (start, rows), mono=self._leaflet.mono)
            painter.drawImage(QPoint(left, top + start), image)
        with ONE_AT_A_TIME:
            opened.close()


def _sizes(document: Any, pages: Sequence[int]) -> list[tuple[float, float]]:  # noqa: ANN401  pypdfium2 is untyped
    with ONE_AT_A_TIME:
        return [document.get_page_size(page) for page in pages]


def _prepare(printer: QPrinter, leaflet: Leaflet, first: tuple[float, float]) -> None:
    printer.setFullPage(True)
    if printer.resolution() > _MOST_DPI:
        printer.setResolution(_MOST_DPI)
    side = QPrinter.DuplexMode.DuplexLongSide if leaflet.duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(side)
    grey, colour = QPrinter.ColorMode.GrayScale, QPrinter.ColorMode.Color
    printer.setColorMode(grey if leaflet.mono else colour)
    _paper(printer, first, scale_a3=leaflet.scale_a3)


def _paper(printer: QPrinter, size: tuple[float, float], *, scale_a3: bool) -> None:
    """Ask for the paper of a page: its size picks the tray that holds it."""
    across = size[0] > size[1]
    large = max(size) > _LONG_A4
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    paper = _A3 if large and not scale_a3 else _A4
    printer.setPageLayout(QPageLayout(paper, way, QMarginsF()))


def _band(page: Any, size: tuple[int, int], rows: tuple[int, int], *, mono: bool) -> QImage:  # noqa: ANN401  pypdfium2 is untyped
    """Some rows (first, how many) of a page that is `size` device pixels in all."""
    import pypdfium2  # loaded already, by whoever opened the page
    from pypdfium2 import raw

    wide, high = size
    start, count = rows
    bitmap = pypdfium2.PdfBitmap.new_native(wide, count, raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, count)
    how = raw.FPDF_PRINTING | raw.FPDF_ANNOT | (raw.FPDF_GRAYSCALE if mono else 0)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, -start, wide, high, 0, how)
    held = QImage(
        bytes(bitmap.buffer), wide, count, bitmap.stride, QImage.Format.Format_RGB32
    ).copy()  # the bytes live only as long as this call
    bitmap.close()
    return held.convertToFormat(QImage.Format.Format_Grayscale8) if mono else held
