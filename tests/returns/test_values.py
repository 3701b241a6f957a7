"""What a cell says: a number, or one of the reasons there is none."""

from decimal import Decimal

import pytest

from cypworkbench.domain.evidence import Cell, CellKind, Flag, ValueState
from cypworkbench.returns.values import MARKERS, read_status, read_value

S, K = ValueState, CellKind


def given(raw: str, kind: CellKind = K.TEXT, number_format: str = "General") -> Cell:
    return Cell(1, 1, kind, raw, number_format)


@pytest.mark.parametrize(
    ("raw", "number_format", "value"),
    [
        ("7.0000000000000007E-2", "General", "0.07"),
        ("34.199999999999996", "General", "34.2"),
        ("39.450000000000003", "0.0", "39.45"),
        ("12763", "General", "12763"),
        ("1E+3", "General", "1000"),
        ("-3.5", "General", "-3.5"),
        ("0", "General", "0"),
        ("0.34", "0%", "34"),
        ("0.34200000000000003", "0.0%", "34.2"),
        ("34", '0.0"%"', "34"),
        ("34", "0.0\\%", "34"),
        ("0.34", "[Red]0%;-0%", "34"),
        ("12.5", '0.0 "days"', "12.5"),
    ],
)
def test_a_number_is_what_the_sheet_shows_to_excel_s_fifteen_digits(
    raw: str, number_format: str, value: str
) -> None:
    read = read_value(given(raw, K.NUMBER, number_format))
    assert (read.value, read.state, read.as_text) == (Decimal(value), S.NUMBER, False)


@pytest.mark.parametrize("raw", ["NaN", "INF", "-inf", "1e400", "abc", "0x10", "1_000", ""])
def test_what_is_no_number_stays_unread(raw: str) -> None:
    read = read_value(given(raw, K.NUMBER))
    assert (read.value, read.state) == (None, S.TEXT)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [(";;;", "nothing"), ("#,##0,", "thousands"), ('0.0,,"m"', "thousands"), ("#,##0", "")],
)
def test_a_format_that_shows_something_else_is_noticed(number_format: str, shown: str) -> None:
    assert read_value(given("34000", K.NUMBER, number_format)).shown == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("38", "38"),
        (" 12 ", "12"),
        ("\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}", "12"),
        ("12\N{ZERO WIDTH SPACE}", "12"),
        ("\N{MINUS SIGN}3.5", "-3.5"),
        ("1,234", "1234"),
        ("1,234,567.8", "1234567.8"),
        ("34%", "34"),
        ("34 %", "34"),
        ("£1,200", "1200"),
        ("1.2e3", "1200"),
        ("7²", "7"),
    ],
)
def test_a_number_kept_as_text_is_read_and_said_to_be_text(text: str, value: str) -> None:
    read = read_value(given(text))
    assert (read.value, read.state, read.as_text) == (Decimal(value), S.NUMBER, True)


@pytest.mark.parametrize(
    "text",
    [
        "(3.4)",
        "3,4",
        "12,34",
        "½",
        "٠١٢",
        "0012",
        "1 in 5",
        ">95",
        "about 12",
        "TRUE",
        "12 13",
        "=1+1",
    ],
)
def test_what_a_careful_reader_would_ask_about_is_not_read(text: str) -> None:
    read = read_value(given(text))
    assert (read.value, read.state) == (None, S.TEXT)


@pytest.mark.parametrize(
    ("text", "value", "flags", "mark"),
    [
        ("12*", "12", (), "*"),
        ("34.0r", "34.0", (Flag.REVISED,), "r"),
        ("12 (p)", "12", (Flag.PROVISIONAL,), "p"),
        ("34%[e]", "34", (Flag.ESTIMATED,), "e"),
        ("8.1 u", "8.1", (Flag.LOW_RELIABILITY,), "u"),
    ],
)
def test_a_footnote_mark_beside_a_number_becomes_a_flag(
    text: str, value: str, flags: tuple[Flag, ...], mark: str
) -> None:
    read = read_value(given(text))
    assert (read.value, read.flags, read.mark) == (Decimal(value), flags, mark)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("c", S.SUPPRESSED),
        ("[c]", S.SUPPRESSED),
        ("*", S.SUPPRESSED),
        ("<5", S.SUPPRESSED),
        ("low", S.SUPPRESSED),
        ("z", S.NOT_APPLICABLE),
        ("N/A", S.NOT_APPLICABLE),
        ("x", S.NOT_AVAILABLE),
        ("[X]", S.NOT_AVAILABLE),
        ("..", S.NOT_AVAILABLE),
        (":", S.NOT_AVAILABLE),
        ("-", S.NOT_AVAILABLE),
        ("Data not available", S.NOT_AVAILABLE),
        ("TBC", S.PENDING),
        ("  ", S.BLANK),
    ],
)
def test_a_marker_says_why_there_is_no_number(text: str, state: ValueState) -> None:
    read = read_value(given(text))
    assert (read.value, read.state) == (None, state)


def test_no_marker_and_no_empty_cell_ever_becomes_zero() -> None:
    assert read_value(None).value is None
    assert all(read_value(given(marker)).value is None for marker in MARKERS)


def test_errors_formulas_dates_and_ticks_are_no_numbers() -> None:
    assert read_value(given("#N/A", K.ERROR)).state is S.ERROR
    assert read_value(given("", K.NO_CACHED_VALUE)).state is S.NO_CACHED_VALUE
    assert read_value(given("45170", K.DATE, "mmm-yy")).state is S.TEXT
    assert read_value(given("1", K.BOOLEAN)).state is S.TEXT


def test_the_words_of_the_status_column_are_read() -> None:
    assert read_status("final") == (None, ())
    assert read_status("Provisional ") == (None, (Flag.PROVISIONAL,))
    assert read_status("low_reliability") == (None, (Flag.LOW_RELIABILITY,))
    assert read_status("not available") == (S.NOT_AVAILABLE, ())
    assert read_status("nearly") is None
