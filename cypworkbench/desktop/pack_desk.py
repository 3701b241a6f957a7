"""What Packs asks for: packs made, issued, signed, saved and verified."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cypworkbench.desktop import format_tasks, public_tasks, tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.group_dialog import GroupDialog
from cypworkbench.desktop.many_packs import ManyPacks
from cypworkbench.desktop.matters_desk import MattersDesk
from cypworkbench.desktop.other_formats import OtherFormats
from cypworkbench.desktop.own_look import OwnLook
from cypworkbench.desktop.pack_choice import EDITIONS, Wanted
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.print_desk import Printing
from cypworkbench.desktop.public_edition import PublicEdition
from cypworkbench.desktop.sentences_desk import Sentences
from cypworkbench.desktop.sign_dialog import SignDialog
from cypworkbench.desktop.signing_verbs import SigningVerbs
from cypworkbench.desktop.wishes import MadePack, PackWish, SignWish
from cypworkbench.domain.area import members
from cypworkbench.domain.pack import Edition, Verification
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, outputs, packing, proving, signoff, verified
from cypworkbench.flow.issued import next_version

PDFS = "Packs (*.pdf)"


class PackDesk(Desk):
    """Carries between Packs and the workbench; the verbs of the Pack menu."""

    place: PacksPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._window, self._picker = office.window, office.picker
        self.place = PacksPlace(office.theme)
        self.many = ManyPacks(self._window, self.workbench, self._picker)
        self.formats = OtherFormats(self._window, self.workbench, self._picker, self.place)
        self.public = PublicEdition(self._window, self.workbench)
        self.around = SigningVerbs(self._window, self.workbench, self._picker, self.place)
        self.look = OwnLook(self._window, self.workbench, self._picker, self.place)
        self.matters = MattersDesk(self._window, self.workbench, self.place)
        self.sentences = Sentences(self._window, self.workbench, self.place)
        self.printing = Printing(self._window, self._picker, self.place)
        panel = self.place.panel
        self.workbench.pictured.connect(self._take_record)
        self.place.pack_wanted.connect(self._make)
        self.place.choice.group_wanted.connect(self.ask_group)
        panel.sentences.connect(self.sentences.ask)
        panel.stage.clicked.connect(self.pass_stage)
        panel.issue.clicked.connect(self.issue)
        panel.sign.clicked.connect(self.sign)
        panel.save.clicked.connect(self.save)
        panel.formats.clicked.connect(self.formats.ask)
        panel.verify.clicked.connect(self.verify)
        panel.public.clicked.connect(self.preview_public)

    def verbs(self) -> Verbs:
        """The Pack menu's."""
        return {
            "stage": self.pass_stage,
            "issue": self.issue,
            "sign": self.sign,
            "save": self.save,
            "print": self.printing.ask,
            "formats": self.formats.ask,
            "verify": self.verify,
            "verify_file": self.verify_file,
            "group": self.show_group,
            "look": self.show_look,
            "passages": self.show_sentences,
            "matters": self.show_matters,
            "batch": self.many.ask_batch,
            "register": self.many.show_register,
            "trial": self.make_trial,
            **self.around.verbs(),
        }

    def pass_stage(self) -> None:
        """Record the next step of the board's pack as taken."""
        board, stage = self.place.board, self.place.panel.next_stage
        if stage:
            self.workbench.decide(
                "Recording the step", lambda desk: signoff.pass_step(desk, board, stage)
            )

    def issue(self) -> None:
        """Fix the final candidate, byte for byte."""
        made, bench = self.place.made, self.workbench
        if made is None or made.blockers or self.place.choice.wanted.is_young:
            return
        if made.wish.edition is Edition.PUBLIC and bench.framework is not None:
            record = packing.needed(bench.record, made.wish.board, Edition.PUBLIC)
            arguments = (record, bench.framework, made)
            bench.ask("Reading the public pack back", public_tasks.audited, arguments, self._keep)
        else:
            self._keep(made)

    def _keep(self, made: MadePack) -> None:
        picture = self.workbench.picture
        if picture is not None:
            plan = made.plan(picture)
            self.workbench.decide(
                "Keeping the pack", lambda desk: packing.keep_audited(desk, plan, made.pack)
            )

    def sign(self) -> None:
        """Ask who signs with what, and sign."""
        boxes = self.place.boxes_left
        if self.place.issued is None or self.place.issued.overtaken or not boxes:
            self.workbench.look(Focus(PACKS))
            return
        self.place.preview.go(
            self.place.preview.count - 1
        )  # the page with the boxes, in view behind
        dialog = SignDialog(self._window, boxes, self._picker)
        dialog.accepted.connect(lambda: self._sign(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _sign(self, dialog: SignDialog) -> None:
        before, role = self.place.pdf, dialog.box.role
        card = dialog.identity if dialog.has_card else None
        identity = b"" if card else self._read(dialog.identity)
        if identity is None:
            return
        try:
            duties = proving.duties_for(self.workbench.record, before)
        except Refusal as refusal:
            self.workbench.refused.emit(refusal)
            return
        secret, at = dialog.secret.text(), self.workbench.clock()
        wish = SignWish(before, identity, secret, dialog.box, at, duties, card)
        self.workbench.ask(
            "Signing", tasks.sign, (wish,), lambda signed: self._keep_signed(before, signed, role)
        )

    def _keep_signed(self, before: bytes, signed: bytes, role: str) -> None:
        self.workbench.decide(
            "Keeping the signature", lambda desk: proving.keep_signed(desk, before, signed, role)
        )

    def save(self) -> None:
        """Save a copy of the file in view."""
        picture = self.workbench.picture
        if picture is None or not self.place.pdf:
            return
        edition = EDITIONS[self.place.choice.wanted.name].lower()
        name = f"{self.place.choice.name}, {edition}.pdf"
        path = self._picker.save(self._window, "Save a copy of the pack", name, PDFS)
        if path is not None:
            try:
                outputs.put(path, self.place.pdf)
            except Refusal as refusal:
                self.workbench.refused.emit(refusal)

    def preview_public(self) -> None:
        """Show what the public edition of the board in view would withhold, and why."""
        self.public.show(self.place.board)

    def verify(self) -> None:
        """Verify the file in view."""
        if self.place.pdf:
            pdf, name = self.place.pdf, "the pack in view.pdf"

            def shown(found: Verification) -> None:
                self.place.show_verdict(found, report=verified.report(found, pdf, name))

            self.ask_verdict(pdf, shown)

    def verify_file(self) -> None:
        """Verify a file from elsewhere."""
        path = self._picker.open_one(self._window, "Verify a pack", PDFS)
        if path is not None:
            self.verify_path(path)

    def verify_path(self, path: Path) -> None:
        """Verify the file at a path."""
        content = self._read(path)
        if content is not None:
            self.workbench.look(Focus(PACKS))

            def shown(found: Verification) -> None:
                said = verified.report(found, content, path.name)
                self.place.show_verdict(found, path.name, report=said)

            self.ask_verdict(content, shown)

    def ask_verdict(self, pdf: bytes, then: Callable[[Verification], None]) -> None:
        """What a pack's signatures and figures show."""
        bench = self.workbench
        record = bench.record if bench.framework is not None else None
        bench.ask("Verifying", tasks.verify, (pdf, record), then)

    def make_trial(self) -> None:
        """Write trial identities, which vouch for nobody, into a folder, and let this workspace trust them."""
        folder = self._picker.folder(self._window, "Write trial identities to")
        if folder is not None:
            arguments = (self.workbench.clock(), folder)
            self.workbench.ask("Making trial identities", tasks.trial, arguments, self._trust)

    def _trust(self, certificates: tuple[tuple[str, str], ...]) -> None:
        def trust(desk: decide.Desk) -> None:
            for name, pem in certificates:
                decide.trust(desk, name, pem)

        self.workbench.decide("Trusting the certificates", trust)

    def _take_record(self, picture: Picture) -> None:  # noqa: ARG002  the signal's: the place is handed it by the window
        """Before the place is shown the picture: a desk hears of it first, having been made first."""
        self.place.take_record(self.workbench.record, self.workbench.boxes)

    def _make(self, wanted: Wanted) -> None:
        """A board's pack as the record stands: a draft, or the final candidate."""
        bench, issued = self.workbench, self.place.issued
        if bench.framework is None:
            return
        if wanted.is_young and issued is not None and self.place.is_standing:
            young = (issued.content,)
            bench.ask("Making the pack", format_tasks.young, young, self.place.show_young, "pack")
            return
        version = next_version(bench.record, wanted.board, wanted.edition)
        wish = PackWish(wanted.board, wanted.edition, version, bench.clock(), wanted.is_young)
        record = packing.needed(bench.record, wanted.board, wanted.edition)
        arguments = (record, bench.framework, wish)
        if (
            wanted.edition is not Edition.PUBLIC
        ):  # which is mostly protecting, before there is a page to draw
            first = self.place.show_first
            bench.ask("Making the first page", tasks.first_page, arguments, first, "first page")
        bench.ask("Making the pack", tasks.pack, arguments, self._show, "pack")

    def _show(self, made: MadePack | Refusal) -> None:
        if isinstance(made, Refusal):
            self.place.tell(made)
        else:
            self.place.show_pack(made)

    def show_look(self) -> None:
        """Go to Packs and ask how the packs of the board in view shall look."""
        self.workbench.look(Focus(PACKS))
        self.look.ask()

    def show_sentences(self) -> None:
        """Go to Packs and list the sentences of the pack in view that may be put into own words."""
        self.workbench.look(Focus(PACKS))
        self.sentences.ask()

    def show_matters(self) -> None:
        """Go to Packs and list the local priorities of the board in view, and the questions put to it."""
        self.workbench.look(Focus(PACKS))
        self.matters.open()

    def show_group(self) -> None:
        """Go to Packs and ask which districts to take together."""
        self.workbench.look(Focus(PACKS))
        self.ask_group()

    def ask_group(self) -> None:
        """Ask which districts to take together, and show their pack."""
        picture = self.workbench.picture
        if picture is None:
            return
        chosen = members(self.place.board)
        dialog = GroupDialog(self._window, picture.framework.districts, chosen)
        dialog.accepted.connect(
            lambda: self.place.choice.show(replace(self.place.choice.wanted, board=dialog.group))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            refusal = Refusal(
                f"{path.name} could not be opened ({error.strerror}).", "Check that it is there."
            )
            self.workbench.refused.emit(refusal)
            return None
