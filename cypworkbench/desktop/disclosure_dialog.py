"""A board's settings for its public packs: what is small, zeros, rounding, figures that must be shown, and why."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.text import button, choice, label, writing
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.flow.disclosing import LEAST, MOST

_LIST_HEIGHT = 128


class DisclosureDialog(QDialog):
    """Opens with what is in force. `measures` are those with small counts and `figures` those to be shown, by name."""

    def __init__(
        self,
        parent: QWidget,
        now: Disclosure,
        names: tuple[str, Mapping[str, str], Mapping[str, str]],
    ) -> None:
        """`names` holds the board's name, measures by id, and figures that may be asked for by measure|area|period."""
        super().__init__(parent)
        board, measures, figures = names
        self.setWindowTitle("What the public may see")
        self.setMinimumWidth(640)
        self._now = now
        self.threshold = choice("Highest small count")
        for number in range(LEAST, MOST + 1):
            self.threshold.addItem(f"1 to {number}", number)
        self.threshold.setCurrentIndex(self.threshold.findData(now.threshold))
        self.zeros = choice("Real zeros")
        self.zeros.addItem("are shown", True)  # noqa: FBT003  Qt's own way to keep a value
        self.zeros.addItem("are withheld with the small counts", False)  # noqa: FBT003  as above
        self.zeros.setCurrentIndex(self.zeros.findData(now.zeros_shown))
        self.rounded = _ticked("Measures rounded to 5, so that sums hold", measures, now.rounded)
        self.shown = _ticked("Figures that must be shown", figures, (*now.shown, *figures))
        self.because = writing("Reason", "One sentence that a board member could follow")
        self.because.setFixedHeight(64)
        self.keep = button("Decide", primary=True)
        self.cancel = button("Cancel")
        self._lay_out(board, has_figures=bool(figures))
        self.because.textChanged.connect(self._check)
        self.keep.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._check()

    def _lay_out(self, board: str, *, has_figures: bool) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Small co&unts", self.threshold)
        form.addRow("Real &zeros", self.zeros)
        form.addRow("&Round to 5, sums kept", self.rounded)
        if has_figures:
            form.addRow("Must be &shown", self.shown)
        form.addRow("Rea&son", self.because)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"{board}: what the public may see", "section", wrap=True))
        said = (
            "These settings hold for every public pack of this board from now on. Where a source asks for more, it "
            "gets more. A figure that must be shown makes others be withheld in its place, or the pack be refused."
        )
        whole.addWidget(label(said, "second", wrap=True))
        whole.addLayout(form)
        whole.addLayout(foot)

    @property
    def setting(self) -> Disclosure:
        """What was chosen, with its reason."""
        return Disclosure(
            board=self._now.board,
            threshold=int(self.threshold.currentData()),
            zeros_shown=bool(self.zeros.currentData()),
            group=self._now.group,
            rounded=_chosen(self.rounded),
            shown=_chosen(self.shown),
            because=self.because.toPlainText().strip(),
        )

    def _check(self) -> None:
        self.keep.setEnabled(bool(self.because.toPlainText().strip()))


def _ticked(spoken: str, names: Mapping[str, str], chosen: tuple[str, ...]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(spoken)
    made.setFixedHeight(_LIST_HEIGHT)
    made.setTabKeyNavigation(False)
    for key, name in names.items():
        row = QListWidgetItem(name, made)
        row.setData(Qt.ItemDataRole.UserRole, key)
        row.setFlags(
            Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
        )
        row.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
    return made


def _chosen(rows: QListWidget) -> tuple[str, ...]:
    held = (rows.item(place) for place in range(rows.count()))
    return tuple(
        str(row.data(Qt.ItemDataRole.UserRole))
        for row in held
        if row.checkState() is Qt.CheckState.Checked
    )
