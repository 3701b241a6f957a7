"""What another target or tolerance would change, shown before it is recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cypworkbench.desktop.target_kinds import (
    COLUMNS,
    KINDS,
    Beside,
    day,
    hint,
    number,
    or_none,
    steps,
)
from cypworkbench.desktop.text import button, choice, field, label
from cypworkbench.desktop.words import place_name
from cypworkbench.domain.judgement import Assessment, Target, TargetKind
from cypworkbench.domain.record import Picture
from cypworkbench.flow import targets

_T = TypeVar("_T")
_WHOLE = Decimal(100)
_STALE = "This has changed since: show what it would change again."
_FIRST = "Show what it would change; then it can be recorded."


class WhatIfDialog(QDialog):
    """What is asked, from when, of whom, whose it is and why; then what it would change.

    Emits `asked(Target)`; `tell` brings the answer. Recorded is `target`, and only while it is what was told of.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget, picture: Picture, held: Assessment, start: date) -> None:
        super().__init__(parent)
        self.setWindowTitle("What if")
        self.setMinimumWidth(540)
        self._held, self._plan, place = held, picture.framework, place_name(picture, held.area)
        self._beside = Beside(picture, held.area, held.target)
        self._shown: dict[Target, str] = {}
        self._open = True
        self.kind, self.other, self.whom = choice("Kind"), choice("Other place"), choice("For whom")
        self.value, self.upper = field("Target"), field("Upper end")
        self.baseline = field("Baseline")
        self.steps = field("Steps", "2027-03-31: 22; 2028-03-31: 20")
        self.start, self.end = field("From", "2026-04-01"), field("Until", "without an end")
        self.tolerance = field("Tolerance in per cent", "0")
        self.owner, self.reason = field("Owner", "by role"), field("Reason")
        self._offer(place, start)
        self._form = QFormLayout()
        self._lay_out_form()
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(60)
        self.show_it = button("&Show what it would change", primary=True)
        self.record = button("Re&cord this target")
        self.cancel = button("Close")
        self._lay_out(f"What if the target for {held.measure.short_title}, {place} were another?")
        self._fill(held.target)
        self._connect()
        self._chosen()

    def _offer(self, place: str, start: date) -> None:
        """What can be chosen: a measure with no better way has a band or is watched."""
        judges = self._held.measure.polarity.judges
        for kind in self._beside.kinds(judges=judges, now=self._held.target):
            self.kind.addItem(KINDS[kind].name, kind)
        for words, area in (
            (f"{place} alone", self._held.area),
            ("Every area", targets.EVERY_AREA),
        ):
            self.whom.addItem(words, area)
        self.start.setText(start.isoformat())

    def _lay_out_form(self) -> None:
        for words, part in (
            ("&Kind", self.kind),
            ("&Target", self.value),
            ("&Upper end", self.upper),
            ("&Baseline", self.baseline),
            ("Ste&ps", self.steps),
            ("Besi&de", self.other),
            ("T&olerance, %", self.tolerance),
            ("Fro&m", self.start),
            ("Unti&l", self.end),
            ("&For", self.whom),
            ("O&wner", self.owner),
            ("&Reason", self.reason),
        ):
            self._form.addRow(words, part)

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
        self.kind.setCurrentIndex(self.kind.findData(now.kind))
        self._offer_others()
        self.other.setCurrentIndex(max(self.other.findData(self._beside.key_of(now)), 0))
        self.whom.setCurrentIndex(max(self.whom.findData(now.area), 0))
        for part, value in ((self.value, now.value), (self.upper, now.upper)):
            part.setText(_plain(value))
        self.baseline.setText(_plain(now.baseline))
        self.steps.setText(targets.steps_written(now))
        self.tolerance.setText(f"{(now.tolerance * _WHOLE).normalize():f}")
        self.end.setText(now.end.isoformat() if now.end else "")
        self.owner.setText(now.owner)

    def _connect(self) -> None:
        for part in (self.value, self.upper, self.baseline, self.steps, self.tolerance):
            part.textChanged.connect(self._moved)
        for part in (self.start, self.end):
            part.textChanged.connect(self._moved)
        for part in (self.owner, self.reason):
            part.textChanged.connect(self._may_record)
        self.kind.currentIndexChanged.connect(self._chosen)
        for box in (self.other, self.whom):
            box.currentIndexChanged.connect(self._moved)
        self.show_it.clicked.connect(self._ask)
        self.record.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.finished.connect(self._closed)

    @property
    def target(self) -> Target | None:
        """The target as written; None while a part of it cannot be read, or something it needs is empty."""
        try:
            written = self._written()
        except ValueError:
            return None
        return None if targets.mistakes_in(written, self._plan) else written

    def _written(self) -> Target:
        """The fields that the kind has, read. Raises ValueError with what is wrong with the first that cannot be."""
        kind = TargetKind(self.kind.currentData())
        asks, other = KINDS[kind], str(self.other.currentData() or "")
        if asks.beside and not other:
            message = "There is no place to compare with."
            raise ValueError(message)
        peers = self._beside.peers(other) if asks.beside else ()

        def maybe(part: QLineEdit, read: Callable[[str], _T], *, there: bool = True) -> _T | None:
            return _read(part, lambda text: or_none(read, text)) if there else None

        return Target(
            measure=self._held.measure.id,
            area=str(self.whom.currentData()),
            kind=kind,
            value=maybe(self.value, number, there=asks.value),
            start=_read(self.start, day),
            end=maybe(self.end, day),
            upper=maybe(self.upper, number, there=asks.upper),
            comparator=other if asks.beside and not peers else "",
            tolerance=(maybe(self.tolerance, number, there=asks.judges) or Decimal(0)) / _WHOLE,
            owner=self.owner.text().strip(),
            reason=self.reason.text().strip(),
            baseline=maybe(self.baseline, number, there=asks.baseline),
            steps=_read(self.steps, steps) if asks.steps else (),
            peers=peers,
        )

    def tell(self, target: Target, sentences: tuple[str, ...]) -> None:
        """Say what a target would change; an answer about fields that have changed since is dropped."""
        now = self.target if self._open else None
        if now is not None and _judged(now) == _judged(target):
            said = " ".join(sentences) or "It would change nothing."
            self._shown = {_judged(target): said}
            self.said.setText(said)
            self._may_record()

    def _ask(self) -> None:
        target = self.target
        if target is not None:
            self.said.setText("Working it out…")
            self.asked.emit(target)

    def _chosen(self) -> None:
        """Another kind was chosen: it has other fields, and compares with others."""
        kind = TargetKind(self.kind.currentData())
        asks, unit = KINDS[kind], self._held.measure.unit
        self._offer_others()
        for part, there in (
            (self.value, asks.value),
            (self.upper, asks.upper),
            (self.baseline, asks.baseline),
            (self.steps, asks.steps),
            (self.other, asks.beside),
            (self.tolerance, asks.judges),
        ):
            self._form.setRowVisible(part, there)
        for name in ("value", "upper", "baseline"):
            getattr(self, name).setPlaceholderText(hint(kind, name, unit))
        self._moved()

    def _offer_others(self) -> None:
        """Offer what the kind may compare with; the choice stays where it still can."""
        before = self.other.currentData()
        self.other.blockSignals(True)  # noqa: FBT003  Qt's own signature
        self.other.clear()
        for words, key in self._beside.offered(TargetKind(self.kind.currentData())):
            self.other.addItem(words, key)
        self.other.setCurrentIndex(max(self.other.findData(before), 0))
        self.other.blockSignals(False)  # noqa: FBT003  as above

    def _moved(self) -> None:
        """Something was written that figures are judged by: what was shown may be of another target now."""
        target = self.target
        self.show_it.setEnabled(target is not None)
        if target is None:
            self.said.setText(self._lacking())
        elif _judged(target) in self._shown:
            self.said.setText(self._shown[_judged(target)])
        else:
            self.said.setText(_STALE if self._shown else _FIRST)
        self._may_record()

    def _may_record(self) -> None:
        """Only what was shown is recorded; whose it is and why are part of it, else nobody can answer for it."""
        now = self.target
        whole = now is not None and bool(now.owner and now.reason)
        self.record.setEnabled(now is not None and whole and _judged(now) in self._shown)

    def _lacking(self) -> str:
        """Why nothing can be shown yet."""
        try:
            written = self._written()
        except ValueError as error:
            return str(error)
        found = targets.mistakes_in(written, self._plan)[0]
        name = COLUMNS.get(found.cell, f"{found.cell[:1].upper()}{found.cell[1:]}")
        return f"{name} {found.what}."

    def _closed(self) -> None:
        self._open = False


def _judged(target: Target) -> Target:
    """The part of a target that figures are judged by."""
    return replace(target, owner="", reason="")


def _read(part: QLineEdit, read: Callable[[str], _T]) -> _T:
    """What `read` makes of a field. Raises ValueError naming the field."""
    try:
        return read(part.text())
    except ValueError as error:
        message = f"{part.accessibleName()} cannot be read. {error}"
        raise ValueError(message) from error


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
