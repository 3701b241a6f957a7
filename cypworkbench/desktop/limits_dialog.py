"""Starting new limits where something changed, with the reason; and taking earlier ones back."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.text import button, choice, label, writing
from cypworkbench.domain.judgement import Assessment, Rebase
from cypworkbench.domain.period import Period
from cypworkbench.packs import weighing


class LimitsDialog(QDialog):
    """A period, a reason, and a button that names what will be done. `taken_back` is set where one is taken back."""

    def __init__(
        self, parent: QWidget, held: Assessment, place: str, standing: tuple[Rebase, ...]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("New limits")
        self.setMinimumWidth(460)
        self._held, self._standing = held, {r.period.iso: r for r in standing}
        self.taken_back = False
        self.periods = choice("Period")
        there = [p.period for p in held.series.points if p.value is not None][1:]
        for period in reversed(there):
            mark = " (limits start here)" if period.iso in self._standing else ""
            self.periods.addItem(f"{period.label}{mark}", period.iso)
        self._by_iso = {period.iso: period for period in there}
        proposed = weighing.old_since(held)
        if proposed is not None:
            self.periods.setCurrentIndex(self.periods.findData(proposed.iso))
        self.text = writing("Reason", "What changed then: a new service, a new way of counting")
        self.text.setFixedHeight(76)
        self.act = button("Start new limits", primary=True)
        self.back = button("Take these limits back")
        self.cancel = button("Cancel")
        self._lay_out(f"{held.measure.short_title}, {place}", proposed)
        self.periods.currentIndexChanged.connect(self._moved)
        self.text.textChanged.connect(self._moved_text)
        self.act.clicked.connect(self.accept)
        self.back.clicked.connect(self._take_back)
        self.cancel.clicked.connect(self.reject)
        self._moved()

    def _lay_out(self, name: str, proposed: Period | None) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"New limits for {name}", "section", wrap=True))
        if proposed is not None:
            said = f"The figures have kept to one side since {proposed.label}: new limits are proposed there."
            whole.addWidget(label(said, wrap=True))
        more = "From that period on, limits are those of its own figures. The reason is printed with the chart."
        whole.addWidget(label(more, "second", wrap=True))
        whole.addWidget(self.periods)
        whole.addWidget(self.text)
        whole.addLayout(foot)

    @property
    def rebase(self) -> Rebase:
        """What was written, for the period chosen."""
        period = self._by_iso[str(self.periods.currentData())]
        return Rebase(self._held.measure.id, self._held.area, period, self.text.toPlainText())

    def _moved(self) -> None:
        standing = self._standing.get(str(self.periods.currentData()))
        self.back.setEnabled(standing is not None)
        if standing is not None:
            self.text.setPlainText(standing.because)
        self._moved_text()

    def _moved_text(self) -> None:
        able = bool(self.text.toPlainText().strip()) and self.periods.count() > 0
        self.act.setEnabled(able)

    def _take_back(self) -> None:
        self.taken_back = True
        self.accept()
