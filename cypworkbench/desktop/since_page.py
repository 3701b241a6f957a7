"""What changed since the board's last pack, as the pack in view tells it: by kind, each change a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cypworkbench.desktop.text import label, plain_tip
from cypworkbench.domain.pack import Since

_NONE = (
    "There is no earlier pack of this board and edition to compare with. Any two rounds or packs can be compared "
    "under History."
)


_ISSUED = "The pack in view was issued: what had changed before it stands on its own page, near the front."


class SincePage(QWidget):
    """Shows a pack's `Since`."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = label(_NONE, "base", wrap=True)
        self.rows = QTreeWidget()
        self.rows.setAccessibleName("What changed since the last pack")
        self.rows.setHeaderLabels(["What changed", "How"])
        self.rows.setRootIsDecorated(False)
        self.rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.rows.header().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.told = label("", "base", wrap=True)
        self.told.setMinimumHeight(72)
        self.rows.currentItemChanged.connect(
            lambda now, _before: self.told.setText(now.text(1) if now else "")
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.sentence)
        whole.addWidget(self.rows, 1)
        whole.addWidget(self.told)
        self.present(None)

    def present(self, since: Since | None, *, issued: bool = False) -> None:
        """Show what changed; None where there is nothing to compare with, or the pack was issued already."""
        self.rows.clear()
        self.told.clear()
        self.rows.setVisible(since is not None and bool(since.about))
        if since is None:
            self.sentence.setText(_ISSUED if issued else _NONE)
            return
        more = f" {since.elsewhere} of them are about other areas." if since.elsewhere else ""
        self.sentence.setText(f"Since {since.name}: {since.counted}{more}")
        for kind, sentence in since.about:
            row = QTreeWidgetItem([kind.capitalize(), sentence])
            row.setToolTip(1, plain_tip(sentence))
            self.rows.addTopLevelItem(row)
        first = self.rows.topLevelItem(0)
        if first is not None:
            self.rows.setCurrentItem(first)
