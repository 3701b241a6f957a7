"""Reading a layout that is not ours: a file chosen, its tables pointed out, the recipe saved, the file read by it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt

from cypworkbench.desktop import intake, tasks
from cypworkbench.desktop.desk import Office
from cypworkbench.desktop.layout_dialog import LayoutDialog
from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.recipe import Recipe
from cypworkbench.flow import recipes
from cypworkbench.returns.pointing import Points


class LayoutDesk(QObject):
    """Carries between the dialog and the workbench."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.window)
        self.office = office
        self.workbench = office.workbench

    def choose(self) -> None:
        """Ask for a file, and open the dialog on its sheets."""
        if self.workbench.framework is None:
            return
        path = self.office.picker.open_one(
            self.office.window, "Read another layout", "Excel workbooks (*.xlsx *.xlsm)"
        )
        if path is not None:
            self.workbench.ask(
                "Reading the sheets",
                tasks.look_into,
                (path,),
                lambda workbook: self.open(path, workbook),
            )

    def open(self, path: Path, workbook: Workbook) -> None:
        """Let the tables of a workbook be pointed out."""
        framework = self.workbench.framework
        if framework is None:
            return
        dialog = LayoutDialog(self.office.window, self.office.theme, workbook, _lists(framework))

        def attempt(sheet: str, tables: tuple[Points, ...], name: str, board: str) -> None:
            arguments = (workbook, sheet, tables, (name, board), framework)
            self.workbench.ask("", tasks.try_layout, arguments, dialog.show_trial, "layout")

        dialog.tried.connect(attempt)
        dialog.saved.connect(lambda recipe: self.save(recipe, path))
        dialog.open()

    def save(self, recipe: Recipe, path: Path) -> None:
        """Record a recipe, and read the file by it once it is safe."""
        self.workbench.pictured.connect(
            lambda _picture: intake.take(self.workbench, [path]),
            Qt.ConnectionType.SingleShotConnection,
        )
        self.workbench.decide("Saving the recipe", lambda desk: recipes.save(desk, recipe))


def _lists(
    framework: Framework,
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    return (
        [(board.id, board.name) for board in framework.district_boards],
        [(measure.id, measure.short_title or measure.title) for measure in framework.asked],
        [(area.code, area.name) for area in framework.areas],
    )
