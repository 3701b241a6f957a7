"""What is done around signing: the report of a verification, whom to trust, paper, forms and timestamps."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop import sign_tasks
from cypworkbench.desktop.desk import Verbs
from cypworkbench.desktop.duties_dialog import DutiesDialog
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.sign_tasks import FormWish
from cypworkbench.desktop.trust_dialog import TrustDialog
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.area import members
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import certificates, outputs, proving, signoff, verified
from cypworkbench.flow.certificates import Certificate
from cypworkbench.flow.signed_files import SUFFIX

_PAGES = "Pages to print (*.pdf)"
_REPORTS = "Pages to print (*.pdf);;Text (*.txt)"
_CERTIFICATES = "Certificates (*.pem *.crt *.cer)"
_FORMS = "Forms and copies (*.xlsx *.cypw)"
_REQUESTS = "Timestamp requests (*.tsq)"
_ANSWERS = "Timestamp answers (*.tsr)"
_PDFS = "Packs (*.pdf)"


class SigningVerbs(QObject):
    """Carries between the Signing menu, the workbench and the files that are read and written."""

    def __init__(
        self, window: QWidget, workbench: Workbench, picker: Picker, place: PacksPlace
    ) -> None:
        super().__init__(window)
        self._window, self._workbench, self._picker = window, workbench, picker
        self._place = place
        place.verdict.save.clicked.connect(self.save_report)

    def verbs(self) -> Verbs:
        """The Signing menu's, but for signing and verifying themselves."""
        return {
            "report": self.save_report,
            "trust": self.trust,
            "paper": self.save_paper_page,
            "sign_form": self.sign_form,
            "ask_stamp": self.ask_for_timestamp,
            "add_stamp": self.add_timestamp,
            "duties": self.show_duties,
            "interest": self.declare_interest,
        }

    # ---- what was found

    def save_report(self) -> None:
        """Save what verification found, as pages to print or as a text."""
        report = self._place.verdict.report
        if report is None:
            self._say("Nothing has been verified yet.", "Verify a pack first.")
            return
        name = f"{Path(report.file).stem}, what was found.pdf"
        path = self._picker.save(self._window, "Save what was found", name, _REPORTS)
        if path is None:
            return
        if path.suffix.casefold() == ".txt":
            self._write(path, verified.as_text(report))
            return
        whole = _ending(path, ".pdf")
        arguments = (report, self._workbench.clock())
        self._ask("Writing the report", sign_tasks.report_pdf, arguments, whole)

    # ---- whom to trust

    def trust(self) -> None:
        """Show what a certificate says of itself, and ask whether to trust it."""
        content = self._chosen("A certificate to trust", _CERTIFICATES)
        if content is not None:
            self._workbench.ask(
                "Reading the certificate",
                sign_tasks.certificates,
                (content,),
                lambda held: self._ask_trust(content, held),
            )

    def _ask_trust(self, content: bytes, held: tuple[Certificate, ...]) -> None:
        dialog = TrustDialog(self._window, held)
        pem = certificates.as_pem(content)
        dialog.accepted.connect(
            lambda: self._workbench.decide(
                "Trusting the certificate", lambda desk: proving.trust(desk, pem)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---- who may act, and whose interest is touched

    def show_duties(self) -> None:
        """Show who may act for the board in view, and let somebody be named or a duty end."""
        bench, place = self._workbench, self._place
        plan = bench.framework
        if plan is None or not self._is_a_board():
            return
        roles = tuple(box.role for box in signoff.signatories())
        board = (place.board, place.choice.name)
        dialog = DutiesDialog(self._window, board, roles, bench.clock().date())

        def fill(*_seen: object) -> None:
            dialog.present(tuple(fold(bench.record.decisions).duties))

        fill()
        follow = bench.pictured.connect(fill)
        dialog.give.connect(
            lambda duty: bench.decide(
                "Naming them", lambda desk: signoff.give_duty(desk, plan, duty)
            )
        )
        dialog.end.connect(
            lambda duty: bench.decide(
                "Ending the duty", lambda desk: signoff.end_duty(desk, plan, duty)
            )
        )
        bench.refused.connect(dialog.refuse)
        dialog.finished.connect(lambda _code: bench.pictured.disconnect(follow))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def declare_interest(self) -> None:
        """Ask for an interest of whoever is at the computer, to be printed beside the signatures."""
        bench, board = self._workbench, self._place.board
        plan = bench.framework
        if plan is None or not self._is_a_board():
            return
        held = [i for i in fold(bench.record.decisions).interests if i.board == board]
        told = [f"{interest.person}: {interest.text}" for interest in held]
        asked = ReasonDialog(
            self._window,
            f"Declare an interest of {bench.by.name}?",
            "\n".join(["The next pack of this board prints it beside the signatures.", *told]),
            "Declare it",
        )

        def declared() -> None:
            text = asked.reason  # the dialog is gone by the time the decision is made
            bench.decide(
                "Declaring the interest",
                lambda desk: signoff.declare_interest(desk, plan, board, text),
            )

        asked.accepted.connect(declared)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _is_a_board(self) -> bool:
        if members(self._place.board):
            self._say(
                "Duties and interests are a board’s, and several districts together are none.",
                "Choose one board’s pack first.",
            )
        return not members(self._place.board)

    # ---- on paper

    def save_paper_page(self) -> None:
        """Save the page that a board signs with a pen, for the pack in view."""
        bench, pdf = self._workbench, self._place.pdf
        if not pdf or not self._place.is_standing or bench.framework is None:
            self._say(
                "There is no final candidate in view to sign on paper.",
                "Issue the pack for signing first; then save the page.",
            )
            return
        path = self._picker.save(self._window, "Save the page to sign", "to sign.pdf", _PAGES)
        if path is not None:
            arguments = (bench.record, bench.framework, pdf, bench.clock())
            self._ask("Setting the page", sign_tasks.paper_page, arguments, _ending(path, ".pdf"))

    # ---- forms that are sent back

    def sign_form(self) -> None:
        """Sign a form or a copy of a workspace beside itself, before it is sent back."""
        path = self._picker.open_one(self._window, "A form to sign", _FORMS)
        if path is None:
            return
        dialog = SignDialog(self._window, (), self._picker)
        dialog.accepted.connect(lambda: self._sign_form(path, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _sign_form(self, path: Path, dialog: SignDialog) -> None:
        card = dialog.identity if dialog.has_card else None
        content, identity = self._read(path), b"" if card else self._read(dialog.identity)
        if content is None or identity is None:
            return
        wish = FormWish(content, identity, card, dialog.secret.text(), self._workbench.clock())
        beside = path.with_name(path.name + SUFFIX)

        def kept(signature: bytes) -> None:
            if self._write(beside, signature):
                self._say(
                    f"{beside.name} is the signature.",
                    f"Send it back with {path.name}, which must not be changed now.",
                )

        self._workbench.ask("Signing the form", sign_tasks.form, (wish,), kept)

    # ---- timestamps

    def ask_for_timestamp(self) -> None:
        """Save the request that a timestamp authority answers, for the pack in view."""
        if not self._place.pdf:
            self._say("There is no pack in view.", "Go to Packs and choose one.")
            return
        path = self._picker.save(self._window, "Save the request", "pack.tsq", _REQUESTS)
        if path is not None:
            whole = _ending(path, ".tsq")
            self._ask("Writing the request", sign_tasks.question, (self._place.pdf,), whole)

    def add_timestamp(self) -> None:
        """Take an authority's answer, and save a copy of the pack in view with it."""
        pdf = self._place.pdf
        answer = self._chosen("The authority’s answer", _ANSWERS) if pdf else None
        if answer is None:
            return
        name = "pack with timestamp.pdf"
        path = self._picker.save(self._window, "Save the pack with its timestamp", name, _PDFS)
        if path is not None:
            whole = _ending(path, ".pdf")
            self._ask("Adding the timestamp", sign_tasks.stamped, (pdf, answer), whole)

    # ---- inside

    def _ask(
        self, what: str, task: Callable[..., bytes], arguments: tuple[object, ...], path: Path
    ) -> None:
        def kept(content: bytes) -> None:
            self._write(path, content)

        self._workbench.ask(what, task, arguments, kept)

    def _chosen(self, title: str, kinds: str) -> bytes | None:
        path = self._picker.open_one(self._window, title, kinds)
        return self._read(path) if path is not None else None

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            self._say(
                f"{path.name} could not be opened ({error.strerror}).", "Check that it is there."
            )
            return None

    def _write(self, path: Path, content: bytes) -> bool:
        try:
            outputs.put(path, content)
        except Refusal as refusal:
            self._workbench.refused.emit(refusal)
            return False
        return True

    def _say(self, what: str, remedy: str) -> None:
        self._workbench.refused.emit(Refusal(what, remedy))


def _ending(path: Path, ending: str) -> Path:
    named = path.name.casefold().endswith(ending)
    return path if named else path.with_name(path.name + ending)
