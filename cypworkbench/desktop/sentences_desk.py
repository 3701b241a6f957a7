"""The sentences of the pack in view, listed, and one of them put into somebody's own words."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.sentence_dialog import SentenceDialog
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.flow import decide, sentences
from cypworkbench.flow.sentences import Said

_HIGH, _BETWEEN = 320, 4  # pixels: of the list, and around each sentence


class SentencesDialog(QDialog):
    """Lists the passages of a pack; `chosen` is the one to edit once it is accepted."""

    def __init__(self, parent: QWidget, name: str, said: tuple[Said, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("The pack’s sentences")
        self.setMinimumWidth(640)
        self._said = said
        self.rows = QListWidget()
        self.rows.setAccessibleName("Sentences of the pack")
        self.rows.setWordWrap(True)
        self.rows.setSpacing(_BETWEEN)
        self.rows.setFixedHeight(_HIGH)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in said:
            QListWidgetItem(_line(each), self.rows)
        self.rows.setCurrentRow(0)
        self.edit = button("&Edit…", primary=True, spoken="Edit the sentence")
        self.edit.setEnabled(bool(said))
        self.cancel = button("Close")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.edit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"{name}: the pack’s sentences", "section", wrap=True))
        told = (
            "Each is the program’s, bound to its figures, until somebody puts it into words of their own. "
            "A measure’s own sentence is edited in Measures."
            if said
            else "This edition has no sentence of this kind: the board edition has its headlines, the annual report "
            "its successes and challenges besides."
        )
        whole.addWidget(label(told, "second", wrap=True))
        whole.addWidget(self.rows)
        whole.addLayout(foot)
        self.rows.itemActivated.connect(lambda _item: self.accept())
        self.edit.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    @property
    def chosen(self) -> Said | None:
        """The passage in hand."""
        row = self.rows.currentRow()
        return self._said[row] if 0 <= row < len(self._said) else None


class Sentences(QObject):
    """Asks which sentence of the pack in view to edit, and keeps what was written."""

    def __init__(self, window: QWidget, workbench: Workbench, place: PacksPlace) -> None:
        super().__init__(window)
        self._window, self._workbench, self._place = window, workbench, place

    def ask(self) -> None:
        """List the passages of the pack in view."""
        made = self._place.made
        if made is None:
            return
        dialog = SentencesDialog(self._window, self._place.choice.name, made.passages)
        dialog.accepted.connect(lambda: self.edit(made.area, dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit(self, area: str, said: Said | None) -> None:
        """Put a passage into words of one's own, or let the program's stand again."""
        if said is None:
            return
        dialog = SentenceDialog(self._window, said.title, said.own, said.written, said.longest)
        dialog.accepted.connect(lambda: self._keep(area, said, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, area: str, said: Said, dialog: SentenceDialog) -> None:
        words, given_up = dialog.words, dialog.given_up

        def keep(desk: decide.Desk) -> None:
            if given_up:
                sentences.give_up_passage(desk, area, said)
            else:
                sentences.write_passage(desk, area, said, words)

        self._workbench.decide("Keeping the sentence", keep)


def _line(said: Said) -> str:
    state = ""
    if said.written is not None:
        state = "  ·  out of date: no pack can be issued" if said.is_stale else "  ·  in own words"
    return f"{said.title}{state}\n{said.written.text if said.written else said.own}"
