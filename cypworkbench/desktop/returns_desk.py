"""What Returns asks for: the sheet as it was sent; a finding explained, a figure set aside."""

from cypworkbench.desktop import setting_aside, tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.returns_place import ReturnsPlace
from cypworkbench.domain.evidence import Finding
from cypworkbench.flow import decide


class ReturnsDesk(Desk):
    """Carries between Returns and the workbench."""

    place: ReturnsPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = ReturnsPlace(office.theme)
        self.place.explained.connect(self.explain)
        self.place.aside_wanted.connect(
            lambda area, measure: setting_aside.ask(office, area, measure)
        )
        self.place.sheet_wanted.connect(self._read_sheet)

    def verbs(self) -> Verbs:
        """The Return menu's."""
        panel = self.place.panel
        return {
            "next": lambda: self.place.step(1),
            "previous": lambda: self.place.step(-1),
            "explain": panel.explain.click,
            "aside": panel.aside.click,
            "answer": self.answer_sample,
        }

    def explain(self, finding: Finding, because: str) -> None:
        """Record why a finding may stand."""
        self.workbench.decide("Explaining", lambda desk: decide.explain(desk, finding, because))

    def answer_sample(self) -> None:
        """On the sample: record the decisions its notes give, where they fit what was dropped."""
        from cypworkbench.flow import sample  # only when the sample is asked for

        picture = self.workbench.picture
        if picture is not None:
            self.workbench.decide(
                "Answering as the sample's notes do", lambda desk: sample.answer(desk, picture)
            )

    def _read_sheet(self, sha256: str) -> None:
        arguments = (self.workbench.files(), sha256)
        self.workbench.ask(
            "Reading the sheet", tasks.workbook, arguments, self.place.show_workbook, "workbook"
        )
