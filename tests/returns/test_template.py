"""The return a board is sent."""

import io
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from cypworkbench.catalogue import load_framework, sample_path
from cypworkbench.domain.evidence import Flag, Observation, Origin, ValueState
from cypworkbench.domain.framework import Board
from cypworkbench.domain.period import Period, PeriodKind
from cypworkbench.domain.record import Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns import template

PLAN = load_framework("cypfp-2022")
BURNLEY = PLAN.board("dctb-burnley")
ROUND = Round("Round 2 of 2026/27", date(2026, 9, 25), date(2026, 10, 22), date(2026, 10, 2))
NOWHERE = Origin("", "", "")


def _blank() -> Workbook:
    return load_workbook(io.BytesIO(template.write(PLAN, BURNLEY, ROUND)))


def test_the_same_request_gives_the_same_bytes() -> None:
    assert template.write(PLAN, BURNLEY, ROUND) == template.write(PLAN, BURNLEY, ROUND)


def test_a_blank_return_asks_for_the_last_periods_that_had_ended() -> None:
    sheet = _blank()["Outcome 1"]
    asked = [
        row[3] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] == "eh-needs-met"
    ]
    assert len(asked) == 12
    assert asked[-1] == "Q2 2026/27"
    children = [
        row[3] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] == "cla-rate"
    ]
    assert children == [f"31 Mar {year}" for year in range(2022, 2027)]


def test_after_the_first_round_the_history_stands_filled_and_the_next_period_is_asked_for() -> None:
    past = Period(date(2025, 3, 31), PeriodKind.SNAPSHOT_DATE)
    known = Observation(
        *("cla-rate", "E07000117", past, Decimal("94.3"), NOWHERE),
        numerator=Decimal(212),
        denominator=Decimal(22480),
        flags=(Flag.PROVISIONAL,),
    )
    content = template.write(PLAN, BURNLEY, ROUND, (known,))
    sheet = load_workbook(io.BytesIO(content))["Outcome 1"]
    rows = [
        row[3:8] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] == "cla-rate"
    ]
    assert rows == [
        ("31 Mar 2025", 212, 22480, 94.3, "provisional"),
        ("31 Mar 2026", None, None, None, None),
    ]


def test_only_the_cells_to_fill_are_unlocked_and_no_password_guards_the_rest() -> None:
    book = _blank()
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    sheet = book["Outcome 3"]
    open_columns = {
        cell.coordinate[0]
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert open_columns == set("EFGHI")


def test_the_manifest_is_very_hidden_and_says_what_was_issued() -> None:
    sheet = _blank()["_manifest"]
    said = {str(key): str(value) for key, value in sheet.values}
    assert sheet.sheet_state == "veryHidden"
    assert said.pop("digest").isalnum()
    assert said == {
        "template": "cypworkbench return",
        "edition": "1",
        "framework": "cypfp-2022",
        "round": "Round 2 of 2026/27",
        "board": "dctb-burnley",
    }


def test_the_digest_changes_with_what_is_asked() -> None:
    period = Period(date(2025, 3, 31), PeriodKind.SNAPSHOT_DATE)
    digests = set()
    for asked in ({"cla-rate": (period,)}, {"cla-rate": (period, period.shift(1))}):
        book = load_workbook(io.BytesIO(template.write(PLAN, BURNLEY, ROUND, (), asked)))
        digests.add(list(book["_manifest"].values)[-1])
    assert len(digests) == 2


def test_text_that_looks_like_a_formula_stays_text() -> None:
    period = Period(date(2025, 3, 31), PeriodKind.SNAPSHOT_DATE)
    comment = '=HYPERLINK("file:///c:/x","see")'
    given = Observation(
        *("cla-rate", "E07000117", period, None, NOWHERE),
        state=ValueState.SUPPRESSED,
        comment=comment,
    )
    content = template.write(PLAN, BURNLEY, ROUND, (given,), {"cla-rate": (period,)})
    row = load_workbook(io.BytesIO(content))["Outcome 1"][6]
    assert [(cell.value, cell.data_type) for cell in row[6:]] == [
        ("c", "s"),
        ("suppressed", "s"),
        (comment, "s"),
    ]
    assert row[8].quotePrefix


def test_the_status_column_takes_only_the_words_in_its_list() -> None:
    (rule,) = [r for r in _blank()["Outcome 1"].data_validations.dataValidation if r.type == "list"]
    assert rule.formula1 == f'"{",".join(template.STATUSES)}"'
    assert str(rule.sqref).startswith("H6:H")
    assert len(rule.formula1) <= 257  # what Excel accepts


def test_every_period_label_differs_within_a_measure_as_a_second_reader_sees_it() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(template.write(PLAN, BURNLEY, ROUND)))
    for name in book.sheet_names[1:-1]:
        rows = book.get_sheet_by_name(name).to_python()
        headings = rows[template.HEADER_ROW - 1]
        assert tuple(headings) == template.HEADERS
        pairs = [(row[0], row[3]) for row in rows[template.HEADER_ROW :]]
        assert len(pairs) == len(set(pairs)) > 0


def test_the_printed_page_repeats_the_heading_and_fits_the_width() -> None:
    sheet = _blank()["Context"]
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert not sheet.merged_cells.ranges


def test_a_board_of_several_areas_is_refused() -> None:
    several = Board("b", "Area board", ("E07000117", "E07000118"))
    with pytest.raises(Refusal, match="does not answer for one district"):
        template.write(PLAN, several, ROUND)


def test_a_round_without_dates_is_refused() -> None:
    with pytest.raises(Refusal, match="no “as at” date"):
        template.write(PLAN, BURNLEY, Round("Round 3"))


def test_the_sample_round_is_the_one_the_returns_were_issued_for() -> None:
    said = tomllib.loads(sample_path("decisions.toml").read_text("utf-8"))["round"]
    assert (said["label"], said["as_at"]) == (ROUND.label, ROUND.as_at)
