"""What Returns asks for: the sheet as it was sent; a finding explained, a figure set aside."""

from collections.abc import Sequence
from pathlib import Path

from cypworkbench.desktop import setting_aside, tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.layout_desk import LayoutDesk
from cypworkbench.desktop.notices import announce
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.returns_place import ReturnsPlace
from cypworkbench.desktop.words import board_name, count
from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, explaining, outputs
from cypworkbench.flow.surroundings import the_one_before


class ReturnsDesk(Desk):
    """Carries between Returns and the workbench."""

    place: ReturnsPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = ReturnsPlace(office.theme)
        self.layouts = LayoutDesk(office)
        self.place.explained.connect(self.explain)
        self.place.aside_wanted.connect(
            lambda area, measure: setting_aside.ask(office, area, measure)
        )
        self.place.sheet_wanted.connect(self._read_sheet)
        self.place.all_explained.connect(self.explain_all)
        self.place.back_wanted.connect(self.send_back)
        self.place.before_wanted.connect(self._read_before)

    def verbs(self) -> Verbs:
        """The Return menu's."""
        panel = self.place.panel
        return {
            "next": lambda: self.place.step(1),
            "previous": lambda: self.place.step(-1),
            "explain": panel.explain.click,
            "aside": panel.aside.click,
            "explain_all": panel.every.click,
            "beside": self.place.beside.click,
            "back": self.place.back.click,
            "layout": self.layouts.choose,
            "findings": self.save_findings,
            "answer": self.answer_sample,
        }

    def explain(self, finding: Finding, because: str) -> None:
        """Record why a finding may stand."""
        self.workbench.decide("Explaining", lambda desk: decide.explain(desk, finding, because))

    def explain_all(self, findings: Sequence[Finding], because: str) -> None:
        """Record one reason for several queries, all or none."""
        self.workbench.decide(
            f"Explaining {count(len(findings), 'finding')}",
            lambda desk: explaining.explain_all(desk, findings, because),
        )

    def send_back(self, sha256: str, board: str) -> None:
        """Ask why a return goes back, and record it: it no longer counts."""
        picture = self.workbench.picture
        if picture is None:
            return
        dialog = ReasonDialog(
            self.office.window,
            f"Send the return of {board_name(picture, board)} back?",
            "It no longer counts. The file stays in the record, with this reason and your name.",
            "Send it back",
        )

        def decided() -> None:
            because = dialog.reason  # read now: the decision is made on another thread
            self.workbench.decide("Sending back", lambda desk: decide.reject(desk, sha256, because))

        dialog.accepted.connect(decided)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_findings(self) -> None:
        """Ask where, and write every finding there with what became of it."""
        if self.workbench.framework is None or self.workbench.picture is None:
            return
        path = self.office.picker.save(
            self.office.window, "Save all findings", "Findings.xlsx", "Tables (*.xlsx *.csv)"
        )
        if path is None:
            return
        kind = ".csv" if path.suffix.lower() == ".csv" else ".xlsx"
        arguments = (
            *(self.workbench.files(), self.workbench.framework),
            *(kind, self.workbench.clock().date()),
        )
        self.workbench.ask(
            "Writing the findings",
            tasks.findings,
            arguments,
            lambda content: self._write(path.with_suffix(kind), content),
        )

    def _write(self, path: Path, content: bytes) -> None:
        try:
            outputs.put(path, content)
        except Refusal as refusal:
            self.workbench.refused.emit(refusal)
            return
        announce(self.place, f"All findings were saved in {path.name}.")

    def _read_before(self, sha256: str) -> None:
        earlier = the_one_before(self.workbench.record.decisions, sha256)
        if not earlier:
            self.place.show_before(None)
            announce(self.place, "This board has sent no return before this one.")
            return
        arguments = (self.workbench.files(), earlier)
        self.workbench.ask(
            "Reading the return before", tasks.workbook, arguments, self.place.show_before, "before"
        )

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
