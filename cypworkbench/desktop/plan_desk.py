"""What the plan's place asks for: every plan the program carries, read in the helper process."""

from PySide6.QtCore import Qt

from cypworkbench.desktop import tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.focus import PLAN, Focus
from cypworkbench.desktop.plan_place import PlanPlace


class PlanDesk(Desk):
    """Carries between the plan and the workbench."""

    place: PlanPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = PlanPlace(office.theme)
        self.place.plans_wanted.connect(self._read)

    def verbs(self) -> Verbs:
        """Finding something in the plan."""
        return {"find_plan": self._find}

    def _find(self) -> None:
        self.workbench.look(Focus(PLAN))
        self.place.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read(self) -> None:
        self.workbench.ask("Reading the plans", tasks.plans, (), self.place.show_plans, "plans")
