"""The menu bar: every action of the window by name, each with a mnemonic and most with a shortcut."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from cypworkbench.desktop.desk import Verbs
from cypworkbench.desktop.places import PLACES


@dataclass(frozen=True, slots=True)
class Item:
    """A menu's line: the action's name in code, its words, its shortcut, and whether it needs an open workspace."""

    name: str
    words: str
    keys: str = ""
    needs_workspace: bool = True


RULE = Item("", "")
MENUS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "&File",
        (
            Item("new", "&New workspace…", "Ctrl+N", needs_workspace=False),
            Item("open", "&Open a workspace…", "Ctrl+O", needs_workspace=False),
            Item("sample", "Open the &sample partnership…", "", needs_workspace=False),
            RULE,
            Item("read", "&Read returns…", "Ctrl+R"),
            RULE,
            Item("quit", "&Quit", "Ctrl+Q", needs_workspace=False),
        ),
    ),
    (
        "&Edit",
        (
            Item("undo", "&Undo the last decision", "Ctrl+Z"),
            Item("redo", "&Redo", "Ctrl+Shift+Z"),
            RULE,
            Item("find", "&Find a measure", "Ctrl+F"),
            Item("find_plan", "Find in the &plan", "Ctrl+Shift+F"),
        ),
    ),
    (
        "&View",
        (
            *(Item(p.name, p.words, f"Ctrl+{n}") for n, p in enumerate(PLACES, start=1)),
            RULE,
            Item("part", "&Next part of the window", "F6"),
            Item("inspector", "&Inspector", "F9"),
            RULE,
            Item("system", "&As the system", "", needs_workspace=False),
            Item("light", "&Light", "", needs_workspace=False),
            Item("dark", "&Dark", "", needs_workspace=False),
        ),
    ),
    (
        "&Return",
        (
            Item("open_round", "&Open the next round…", ""),
            Item("blanks", "Blank ret&urns…", ""),
            RULE,
            Item("next", "&Next finding", "F8"),
            Item("previous", "&Previous finding", "Shift+F8"),
            Item("explain", "&Explain the finding", "Ctrl+E"),
            Item("explain_all", "Explain a&ll of this rule", ""),
            Item("aside", "Set the &figure aside…", "Ctrl+Shift+E"),
            RULE,
            Item("beside", "&Beside the one before", "Ctrl+B"),
            Item("back", "Send bac&k…", ""),
            Item("layout", "Read another la&yout…", ""),
            Item("findings", "Save all fin&dings…", ""),
            RULE,
            Item("answer", "Answer as the &sample’s notes do", ""),
        ),
    ),
    (
        "&Pack",
        (
            Item("stage", "&Record the next step", "Ctrl+Shift+R"),
            Item("issue", "&Issue for signing", "Ctrl+I"),
            Item("save", "Save a &copy…", "Ctrl+Shift+S"),
            Item("print", "&Print…", "Ctrl+P"),
            Item("formats", "Save in a&nother format…", ""),
            RULE,
            Item("group", "Several districts toget&her…", ""),
            Item("look", "&Board’s own pages and cover…", ""),
            Item("passages", "Its s&entences in your own words…", ""),
            Item("matters", "Local priorities and &questions…", ""),
            Item("batch", "Every &district’s pack…", ""),
            Item("register", "Re&gister of packs…", ""),
        ),
    ),
    (
        "&Signing",
        (
            Item("sign", "&Sign…", "Ctrl+G"),
            Item("paper", "Save the &page to sign on paper…", ""),
            Item("sign_form", "Sign a f&orm to send back…", "", needs_workspace=False),
            RULE,
            Item("verify", "&Verify this pack", "Ctrl+Y"),
            Item("verify_file", "Verify a &file…", "Ctrl+Shift+Y", needs_workspace=False),
            Item("report", "Save &what was found…", "", needs_workspace=False),
            RULE,
            Item("ask_stamp", "&Ask for a timestamp…", ""),
            Item("add_stamp", "Add a&n authority’s timestamp…", ""),
            RULE,
            Item("duties", "Who &may act…", ""),
            Item("interest", "&Declare an interest…", ""),
            RULE,
            Item("trust", "Trust a &certificate…", ""),
            Item("trial", "Make &trial identities…", ""),
        ),
    ),
    (
        "P&lan",
        (
            Item("actions", "&Actions agreed…", "Ctrl+Shift+A"),
            Item("direction", "&Which way is good…", ""),
            Item("refresh", "&Go on to the next plan…", ""),
            RULE,
            Item("check_plan", "&Check a plan’s file…", "", needs_workspace=False),
        ),
    ),
    (
        "&Help",
        (
            Item("begin", "&How to begin", "F1", needs_workspace=False),
            Item("about", "&About", "", needs_workspace=False),
        ),
    ),
)


class Menus:
    """The actions by name. `enable` follows whether a workspace is open."""

    def __init__(self, window: QMainWindow, verbs: Verbs) -> None:
        self.actions: dict[str, QAction] = {}
        self._needing: list[QAction] = []
        for title, items in MENUS:
            menu = window.menuBar().addMenu(title)
            for item in items:
                if item is RULE:
                    menu.addSeparator()
                else:
                    self._add(menu, item, verbs[item.name], window)
        looks = QActionGroup(window)
        for name in ("system", "light", "dark"):
            self.actions[name].setCheckable(True)
            looks.addAction(self.actions[name])
        self.enable(on=False)

    def _add(
        self, menu: QMenu, item: Item, verb: Callable[[], object], window: QMainWindow
    ) -> None:
        action = QAction(item.words, window)
        if item.keys:
            action.setShortcut(QKeySequence(item.keys))
        action.triggered.connect(lambda _checked=False: verb())
        menu.addAction(action)
        self.actions[item.name] = action
        if item.needs_workspace:
            self._needing.append(action)

    def enable(self, *, on: bool) -> None:
        """Switch on or off what needs a workspace."""
        for action in self._needing:
            action.setEnabled(on)
