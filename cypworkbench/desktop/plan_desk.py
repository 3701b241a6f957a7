"""What the plan’s place asks for: the plans, what the board decides of words in doubt, and going from plan to plan."""

from pathlib import Path

from PySide6.QtCore import Qt

from cypworkbench.desktop import plan_tasks, tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.direction_dialog import DirectionDialog
from cypworkbench.desktop.focus import PLAN, Focus
from cypworkbench.desktop.plan_dialogs import PlanCheckDialog, RefreshDialog
from cypworkbench.desktop.plan_place import PlanPlace
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, directions, outputs, plan_kept, refreshing
from cypworkbench.store.workspace import Workspace

_PLANS, _MAPS, _WORKSPACES = "Plans (*.toml)", "Maps (*.xlsx *.csv)", "Workspaces (*.cypw)"


class PlanDesk(Desk):
    """Carries between the plan and the workbench."""

    place: PlanPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._window, self._picker = office.window, office.picker
        self.place = PlanPlace(office.theme)
        self.place.plans_wanted.connect(self._read)
        self.place.card.asked.connect(self.ask_direction)

    def verbs(self) -> Verbs:
        """Finding something in the plan."""
        return {
            "find_plan": self._find,
            "direction": self.ask_direction,
            "refresh": self.ask_refresh,
            "check_plan": self.check_plan,
        }

    def _find(self) -> None:
        self.workbench.look(Focus(PLAN))
        self.place.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- which way is good

    def ask_direction(self, measure: str = "") -> None:
        """Ask what the board decided about a measure whose words are in doubt, and record it."""
        plan = self.workbench.picture.framework if self.workbench.picture else None
        if plan is None:
            return
        asked = directions.in_doubt(plan)
        if not asked:
            self.workbench.refused.emit(
                Refusal("No words of this plan are in doubt.", "There is nothing to decide.")
            )
            return
        dialog = DirectionDialog(self._window, asked, measure or self.place.measure)

        def record() -> None:
            which, way, because = dialog.decided
            self.workbench.decide(
                "Recording which way is good",
                lambda desk: directions.decide_direction(desk, plan, which, way, because),
            )

        dialog.accepted.connect(record)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---- a council's own plan

    def check_plan(self) -> None:
        """Check a plan's file line by line, and offer a workspace for one that is whole."""
        path = self._picker.open_one(self._window, "Check a plan’s file", _PLANS)
        if path is None:
            return
        bench, dialog = self.workbench, PlanCheckDialog(self._window, path.name)
        bench.refused.connect(dialog.tell)
        dialog.make.clicked.connect(lambda: self._make(dialog, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        bench.ask("Checking the plan", plan_tasks.check, (path,), dialog.tell, "plan check")

    def _make(self, dialog: PlanCheckDialog, plan: Path) -> None:
        path = self._picker.save(self._window, "New workspace", "partnership.cypw", _WORKSPACES)
        if path is not None:
            dialog.accept()
            self.workbench.create_for(path, plan)

    # ---- the next plan

    def ask_refresh(self) -> None:
        """Go on to another plan: what becomes of each measure is shown, corrected, and recorded."""
        old = self.workbench.framework
        if old is None:
            return
        others = tuple((p.id, p.title) for p in self.place.plans if p.id != old.id)
        dialog = RefreshDialog(self._window, others)
        self.workbench.refused.connect(dialog.tell)
        dialog.which.activated.connect(lambda _: self._offer(dialog, old))
        dialog.file.clicked.connect(lambda: self._offer_file(dialog, old))
        dialog.write.clicked.connect(lambda: self._write_map(dialog, old))
        dialog.read.clicked.connect(lambda: self._read_map(dialog, old))
        dialog.accepted.connect(lambda: self._refresh(dialog, old))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if others:
            dialog.which.setCurrentIndex(len(others) - 1)
            self._offer(dialog, old)

    def _offer(self, dialog: RefreshDialog, old: Framework, sheet: Path | None = None) -> None:
        to = dialog.which.currentData()
        if sheet is None:
            dialog.wait()
        arguments = (old, str(to), sheet)
        self.workbench.ask("Comparing the plans", plan_tasks.offer, arguments, dialog.tell, "offer")

    def _offer_file(self, dialog: RefreshDialog, old: Framework) -> None:
        path = self._picker.open_one(self._window, "The plan that follows", _PLANS)
        if path is not None:
            dialog.which.addItem(path.name, str(path))
            dialog.which.setCurrentIndex(dialog.which.count() - 1)
            self._offer(dialog, old)

    def _write_map(self, dialog: RefreshDialog, old: Framework) -> None:
        path = self._picker.save(self._window, "Save the map", "measures.xlsx", _MAPS)
        if path is not None and dialog.offer is not None:
            arguments = (dialog.offer, old, self.workbench.clock().date())
            self.workbench.ask(
                "Writing the map",
                plan_tasks.map_sheet,
                arguments,
                lambda made: self._save(path, made),
            )

    def _save(self, path: Path, content: bytes) -> None:
        try:
            outputs.put(path, content)
        except Refusal as refusal:
            self.workbench.refused.emit(refusal)

    def _read_map(self, dialog: RefreshDialog, old: Framework) -> None:
        path = self._picker.open_one(self._window, "Read a corrected map", _MAPS)
        if path is not None:
            self._offer(dialog, old, path)

    def _refresh(self, dialog: RefreshDialog, old: Framework) -> None:
        offer = dialog.offer
        if offer is None:
            return
        by, at = self.workbench.by, self.workbench.clock()

        def change(workspace: Workspace) -> object:
            plan_kept.take_on(workspace, offer.to, by, at)
            return refreshing.record(decide.Desk(workspace, by, at), offer.refresh, old, offer.new)

        self.workbench.keep("Going on to the next plan", change)

    def _read(self) -> None:
        self.workbench.ask("Reading the plans", tasks.plans, (), self.place.show_plans, "plans")
