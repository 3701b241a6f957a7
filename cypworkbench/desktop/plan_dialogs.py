"""A plan's file checked line by line, and going on from one plan to the next."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.catalogue.checking import Checked
from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.parts import row
from cypworkbench.desktop.text import button, choice, label
from cypworkbench.desktop.wishes import RefreshOffer
from cypworkbench.desktop.words import count
from cypworkbench.domain.refusal import Refusal


class PlanCheckDialog(QDialog):
    """What is wrong with a plan's file; a workspace may be made for one that is whole."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check a plan’s file")
        self.setMinimumSize(900, 520)
        self._name = name
        self.said = label(f"{name}: being read…", "section", wrap=True)
        self.rows = RowsModel("Mistakes, line by line")
        self.table = RowsView(self.rows)
        self.make = button("&Make a workspace for it…", spoken="Make a workspace for this plan")
        self.make.setEnabled(False)
        self.close_it = button("Close", primary=True)
        self.close_it.clicked.connect(self.accept)
        _stack(self, (self.said, self.table), (self.make, self.close_it))

    def tell(self, checked: Checked | Refusal) -> None:
        """Show what came of the check."""
        if isinstance(checked, Refusal):
            self.said.setText(f"{checked.what} {checked.remedy}")
            return
        lines = tuple((f.file, f"{f.line}", f.what, f.remedy) for f in checked.faults)
        self.rows.present(("File", "Line", "What is wrong", "What to do"), lines, 4)
        _widths(self.table, (110, 50, 430))
        plan = checked.plan
        if plan is None:
            mistakes = count(len(lines), "mistake")
            self.said.setText(f"{self._name} cannot be used yet: {mistakes}. Nothing was changed.")
            return
        held = f"{count(len(plan.measures), 'measure')}, {count(len(plan.boards), 'board')}"
        self.said.setText(f"{self._name} can be used: {plan.title}, {held}.")
        self.make.setEnabled(True)


class RefreshDialog(QDialog):
    """Which plan follows, and what becomes of each measure: as the plans say, or as a corrected map does."""

    def __init__(self, parent: QWidget, plans: tuple[tuple[str, str], ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Go on to the next plan")
        self.setMinimumSize(980, 620)
        self.which = choice("The plan that follows")
        for key, title in plans:
            self.which.addItem(title, key)
        self.file = button("Another plan’s &file…", spoken="Choose another plan’s file")
        self.said = label("", wrap=True)
        self.rows = RowsModel("What becomes of each measure")
        self.table = RowsView(self.rows)
        self.write = button("Save the &map to correct…", spoken="Save the map to correct in Excel")
        self.read = button("Read a &corrected map…")
        self.act = button("&Record the change of plan", primary=True)
        self.cancel = button("Cancel")
        self.offer: RefreshOffer | None = None
        _stack(
            self,
            (self.said, self.table),
            (self.write, self.read, self.cancel, self.act),
        )
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.insertLayout(0, row(self.which, self.file, stretch_first=True))
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.wait()

    def wait(self) -> None:
        """Nothing is known yet of the plan chosen."""
        self.offer = None
        self.said.setText("Holding the two plans side by side…")
        for widget in (self.write, self.read, self.act):
            widget.setEnabled(False)

    def tell(self, offer: RefreshOffer | Refusal) -> None:
        """Show what would become of each measure; a refusal leaves what was shown before."""
        if isinstance(offer, Refusal):
            self.said.setText(f"{offer.what} {offer.remedy}")
            self.read.setEnabled(self.offer is not None)
            return
        self.offer = offer
        self.rows.present(("Measure", "Fate", "Becomes", "Why"), offer.lines, 4)
        _widths(self.table, (220, 80, 220))
        wrong = f" To correct first: {offer.wrong[0]}." if offer.wrong else ""
        self.said.setText(f"{offer.new.title}. {'; '.join(offer.summary)}.{wrong}")
        for widget in (self.write, self.read):
            widget.setEnabled(True)
        self.act.setEnabled(not offer.wrong)


def _widths(table: RowsView, widths: tuple[int, ...]) -> None:
    """Set the columns' widths, and let long words run over several lines."""
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    table.setWordWrap(True)
    table.resizeRowsToContents()


def _stack(dialog: QDialog, parts: tuple[QWidget, ...], foot: tuple[QWidget, ...]) -> None:
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(20, 18, 20, 16)
    whole.setSpacing(12)
    for part in parts:
        whole.addWidget(part, 1 if isinstance(part, RowsView) else 0)
    line = QHBoxLayout()
    line.addStretch(1)
    for widget in foot:
        line.addWidget(widget)
    whole.addLayout(line)
