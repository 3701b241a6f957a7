"""What the Pack menu asks of many packs at once: every district's in one go, and the register of all."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop import sign_tasks, tasks
from cypworkbench.desktop.batch_dialog import UNDER_WAY, BatchDialog
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.register_dialog import RegisterDialog
from cypworkbench.desktop.settle_dialog import SettleDialog
from cypworkbench.desktop.wishes import BatchWish
from cypworkbench.desktop.words import board_name
from cypworkbench.desktop.workbench import Workbench, while_there
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import Approval, OnPaper
from cypworkbench.flow import batch, bringing_back, outputs, packing, paper, signoff
from cypworkbench.flow.bringing_back import Brought
from cypworkbench.flow.decide import Desk

_PDFS = "Packs (*.pdf)"


class ManyPacks(QObject):
    """Opens the two dialogs and carries between them and the workbench."""

    def __init__(self, window: QWidget, workbench: Workbench, picker: Picker) -> None:
        super().__init__(window)
        self._window, self._workbench, self._picker = window, workbench, picker

    # ---- every district's pack

    def ask_batch(self) -> None:
        """Ask whether to sign, and with what."""
        picture = self._workbench.picture
        if picture is None:
            return
        county = picture.framework.county
        held = [b for b in packing.pack_boards(picture.framework) if county not in b.areas]
        names = {board.id: board_name(picture, board.id) for board in held}
        dialog = BatchDialog(self._window, names, self._workbench.boxes, self._picker)
        dialog.go.clicked.connect(lambda: self._go(dialog, picture))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self, dialog: BatchDialog, picture: Picture) -> None:
        bench = self._workbench
        if bench.framework is None:
            return
        identity, path = b"", dialog.identity
        card = path if dialog.has_card else None
        if path is not None and card is None:
            try:
                identity = path.read_bytes()
            except OSError as error:
                dialog.refuse(
                    Refusal(
                        f"{path.name} could not be opened ({error.strerror}).",
                        "Check that it is there.",
                    )
                )
                return
        role = dialog.role.currentText() if path is not None else ""
        secret, boards = dialog.secret.text(), tuple(dialog.boards)
        wish = BatchWish(boards, bench.clock(), identity, secret, role, card)
        dialog.begin()
        bench.refused.connect(dialog.refuse)
        bench.busy.connect(dialog.over)
        arguments = (bench.record, bench.framework, wish)
        bench.ask(
            UNDER_WAY,
            tasks.batch,
            arguments,
            lambda prepared: self._keep(dialog, picture, prepared, role),
        )

    def _keep(
        self,
        dialog: BatchDialog,
        picture: Picture,
        prepared: tuple[batch.Prepared, ...],
        role: str,
    ) -> None:
        def kept(desk: Desk) -> tuple[batch.Prepared, ...]:
            return tuple(batch.kept(desk, picture, one, role) for one in prepared)

        self._workbench.decide(
            "Keeping the packs", kept, while_there(dialog, lambda done: dialog.tell(done, role))
        )

    # ---- the register

    def show_register(self) -> None:
        """Show every pack that was made, and what became of it."""
        bench = self._workbench
        if bench.picture is None:
            return
        names = {b.id: board_name(bench.picture, b.id) for b in bench.picture.framework.boards}
        dialog = RegisterDialog(self._window, names)
        self._fill(dialog)
        follow = bench.pictured.connect(lambda _seen: self._fill(dialog))
        dialog.withdraw.connect(self._withdraw)
        dialog.copy.connect(self._save)
        dialog.stamped.connect(self._save_stamped)
        dialog.back.connect(self._bring_back)
        dialog.settle.connect(self._settle)
        bench.refused.connect(dialog.refuse)
        dialog.finished.connect(lambda _code: bench.pictured.disconnect(follow))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _fill(self, dialog: RegisterDialog) -> None:
        bench = self._workbench
        if bench.picture is not None:
            boards = [board.id for board in packing.pack_boards(bench.picture.framework)]
            waiting = signoff.waiting(bench.record, boards, bench.clock().date())
            dialog.present(signoff.register(bench.record), waiting)

    def _withdraw(self, sha256: str, because: str) -> None:
        content = self._candidate(sha256)
        self._workbench.decide(
            "Withdrawing the pack", lambda desk: signoff.withdraw(desk, content, because)
        )

    def _settle(self, sha256: str) -> None:
        """Ask how a role was settled without a signature in the file."""
        bench, content = self._workbench, self._candidate(sha256)
        if not content:
            return
        roles = signoff.find(bench.record, content).wanting
        dialog = SettleDialog(self._window, roles, bench.clock().date(), self._picker)
        dialog.accepted.connect(lambda: self._settled(dialog, content))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _settled(self, dialog: SettleDialog, content: bytes) -> None:
        role, person, day = dialog.role.currentText(), dialog.person.text(), dialog.day
        if day is None:
            return
        if not dialog.on_paper:
            said = Approval("", role, person, day, dialog.proof.text(), "")
            self._workbench.decide(
                "Recording the approval", lambda desk: signoff.record_approval(desk, content, said)
            )
            return
        path, signed = dialog.scan, OnPaper(role, person, day)
        scan = self._read(path)
        if scan is not None:
            self._workbench.decide(
                "Keeping the scan",
                lambda desk: paper.attest(desk, content, signed, path.name, scan),
            )

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            what = f"{path.name} could not be opened ({error.strerror})."
            self._workbench.refused.emit(Refusal(what, "Check that it is there."))
            return None

    def _bring_back(self) -> None:
        """Take in a pack that somebody signed elsewhere."""
        bench = self._workbench
        path = self._picker.open_one(self._window, "A pack that came back signed", _PDFS)
        if path is None:
            return
        content = self._read(path)
        if content is None:
            return

        def kept(brought: Brought) -> None:
            bench.decide("Keeping the signatures", lambda desk: bringing_back.keep(desk, brought))

        arguments = (bench.record, content)
        bench.ask("Checking the signatures", tasks.signed_elsewhere, arguments, kept)

    def _candidate(self, sha256: str) -> bytes:
        packs = self._workbench.record.packs
        return next((p.content for p in packs if p.sha256 == sha256), b"")

    def _save(self, sha256: str) -> None:
        """Save the file as last signed."""
        first = self._candidate(sha256)
        grown = [p.content for p in self._workbench.record.packs if p.content.startswith(first)]
        path = self._picker.save(self._window, "Save a copy of the pack", "pack.pdf", _PDFS)
        if path is not None and first:
            self._write(path, max(grown, key=len))

    def _save_stamped(self, sha256: str) -> None:
        """Save the copy that says on every page that the pack no longer counts."""
        bench, content = self._workbench, self._candidate(sha256)
        path = self._picker.save(self._window, "Save the stamped copy", "stamped.pdf", _PDFS)
        if path is not None and content:
            bench.ask(
                "Stamping the copy",
                sign_tasks.copy_no_longer_valid,
                (bench.record, content),
                lambda made: self._write(path, made),
            )

    def _write(self, path: Path, content: bytes) -> None:
        try:
            outputs.put(path, content)
        except Refusal as refusal:
            self._workbench.refused.emit(refusal)
