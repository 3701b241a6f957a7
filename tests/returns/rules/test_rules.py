"""For each rule a table: what a board did, and the cells the rule must name."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook as Book
from openpyxl.styles import numbers
from openpyxl.worksheet.worksheet import Worksheet

from cypworkbench.domain.evidence import Severity
from cypworkbench.domain.measuring import Break
from cypworkbench.returns.around import Around
from cypworkbench.returns.check import RULES, check
from tests.returns.rules.planted import both, cells, on, only, told
from tests.returns.workbooks import (
    ROUND,
    Edit,
    checked,
    plan,
    recognised,
    row_of,
    tab,
)


def remove(sheet: str, measure: str) -> Edit:
    def edit(book: Book) -> None:
        the_sheet = tab(book, sheet)
        rows = [row_of(the_sheet, measure, which) for which in (0, -1)]
        the_sheet.delete_rows(rows[0], rows[1] - rows[0] + 1)

    return edit


def manifest(row: int, value: str) -> Edit:
    return on("_manifest", lambda sheet: setattr(sheet.cell(row, 2), "value", value))


def cover(row: int, value: str | None) -> Edit:
    return on("Cover", lambda sheet: setattr(sheet.cell(row, 2), "value", value))


def put(sheet: str, place: str, value: object) -> Edit:
    return on(sheet, lambda the_sheet: setattr(the_sheet[place], "value", value))


def without(name: str) -> Edit:
    return lambda book: book.remove(book[name])


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[15].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["G"].hidden = True


def stray_sheet(book: Book) -> None:
    sheet = book.create_sheet("Workings")
    sheet["B2"] = 7


def hidden_sheet(book: Book) -> None:
    stray_sheet(book)
    book["Workings"].sheet_state = "hidden"


def formulas(sheet: Worksheet) -> None:
    for row in (14, 15):
        sheet.cell(row, 7).value = f"=100*E{row}/F{row}"


def leap(sheet: Worksheet) -> None:
    for row in range(6, 18):
        sheet.cell(row, 7).value = 1600 + row
    sheet["G17"] = 2400


def slip_amid(sheet: Worksheet) -> None:
    leap(sheet)
    sheet["G17"], sheet["G11"] = 1618, 3600


def copied_down(sheet: Worksheet) -> None:
    for row in range(6, 11):
        sheet.cell(row, 5).value, sheet.cell(row, 7).value = 5920, 59.2


def tidy_up(sheet: Worksheet) -> None:
    for row in range(67, 79):
        sheet.cell(row, 7).value = float(str(sheet.cell(row, 7).value)) / 100


DECAY = ("Outcome 2", "dental-decay")
TABLE: list[tuple[str, Edit, list[tuple[str, str, str]]]] = [
    ("another plan", manifest(3, "cypp-2014"), [("R001", "stop", "_manifest!B3")]),
    ("a later edition", manifest(2, "2"), [("R001", "stop", "_manifest!B2")]),
    ("another template", manifest(1, "county return"), [("R001", "stop", "_manifest!B1")]),
    ("no manifest", without("_manifest"), [("R001", "query", "Cover!B3")]),
    ("an earlier round", cover(5, "Round 1"), [("R002", "error", "Cover!B5")]),
    ("issued for an earlier round", manifest(4, "Round 1"), [("R002", "error", "Cover!B5")]),
    ("the round respelt", cover(5, "  ROUND 2 "), []),
    (
        "another board",
        both(cover(3, "Pendle"), cover(4, "Pendle")),
        [("R003", "error", "Cover!B3")],
    ),
    ("no board", cover(3, None), []),
    ("a board nobody knows", cover(3, "Burnly"), [("R003", "error", "Cover!B3")]),
    ("a heading reworded", put("Outcome 2", "F5", "Cohort"), [("R004", "query", "Outcome 2!F5")]),
    ("a heading in capitals", put("Outcome 2", "F5", "DENOMINATOR:"), []),
    ("a heading lost", put("Outcome 2", "D5", "When"), [("R004", "error", "Outcome 2!A5:I5")]),
    (
        "a numerator lost",
        put("Outcome 2", "E5", "Kids"),
        [
            ("R004", "error", "Outcome 2!A5:I5"),
        ],
    ),
    (
        "a column of their own",
        both(put("Outcome 2", "J5", "Team"), put("Outcome 2", "J7", "North")),
        [
            ("R004", "query", "Outcome 2!J5"),
        ],
    ),
    ("a column without heading", put("Outcome 2", "K9", 44), [("R004", "query", "Outcome 2!K9")]),
    ("a heading over nothing", put("Outcome 2", "J5", "Team"), []),
    (
        "figures above the table",
        both(put("Outcome 2", "G2", 12), put("Outcome 2", "G3", 13)),
        [("R004", "query", "Outcome 2!G2")],
    ),
    ("a figure on the cover", put("Cover", "H30", 12), [("R004", "query", "Cover!H30")]),
    ("a sheet of their own", stray_sheet, [("R004", "query", "Workings!B2")]),
    (
        "a measure deleted",
        remove("Outcome 3", "supporting-families"),
        [("R005", "error", "Outcome 3!A48")],  # below the last measure before it
    ),
    ("a sheet deleted", without("Outcome 4"), [("R005", "error", "Outcome 4")]),
    (
        "a reference overwritten",
        cells(*DECAY, Reference="PI 23"),
        [("R005", "query", "Outcome 2!A15")],
    ),
    (
        "a row of their own",
        both(put("Outcome 2", "A17", "PI 99"), put("Outcome 2", "G17", 5)),
        [
            ("R005", "error", "Outcome 2!A17"),
        ],
    ),
    (
        "a comment for a measure of their own",
        both(put("Outcome 2", "A17", "PI 99"), put("Outcome 2", "I17", "No figures this year.")),
        [("R005", "query", "Outcome 2!A17")],
    ),
    ("a note below the table", put("Outcome 2", "A18", "Source: dental survey"), []),
    (
        "a period that could be two",
        cells(*DECAY, Period="2025"),
        [("R006", "error", "Outcome 2!D15")],
    ),
    ("a day kept as a date", cells("Outcome 1", "cla-rate", Period=date(2026, 3, 31)), []),
    (
        "a day not said",
        cells("Outcome 1", "cla-rate", Period="2026"),
        [("R006", "error", "Outcome 1!D22")],
    ),
    ("a period of no kind", cells(*DECAY, Period="2025/27"), [("R006", "error", "Outcome 2!D15")]),
    ("a period left out", cells(*DECAY, Period=None), [("R006", "error", "Outcome 2!D15")]),
    (
        "a comment for no period",
        cells(*DECAY, Period=None, Numerator=None, Denominator=None, Value=None, Comment="Late."),
        [("R006", "error", "Outcome 2!D15")],
    ),
    ("a period respelt", cells(*DECAY, Period="2025-26 (p)"), []),
    ("another district", cover(4, "Pendle"), [("R006", "error", "Cover!B4")]),
    ("a period twice", cells(*DECAY, Period="2024/25"), [("R007", "error", "Outcome 2!A15")]),
    (
        "words for a number",
        cells(*DECAY, Value="about a quarter"),
        [("R008", "error", "Outcome 2!G15")],
    ),
    (
        "an error for a number",
        cells(*DECAY, Numerator="#REF!"),
        [("R008", "error", "Outcome 2!E15")],
    ),
    ("two numbers in one", cells(*DECAY, Value="24,1"), [("R008", "error", "Outcome 2!G15")]),
    (
        "text",
        cells(*DECAY, Value_text=1, Numerator_text=1),
        [
            ("R008", "query", "Outcome 2!E15"),
            ("R008", "query", "Outcome 2!G15"),
        ],
    ),
    ("a mark", cells(*DECAY, Value="24.1*"), [("R008", "query", "Outcome 2!G15")]),
    (
        "thousands",
        cells("Outcome 1", "da-incidents", Value_format="#,##0,"),
        [("R008", "query", "Outcome 1!G17")],
    ),
    ("a status of their own", cells(*DECAY, Status="nearly"), [("R008", "query", "Outcome 2!H15")]),
    ("below zero", cells("Context", "larc", Value=-41), [("R009", "error", "Context!G25")]),
    (
        "above a hundred",
        cells("Context", "obesity-reception", Value=108),
        [("R009", "error", "Context!G10")],
    ),
    (
        "a negative count",
        cells("Outcome 2", "u18-conception", Numerator=-3),
        [
            ("R009", "error", "Outcome 2!E10"),
        ],
    ),
    ("far from usual", cells("Context", "larc", Value=410), [("R010", "query", "Context!G25")]),
    (
        "parts swapped",
        cells(*DECAY, Numerator=10000, Denominator=2414),
        [
            ("R011", "error", "Outcome 2!E15"),
        ],
    ),
    (
        "out of none",
        cells("Outcome 3", "permanent-exclusions", Denominator=0),
        [("R011", "error", "Outcome 3!F25")],
    ),
    ("not its parts", cells(*DECAY, Value=24.3), [("R012", "query", "Outcome 2!G15")]),
    ("rounded to a whole", cells(*DECAY, Value=24), []),
    ("unrounded", cells(*DECAY, Value=24.14), []),
    ("a leap at the end", on("Outcome 1", leap), [("R013", "query", "Outcome 1!G17")]),
    ("a slip amid the series", on("Outcome 1", slip_amid), [("R013", "query", "Outcome 1!G11")]),
    (
        "a share",
        cells("Outcome 1", "eh-consent-withdrawn", Value=0.16),
        [("R014", "query", "Outcome 1!G78")],
    ),
    (
        "a share in the past",
        cells(*DECAY, which=0, Value=0.23),
        [("R014", "query", "Outcome 2!G11")],
    ),
    (
        "a share shown as per cent",
        cells(*DECAY, Value=0.241, Value_format=numbers.FORMAT_PERCENTAGE_00),
        [],
    ),
    ("a small percentage", cells("Context", "claimant-count", Value=0.9), []),
    ("a hidden row", on("Outcome 2", hide_row), [("R015", "query", "Outcome 2!A15")]),
    ("a hidden column", on("Outcome 2", hide_column), [("R015", "query", "Outcome 2!G5")]),
    ("a hidden sheet", hidden_sheet, [("R015", "note", "Workings")]),
    (
        "a number shown as nothing",
        cells(*DECAY, Value_format=";;;"),
        [("R015", "query", "Outcome 2!G15")],
    ),
    (
        "the latest left blank",
        cells("Context", "larc", Value=None),
        [("R016", "query", "Context!G25")],
    ),
    ("an older one left blank", cells("Context", "larc", 1, Value=None), []),
    (
        "formulas never worked out",
        on("Outcome 2", formulas),
        [
            ("R017", "error", "Outcome 2!G14"),
            ("R017", "error", "Outcome 2!G15"),
        ],
    ),
    ("copied down", on("Outcome 3", copied_down), [("R018", "query", "Outcome 3!G10")]),
    ("not available", cells("Context", "larc", Value="x"), [("R019", "query", "Context!I25")]),
    (
        "not available, and why",
        cells("Context", "larc", Value="x", Comment="The survey is late."),
        [],
    ),
    ("suppressed", cells("Context", "larc", Value="c"), []),
    (
        "only shares",
        on("Outcome 1", tidy_up),
        [("R014", "query", f"Outcome 1!G{row}") for row in range(67, 79)],
    ),
]


def test_a_clean_return_gives_no_finding_at_all() -> None:
    returned = checked()
    assert returned.findings == ()
    assert returned.verdict == "accepted"
    assert returned.rules.failed == ()


@pytest.mark.parametrize(
    ("edit", "found"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_fault_is_found_at_its_cells_and_nowhere_else(
    edit: Edit, found: list[tuple[str, str, str]]
) -> None:
    assert told(checked(edit)) == found


def test_every_rule_is_planted_in_the_table_or_below() -> None:
    planted = {(code, severity) for _, _, found in TABLE for code, severity, _ in found}
    planted |= {("R016", "query"), ("R017", "query"), ("R018", "query")}
    # planted in test_rules_in_context.py
    planted |= {(f"R{n:03d}", "query") for n in (20, 23, 24, 25, 26)}
    planted |= {(f"R{n:03d}", "note") for n in (19, 20, 22, 26)}
    planted |= {("R031", "note")}  # in test_suppliers.py
    # planted in test_accounts.py
    planted |= {(f"R{n:03d}", "query") for n in (27, 28, 29, 30)} | {
        ("R027", "error"),
        ("R029", "error"),
    }
    assert {(rule.code, rule.severity.value) for rule in RULES} <= planted


def test_every_finding_says_where_what_and_what_to_do() -> None:
    for _, edit, _ in TABLE:
        for finding in checked(edit).findings:
            assert finding.message.startswith(f"{finding.origin}: ")
            assert finding.message.endswith((".", "?"))
            assert finding.remedy.endswith(".")
            assert "{" not in finding.message + finding.remedy
            assert finding.area == "E07000117"


def test_each_rule_declares_its_title_and_its_sentences() -> None:
    assert sorted({rule.code for rule in RULES}) == [f"R{n:03d}" for n in range(1, 32) if n != 21]
    for rule in RULES:
        assert rule.title
        assert rule.message.endswith((".", "?"))
        assert rule.severity in Severity


def test_a_share_is_asked_about_in_these_words_and_never_rescaled() -> None:
    returned = checked(cells("Outcome 1", "eh-consent-withdrawn", Value=0.16))
    assert only(returned) == (
        "Outcome 1!G78: Burnley Q2 2026/27 is 0.16; earlier figures were 16 to 17. Is this 16%?"
    )
    last = [o for o in returned.observations if o.measure == "eh-consent-withdrawn"][-1]
    assert str(last.value) == "0.16"


def test_a_leap_over_a_day_from_which_the_measure_was_counted_otherwise_is_no_leap() -> None:
    edit = on("Outcome 1", leap)
    leapt = next(f for f in checked(edit).findings if f.code == "R013")
    assert leapt.period is not None
    plain = plan()
    mark = Break(leapt.period.end, "Counted by the home, not the call.")
    measures = tuple(
        replace(m, breaks=(mark,)) if m.id == leapt.measure else m for m in plain.measures
    )
    returned = check(recognised(edit), replace(plain, measures=measures), Around(ROUND.label))
    assert [f.code for f in returned.findings] == []
