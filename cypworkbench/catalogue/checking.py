"""Everything that is wrong with a plan's file at once, line by line, each with its remedy."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cypworkbench.catalogue.continuity import disagreements
from cypworkbench.catalogue.entry import MEND, TOP, Entry, Where, text_of
from cypworkbench.catalogue.fitting import Misfit, misfits
from cypworkbench.catalogue.frameworks import (
    EXAMPLE,
    build_framework,
    list_frameworks,
    load_framework,
    missing_file,
    read_framework,
    with_lead_first,
)
from cypworkbench.catalogue.noting import UNREAD, Note, Notes, NotingEntry
from cypworkbench.catalogue.plan_files import AREAS, BOARDS, LARGEST, NAMED, PLAN, PlanFile, gather
from cypworkbench.catalogue.toml_lines import lines_of
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.refusal import Refusal

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")
# what tomllib says, in the words of somebody who has never heard of it; the first that fits is used
_PLAINLY = (
    ("xpected '='", "a key has no = and value after it", "Write it as key = value, on one line."),
    ("after a statement", "something stands after a value", "Put each key on a line of its own."),
    ("nvalid value", "a value is missing or is no value", "Put text between quotation marks."),
    ("nvalid date", "a date is no day of the calendar", "Write a day there is: 2024-02-29."),
    ("haracter '\\n'", "a text has no closing quotation mark", "Close it on the same line."),
    ("nterminated string", "a text has no closing quotation mark", "Close it on the same line."),
    ("nclosed array", "a list has no closing bracket", "Close it with ]."),
    ("nclosed inline", "a table has no closing bracket", "Close it with }."),
    ("overwrite a value", "a key is given twice in one table", "Take one of the two out."),
    ("declare", "a table is begun twice", "Begin each of several with two brackets: [[measures]]."),
    ("]", "a table’s heading is not closed", "Write it as [[measures]], on a line of its own."),
    ("nescaped", "a text holds a \\ that means nothing", "Write it twice: \\\\."),
    ("digits", "a number has far too many digits", "Write one of fewer than twenty."),
    ("llegal character", "a text holds a character that no text may", "Retype the line."),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a plan: the file, the line from 1, what is wrong in one sentence, and what to do about it."""

    file: str
    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: the plan where there is nothing wrong with it, and every fault where there is."""

    plan: Framework | None
    faults: tuple[Fault, ...]


def check_file(path: Path) -> Checked:
    """Check a plan's file, and the files of places and boards that it names. Nothing is kept.

    The faults are in the order of the files and their lines. Raises Refusal only when there is no such file to read.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # reading it says what is the matter
    if size > LARGEST:
        too_large = f"The file has {size:,} bytes, far more than any plan."
        return Checked(None, (Fault(path.name, 1, too_large, "Choose the plan’s own file."),))
    return check_plan(gather(path), path.parent)


def check_plan(files: Sequence[PlanFile], folder: Path | None = None) -> Checked:
    """Check the bytes of a plan's files, the plan's own first.

    A plan that it says it continues is looked for in the program, and in `folder` as a file named after its id.
    """
    check = _Check(files)
    own = check.values.get(PLAN)
    if own is None:
        return Checked(None, check.in_order(()))
    plan = build_framework(check.entry(PLAN, own), check.opened)
    notes = [*check.notes.found, *check.fit_notes(plan)]
    noted = {note.where[:2] for note in notes}
    notes += (n for n in _continuity_notes(plan, folder) if n.where[:2] not in noted)
    faults = check.in_order(notes)
    if check.notes.are_enough:
        last = faults[-1]
        more = f"There are more mistakes than these {len(faults)}."
        faults += (Fault(last.file, last.line, more, "Mend these first, and check again."),)
    return Checked(None if faults else with_lead_first(plan), faults)


