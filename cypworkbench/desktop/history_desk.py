"""What History asks for: the log, undo and redo, comparisons, backups and going back to one."""

from dataclasses import replace
from pathlib import Path

from cypworkbench.desktop import history_tasks
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.history_place import BACKUPS, COMPARE, LOG, ROUNDS, HistoryPlace
from cypworkbench.desktop.history_upkeep import Upkeep
from cypworkbench.domain.record import Record
from cypworkbench.flow import decide, versions
from cypworkbench.flow.log_names import Names


class HistoryDesk(Desk):
    """Carries between History and the workbench; Undo and Redo of the Edit menu."""

    place: HistoryPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = HistoryPlace(office.theme)
        self.place.shown.connect(self._page)
        self.place.undo_wanted.connect(self._undo)
        self.place.redo_wanted.connect(self._redo)
        self.place.compare_wanted.connect(self._compare)
        self.place.add_pack.clicked.connect(self._add_pack)
        self._files: dict[
            str, str
        ] = {}  # packs from files, for as long as the window is open: path, name
        self.place.restore_wanted.connect(lambda way: self.workbench.go_back(way.path))
        self.place.back_up.clicked.connect(self._back_up)
        self.upkeep = Upkeep(office, self.place)

    def verbs(self) -> Verbs:
        """The Edit menu's."""
        return {"undo": lambda: self._undo(0), "redo": lambda: self._redo(0)}

    def _page(self, page: int) -> None:
        """A page was entered: hand it what it shows."""
        bench = self.workbench
        if not bench.record.decisions:
            return
        if page == COMPARE:
            self.place.offer(self._sides())
        elif page == ROUNDS:
            self.upkeep.show_rounds()
        elif page == BACKUPS:
            path = Path(bench.saved_in)
            bench.ask(
                *("Checking the backups", history_tasks.ways_back, (path,), self.place.show_ways),
                "ways back",
            )
        elif page == LOG:
            bench.ask(*("", history_tasks.log, (bench.light(),), self.place.show_log), "log")

    def _undo(self, sequence: int) -> None:
        self.workbench.decide("Taking it back", lambda desk: decide.undo(desk, sequence or None))

    def _redo(self, sequence: int) -> None:
        self.workbench.decide("Bringing it back", lambda desk: decide.redo(desk, sequence or None))

    def _compare(self, earlier: str, later: str) -> None:
        bench = self.workbench
        wanted = tuple(p for p in bench.record.packs if p.sha256 in (earlier, later))
        files = tuple(path for path in self._files if path in (earlier, later))
        arguments = (replace(bench.record, packs=wanted), earlier, later, files)
        bench.ask(
            "Comparing", history_tasks.compare, arguments, self.place.show_changes, "comparison"
        )

    def _add_pack(self) -> None:
        """Offer a pack that is no longer here, or never was, beside the others."""
        path = self.office.picker.open_one(
            self.office.window, "A pack to compare with", "Packs (*.pdf)"
        )
        if path is not None:
            self._files[str(path)] = path.name
            self.place.offer(self._sides(), str(path))

    def _sides(self) -> tuple[tuple[str, str], ...]:
        here = _sides(self.workbench.record)
        return (*here, *((name, path) for path, name in self._files.items()))

    def _back_up(self) -> None:
        self.workbench.keep("Backing up", lambda workspace: workspace.back_up())


def _sides(record: Record) -> tuple[tuple[str, str], ...]:
    """The rounds, then the packs that are still there: their words and what they are asked for by.

    A pack's decision stands first: packs of one board differ in it alone, and a narrow box shows the beginning.
    """
    names = Names(record)
    rounds = [(span.label, span.label) for span in versions.rounds(record)]
    packs = [(f"{p.sequence}: {names.pack(p.sha256)}", p.sha256) for p in record.packs if p.content]
    return (*rounds, *packs)
