"""What a target or a tolerance would change, shown before it is recorded."""

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.judgement import Assessment, Target, TargetKind

_WHOLE = Decimal(100)


class WhatIfDialog(QDialog):
    """A value, a tolerance and who it is for; then what it would change. Emits `asked(Target)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, held: Assessment, place: str, start: date) -> None:
        super().__init__(parent)
        self.setWindowTitle("What if")
        self.setMinimumWidth(480)
        self._held, self._start = held, start
        now = held.target
        self.value = field("Target", f"in {held.measure.unit}")
        self.tolerance = field("Tolerance in per cent", "0")
        self.whom = choice("For whom")
        for words, area in ((f"{place} alone", held.area), ("Every area", "*")):
            self.whom.addItem(words, area)
        self.owner, self.reason = field("Owner"), field("Reason")
        if held.target_value is not None:
            self.value.setText(f"{held.target_value:.{held.measure.decimals}f}")
        if now is not None:
            self.tolerance.setText(f"{(now.tolerance * _WHOLE).normalize():f}")
        form = QFormLayout()
        for words, part in (
            ("&Target", self.value),
            ("T&olerance, %", self.tolerance),
            ("&For", self.whom),
            ("O&wner", self.owner),
            ("&Reason", self.reason),
        ):
            form.addRow(words, part)
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(60)
        self.show_it = button("&Show what it would change", primary=True)
        self.record = button("Record &this target")
        self.cancel = button("Close")
        foot = QHBoxLayout()
        foot.addWidget(self.show_it)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.record)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        name = f"{held.measure.short_title}, {place}"
        whole.addWidget(label(f"What if the target for {name} were another?", "section", wrap=True))
        whole.addLayout(form)
        whole.addWidget(self.said)
        whole.addLayout(foot)
        for part in (self.value, self.tolerance, self.owner, self.reason):
            part.textChanged.connect(self._moved)
        self.show_it.clicked.connect(self._ask)
        self.record.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._moved()

    @property
    def target(self) -> Target | None:
        """The target as written; None while it is no number, or its tolerance no share."""
        value, tolerance = _number(self.value.text()), _number(self.tolerance.text() or "0")
        if value is None or tolerance is None or not 0 <= tolerance <= _WHOLE:
            return None
        return Target(
            measure=self._held.measure.id,
            area=str(self.whom.currentData()),
            kind=TargetKind.ABSOLUTE,
            value=value,
            start=self._start,
            tolerance=tolerance / _WHOLE,
            owner=self.owner.text().strip(),
            reason=self.reason.text().strip(),
        )

    def tell(self, sentences: tuple[str, ...]) -> None:
        """Say what it would change."""
        self.said.setText(" ".join(sentences) or "It would change nothing.")

    def _ask(self) -> None:
        target = self.target
        if target is not None:
            self.said.setText("Working it out…")
            self.asked.emit(target)

    def _moved(self) -> None:
        target = self.target
        self.show_it.setEnabled(target is not None)
        # whose it is and why are part of a target: without them nobody can answer for it
        self.record.setEnabled(target is not None and bool(target.owner and target.reason))


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip().replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
