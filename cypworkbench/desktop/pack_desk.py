"""What the buttons of Packs do: make, issue, sign, save, verify. It carries between the place and the workbench."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench import __version__
from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.words import board_name
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.refusal import Refusal

PDFS = "Packs (*.pdf)"


class PackDesk(QObject):
    """The verbs of the Pack menu."""

    def __init__(
        self, window: QWidget, place: PacksPlace, workbench: Workbench, picker: Picker
    ) -> None:
        super().__init__(window)
        self._window, self._place = window, place
        self._workbench, self._picker = workbench, picker
        panel = place.panel
        place.pack_wanted.connect(self._make)
        panel.stage.clicked.connect(self.pass_stage)
        panel.issue.clicked.connect(self.issue)
        panel.sign.clicked.connect(self.sign)
        panel.save.clicked.connect(self.save)
        panel.verify.clicked.connect(self.verify)

    def pass_stage(self) -> None:
        """Record the next step of the board's pack as taken."""
        if self._place.panel.next_stage:
            self._workbench.pass_stage(self._place.board, self._place.panel.next_stage)

    def issue(self) -> None:
        """Fix the final candidate, byte for byte."""
        made = self._place.made
        if made is not None and not made.blockers:
            self._workbench.keep_pack(made)

    def sign(self) -> None:
        """Ask who signs with what, and sign."""
        boxes = self._place.boxes_left
        if self._place.issued is None or self._place.issued.overtaken or not boxes:
            self._workbench.look(Focus(PACKS))
            return
        dialog = SignDialog(self._window, boxes, self._picker)
        dialog.accepted.connect(lambda: self._sign(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _sign(self, dialog: SignDialog) -> None:
        before, box = self._place.pdf, dialog.box
        identity = self._read(dialog.identity)
        if identity is not None:
            secret = dialog.secret.text()
            self._workbench.sign(
                before,
                identity,
                secret,
                box,
                lambda signed: self._workbench.keep_signed(before, signed, box.role),
            )

    def save(self) -> None:
        """Save a copy of the file in view."""
        picture = self._workbench.picture
        if picture is None or not self._place.pdf:
            return
        name = f"{board_name(picture, self._place.board)} pack.pdf"
        path = self._picker.save(self._window, "Save a copy of the pack", name, PDFS)
        if path is not None:
            try:
                path.write_bytes(self._place.pdf)
            except OSError as error:
                self._workbench.refused.emit(
                    Refusal(
                        f"{path.name} could not be written ({error.strerror}).",
                        "Choose another folder; the pack is safe in the workspace.",
                    )
                )

    def verify(self) -> None:
        """Verify the file in view."""
        if self._place.pdf:
            self._workbench.verify(self._place.pdf, self._place.show_verdict)

    def verify_file(self) -> None:
        """Verify a file from elsewhere."""
        path = self._picker.open_one(self._window, "Verify a pack", PDFS)
        if path is not None:
            self.verify_path(path)

    def verify_path(self, path: Path) -> None:
        """Verify the file at a path."""
        content = self._read(path)
        if content is not None:
            self._workbench.look(Focus(PACKS))
            self._workbench.verify(content, self._place.show_verdict)

    def make_trial(self) -> None:
        """Write trial identities into a folder, and let this workspace trust them."""
        folder = self._picker.folder(self._window, "Write trial identities to")
        if folder is not None:
            self._workbench.make_trial(folder)

    def about(self) -> None:
        """Say what this is."""
        self._workbench.refused.emit(
            Refusal(
                f"CYP Workbench {__version__}: from the boards’ returns to a signed pack.",
                "Works without a network; keeps everything in one file.",
            )
        )

    def _make(self, board: str) -> None:
        self._workbench.make_pack(board, Edition.BOARD, self._place.show_pack)

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            refusal = Refusal(
                f"{path.name} could not be opened ({error.strerror}).", "Check that it is there."
            )
            self._workbench.refused.emit(refusal)
            return None
