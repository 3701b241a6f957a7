"""What Round asks for: a new round, blank returns to send out, returns to be read, one that never came set aside."""

from cypworkbench.desktop import intake, round_tasks, setting_aside
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.round_dialog import RoundDialog
from cypworkbench.desktop.round_place import RoundPlace
from cypworkbench.desktop.words import count
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, next_round
from cypworkbench.flow.next_round import Onward


class RoundDesk(Desk):
    """Carries between Round and the workbench."""

    place: RoundPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = RoundPlace(office.theme, lambda: office.workbench.clock().date())
        self.place.files_wanted.connect(self.read)
        self.place.round_wanted.connect(self.open_round)
        self.place.blanks_wanted.connect(self.send_out)
        self.place.aside_wanted.connect(
            lambda area, board: setting_aside.ask(office, area, "", board)
        )

    def verbs(self) -> Verbs:
        """Opening a round, sending out and reading returns."""
        return {"read": self.read, "open_round": self.open_round, "blanks": self.send_out}

    def read(self) -> None:
        """Ask for returns, and take them in."""
        intake.choose(self.office)

    def open_round(self) -> None:
        """Show the next round as the last suggests it, and open it as the analyst leaves it."""
        bench = self.workbench
        if bench.picture is None or not bench.picture.round.label:
            self._ask(Round(), None)
            return
        arguments = (bench.files(), bench.framework, bench.clock().date())
        bench.ask(
            "Looking at the last round",
            round_tasks.onward,
            arguments,
            lambda told: self._ask(*told),
        )

    def _ask(self, proposal: Round, going: Onward | None) -> None:
        dialog = RoundDialog(self.office.window, self.office.theme, proposal, going)

        def opened() -> None:
            wanted = dialog.wanted
            self.workbench.decide(
                "Opening the round",
                (lambda desk: next_round.open_next(desk, lambda _: wanted))
                if going
                else (lambda desk: decide.open_round(desk, wanted)),
            )

        dialog.accepted.connect(opened)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send_out(self) -> None:
        """Write the blank returns into a folder."""
        bench, picker = self.workbench, self.office.picker
        folder = picker.folder(self.office.window, "Choose a folder for the blank returns")
        if folder is None or bench.framework is None:
            return
        bench.ask(
            *("Writing the blank returns", round_tasks.blanks),
            (bench.files(), bench.framework, folder),
            lambda names: bench.refused.emit(
                Refusal(
                    f"{count(len(names), 'blank return')} written in {folder.name}.",
                    "Each holds the figures known already, to confirm or revise. Send them to the boards.",
                )
            ),
        )
