"""Printing, tried with Qt's own PDF output: each page on paper of its own size, and dot for dot as the pack's own."""

import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from matplotlib.image import imread
from numpy.typing import NDArray
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cypworkbench.desktop import printing
from cypworkbench.desktop.print_dialog import PrintDialog
from cypworkbench.desktop.printing import Leaflet, PrintJob, chosen_pages
from cypworkbench.desktop.window import Window
from cypworkbench.domain.refusal import Refusal
from cypworkbench.packs.fonts import REGULAR
from cypworkbench.packs.tagged import Document, Metadata, Style
from cypworkbench.packs.tagged.document import A3_LANDSCAPE, A4
from tests.desktop.conftest import NOW

_DPI = 100


def _pack() -> bytes:
    """Two A4 pages with an A3 one between them, each with words and a coloured shape."""
    document = Document(Metadata("Printed", "Nobody", "A trial", NOW, "a test"))
    for number, size in enumerate((A4, A3_LANDSCAPE, A4)):
        with document.page(size) as page:
            with page.tag("P"):
                page.text(20, 40, f"Page {number + 1} of three", Style(30, 36, REGULAR, "#102030"))
            page.rectangle((20, 60, size[0] - 40, 150), fill="#A03020")
    return document.seal([])


def _print(path: Path, leaflet: Leaflet) -> PrintJob:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(_DPI)
    return PrintJob(printer, leaflet, path)


def _done(qtbot: QtBot, job: PrintJob) -> Refusal | None:
    with qtbot.waitSignal(job.over, timeout=60_000) as heard:
        job.start()
    job.wait()
    refusal: Refusal | None = heard.args[0]
    return refusal


def _pixels(path: Path, page: int) -> NDArray[np.float64]:
    made = path.with_name(f"{path.stem}-{page}")
    command = ["pdftoppm", "-r", str(_DPI), "-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run([*command, path, made], check=True)
    return np.asarray(imread(made.with_suffix(".png"))[:, :, :3], dtype=float)


def test_pages_are_printed_on_paper_of_their_own_size_dot_for_dot(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # many bands a page, as at 600 dots an inch
    monkeypatch.setattr(printing, "_BAND_BYTES", 400_000)
    source, made = tmp_path / "pack.pdf", tmp_path / "printed.pdf"
    source.write_bytes(_pack())
    assert _done(qtbot, _print(made, Leaflet(source.read_bytes(), (0, 1, 2)))) is None
    sizes = [tuple(round(side) for side in p.get_size()) for p in pypdfium2.PdfDocument(made)]
    assert sizes == [(595, 842), (1191, 842), (595, 842)]
    for page in (1, 2, 3):
        wanted, got = _pixels(source, page), _pixels(made, page)
        high, wide = (min(pair) for pair in zip(wanted.shape[:2], got.shape[:2], strict=True))
        assert abs(wanted.shape[0] - got.shape[0]) <= 2
        apart = np.abs(wanted[:high, :wide] - got[:high, :wide]).max(axis=2)
        # two programs smooth the edges of letters differently; surfaces must be the same
        assert (apart > 0.25).mean() < 0.004
        assert got.mean() < 0.999, "something is printed"


def test_a3_pages_go_on_a4_where_that_is_asked_and_grey_is_grey(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = tmp_path / "printed.pdf"
    leaflet = Leaflet(_pack(), (1,), mono=True, scale_a3=True)
    assert _done(qtbot, _print(made, leaflet)) is None
    (page,) = pypdfium2.PdfDocument(made)
    assert tuple(round(side) for side in page.get_size()) == (842, 595)
    shown = _pixels(made, 1)
    assert np.ptp(shown, axis=2).max() < 0.01
    inside = np.argwhere(shown.mean(axis=2) < 0.9)
    assert inside[:, 1].max() > shown.shape[1] * 0.9, "the page fills the paper"


def test_printing_stops_when_it_is_asked_to(qtbot: QtBot, tmp_path: Path) -> None:
    job = _print(tmp_path / "printed.pdf", Leaflet(_pack(), (0, 1, 2) * 20))
    job.cancel()
    refusal = _done(qtbot, job)
    assert refusal is not None
    assert "stopped" in refusal.what
    assert list(tmp_path.iterdir()) == [], "nothing half printed lies there"


def test_pages_are_named_in_ranges_and_those_there_are_none_of_refused() -> None:
    assert chosen_pages("", 3) == (0, 1, 2)
    assert chosen_pages("2, 5–7,5", 9) == (1, 4, 5, 6)
    for said in ("0", "4", "3-2", "a", "1-", "99999999999"):
        with pytest.raises(Refusal):
            chosen_pages(said, 3)


def test_the_dialog_says_what_becomes_of_a3_and_refuses_pages_that_are_not_there(
    window: Window,
) -> None:
    dialog = PrintDialog(window, _pack(), 3, has_large=True)
    dialog.printers.setCurrentIndex(dialog.printers.count() - 1)
    assert dialog.to_file
    assert "tray" in dialog.told.text()
    dialog.pages.setText("4")
    assert not dialog.start.isEnabled()
    dialog.pages.setText("2")
    assert dialog.start.isEnabled()
    dialog.scale.setChecked(True)
    assert dialog.leaflet() == Leaflet(_pack(), (1,), scale_a3=True)
    dialog.reject()
