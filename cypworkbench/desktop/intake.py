"""Taking in returns: chosen or dropped files are read in the helper process, then kept."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cypworkbench.desktop import tasks
from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.password_dialog import PasswordDialog
from cypworkbench.desktop.words import count
from cypworkbench.desktop.workbench import Workbench
from cypworkbench.domain.evidence import Severity
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import receive

RETURN_KINDS = (".xlsx", ".xlsm", ".xls")
WORKBOOKS = "Excel workbooks (*.xlsx *.xlsm *.xls)"
_NO_WORKSPACE = Refusal(
    "No workspace is open, so nothing was taken in.",
    "Open a workspace or the sample partnership first, then drop the files again.",
)


def choose(office: Office) -> None:
    """Ask for files, and take them in."""
    paths = office.picker.open_many(office.window, "Read returns", WORKBOOKS)
    if paths:
        take(office.workbench, paths)


def take(workbench: Workbench, paths: Sequence[Path], passphrase: str = "") -> None:
    """Read files, and every workbook in a folder, as returns; keep those that can be kept.

    `passphrase` opens those that are locked; for any that it does not open, a password is asked for.
    """
    returns = tuple(found for path in paths for found in _expanded(path))
    if not returns:
        return
    if workbench.framework is None or workbench.picture is None:
        workbench.refused.emit(_NO_WORKSPACE)
        return
    arguments = (returns, workbench.framework, workbench.files(), passphrase)
    workbench.ask(
        f"Reading {count(len(returns), 'file')}",
        tasks.check_files,
        arguments,
        lambda checks: _accept(workbench, returns, checks),
    )


def _expanded(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.suffix.lower() in RETURN_KINDS)


def _accept(
    workbench: Workbench, paths: Sequence[Path], checks: tuple[receive.FileCheck, ...]
) -> None:
    by, at = workbench.by, workbench.clock()
    for path, check in zip(paths, checks, strict=True):
        why = _why_kept_out(check)
        if why is not None and check.is_locked:
            _ask_for_password(workbench, path, why)
        elif why is not None:
            what = why.what if check.name in why.what else f"{check.name}: {why.what}"
            workbench.refused.emit(Refusal(what, why.remedy))
    _say_what_counts_again(workbench, checks)
    if any(check.returned for check in checks):
        workbench.keep(
            "Keeping the returns", lambda workspace: receive.accept(workspace, checks, by, at)
        )


def _ask_for_password(workbench: Workbench, path: Path, why: Refusal) -> None:
    """Ask for one file's password, and read it again with that; a wrong one is asked for again."""
    asked = (
        "Ask the sender for it if it did not come with the file."
        if "locked with a password" in why.what
        else why.remedy
    )
    dialog = PasswordDialog(QApplication.activeWindow(), why.what, asked)
    dialog.accepted.connect(lambda: take(workbench, [path], dialog.secret.text()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _say_what_counts_again(workbench: Workbench, checks: tuple[receive.FileCheck, ...]) -> None:
    """An older file that takes a newer one's place may be a slip of the hand, so it is said."""
    names = {f.sha256: f.name for f in workbench.record.files}
    for sha256, before in receive.displaced(workbench.record, checks).items():
        if sha256 in names:
            told = f"{names[sha256]}, received before, counts again in place of {before}."
            workbench.refused.emit(Refusal(told, "If that was a slip, drop the other file again."))


def _why_kept_out(check: receive.FileCheck) -> Refusal | None:
    """Why a file is not taken in; None when it is."""
    if check.returned is None or check.verdict != "refused":
        return check.refusal
    stop = next(f for f in check.returned.findings if f.severity is Severity.STOP)
    return Refusal(stop.message, stop.remedy)
