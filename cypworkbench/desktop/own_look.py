"""Carries between the dialog of a board's own pages and cover, the helper that draws them, and the decision."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cypworkbench.desktop import template_tasks
from cypworkbench.desktop.packs_place import PacksPlace
from cypworkbench.desktop.picker import Picker
from cypworkbench.desktop.template_dialog import TemplateDialog
from cypworkbench.desktop.wishes import PackWish
from cypworkbench.desktop.workbench import Workbench, while_there
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import templates
from cypworkbench.flow.issued import next_version

_PICTURES = "Pictures (*.png *.jpg *.jpeg)"


class OwnLook(QObject):
    """Asks how the packs of the board in view shall look."""

    def __init__(
        self, window: QWidget, workbench: Workbench, picker: Picker, place: PacksPlace
    ) -> None:
        super().__init__(window)
        self._window, self._workbench, self._picker = window, workbench, picker
        self._place = place

    def ask(self) -> None:
        """Open the dialog on what was decided."""
        bench, board = self._workbench, self._place.board
        if bench.picture is None or not board:
            return
        now = templates.look(bench.record, board)
        dialog = TemplateDialog(self._window, bench.picture.framework, now, self._place.choice.name)
        dialog.tried.connect(lambda template: self._try(dialog, template))
        dialog.logo_wanted.connect(lambda: self._ask_logo(dialog))
        dialog.accepted.connect(lambda: self._decide(now, dialog.template))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.try_it()

    def _try(self, dialog: TemplateDialog, template: Template) -> None:
        bench, board = self._workbench, template.board
        if bench.framework is None:
            return
        version = next_version(bench.record, board, Edition.BOARD)
        wish = PackWish(board, Edition.BOARD, version, bench.clock())
        bench.ask(
            "Trying the pages",
            template_tasks.tried,
            (bench.files(), bench.framework, wish, template),
            while_there(dialog, dialog.show_pages),
            "template",
        )

    def _ask_logo(self, dialog: TemplateDialog) -> None:
        path = self._picker.open_one(dialog, "The board’s logo", _PICTURES)
        if path is None:
            return
        try:
            content = path.read_bytes()
        except OSError as error:
            said = f"{path.name} could not be opened ({error.strerror})."
            dialog.take_logo(Refusal(said, "Check that it is there."))
            return
        self._workbench.ask(
            "Reading the picture",
            template_tasks.logo,
            (content,),
            while_there(dialog, dialog.take_logo),
        )

    def _decide(self, now: Template, template: Template) -> None:
        if template != now:
            self._workbench.decide(
                "Keeping the board’s look", lambda desk: templates.set_template(desk, template)
            )
