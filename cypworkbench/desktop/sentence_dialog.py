"""The sentence on a measure's page in a person's own words, beside what the program says of the same figures."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, label, writing
from cypworkbench.domain.dates import day
from cypworkbench.domain.record import Wording
from cypworkbench.flow.sentences import LONGEST


class SentenceDialog(QDialog):
    """Opens with the words that stand. `given_up` says that the program's own shall stand again."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        own: str,
        written: Wording | None,
        longest: int = LONGEST,
    ) -> None:
        """`own` is what the program says of the figures now; `written` a person's words, for them or for others.

        Of a passage whose figures are gone `own` is empty: then its words can only be given up.
        """
        super().__init__(parent)
        self.setWindowTitle("Edit the sentence")
        self.setMinimumWidth(560)
        self.given_up = False
        self._own, self._longest = own, longest
        self.stale = written is not None and written.instead_of != own
        self.text = writing("The sentence in your own words", own)
        self.text.setPlainText(written.text if written else own)
        self.text.setFixedHeight(104)
        self.left = label("", "small")
        self.keep = button("&Keep these words", primary=True)
        self.own = button("Let the &program’s stand")
        self.own.setEnabled(written is not None)
        self.cancel = button("Cancel")
        self._lay_out(name, written)
        self.text.textChanged.connect(self._check)
        self.keep.clicked.connect(self.accept)
        self.own.clicked.connect(self._give_up)
        self.cancel.clicked.connect(self.reject)
        self._check()

    def _lay_out(self, name: str, written: Wording | None) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(name, "section", wrap=True))
        whole.addWidget(label(self._says, "second", wrap=True))
        if written is not None:
            by = f"Written by the {written.by.role or written.by.name}, {day(written.at.date())}."
            warns = (
                f" The figures have changed since: then it stood in place of “{written.instead_of}” "
                "No pack can be issued until it is written again or given up."
            )
            whole.addWidget(label(by + (warns if self.stale else ""), "base", wrap=True))
        whole.addWidget(self.text)
        said = (
            "The pack prints it in place of the program’s, marked as your role’s words. It stands while the "
            "figures do. The public edition keeps the program’s own."
        )
        whole.addWidget(label(said, "small", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(self.own)
        foot.addWidget(self.left, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        whole.addLayout(foot)

    @property
    def _says(self) -> str:
        if self._own:
            return f"The program says: {self._own}"
        return (
            "The figures no longer make this passage; what was written of it can only be given up."
        )

    @property
    def words(self) -> str:
        """What was written, its spaces single."""
        return " ".join(self.text.toPlainText().split())

    def _give_up(self) -> None:
        self.given_up = True
        self.accept()

    def _check(self) -> None:
        over = len(self.words) - self._longest
        self.left.setText(f"{over} letters too many" if over > 0 else "")
        self.keep.setEnabled(over <= 0 and bool(self._own) and self.words not in ("", self._own))
