"""A return is recognised through the drift that people bring into it, and nothing is guessed."""

from decimal import Decimal

import pytest
from openpyxl import Workbook as Book

from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import template
from cypworkbench.returns.layout import Column
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.rules.issue import EDITIONS, TEMPLATE
from cypworkbench.returns.spreadsheet import read
from cypworkbench.returns.values import read_status
from tests.returns.workbooks import (
    ROUND,
    checked,
    figures,
    filled,
    one_sheet,
    plan,
    recognised,
    row_of,
    tab,
)

BURNLEY = "E07000117"


def told(edit: object = None) -> dict[tuple[str, str], Decimal | None]:
    assert edit is None or callable(edit)
    return {(o.measure, o.period.iso): o.value for o in recognised(edit).observations}


def test_every_figure_of_the_template_comes_back_with_its_cell() -> None:
    returned = recognised()
    sent = {(o.measure, o.period): o for o in figures(BURNLEY)}
    assert {(o.measure, o.period) for o in returned.observations} == set(sent)
    for got in returned.observations:
        want = sent[got.measure, got.period]
        assert (got.value, got.numerator, got.denominator) == (
            want.value,
            want.numerator,
            want.denominator,
        )
        assert got.area == BURNLEY
        assert got.origin.cell.startswith("G")
    assert (returned.board, returned.expected_board) == ("dctb-burnley", "dctb-burnley")
    assert (returned.round, returned.edition) == (ROUND.label, template.EDITION)


def test_the_reader_and_the_template_agree_on_their_words() -> None:
    assert template.TEMPLATE == TEMPLATE
    assert template.EDITION in EDITIONS
    assert tuple(Column) == template.HEADERS
    assert all(read_status(word) is not None for word in template.STATUSES)


def drifted(book: Book) -> None:
    book["Outcome 1"].title = "Safe (final v3)"
    sheet = tab(book, "Outcome 3")
    sheet.insert_rows(3, 4)
    sheet.insert_rows(row_of(sheet, "gld", 1))
    sheet.insert_cols(2)
    note = sheet.max_row + 3
    sheet.cell(note, 1, "Figures checked with the school improvement team.")
    two = tab(book, "Outcome 2")
    for row in range(5, two.max_row + 1):
        value, comment = two.cell(row, 7).value, two.cell(row, 9).value
        two.cell(row, 7).value, two.cell(row, 9).value = comment, value


def test_renamed_sheets_moved_headers_columns_and_rows_change_no_figure() -> None:
    assert told(drifted) == told()
    assert checked(drifted).findings == ()


def test_a_row_whose_reference_was_lost_is_known_by_its_title() -> None:
    def edit(book: Book) -> None:
        sheet = tab(book, "Outcome 2")
        sheet.cell(row_of(sheet, "dental-decay"), 1).value = "PI 23"

    assert told(edit) == told()


def blank_value(book: Book) -> None:
    sheet = tab(book, "Outcome 2")
    sheet.cell(row_of(sheet, "dental-decay"), 7).value = None


def test_a_value_left_out_is_worked_out_from_its_parts_and_says_so() -> None:
    returned = recognised(blank_value)
    last = [o for o in returned.observations if o.measure == "dental-decay"][-1]
    assert last.numerator
    assert last.denominator
    assert last.value == last.numerator * 100 / last.denominator
    row = last.origin.cell.partition(":")[0][1:]
    assert last.origin.cell == f"E{row}:F{row}"


@pytest.mark.parametrize(
    ("value", "status", "state"),
    [
        ("x", None, ValueState.NOT_AVAILABLE),
        ("c", "final", ValueState.SUPPRESSED),
        (None, "not applicable", ValueState.NOT_APPLICABLE),
        (None, None, ValueState.BLANK),
        ("see note", None, ValueState.TEXT),
    ],
)
def test_a_missing_number_keeps_its_reason(
    value: str | None, status: str | None, state: ValueState
) -> None:
    def edit(book: Book) -> None:
        sheet = tab(book, "Context")
        row = row_of(sheet, "larc")
        sheet.cell(row, 7).value, sheet.cell(row, 8).value = value, status

    last = [o for o in recognised(edit).observations if o.measure == "larc"][-1]
    assert (last.value, last.state) == (None, state)


def test_the_first_of_two_rows_counts() -> None:
    def edit(book: Book) -> None:
        sheet = tab(book, "Outcome 2")
        first, second = row_of(sheet, "dental-decay", 0), row_of(sheet, "dental-decay", 1)
        sheet.cell(second, 4).value = sheet.cell(first, 4).value

    gone = set(told()) - set(told(edit))
    assert len(gone) == 1


def test_a_workbook_that_is_no_return_is_refused() -> None:
    workbook = read(one_sheet("<row r='1'><c r='A1'><v>1</v></c></row>"), "budget.xlsx")
    with pytest.raises(Refusal, match=r"budget\.xlsx is not a return: none of its visible sheets"):
        recognise(workbook, plan())


def test_a_return_from_nobody_is_refused() -> None:
    def edit(book: Book) -> None:
        del book["Cover"], book["_manifest"]

    with pytest.raises(Refusal, match="does not say which board it is from") as refused:
        recognise(read(filled(edit), "who.xlsx"), plan())
    assert "Write the board’s name" in refused.value.remedy


@pytest.mark.parametrize("said", ["Preston City Council", "PRESTON", "E07000123", "dctb-preston"])
def test_a_board_is_known_by_its_district_s_names_and_never_by_likeness(said: str) -> None:
    def edit(book: Book) -> None:
        tab(book, "Cover").cell(3, 2).value = said

    assert recognised(edit).board == "dctb-preston"


def test_a_board_misspelt_is_not_guessed() -> None:
    def edit(book: Book) -> None:
        tab(book, "Cover").cell(3, 2).value = "Burnly"

    returned = recognised(edit)
    assert (returned.board, returned.expected_board) == ("", "dctb-burnley")
