"""How a pack shall be printed: where, which pages, both sides, in grey, what becomes of A3; then how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.printing import Leaflet, chosen_pages, has_a3
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.refusal import Refusal

TO_FILE = ""
_SCALED = (
    "This printer has no A3 paper: A3 pages are made to fit A4, at seven tenths of their size."
)
_TRAY = "A3 pages are asked for on A3 paper; the printer takes the tray that has it."


class PrintDialog(QDialog):
    """Asks, then stays while it prints. `go(leaflet)` and `stopped()` tell what is wanted."""

    go = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget, pdf: bytes, count: int, *, has_large: bool) -> None:
        """`has_large` says whether the pack has A3 pages at all."""
        super().__init__(parent)
        self.setWindowTitle("Print the pack")
        self.setMinimumWidth(520)
        self._pdf, self._count, self._has_large = pdf, count, has_large
        self.is_under_way = False
        self.printers = choice("Printer")
        for name in QPrinterInfo.availablePrinterNames():
            self.printers.addItem(name, name)
        self.printers.addItem("A PDF file…", TO_FILE)
        default = self.printers.findData(QPrinterInfo.defaultPrinterName())
        self.printers.setCurrentIndex(max(default, 0))
        self.pages = field("Pages", f"All {count}, or such as 1-3, 8")
        self.duplex = QCheckBox("On &both sides")
        self.duplex.setChecked(True)
        self.mono = QCheckBox("In &grey")
        self.scale = QCheckBox("Put &A3 pages on A4, smaller")
        self.told = label("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Pages printed")
        self.bar.hide()
        self.start = button("&Print", primary=True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.printers.currentIndexChanged.connect(self._look_at_printer)
        self.scale.toggled.connect(self._say)
        self.pages.textChanged.connect(self._say)
        self.start.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._leave)
        self._look_at_printer()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("P&rinter", self.printers)
        form.addRow("Pa&ges", self.pages)
        foot = QHBoxLayout()
        foot.addWidget(self.bar, 1)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(form)
        for box in (self.duplex, self.mono, self.scale):
            whole.addWidget(box)
        whole.addWidget(self.told)
        whole.addLayout(foot)
        self.scale.setVisible(self._has_large)

    def printer(self) -> QPrinter:
        """The printer chosen, at its own resolution."""
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        name = str(self.printers.currentData())
        if name:
            made.setPrinterName(name)
        else:
            made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        return made

    @property
    def to_file(self) -> bool:
        """Whether a file is wanted in place of paper."""
        return str(self.printers.currentData()) == TO_FILE

    def leaflet(self) -> Leaflet:
        """What is wanted. Raises Refusal for pages that there are none of."""
        pages = chosen_pages(self.pages.text(), self._count)
        scale = self.scale.isChecked()
        return Leaflet(self._pdf, pages, self.duplex.isChecked(), self.mono.isChecked(), scale)

    def tell(self, done: int, of: int) -> None:
        """Show how far it is."""
        self.bar.setMaximum(of)
        self.bar.setValue(done)

    def tell_over(self, refusal: Refusal | None) -> None:
        """It is over: close, or say why it could not be done."""
        self._be_under_way(now=False)
        if refusal is None:
            self.accept()
        else:
            self.told.setText(f"{refusal.what} {refusal.remedy}")

    def begun(self) -> None:
        """It prints from here on."""
        self._be_under_way(now=True)

    def reject(self) -> None:
        """Escape stops the printing first; only then does it close."""
        self._leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not while it prints."""
        if self.is_under_way:
            event.ignore()
            self._leave()

    def _be_under_way(self, *, now: bool) -> None:
        self.is_under_way = now
        self.bar.setVisible(now)
        for part in (self.printers, self.pages, self.duplex, self.mono, self.scale, self.start):
            part.setEnabled(not now)
        if not now:
            self._look_at_printer()

    def _look_at_printer(self) -> None:
        """A printer without A3 leaves no choice about A3 pages."""
        able = not self._has_large or has_a3(self.printer())
        self.scale.setChecked(self.scale.isChecked() or not able)
        self.scale.setEnabled(able)
        self._say()

    def _say(self) -> None:
        try:
            self.leaflet()
        except Refusal as refusal:
            self.told.setText(f"{refusal.what} {refusal.remedy}")
            self.start.setEnabled(False)
            return
        self.start.setEnabled(True)
        about_a3 = _SCALED if not self.scale.isEnabled() else _TRAY
        scaled = self.scale.isEnabled() and self.scale.isChecked()
        self.told.setText("" if not self._has_large or scaled else about_a3)

    def _begin(self) -> None:
        self.go.emit(self.leaflet())

    def _leave(self) -> None:
        if self.is_under_way:
            self.stopped.emit()
        else:
            super().reject()
