"""A milestone, a register, an audit: asked for, filled in, read, doubted, counted, printed, and made again."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench import catalogue
from cypworkbench.domain.account import allot
from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, Round
from cypworkbench.domain.supply import EVERY, OWN_BOARD, Supply
from cypworkbench.flow import decide, packing, pictured, receive, suppliers
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.reading import check_workbook
from cypworkbench.flow.surroundings import Surroundings
from cypworkbench.packs import render
from cypworkbench.returns import accounts
from cypworkbench.returns.extract import extract
from cypworkbench.returns.spreadsheet import read
from cypworkbench.store.workspace import Workspace

OLD, NEW = catalogue.load_framework("cypp-2014"), catalogue.load_framework("cypfp-2022")
BY, AT = Person("Analyst", "Analyst"), datetime(2026, 10, 1, 9, tzinfo=UTC)
ROUND = Round("Round 1", date(2026, 9, 25), date(2026, 10, 22), date(2026, 6, 30))
MILESTONE, AUDIT, REGISTER = "memorandum", "voice-audit", "voice-report"
Fill = Callable[[Worksheet, int], None]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Desk]:
    yield from _desk(tmp_path, OLD, MILESTONE)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Desk]:
    yield from _desk(tmp_path, NEW, AUDIT, REGISTER)


def _desk(folder: Path, plan: Framework, *asked: str) -> Iterator[Desk]:
    """A workspace with a round, in which those measures are asked of each place's own board."""
    with Workspace.create(folder / "w.cypw", plan.id, BY, AT) as workspace:
        desk = Desk(workspace, BY, AT)
        decide.open_round(desk, ROUND)
        wanted = [Supply(m, EVERY, OWN_BOARD, reason="Agreed.") for m in asked]
        decide.name_suppliers(desk, wanted)
        yield desk


def _seen(desk: Desk, plan: Framework) -> Picture:
    return pictured.picture(desk.workspace.record(), plan)


def _blank(desk: Desk, plan: Framework, board: str) -> tuple[str, bytes]:
    (made,) = suppliers.blanks(_seen(desk, plan), [board])
    return made


