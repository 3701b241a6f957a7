"""The card of a measure's chart: which chart, held against what, the chart itself, and what it says of itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cypworkbench.desktop.chart import Chart
from cypworkbench.desktop.parts import card
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import Line, choice, label
from cypworkbench.desktop.wishes import ChartDrawing
from cypworkbench.domain.charted import Charted, ChartKind

KINDS = (
    (ChartKind.TREND, "Trend"),
    (ChartKind.RUN, "Run chart"),
    (ChartKind.XMR, "XmR chart"),
    (ChartKind.COUNTS, "P or U chart"),
    (ChartKind.FUNNEL, "Funnel of districts"),
    (ChartKind.GAP, "Gap to another"),
    (ChartKind.INEQUALITY, "By deprivation"),
)


class ChartCard(QWidget):
    """Emits `changed` when another chart is chosen, and keeps the words of the point that is read."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title, self.span = Line("strong"), label("", "small")
        self.kinds, self.others = choice("Which chart"), choice("Compared with")
        for kind, words in KINDS:
            self.kinds.addItem(words, kind.value)
        self.chart = Chart(theme)
        self.notes = label("", "small", wrap=True)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 10, 2)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for part in (self.span, self.others, self.kinds):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 10, 6)
        foot.addWidget(self.notes, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        made = card(head, self.chart, foot)
        made.layout().setStretch(1, 1)  # type: ignore[union-attr]  # a card has its column
        whole.addWidget(made)
        self.others.hide()
        self.kinds.activated.connect(self._chosen)
        self.others.activated.connect(self._other_chosen)
        self.chart.read.connect(self._read)
        self._said: tuple[str, ...] = ()
        self._wanted = self._place = self._unit = ""

    def name(self, place: str, unit: str) -> None:
        """Say above the chart what it is of."""
        self._place, self._unit = place, unit
        self.title.say(f"{place}, {unit}")

    def _title(self, made: Charted) -> str:
        """What is drawn, which may not be what was chosen: a run chart stands where limits would mislead."""
        if made.kind is ChartKind.TREND or not made.spots:
            return f"{self._place}, {self._unit}"
        places = made.kind in (ChartKind.FUNNEL, ChartKind.GAP)  # these name their own
        return (
            f"{made.title}, {made.unit}" if places else f"{made.title}: {self._place}, {made.unit}"
        )

    @property
    def kind(self) -> ChartKind:
        """The chart chosen."""
        return ChartKind(str(self.kinds.currentData()))

    @property
    def other(self) -> str:
        """What a gap is to: an area's code, or "group:" and a group's name; empty where there is nothing."""
        return str(self.others.currentData() or "")

    def choose(self, kind: ChartKind) -> None:
        """Choose a chart, as a hand would."""
        self.kinds.setCurrentIndex(self.kinds.findData(kind.value))
        self._chosen()

    def offer(self, others: list[tuple[str, str]]) -> None:
        """What a gap may be to: names with their keys, the first taken unless another was chosen that is still here."""
        self.others.clear()
        for name, key in others:
            self.others.addItem(name, key)
        self.others.setCurrentIndex(max(self.others.findData(self._wanted), 0))

    def show_drawing(self, drawing: ChartDrawing, words: str) -> None:
        """Show the chart, with its sentences."""
        made = drawing.charted
        self._said = made.notes
        self.title.say(self._title(made))
        self.chart.show_drawing(drawing, " ".join((words, *made.notes)))
        self._read(self.chart.spot.spoken if self.chart.spot else "")

    def _chosen(self) -> None:
        self.others.setVisible(self.kind is ChartKind.GAP)
        self.changed.emit()

    def _other_chosen(self) -> None:
        self._wanted = self.other
        self.changed.emit()

    def _read(self, words: str) -> None:
        """The point under the pointer or the keyboard; else the chart's own sentences."""
        said = words or " ".join(self._said)
        self.notes.setText(said)
        self.notes.setVisible(bool(said))
