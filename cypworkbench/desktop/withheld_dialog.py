"""What the public edition would withhold, figure by figure with the reason, and what else would save figures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.words import count
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.disclosing import Preview
from cypworkbench.flow.pack_system import Place
from cypworkbench.flow.savings import Saving

_HEADS = ("Measure", "Place", "Period", "Why")


class WithheldDialog(QDialog):
    """Opens at once and is filled when the answer comes: it takes some seconds to attack a whole pack.

    `settings_wanted` asks for the board's settings to be changed; with a figure's place, for that figure to be shown.
    """

    settings_wanted = Signal(object)

    def __init__(self, parent: QWidget, board: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Public edition")
        self.setMinimumSize(860, 560)
        self.said = label(f"{board}: finding what readers could work out…", "section", wrap=True)
        self.more = label("", "small", wrap=True)
        self.warned = label("", wrap=True)
        self.warned.hide()
        self.rows = RowsModel("Figures that would be withheld")
        self.table = RowsView(self.rows)
        self.ways = label("", wrap=True)
        self.ways.setAccessibleName("What else could be done")
        self.settings = button("&Settings…", spoken="Settings of what counts as small")
        self.show_it = button("S&how this figure…", spoken="Have the chosen figure always shown")
        self.close_it = button("Close", primary=True)
        self._board = board
        self._places: tuple[tuple[Place, bool], ...] = ()
        self._lay_out()
        self.settings.setEnabled(False)
        self.show_it.setEnabled(False)
        self.settings.clicked.connect(lambda: self.settings_wanted.emit(None))
        self.show_it.clicked.connect(lambda: self.settings_wanted.emit(self._chosen()))
        self.close_it.clicked.connect(self.accept)
        self.table.selectionModel().selectionChanged.connect(self._choose)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.settings)
        foot.addWidget(self.show_it)
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        for part in (self.said, self.more, self.warned):
            whole.addWidget(part)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.ways)
        whole.addLayout(foot)

    def tell(self, found: Preview | Refusal) -> None:
        """Show the answer: the figures and their reasons, or why nothing safe can be published."""
        self.settings.setEnabled(True)
        if isinstance(found, Refusal):
            self.said.setText(f"{self._board}: no public edition can be made.")
            self.more.setText(f"{found.what} {found.remedy}")
            return
        many = len(found.hidden)
        kept = f"{count(many, 'figure')} would be withheld" if many else "Nothing would be withheld"
        self.said.setText(f"{self._board}, public edition: {kept}.")
        zeros = "shown" if found.settings.zeros_shown else "withheld with them"
        self.more.setText(
            f"Counts up to {found.settings.threshold} are small, or more where the source asks; zeros are {zeros}. "
            "Every withheld figure is printed as [c], whatever the reason."
        )
        # first those withheld for another's sake: the others' reason shows in the figure itself
        ordered = sorted(found.hidden, key=lambda one: "together" not in one.why)
        rows = tuple((one.measure, one.area, one.period, _capital(one.why)) for one in ordered)
        self._places = tuple((one.place, "together" in one.why) for one in ordered)
        self.rows.present(_HEADS, rows, left=len(_HEADS))
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setStretchLastSection(True)
        lines = [_way(saving) for saving in found.savings]
        if found.lost:
            lines.append(
                f"{count(len(found.lost), 'small figure')} cannot be protected: it was published before."
            )
        self.ways.setText("\n".join(["What else could be done:", *lines]))

    def tell_settings(self, refusal: Refusal) -> None:
        """Say why settings were not changed; it stays above the table until the dialog is closed."""
        self.warned.setText(f"The settings are as they were. {refusal.what} {refusal.remedy}")
        self.warned.show()

    def wait(self) -> None:
        """Say that the answer is being found again, after a setting was changed."""
        self.said.setText(f"{self._board}: finding what readers could work out…")
        self.warned.hide()
        self.settings.setEnabled(False)
        self.show_it.setEnabled(False)

    def _chosen(self) -> Place | None:
        """Where the chosen figure stands, if it is one withheld for another's sake."""
        rows = self.table.selectionModel().selectedRows()
        if len(rows) != 1 or rows[0].row() >= len(self._places):
            return None
        place, beside = self._places[rows[0].row()]
        return place if beside else None

    def _choose(self) -> None:
        # a small figure is never shown, so only those withheld for another's sake can be asked for
        self.show_it.setEnabled(self._chosen() is not None)


def _way(saving: Saving) -> str:
    if saving.withheld is None:
        return f"{saving.what}: cannot be published so."
    less = saving.now - saving.withheld
    change = f"{abs(less)} {'fewer' if less > 0 else 'more'} than now" if less else "as many as now"
    return f"{saving.what}: {count(saving.withheld, 'figure')} withheld, {change}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
