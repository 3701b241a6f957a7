"""Setting aside a return, or one measure of it: never without a reason."""

from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.reason_dialog import ReasonDialog
from cypworkbench.desktop.words import board_name, place_name
from cypworkbench.flow import decide


def ask(office: Office, area: str, measure: str, board: str = "") -> None:
    """Ask why, and record it. `measure` is empty for the whole return: the district's own, or that of `board`."""
    picture = office.workbench.picture
    if picture is None:
        return
    what = picture.framework.measure(measure).short_title if measure else "the whole return"
    dialog = ReasonDialog(
        office.window,
        f"Set aside {what} of {board_name(picture, board) if board else place_name(picture, area)}?",
        "The pack will print “not reported” for it, with this reason and your name.",
        "Set aside",
    )

    def decided() -> None:
        because = dialog.reason  # read now: the decision is made on another thread
        office.workbench.decide(
            "Setting aside",
            lambda desk: decide.set_aside(desk, area, measure, because, board=board),
        )

    dialog.accepted.connect(decided)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
