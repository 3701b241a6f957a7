"""Carries between the dialog that asks how to print and the thread that prints."""

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.print_dialog import PrintDialog
from cypworkbench.desktop.printing import Leaflet, PrintJob
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import outputs

_PDFS = "PDF files (*.pdf)"


class Printing(QObject):
    """Prints the pack in view, as last signed or as made."""

    def __init__(self, window: QWidget, picker: Picker, place: PacksPlace) -> None:
        super().__init__(window)
        self._window, self._picker, self._place = window, picker, place
        self.job: PrintJob | None = None
        self._dialog: PrintDialog | None = None

    def ask(self) -> None:
        """Ask how; nothing where no pack is in view, or one is being printed."""
        pdf, count = self._place.pdf, self._place.preview.count
        if not pdf or not count or self.job is not None:
            return
        dialog = PrintDialog(self._window, pdf, count, has_large=self._place.preview.has_large)
        dialog.go.connect(lambda leaflet: self._print(dialog, leaflet))
        dialog.stopped.connect(self._stop)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close(self) -> None:
        """Stop printing when the window goes."""
        if self.job is not None:
            self.job.cancel()
            self.job.wait()

    def _print(self, dialog: PrintDialog, leaflet: Leaflet) -> None:
        printer = dialog.printer()
        path = None
        if dialog.to_file:
            path = self._picker.save(dialog, "Print to a file", "pack, printed.pdf", _PDFS)
            if path is None:
                return
            try:
                outputs.refuse_precious(path)
            except Refusal as refusal:
                dialog.tell_over(refusal)
                return
        job = PrintJob(printer, leaflet, path)
        self.job = job
        self._dialog = dialog
        # bound to this object, so that they are called on the window's thread and not on the printing one
        job.moved.connect(self._moved)
        job.over.connect(self._over)
        dialog.begun()
        job.start()

    def _moved(self, done: int, of: int) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.tell(done, of)

    def _over(self, refusal: Refusal | None) -> None:
        dialog, self._dialog, self.job = self._dialog, None, None
        if dialog is not None and shiboken6.isValid(dialog):
            dialog.tell_over(refusal)

    def _stop(self) -> None:
        if self.job is not None:
            self.job.cancel()
