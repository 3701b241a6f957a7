"""What is asked about actions: a list of those agreed, one more, how far one has come, and taking the last back."""

from PySide6.QtCore import QObject

from cypworkbench.desktop.action_forms import AgreeDialog, ProgressDialog
from cypworkbench.desktop.actions_dialog import ActionsDialog
from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.workbench import while_there
from cypworkbench.domain.record import Action
from cypworkbench.flow import decide


class ActionsDesk(QObject):
    """Carries between the dialogs and the workbench."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.window)
        self.office, self.workbench = office, office.workbench

    def open(self, about: tuple[str, str] | None = None) -> None:
        """List the actions: those about a measure and an area first, or all."""
        picture = self.workbench.picture
        if picture is None:
            return
        today = self.workbench.clock().date()
        dialog = ActionsDialog(self.office.window, picture, today, about)
        self.workbench.pictured.connect(dialog.present)
        self.workbench.refused.connect(dialog.refuse)
        dialog.agree.connect(lambda: self._agree(dialog))
        dialog.report.connect(lambda action: self._report(dialog, action))
        dialog.take_back.connect(lambda sequence: self._take_back(dialog, sequence))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _agree(self, dialog: ActionsDialog) -> None:
        picture = self.workbench.picture
        if picture is None:
            return
        form = AgreeDialog(dialog, picture, dialog.about)

        def agreed() -> None:
            action = form.action  # read now: the decision is made on another thread
            if action is not None:
                self.workbench.decide(
                    "Recording the action",
                    lambda desk: decide.agree_action(desk, action),
                    while_there(dialog, lambda decision: dialog.recorded(decision.sequence)),
                )

        form.accepted.connect(agreed)
        form.finished.connect(form.deleteLater)
        form.open()

    def _report(self, dialog: ActionsDialog, action: Action) -> None:
        form = ProgressDialog(dialog, action)

        def reported() -> None:
            said, done = form.reason, form.done_now  # as above
            self.workbench.decide(
                "Recording the progress",
                lambda desk: decide.report_progress(desk, action, said, done=done),
                while_there(dialog, lambda decision: dialog.recorded(decision.sequence)),
            )

        form.accepted.connect(reported)
        form.finished.connect(form.deleteLater)
        form.open()

    def _take_back(self, dialog: ActionsDialog, sequence: int) -> None:
        if sequence:
            self.workbench.decide(
                "Taking it back",
                lambda desk: decide.undo(desk, sequence),
                while_there(dialog, lambda _: dialog.recorded(0)),
            )
