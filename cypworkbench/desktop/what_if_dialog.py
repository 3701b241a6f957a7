"""What another target or tolerance would change, shown before it is recorded."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.domain.judgement import Assessment, Target, TargetKind

_WHOLE = Decimal(100)
_KINDS = {
    TargetKind.ABSOLUTE: "A value to keep to",
    TargetKind.STRAIGHT: "A straight line to a value",
    TargetKind.IMPROVEMENT: "Better by per cent",
    TargetKind.COMPARATOR: "No worse than another place",
    TargetKind.GAP: "A smaller gap to another place",
    TargetKind.FASTER: "As fast as another place",
    TargetKind.MAINTAIN: "Kept as it is",
    TargetKind.BAND: "A band: the right number",
    TargetKind.MONITOR: "Watched without a target",
}
_NO_WAY = (TargetKind.BAND, TargetKind.MONITOR)
_BESIDE = (TargetKind.COMPARATOR, TargetKind.GAP, TargetKind.FASTER)
_VALUED = (
    *(TargetKind.ABSOLUTE, TargetKind.STRAIGHT, TargetKind.IMPROVEMENT, TargetKind.BAND),
    *(TargetKind.GAP, TargetKind.MAINTAIN),
)
_MUST = (TargetKind.ABSOLUTE, TargetKind.STRAIGHT, TargetKind.IMPROVEMENT, TargetKind.BAND)
_HINTS = {
    TargetKind.IMPROVEMENT: "per cent of the last figure before it begins",
    TargetKind.GAP: "how far behind; empty for smaller than now",
    TargetKind.MAINTAIN: "empty for the first figure",
}


class WhatIfDialog(QDialog):
    """What is asked, from when, of whom, whose it is and why; then what it would change. Emits `asked(Target)`.

    `others` are the places a target may compare with, each its name and code.
    """

    asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        held: Assessment,
        place: str,
        start: date,
        others: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What if")
        self.setMinimumWidth(500)
        self._held = held
        self.kind, self.other, self.whom = choice("Kind"), choice("Other place"), choice("For whom")
        self.value, self.upper = field("Target"), field("Upper end", f"in {held.measure.unit}")
        self.start, self.end = field("From", "2026-04-01"), field("To", "without an end")
        self.tolerance = field("Tolerance in per cent", "0")
        self.owner, self.reason = field("Owner"), field("Reason")
        self._offer(place, start, others)
        self._form = QFormLayout()
        for words, part in (
            ("&Kind", self.kind),
            ("&Target", self.value),
            ("&Upper end", self.upper),
            ("&Beside", self.other),
            ("T&olerance, %", self.tolerance),
            ("Fro&m", self.start),
            ("Unti&l", self.end),
            ("&For", self.whom),
            ("O&wner", self.owner),
            ("&Reason", self.reason),
        ):
            self._form.addRow(words, part)
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(60)
        self.show_it = button("&Show what it would change", primary=True)
        self.record = button("Re&cord this target")
        self.cancel = button("Close")
        self._lay_out(f"What if the target for {held.measure.short_title}, {place} were another?")
        self._fill(held.target)
        self._connect()
        self._moved()

    def _offer(self, place: str, start: date, others: Sequence[tuple[str, str]]) -> None:
        """What can be chosen: a measure with no better way has a band or is watched."""
        judges, able = self._held.measure.polarity.judges, [*_KINDS]
        kinds = able if judges else list(_NO_WAY)
        for kind in kinds:
            if others or kind not in _BESIDE:
                self.kind.addItem(_KINDS[kind], kind)
        for words, code in others:
            self.other.addItem(words, code)
        for words, area in ((f"{place} alone", self._held.area), ("Every area", "*")):
            self.whom.addItem(words, area)
        self.start.setText(start.isoformat())

    def _lay_out(self, question: str) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.show_it)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.record)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(question, "section", wrap=True))
        whole.addLayout(self._form)
        whole.addWidget(self.said)
        whole.addLayout(foot)

    def _fill(self, now: Target | None) -> None:
        """Begin from the target in force, so that a change is a change of it."""
        if now is None:
            return
        self.kind.setCurrentIndex(max(self.kind.findData(now.kind), 0))
        self.other.setCurrentIndex(max(self.other.findData(now.comparator), 0))
        self.value.setText(_plain(now.value))
        self.upper.setText(_plain(now.upper))
        self.tolerance.setText(f"{(now.tolerance * _WHOLE).normalize():f}")
        self.end.setText(now.end.isoformat() if now.end else "")

    def _connect(self) -> None:
        for part in (self.value, self.upper, self.tolerance, self.start, self.end):
            part.textChanged.connect(self._moved)
        for part in (self.owner, self.reason):
            part.textChanged.connect(self._moved)
        for box in (self.kind, self.other, self.whom):
            box.currentIndexChanged.connect(self._moved)
        self.show_it.clicked.connect(self._ask)
        self.record.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    @property
    def target(self) -> Target | None:
        """The target as written; None while a number or a day of it cannot be read, or something it needs is empty."""
        kind = TargetKind(self.kind.currentData())
        value, upper = _number(self.value.text()), _number(self.upper.text())
        tolerance = _number(self.tolerance.text() or "0")
        start, end = _day(self.start.text()), _day(self.end.text())
        ends_read = end is not None or not self.end.text().strip()
        if start is None or tolerance is None or not 0 <= tolerance < _WHOLE or not ends_read:
            return None
        if not self._has_value(kind, value, upper) or not _in_order(kind, start, end):
            return None
        return Target(
            measure=self._held.measure.id,
            area=str(self.whom.currentData()),
            kind=kind,
            value=value if kind in _VALUED else None,
            start=start,
            end=end,
            upper=upper if kind is TargetKind.BAND else None,
            comparator=str(self.other.currentData()) if kind in _BESIDE else "",
            tolerance=tolerance / _WHOLE,
            owner=self.owner.text().strip(),
            reason=self.reason.text().strip(),
        )

    def _has_value(self, kind: TargetKind, value: Decimal | None, upper: Decimal | None) -> bool:
        """Whether the values a kind needs are there and can be."""
        if value is None:
            return kind not in _MUST and (kind not in _VALUED or not self.value.text().strip())
        if kind is TargetKind.BAND:
            return upper is not None and upper >= value
        return kind is not TargetKind.IMPROVEMENT or value > 0

    def tell(self, sentences: tuple[str, ...]) -> None:
        """Say what it would change."""
        self.said.setText(" ".join(sentences) or "It would change nothing.")

    def _ask(self) -> None:
        target = self.target
        if target is not None:
            self.said.setText("Working it out…")
            self.asked.emit(target)

    def _moved(self) -> None:
        kind = TargetKind(self.kind.currentData())
        self._form.setRowVisible(self.value, kind in _VALUED)
        self._form.setRowVisible(self.upper, kind is TargetKind.BAND)
        self._form.setRowVisible(self.other, kind in _BESIDE)
        self._form.setRowVisible(self.tolerance, kind is not TargetKind.MONITOR)
        self.value.setPlaceholderText(_HINTS.get(kind, f"in {self._held.measure.unit}"))
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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _in_order(kind: TargetKind, start: date, end: date | None) -> bool:
    """Whether a target ends after it begins; a straight line must end."""
    return kind is not TargetKind.STRAIGHT if end is None else end >= start


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