def _filled(content: bytes, fill: Fill) -> bytes:
    """The blank with its sheet of words filled in, row by row of the measures on it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[accounts.SHEET]
    assert isinstance(sheet, Worksheet)
    for row in range(6, sheet.max_row + 1):
        if sheet.cell(row, 1).value not in (None, "Reference"):
            fill(sheet, row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _take_in(desk: Desk, plan: Framework, board: str, fill: Fill) -> receive.FileCheck:
    name, content = _blank(desk, plan, board)
    path = desk.workspace.path.with_name(name)
    path.write_bytes(_filled(content, fill))
    known = pictured.around(desk.workspace.record(), plan)
    (checked,) = receive.check_files([path], plan, known)
    receive.accept(desk.workspace, [checked], BY, AT)
    return checked


def _put(values: dict[str, tuple[object, ...]]) -> Fill:
    """Fills the first row of each measure, from the third column on."""
    left = dict(values)

    def fill(sheet: Worksheet, row: int) -> None:
        for column, value in enumerate(left.pop(str(sheet.cell(row, 1).value), ()), start=3):
            if value is not None:
                sheet.cell(row, column).value = value  # type: ignore[assignment]  # any value a person may type

    return fill


def _codes(checked: receive.FileCheck, kinds: str = "R027 R028 R029") -> list[tuple[str, str, str]]:
    assert checked.returned is not None
    found = [f for f in checked.returned.findings if f.code in kinds.split()]
    assert not [f.message for f in found if "“”" in f.message]
    return [(f.code, f.severity.value, f.origin.cell) for f in found]


def _words(desk: Desk, plan: Framework, board: str) -> str:
    """The words of the board's pack, drawn; and the pack's record gives the same picture again."""
    pack = packing.plan_pack(_seen(desk, plan), board, Edition.BOARD, 1, AT)
    snapshot = packing.snapshot(pack)
    assert packing.replay(snapshot).picture.accounts == pack.picture.accounts
    drawn = " ".join(word.text for word in render.render(pack, snapshot).words)
    return " ".join(drawn.split())


def test_a_milestone_is_asked_of_the_board_that_leads_read_and_printed(old: Desk) -> None:
    done = ("Complete", date(2015, 3, 2), "The signed memorandum")
    checked = _take_in(old, OLD, OLD.lead, _put({MILESTONE: done}))
    assert _codes(checked) == []
    (account,) = _seen(old, OLD).accounts
    assert account.area == OLD.county
    assert account.said == (
        *(("State", "Complete"), ("Date", "2015-03-02")),
        ("Evidence", "The signed memorandum"),
    )
    said = _words(old, OLD, OLD.lead)
    assert "Lancashire: Complete (step 3 of 3), 2 March 2015." in said
    assert "What proves it: The signed memorandum." in said


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Nearly", None, "Soon"), [("R027", "error", "C6")]),
        (("Complete", None, "The minute"), [("R027", "error", "D6")]),
        (("Complete", date(2015, 3, 2), None), [("R027", "error", "E6")]),
        (("Complete", date(2026, 9, 1), "The minute"), [("R027", "query", "D6")]),
        (("In progress", "by and by", None), [("R027", "error", "D6")]),
        (("In progress", None, None), []),
        ((), [("R027", "error", "")]),
    ],
)
def test_a_milestone_that_is_not_borne_out_is_doubted_at_its_cell(
    old: Desk, told: tuple[object, ...], found: list[tuple[str, str, str]]
) -> None:
    assert _codes(_take_in(old, OLD, OLD.lead, _put({MILESTONE: told}))) == found


def test_a_milestone_that_was_not_reported_keeps_the_pack_from_signing_until_set_aside(
    old: Desk,
) -> None:
    def blockers() -> list[str]:
        pack = packing.plan_pack(_seen(old, OLD), OLD.lead, Edition.BOARD, 1, AT)
        return [b.what for b in pack.blockers if OLD.measure(MILESTONE).title in b.what]

    _take_in(old, OLD, OLD.lead, _put({}))
    assert len(blockers()) == 1
    decide.set_aside(old, OLD.county, MILESTONE, "The memorandum was never drawn up.")
    assert blockers() == []
    assert "Lancashire: not reported. The memorandum was never drawn up." in _words(
        old, OLD, OLD.lead
    )


def test_an_entry_is_printed_only_with_consent(new: Desk) -> None:
    given = ("More buses", "Two more routes", "May 2026", "Youth council", "Yes")
    held = ("Said in confidence", "Nothing yet", "May 2026", "Youth council", "No")
    rows = iter((given, held))

    def fill(sheet: Worksheet, row: int) -> None:
        if sheet.cell(row, 1).value == REGISTER:
            for column, value in enumerate(next(rows, ()), start=3):
                sheet.cell(row, column).value = value

    checked = _take_in(new, NEW, "dctb-burnley", fill)
    assert [code for code, _, _ in _codes(checked)] == [
        "R027"
    ]  # the audit, asked for and left empty
    said = _words(new, NEW, "dctb-burnley")
    assert "What was said: More buses. What changed: Two more routes." in said
    assert "Said in confidence" not in said
    assert "One more entry is kept and not printed: consent was not given." in said


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (("More buses", None, "May", "Council", "Yes"), ("R028", "query", "D")),
        (("More buses", "A route", "May", "Council", "Perhaps"), ("R028", "query", "G")),
    ],
)
def test_an_entry_in_part_or_of_doubtful_consent_is_asked_about(
    new: Desk, entry: tuple[object, ...], found: tuple[str, str, str]
) -> None:
    grades = {AUDIT: (None, 1, 2, 1, 1), REGISTER: entry}
    ((code, severity, cell),) = _codes(_take_in(new, NEW, "dctb-burnley", _put(grades)))
    assert (code, severity, cell[0]) == found


def test_an_answer_for_no_measure_is_asked_about_and_never_dropped_in_silence(new: Desk) -> None:
    grades: dict[str, tuple[object, ...]] = {
        AUDIT: (None, 1, 2, 1, 1),
        REGISTER: ("More buses", "A route", "May", "Council", "Yes"),
    }
    put, strays = _put(grades), list[str]()

    def fill(sheet: Worksheet, row: int) -> None:
        put(sheet, row)
        if sheet.cell(row, 1).value == REGISTER and sheet.cell(row - 1, 1).value == REGISTER:
            sheet.cell(row, 1).value, sheet.cell(row, 3).value = "REG-99", "Fewer queues"
            strays.append(f"A{row}")

    checked = _take_in(new, NEW, "dctb-burnley", fill)
    assert checked.returned is not None
    assert _codes(checked, "R005 R027 R028 R029") == [("R005", "query", cell) for cell in strays]
    assert strays
    kept = extract(read(checked.content, checked.name), NEW)
    assert check_workbook(kept, Surroundings(NEW)).accounts == checked.returned.accounts


def test_an_audit_is_counted_for_each_place_and_the_county_with_its_interval(new: Desk) -> None:
    each = {"dctb-burnley": (None, 2, 5, 2, 1), "dctb-chorley": (None, 1, 2, 4, 3)}
    entry = {REGISTER: ("More buses", "A route", "May", "Council", "Yes")}
    for board, given in each.items():
        assert _codes(_take_in(new, NEW, board, _put({AUDIT: given, **entry}))) == []
    seen = _seen(new, NEW)
    held = seen.assessments[AUDIT, "E07000117"].latest
    assert held is not None
    assert (held.numerator, held.denominator, held.value) == (7, 10, 70)
    # Wilson's interval of 7 in 10, as published tables give it
    assert held.lower == pytest.approx(39.68, abs=0.01)
    assert held.upper == pytest.approx(89.22, abs=0.01)
    said = _words(new, NEW, "dctb-burnley")
    assert "Outstanding 2, Good 5, Requires improvement 2, Inadequate 1." in said
    assert "70.0% were Outstanding or Good (95% interval 39.7% to 89.2%)" in said


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((None, "two", 5, 2, 1), [("R029", "error", "D")]),
        (("whenever", 2, 5, 2, 1), [("R029", "error", "C")]),
        ((None, 80, 50, 2, 1), [("R029", "query", "D")]),
    ],
)
def test_an_audit_that_cannot_be_counted_right_is_doubted(
    new: Desk, given: tuple[object, ...], found: list[tuple[str, str, str]]
) -> None:
    entry = ("More buses", "A route", "May", "Council", "Yes")
    told = _codes(_take_in(new, NEW, "dctb-burnley", _put({AUDIT: given, REGISTER: entry})))
    assert [(code, severity, cell[0]) for code, severity, cell in told] == found


def test_a_survey_without_its_base_is_asked_about_and_with_it_its_wording_is_printed(
    new: Desk,
) -> None:
    name, content = _blank(new, NEW, "dctb-burnley")
    book = load_workbook(io.BytesIO(content))
    asked = [("resilient", "63.6", None), ("harmonious", None, (151, 233))]
    for measure, value, parts in asked:
        sheet, row = next(
            (sheet, cells[0].row)
            for sheet in book.worksheets
            for cells in reversed(list(sheet.iter_rows()))
            if cells[0].value == measure
        )
        sheet.cell(row, 7).value = value
        for column, part in zip((5, 6), parts or (), strict=False):
            sheet.cell(row, column).value = part
    path = new.workspace.path.with_name(name)
    book.save(path)
    known = pictured.around(new.workspace.record(), NEW)
    (checked,) = receive.check_files([path], NEW, known)
    receive.accept(new.workspace, [checked], BY, AT)
    assert checked.returned is not None
    doubted = [f.measure for f in checked.returned.findings if f.code == "R030"]
    assert doubted == ["resilient"]
    said = _words(new, NEW, "dctb-burnley")
    assert "It was put to residents, usually adults, 233 of whom answered." in said
    assert "“This local area is a place where people live together harmoniously.”" in said


def test_the_sample_is_shared_out_whole_by_size_and_nobody_is_left_out() -> None:
    assert allot(100, {"a": 60.0, "b": 30.0, "c": 10.0}) == {"a": 60, "b": 30, "c": 10}
    assert sum(allot(100, {str(n): float(n) for n in range(1, 13)}).values()) == 100
    assert allot(4, {"a": 97.0, "b": 1.0, "c": 1.0}) == {"a": 2, "b": 1, "c": 1}
    assert allot(3, {"a": 0.0, "b": 0.0}) == {"a": 2, "b": 1}
    with pytest.raises(ValueError, match="cannot be shared"):
        allot(1, {"a": 1.0, "b": 1.0})


def test_a_blank_says_how_many_files_its_district_audits(new: Desk) -> None:
    shares = suppliers.sample_plan(_seen(new, NEW), NEW.measure(AUDIT))
    assert sum(shares.values()) == 100
    _, content = _blank(new, NEW, "dctb-burnley")
    sheet = load_workbook(io.BytesIO(content))[accounts.SHEET]
    titles = [str(row[1].value) for row in sheet.iter_rows() if row[0].value == AUDIT]
    assert titles == [f"{NEW.measure(AUDIT).title}: audit {shares['E07000117']} case files"]


def test_a_plan_that_asks_for_no_words_has_no_sheet_for_them() -> None:
    assert accounts.asked(NEW) == ()
    milestone = replace(OLD.measure(MILESTONE), asked=True)
    asking = replace(NEW, measures=(*NEW.measures, milestone))
    assert accounts.asked(asking) == (milestone,)
