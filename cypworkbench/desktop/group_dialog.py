"""Which districts to take together as one place, for a pack of their own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.text import button, label
from cypworkbench.domain.area import Area, named_together, together

_FEWEST = 2


class GroupDialog(QDialog):
    """Asks for two districts or more, and not all of them."""

    def __init__(self, parent: QWidget, districts: Sequence[Area], chosen: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Several districts together")
        self.setMinimumWidth(520)
        self._districts = tuple(districts)
        self.rows = QListWidget()
        self.rows.setAccessibleName("Districts")
        self.rows.setTabKeyNavigation(False)
        for area in districts:
            row = QListWidgetItem(area.name, self.rows)
            row.setData(Qt.ItemDataRole.UserRole, area.code)
            row.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
            )
            on = area.code in chosen
            row.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.rows.setCurrentRow(0)
        self.rows.setFixedHeight(250)
        self.named = label("", "second", wrap=True)
        self.show_it = button("&Show their pack", primary=True)
        self.cancel = button("Cancel")
        self._lay_out()
        self.rows.itemChanged.connect(self._check)
        self.show_it.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._check()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.named, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.show_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Which districts?", "section"))
        said = (
            "Their figures are made from their counts, as the county’s are, and stand beside the county’s. Where one "
            "of them gave no figure, there is none for them together. Their public edition shows a figure only where "
            "the county’s shows each district’s: so it tells nothing that was withheld."
        )
        whole.addWidget(label(said, "second", wrap=True))
        whole.addWidget(self.rows)
        whole.addLayout(foot)

    @property
    def group(self) -> str:
        """The code of the districts that are ticked."""
        return together(self._ticked)

    @property
    def _ticked(self) -> list[str]:
        rows = (self.rows.item(number) for number in range(self.rows.count()))
        ticked = (row for row in rows if row.checkState() is Qt.CheckState.Checked)
        return [str(row.data(Qt.ItemDataRole.UserRole)) for row in ticked]

    def _check(self) -> None:
        names = [a.name for a in self._districts if a.code in self._ticked]
        self.show_it.setEnabled(_FEWEST <= len(names) < len(self._districts))
        if len(names) == len(self._districts):
            self.named.setText("All of them are the county, which has its own pack.")
        else:
            self.named.setText(named_together(names) if names else "Tick two or more.")
