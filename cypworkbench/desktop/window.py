"""The one window: the places on the left, the place in the middle, the inspector on the right.

It only carries: what the views want to the workbench, what the workbench has to the views.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cypworkbench import __version__
from cypworkbench.desktop import intake
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.drops import DropWindow
from cypworkbench.desktop.first_place import FirstPlace
from cypworkbench.desktop.focus import ROUND, Focus, Task
from cypworkbench.desktop.icons import window_icon
from cypworkbench.desktop.measures_desk import MeasuresDesk
from cypworkbench.desktop.menus import Menus
from cypworkbench.desktop.notices import Notices, Working, announce
from cypworkbench.desktop.opening import Opening
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.place import Place
from cypworkbench.desktop.places import PLACES
from cypworkbench.desktop.rail import Rail
from cypworkbench.desktop.returns_desk import ReturnsDesk
from cypworkbench.desktop.round_desk import RoundDesk
from cypworkbench.desktop.standing import Standing, StandingBar
from cypworkbench.desktop.style import DARK, LIGHT, SYSTEM, Theme
from cypworkbench.desktop.text import label, plain_tip
from cypworkbench.desktop.words import count, day
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal

_OneDesk = TypeVar("_OneDesk", bound=Desk)
INSPECTOR = 300
_BEGIN = Refusal(
    "Open a workspace, drop the boards’ returns on the window, answer what is doubted, then sign the packs.",
    f"Ctrl+1 to Ctrl+{len(PLACES)} go to the places, F6 to the next part, F8 to the next finding. "
    "Nothing leaves this computer.",
)
_ABOUT = Refusal(
    f"CYP Workbench {__version__}: from the boards’ returns to a signed pack.",
    "Works without a network; keeps everything in one file.",
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
        office = Office(self, theme, self.picker, workbench)
        self._seen = False
        self._stale: set[str] = set()
        self.setWindowIcon(window_icon(theme["accent"], theme["surface"]))
        self.setWindowTitle("CYP Workbench")
        self.resize(1366, 698)
        self.rail = Rail(theme)
        self.notices = Notices()
        self.standing = StandingBar()
        self.first = FirstPlace()
        self.opening = Opening(office, self.first)
        self.desks = {entry.name: entry.desk(office) for entry in PLACES}
        self.places: dict[str, Place] = {name: desk.place for name, desk in self.desks.items()}
        self.round = self.desk(RoundDesk).place
        self.returns = self.desk(ReturnsDesk).place
        self.measures = self.desk(MeasuresDesk).place
        self.packs = self.desk(PackDesk).place
        self._lay_out()
        self.working = Working(self)
        self.menus = Menus(self, self._verbs())
        self.menus.actions[theme.wish].setChecked(True)
        self._connect()
        self._show_empty()

    def desk(self, kind: type[_OneDesk]) -> _OneDesk:
        """The desk of that kind."""
        return next(desk for desk in self.desks.values() if isinstance(desk, kind))

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
        centre.addWidget(self.standing)
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
        bench.stood.connect(self._stood)
        self.standing.take_over_wanted.connect(bench.take_over)
        self.working.cancelled.connect(bench.cancel)
        self.dropped.connect(self.take)
        self.hovering.connect(self._hovering)
        self.rail.chosen.connect(lambda place: bench.look(Focus(place)))
        for place in self.places.values():
            place.wanted.connect(bench.look)
        self.theme.changed.connect(self._restyle)

    def _verbs(self) -> Verbs:
        verbs: dict[str, Callable[[], object]] = {
            "quit": self.close,
            "part": self._next_part,
            "inspector": lambda: self.inspector.setVisible(not self.inspector.isVisible()),
            "begin": lambda: self.notices.tell(_BEGIN),
            "about": lambda: self.notices.tell(_ABOUT),
            **{p: partial(self.workbench.look, Focus(p)) for p in self.places},
            **{w: partial(self.theme.follow, w) for w in (SYSTEM, LIGHT, DARK)},
            **self.opening.verbs(),
        }
        for desk in self.desks.values():
            verbs |= desk.verbs()
        return verbs

    # ---- from the workbench

    def _pictured(self, picture: Picture) -> None:
        bench = self.workbench
        self._stale = set(self.places)
        if not self.menus.actions["round"].isEnabled():
            self.menus.enable(on=True)
            self.rail.enable(on=True)
            self.side.show()
            self.inspector.show()
            bench.look(Focus(ROUND))
        self._freshen(bench.focus.place or ROUND)
        self.rail.wait({name: place.waiting(picture) for name, place in self.places.items()})
        self.rail.say(
            picture.framework.partnership,
            picture.round.label,
            f"Board on {day(picture.round.meeting)}" if picture.round.meeting else "",
        )
        name = Path(bench.saved_in).name
        self.setWindowTitle(f"{name} – CYP Workbench" if name else "CYP Workbench")
        self.decided.setText(count(picture.sequence, "decision"))
        self.places[bench.focus.place or ROUND].look(bench.focus)

    def _stood(self, standing: Standing) -> None:
        """Say where the decisions are, now that it is known."""
        self.saved.setText(f"{standing.words} · {self.workbench.clock():%H:%M}")
        self.saved.setToolTip(plain_tip(standing.path))
        self.standing.show_standing(standing)
        if standing.notice is not None and standing.notice.what not in self.notices.said:
            self.notices.tell(standing.notice)

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
        """Take in dropped or chosen files: a workspace is opened, a PDF verified, anything else read as a return."""
        self.notices.empty()
        spaces = [p for p in paths if p.suffix.lower() == ".cypw"]
        packs = [p for p in paths if p.suffix.lower() == ".pdf"]
        if packs:
            self.desk(PackDesk).verify_path(packs[0])
        if spaces:
            self.workbench.open(spaces[0])
        else:
            intake.take(self.workbench, [p for p in paths if p not in packs])

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
        self.desk(PackDesk).printing.close()
        self.workbench.close()
        event.accept()