class _Check:
    """One check: the files as text and values, and what was noted of them. Files go by their roles."""

    def __init__(self, files: Sequence[PlanFile]) -> None:
        self.names = {file.role: file.name for file in files}
        self.values: dict[str, Mapping[str, object]] = {}
        self.notes = Notes()
        self._texts: dict[str, str] = {}
        self._broken: list[Fault] = []
        for file in files:
            self._read(file)

    def _read(self, file: PlanFile) -> None:
        """Take in one file, or note why it is no TOML."""
        try:
            text = text_of(file.content)
            self.values[file.role] = tomllib.loads(text, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError) as problem:
            self._broken.append(_broken(file, problem))
            return
        if not self.values[file.role]:
            del self.values[file.role]
            empty = "The file is empty: it says nothing of a plan."
            begin = f"Begin from the example that comes with the program, {EXAMPLE}.toml."
            self._broken.append(Fault(file.name, 1, empty, begin))
        self._texts[file.role] = text

    def entry(self, role: str, values: Mapping[str, object]) -> NotingEntry:
        """The whole of a file as an entry that notes."""
        return NotingEntry(TOP, values, self.notes, file=role)

    def opened(self, role: str) -> Entry | None:
        """The file a plan names for its areas or boards; nothing to read where it is broken or not there."""
        values = self.values.get(role)
        if values is not None:
            return self.entry(role, values)
        if role not in self.names:
            named = str(self.values[PLAN][role])
            self.entry(PLAN, {}).wrong(role, *missing_file(named))
        return NotingEntry(TOP, {role: []}, Notes(), file=role)

    def fit_notes(self, plan: Framework) -> Iterator[Note]:
        """What does not fit together, of parts that were read: nothing is said of what only a guess brought about."""
        if (
            self._broken
            or self.notes.are_enough
            or {note.where for note in self.notes.found} & {(role,) for role in NAMED}
        ):
            return
        lost = self._lost()
        places = ("areas", "groups", "lineage")
        guessed = any(note.where[0] in places for note in self.notes.found)
        for misfit in misfits(plan):
            if guessed and misfit.where[0] in places:
                continue
            unread = any(name.startswith(UNREAD) for name in (misfit.named, *misfit.known))
            if not unread and misfit.named not in lost:
                where = self._as_written(misfit)
                yield Note(self._role(where), where, f"{misfit.what}.", misfit.remedy)

    def _lost(self) -> set[str]:
        """The ids and codes of tables that could not be built: they may be named, and are there."""
        lost: set[str] = set()
        for values in self.values.values():
            for key, tables in values.items():
                for number, table in enumerate(tables if isinstance(tables, list) else ()):
                    if isinstance(table, dict) and number not in self.notes.built.get((key,), ()):
                        lost |= {str(table[name]) for name in ("id", "code") if name in table}
        return lost

    def _as_written(self, misfit: Misfit) -> Where:
        """Where a misfit stands in its file: tables that could not be built count there too."""
        where: Where = ()
        for step in misfit.where:
            known = self.notes.built.get(where, ())
            built = isinstance(step, int) and step < len(known)
            where = (*where, known[step] if built and isinstance(step, int) else step)
        return where

    def _role(self, where: Where) -> str:
        role = {"areas": AREAS, "groups": AREAS, "lineage": AREAS, "boards": BOARDS}.get(
            str(where[0]), PLAN
        )
        return role if role in self.values else PLAN

    def in_order(self, notes: Iterable[Note]) -> tuple[Fault, ...]:
        """Every fault by file and line, each said once."""
        faults = list(self._broken)
        lines = {role: lines_of(text) for role, text in self._texts.items()}
        for note in notes:
            line = self._line(note, lines.get(note.file, {}))
            faults.append(Fault(self.names[note.file], line, _capital(note.what), note.remedy))
        files = list(self.names.values())
        return tuple(dict.fromkeys(sorted(faults, key=lambda f: (files.index(f.file), f.line))))

    @staticmethod
    def _line(note: Note, lines: Mapping[Where, int]) -> int:
        """The line of the key, or of the nearest table that holds it: a missing key has no line of its own."""
        where = note.where
        while where and where not in lines:
            where = where[:-1]
        return lines.get(where, 1)


def _broken(file: PlanFile, problem: Exception) -> Fault:
    """Why a file is no TOML, in plain words, on its line."""
    if isinstance(problem, UnicodeDecodeError):
        line = file.content[: problem.start].count(b"\n") + 1
        what = "The file is not text in UTF-8 from here on."
        return Fault(file.name, line, what, "Open it in a plain text editor and save it as UTF-8.")
    if isinstance(problem, RecursionError):
        return Fault(file.name, 1, "The file is nested too deep to be a plan.", MEND)
    said = str(problem)
    found = _AT_LINE.search(said)
    end = file.content.count(b"\n", 0, len(file.content.rstrip())) + 1
    line = int(found[1]) if found and found[1] else end
    plain = next((each[1:] for each in _PLAINLY if each[0] in said), ("this is no TOML", MEND))
    return Fault(file.name, line, f"{_capital(plain[0])}.", plain[1])


def _continuity_notes(plan: Framework, folder: Path | None) -> Iterator[Note]:
    """Where the plan says it continues another, and that one disagrees."""
    named = {
        ref.framework
        for measure in plan.measures
        for ref in (*measure.same_as, *(relation.to for relation in measure.related_to))
    }
    others = [found for name in sorted(named - {plan.id}) if (found := _other(name, folder))]
    places = {f"{plan.id}/{m.id}": number for number, m in enumerate(plan.measures)}
    for said in disagreements((*others, plan)):
        number = places.get(said.split(" ", 1)[0])
        if number is not None:
            key = "related_to" if "tied to" in said else "same_as"
            remedy = (
                "Let both plans name each other’s measure with one definition, or say under "
                "related_to how they are tied."
            )
            yield Note(PLAN, ("measures", number, key), said, remedy)


def _other(name: str, folder: Path | None) -> Framework | None:
    """Another plan by its id: the program's own, or the one in the folder."""
    try:
        if name in list_frameworks():
            return load_framework(name)
        beside = folder / f"{name}.toml" if folder else None
        return read_framework(beside) if beside and beside.is_file() else None
    except Refusal:
        return None  # that plan has faults of its own, which its own check names


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
