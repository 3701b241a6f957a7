"""The one window: the places on the left, the place in the middle, the inspector on the right.

It only carries: what the views want to the workbench, what the workbench has to the views.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cypworkbench.desktop.drops import DropWindow
from cypworkbench.desktop.first_place import FirstPlace
from cypworkbench.desktop.focus import MEASURES, PACKS, RETURNS, ROUND, Focus, Task
from cypworkbench.desktop.icons import window_icon
from cypworkbench.desktop.measures_place import MeasuresPlace
from cypworkbench.desktop.menus import Menus
from cypworkbench.desktop.notices import Notices, Working, announce
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.rail import Rail
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.returns_place import ReturnsPlace
from cypworkbench.desktop.round_place import RoundPlace
from cypworkbench.desktop.style import DARK, LIGHT, SYSTEM, Theme
from cypworkbench.desktop.text import label
from cypworkbench.desktop.words import count, day, place_name
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal

INSPECTOR = 300
WORKBOOKS = "Excel workbooks (*.xlsx *.xlsm *.xls)"
SPACES = "Workspaces (*.cypw)"
_BEGIN = Refusal(
    "Open a workspace, drop the boards’ returns on the window, answer what is doubted, then sign the packs.",
    "Ctrl+1 to Ctrl+4 go to the places, F6 to the next part, F8 to the next finding. Nothing leaves this computer.",
)


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    return widget.focusPolicy() in (
        Qt.FocusPolicy.TabFocus,
        Qt.FocusPolicy.StrongFocus,
        Qt.FocusPolicy.WheelFocus,
    )


class Window(DropWindow):
    """Everything the analyst sees."""

    painted = Signal()

    def __init__(self, workbench: Workbench, theme: Theme, picker: Picker | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.theme = theme
        self.picker = picker or Picker()
        self._seen = False
        self._stale: set[str] = set()
        self.setWindowIcon(window_icon(theme["accent"], theme["surface"]))
        self.setWindowTitle("CYP Workbench")
        self.resize(1366, 698)
        self.rail = Rail(theme)
        self.notices = Notices()
        self.first = FirstPlace()
        self.round = RoundPlace(theme)
        self.returns = ReturnsPlace(theme)
        self.measures = MeasuresPlace(theme)
        self.packs = PacksPlace(theme)
        self.places: dict[str, Place] = {
            ROUND: self.round,
            RETURNS: self.returns,
            MEASURES: self.measures,
            PACKS: self.packs,
        }
        self._lay_out()
        self.working = Working(self)
        self.desk = PackDesk(self, self.packs, workbench, self.picker)
        self.menus = Menus(self, self._verbs())
        self.menus.actions[theme.wish].setChecked(True)
        self._connect()
        self._show_empty()

    def _lay_out(self) -> None:
        self.middle, self.side = QStackedWidget(), QStackedWidget()
        self.middle.addWidget(self.first)
        for place in self.places.values():
            self.middle.addWidget(place)
            self.side.addWidget(place.inspector)
        self.inspector = QFrame()
        self.inspector.setObjectName("inspector")
        self.inspector.setFixedWidth(INSPECTOR)
        inner = QVBoxLayout(self.inspector)
        inner.setContentsMargins(1, 0, 0, 0)  # the rule at its left
        inner.addWidget(self.side)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.notices)
        centre.addWidget(self.middle, 1)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addLayout(centre, 1)
        line.addWidget(self.inspector)
        self.setCentralWidget(whole)
        self.saved, self.decided = label(""), label("")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.saved)
        bar.addPermanentWidget(self.decided)

    def _connect(self) -> None:
        bench = self.workbench
        bench.pictured.connect(self._pictured)
        bench.focused.connect(self._focused)
        bench.refused.connect(self.notices.tell)
        bench.busy.connect(self._busy)
        self.working.cancelled.connect(bench.cancel)
        self.dropped.connect(self.take)
        self.hovering.connect(self._hovering)
        self.rail.chosen.connect(lambda place: bench.look(Focus(place)))
        for place in self.places.values():
            place.wanted.connect(bench.look)
        self.first.sample.clicked.connect(self._open_sample)
        self.first.open.clicked.connect(self._open)
        self.first.new.clicked.connect(self._new)
        self.round.files_wanted.connect(self._read)
        self.round.aside_wanted.connect(lambda area: self._set_aside(area, ""))
        self.returns.explained.connect(bench.explain)
        self.returns.aside_wanted.connect(self._set_aside)
        self.returns.sheet_wanted.connect(
            lambda sha256: bench.read_sheet(sha256, self.returns.show_workbook)
        )
        self.measures.story_wanted.connect(self._write_story)
        self.measures.trend_wanted.connect(
            lambda wish: bench.draw_trend(wish, self.measures.show_drawing)
        )
        self.theme.changed.connect(self._restyle)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        desk, panel = self.desk, self.returns.panel
        places = {p: lambda p=p: self.workbench.look(Focus(p)) for p in self.places}
        looks = {w: lambda w=w: self.theme.follow(w) for w in (SYSTEM, LIGHT, DARK)}
        return {
            "new": self._new,
            "open": self._open,
            "sample": self._open_sample,
            "read": self._read,
            "quit": self.close,
            "find": self._find,
            **places,
            **looks,
            "part": self._next_part,
            "inspector": lambda: self.inspector.setVisible(not self.inspector.isVisible()),
            "next": lambda: self.returns.step(1),
            "previous": lambda: self.returns.step(-1),
            "explain": panel.explain.click,
            "aside": panel.aside.click,
            "answer": self.workbench.answer_sample,
            "stage": desk.pass_stage,
            "issue": desk.issue,
            "sign": desk.sign,
            "save": desk.save,
            "verify": desk.verify,
            "verify_file": desk.verify_file,
            "trial": desk.make_trial,
            "begin": lambda: self.notices.tell(_BEGIN),
            "about": desk.about,
        }

    # ---- from the workbench

    def _pictured(self, picture: Picture) -> None:
        bench = self.workbench
        self.packs.take_record(bench.record, bench.boxes)
        if not self.menus.actions["round"].isEnabled():
            self.menus.enable(on=True)
            self.rail.enable(on=True)
            self.side.show()
            self.inspector.show()
            bench.look(Focus(ROUND))
        self._stale = set(self.places)
        self._freshen(bench.focus.place or ROUND)
        self.rail.wait({RETURNS: len(picture.open_findings)})
        self.rail.say(
            picture.framework.partnership,
            picture.round.label,
            f"Board on {day(picture.round.meeting)}" if picture.round.meeting else "",
        )
        name = Path(bench.saved_in).name
        self.setWindowTitle(f"{name} – CYP Workbench" if name else "CYP Workbench")
        self.saved.setText(f"✔ Saved in {bench.saved_in} · {bench.clock():%H:%M}")
        self.decided.setText(count(picture.sequence, "decision"))
        self.places[bench.focus.place or ROUND].look(bench.focus)

    def _focused(self, focus: Focus) -> None:
        if self.workbench.picture is None:
            return
        moved = self.middle.currentWidget() is not self.places.get(focus.place)
        if moved and focus.place:
            self._go(focus.place)
        if focus.place:
            self.places[focus.place].look(focus)

    def _freshen(self, name: str) -> None:
        """Show a place the newest picture; the others wait until they are entered."""
        picture = self.workbench.picture
        if name in self._stale and picture is not None:
            self._stale.discard(name)
            self.places[name].present(picture)

    def _go(self, name: str) -> None:
        place = self.places[name]
        self.rail.show_place(name)
        self.middle.setCurrentWidget(place)
        self.side.setCurrentWidget(place.inspector)
        self._freshen(name)
        place.first().setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, place.heading.title.text())

    def _busy(self, task: Task) -> None:
        self.working.hear(task)

    # ---- what the analyst does

    def take(self, paths: list[Path]) -> None:
        """Take in dropped or chosen files."""
        self.notices.empty()
        packs = [p for p in paths if p.suffix.lower() == ".pdf"]
        if packs:
            self.desk.verify_path(packs[0])
        self.workbench.take(paths)

    def _new(self) -> None:
        path = self.picker.save(self, "New workspace", "Workspace.cypw", SPACES)
        if path is not None:
            self.workbench.create(path.with_suffix(".cypw"), "cypfp-2022")

    def _open(self) -> None:
        path = self.picker.open_one(self, "Open a workspace", SPACES)
        if path is not None:
            self.workbench.open(path)

    def _open_sample(self) -> None:
        path = self.picker.save(self, "Keep the sample in", "Sample partnership.cypw", SPACES)
        if path is not None:
            self.workbench.start_sample(path.with_suffix(".cypw"))

    def _read(self) -> None:
        paths = self.picker.open_many(self, "Read returns", WORKBOOKS)
        if paths:
            self.take(paths)

    def _find(self) -> None:
        self.workbench.look(Focus(MEASURES))
        self.measures.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _set_aside(self, area: str, measure: str) -> None:
        picture = self.workbench.picture
        if picture is None:
            return
        what = picture.framework.measure(measure).short_title if measure else "the whole return"
        dialog = ReasonDialog(
            self,
            f"Set aside {what} of {place_name(picture, area)}?",
            "The pack will print “not reported” for it, with this reason and your name.",
            "Set aside",
        )
        dialog.accepted.connect(lambda: self.workbench.set_aside(area, measure, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write_story(self, measure: str, area: str) -> None:
        picture = self.workbench.picture
        if picture is None:
            return
        name = f"{picture.framework.measure(measure).short_title}, {place_name(picture, area)}"
        dialog = ReasonDialog(
            self,
            f"The story behind {name}",
            "Printed beside the chart, with your role. A later one takes its place.",
            "Keep the story",
        )
        dialog.accepted.connect(lambda: self.workbench.comment(measure, area, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _next_part(self) -> None:
        """From the rail to the place to the inspector and round again."""
        parts: list[QWidget] = [self.rail, self.middle, self.side]
        here = self.focusWidget()
        at = next((n for n, p in enumerate(parts) if p.isAncestorOf(here)), 2)
        part = parts[(at + 1) % 3]
        place = self.places.get(self.workbench.focus.place)
        if part is self.middle and place is not None:
            place.first().setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        able = [
            w
            for w in part.findChildren(QWidget)
            if takes_tab(w) and w.isVisible() and w.isEnabled()
        ]
        current = [w for w in able if w is self.rail.buttons.get(self.workbench.focus.place)]
        for widget in (*current, *able)[:1]:
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- Qt

    def _show_empty(self) -> None:
        self.middle.setCurrentWidget(self.first)
        self.inspector.hide()
        self.rail.enable(on=False)
        self.saved.setText("No workspace is open")
        self.first.sample.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hovering(self, files: int) -> None:
        words = f"Let go to read {count(files, 'file')}" if files else ""
        self.statusBar().showMessage(words)

    def _restyle(self) -> None:
        self.setWindowIcon(window_icon(self.theme["accent"], self.theme["surface"]))
        for widget in self.findChildren(QWidget):
            widget.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the progress note where it belongs."""
        super().resizeEvent(event)
        self.working.place()

    def event(self, event: QEvent) -> bool:
        """Tell once when the window has first been painted."""
        done = super().event(event)
        if not self._seen and event.type() == QEvent.Type.UpdateRequest:
            self._seen = True
            self.painted.emit()
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what must be safe finish first."""
        self.packs.preview.close_pages()
        self.workbench.close()
        event.accept()
