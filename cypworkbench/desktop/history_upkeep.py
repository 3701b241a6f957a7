"""What the further pages of History ask for: others' writing, rounds kept, words removed, everything looked over."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from cypworkbench.desktop import history_tasks
from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.history_others import FormDialog
from cypworkbench.desktop.history_place import HistoryPlace
from cypworkbench.desktop.history_rounds import RedactDialog
from cypworkbench.desktop.history_years import YearsDialog
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.words import count
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import keeping, merging, outputs, retention
from cypworkbench.flow.merging import Merged
from cypworkbench.flow.retention import Certificate, KeptRound
from cypworkbench.store.rebuild import Redaction, compact

_FORMS = "Forms and copies (*.xlsx *.cypw)"
_WORKBOOK = "Excel workbooks (*.xlsx)"
_WORKSPACES = "Workspaces (*.cypw)"
_TEXT = "Text (*.txt)"
_Dialog = TypeVar("_Dialog", bound=QDialog)


class Upkeep:
    """Carries between the further pages of History and the workbench."""

    def __init__(self, office: Office, place: HistoryPlace) -> None:
        self.office, self.workbench, self.place = office, office.workbench, place
        others, rounds, check = place.others, place.rounds, place.check
        others.form_wanted.connect(self.make_form)
        others.file_wanted.connect(self.bring_in)
        others.merged.connect(self.merge)
        rounds.years_wanted.connect(self.set_years)
        rounds.held.connect(self.hold)
        rounds.lifted.connect(self.lift)
        rounds.disposed.connect(self.dispose)
        rounds.certificate_wanted.connect(self.certificate)
        rounds.redact_wanted.connect(self.redact)
        check.look_wanted.connect(self.look_over)
        check.copy_wanted.connect(self.save_copy)
        check.compact_wanted.connect(self.write_anew)
        check.salvage_wanted.connect(self.salvage)

    def _tell(self, what: str, more: str = "") -> None:
        """Say what came of it, where refusals are said too."""
        self.workbench.refused.emit(Refusal(what, more))

    def _shown(self, dialog: _Dialog) -> _Dialog:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    # ---- from others

    def make_form(self) -> None:
        """Ask who is to write and about what, and write the form."""
        bench = self.workbench
        if bench.picture is None:
            return
        dialog = FormDialog(self.office.window, bench.picture)

        def made() -> None:
            who = dialog.who.text().strip()
            path = self.office.picker.save(
                self.office.window, "Save the form", f"{who} form.xlsx", _WORKBOOK
            )
            if path is not None:
                asked = (who, str(dialog.board.currentData()))
                bench.ask(
                    *("Writing the form", history_tasks.form),
                    (bench.files(), bench.framework, asked, path),
                    lambda name: self._tell(f"{name} is ready to send to {who}."),
                )

        dialog.accepted.connect(made)
        self._shown(dialog)

    def bring_in(self) -> None:
        """Hold a form or a copy that came back against what is here."""
        bench = self.workbench
        path = self.office.picker.open_one(self.office.window, "What came back", _FORMS)
        if path is None or bench.framework is None:
            return
        arguments = (bench.files(), bench.framework, path)
        bench.ask("Reading what came back", history_tasks.came_back, arguments, self._came)

    def _came(self, came: history_tasks.CameBack) -> None:
        self.place.others.show_came(came)
        self.place.say()

    def merge(self, take: tuple[int, ...]) -> None:
        """Append what came back; in the conflicts named, theirs."""
        came = self.place.others.came
        if came is None or came.sequence != self.workbench.record.sequence:
            self._tell("Something was decided here meanwhile.", "Bring in what came back again.")
            return

        def told(done: Merged) -> None:
            left = (
                f", {count(len(done.conflicts), 'conflict')} left as ours" if done.conflicts else ""
            )
            self._tell(
                f"Merged: {count(len(done.decisions), 'decision')} from {came.by}{left}."
                if done.noted
                else "Nothing in it is new."
            )

        self.workbench.decide("Merging", lambda desk: merging.merge(desk, came.sent, take), told)

    # ---- rounds kept

    def show_rounds(self) -> None:
        """Hand the page what the schedule says today."""
        bench = self.workbench

        def shown(rounds: tuple[KeptRound, ...]) -> None:
            self.place.rounds.show_rounds(rounds, bench.clock().date())
            self.place.say()

        bench.ask("", history_tasks.kept_rounds, (bench.light(),), shown, "rounds kept")

    def set_years(self) -> None:
        """Ask for how many years rounds are kept."""
        dialog = YearsDialog(self.office.window)

        def decided() -> None:
            years = dialog.years  # read now: the decision is made on another thread
            self.workbench.decide(
                "Setting the schedule",
                lambda desk: retention.set_schedule(desk, years),
                lambda _: self._tell(f"Rounds are kept for {count(years, 'year')}."),
            )

        dialog.accepted.connect(decided)
        self._shown(dialog)

    def hold(self, label: str) -> None:
        """Keep a round beyond its time."""
        dialog = ReasonDialog(
            *(self.office.window, f"Hold {label}?"),
            *("It is then kept beyond its time, until the hold is lifted.", "Hold it"),
        )
        self._decide_why(dialog, "Holding the round", partial(retention.hold, label=label))

    def lift(self, label: str) -> None:
        """Let the schedule count again."""
        dialog = ReasonDialog(
            *(self.office.window, f"Let the schedule count again for {label}?"),
            *("Once it is past its time it may be disposed of.", "Lift the hold"),
        )
        self._decide_why(dialog, "Lifting the hold", partial(retention.lift, label=label))

    def _decide_why(self, dialog: ReasonDialog, what: str, verb: Callable[..., object]) -> None:
        def decided() -> None:
            because = dialog.reason  # read now: the decision is made on another thread
            self.workbench.decide(what, lambda desk: verb(desk, because=because))

        dialog.accepted.connect(decided)
        self._shown(dialog)

    def dispose(self, label: str) -> None:
        """Remove a round past its time, and write the certificate where the analyst says."""
        path = self._certificate_path(label)  # tried before anything goes
        if path is None:
            return
        today = self.workbench.clock().date()

        def told(made: Certificate) -> None:
            beside = _beside(made.elsewhere)
            try:
                outputs.put_new(path, made.text.encode())
            except Refusal as refusal:
                self._tell(
                    f"{label} is disposed of, and the workspace keeps its certificate. {refusal.what}",
                    f"Save the certificate elsewhere: choose the round again. {beside}".strip(),
                )
                return
            self._tell(f"{label} is disposed of. The certificate is {path.name}.", beside)

        self.workbench.decide(
            "Disposing of the round", lambda desk: retention.dispose(desk, label, today), told
        )

    def certificate(self, label: str) -> None:
        """Save the certificate of a round that was disposed of, once more."""
        path = self._certificate_path(label)
        if path is None:
            return
        try:
            text = retention.certificate(self.workbench.record, label)
            outputs.put_new(path, text.encode())
        except Refusal as refusal:
            self.workbench.refused.emit(refusal)
            return
        self._tell(f"The certificate is {path.name}.")

    def _certificate_path(self, label: str) -> Path | None:
        """Where the certificate is to be saved, tried; None where nobody says, or it cannot be there."""
        name = f"Disposal of {label.replace('/', '-')}.txt"
        path = self.office.picker.save(self.office.window, "Save the certificate", name, _TEXT)
        if path is not None:
            try:
                outputs.try_new(path)
            except Refusal as refusal:
                self.workbench.refused.emit(refusal)
                return None
        return path

    # ---- words that must not be kept

    def redact(self) -> None:
        """Ask for the words, show what holds them, and let it go."""
        bench = self.workbench
        dialog = RedactDialog(self.office.window)
        dialog.looked.connect(
            lambda words: bench.ask(
                *("Looking for the words", history_tasks.holding, (bench.record, words)),
                *(dialog.tell, "holding"),
            )
        )

        bench.refused.connect(dialog.refuse)

        def told(done: Redaction) -> None:
            self._tell(
                f"Removed for good, by decision {done.decision.sequence}; the chain is whole.",
                " ".join([_beside(done.beside), *([str(done.unbacked)] if done.unbacked else [])]),
            )

        def removed() -> None:
            removal, because = dialog.removal, dialog.why.toPlainText()
            bench.decide(
                "Removing the words", lambda desk: keeping.remove(desk, removal, because), told
            )

        dialog.accepted.connect(removed)
        self._shown(dialog)

    # ---- looking over

    def look_over(self) -> None:
        """Check every byte."""

        def shown(looked: tuple[history_tasks.Looked, ...]) -> None:
            self.place.check.show_looked(looked)
            self.place.say()

        path = Path(self.workbench.saved_in)
        self.workbench.ask("Looking it over", history_tasks.look_over, (path,), shown, "look over")

    def save_copy(self) -> None:
        """Write a checked copy elsewhere."""
        name = f"{Path(self.workbench.saved_in).stem} copy.cypw"
        path = self.office.picker.save(self.office.window, "Save a copy", name, _WORKSPACES)
        if path is not None:
            self.workbench.keep(
                "Saving a copy",
                lambda workspace: workspace.copy_to(path),
                lambda _: self._tell(f"{path.name} was written, read back and compared."),
            )

    def write_anew(self) -> None:
        """Write the file without unused room."""

        def told(sizes: tuple[int, int]) -> None:
            before, after = (f"{size / 1e6:,.1f} MB" for size in sizes)
            self._tell(f"The file was written anew: {before} before, {after} now.")

        self.workbench.decide(
            "Writing the file anew", lambda desk: compact(desk.workspace, desk.by, desk.at), told
        )

    def salvage(self) -> None:
        """Save what can be read of a damaged workspace into a new one."""
        bench, picker, window = self.workbench, self.office.picker, self.office.window
        path = picker.open_one(window, "Choose the damaged workspace", _WORKSPACES)
        if path is None:
            return
        to = picker.save(window, "Save what can be read as", f"{path.stem} saved.cypw", _WORKSPACES)
        if to is None:
            return

        def told(answer: tuple[str, tuple[str, ...]]) -> None:
            said, loose = answer
            beside = f" Beside it lies {', '.join(loose)}." if loose else ""
            self._tell(f"{said}{beside}", "Open it with File, Open, and look through its log.")

        arguments = (path, to, bench.by, bench.clock())
        bench.ask("Saving what can be read", history_tasks.rescue, arguments, told)


def _beside(names: tuple[str, ...]) -> str:
    if not names:
        return f"No other copy is known. {keeping.NOT_KNOWN}"
    return f"Made from it before, and for you to see to by hand: {', '.join(names)}. {keeping.NOT_KNOWN}"
