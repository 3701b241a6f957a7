"""What the public edition would withhold, figure by figure with the reason, and what else would save figures."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.words import count
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.disclosing import Preview, Saving

_HEADS = ("Measure", "Place", "Period", "Why")


class WithheldDialog(QDialog):
    """Opens at once and is filled when the answer comes: it takes some seconds to attack a whole pack."""

    def __init__(self, parent: QWidget, board: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Public edition")
        self.setMinimumSize(860, 560)
        self.said = label(f"{board}: finding what readers could work out…", "section", wrap=True)
        self.more = label("", "small", wrap=True)
        self.rows = RowsModel("Figures that would be withheld")
        self.table = RowsView(self.rows)
        self.ways = label("", wrap=True)
        self.ways.setAccessibleName("What else could be done")
        self.close_it = button("Close", primary=True)
        self.close_it.clicked.connect(self.accept)
        self._board = board
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        for part in (self.said, self.more):
            whole.addWidget(part)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.ways)
        whole.addLayout(foot)

    def tell(self, found: Preview | Refusal) -> None:
        """Show the answer: the figures and their reasons, or why nothing safe can be published."""
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
        self.rows.present(_HEADS, rows, left=len(_HEADS))
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setStretchLastSection(True)
        lines = [_way(saving, many) for saving in found.savings]
        if found.lost:
            lines.append(
                f"{count(len(found.lost), 'small figure')} cannot be protected: it was published before."
            )
        self.ways.setText("\n".join(["What else could be done:", *lines]))


def _way(saving: Saving, now: int) -> str:
    if saving.withheld is None:
        return f"{saving.what}: cannot be published so."
    if "two periods" in saving.what:
        return f"{saving.what}: {count(saving.withheld, 'figure')} withheld."
    less = now - saving.withheld
    change = f"{abs(less)} {'fewer' if less > 0 else 'more'}" if less else "as many"
    return f"{saving.what}: {count(saving.withheld, 'figure')} withheld, {change}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
