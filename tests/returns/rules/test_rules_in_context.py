"""Rules that look beyond the return: signed and published figures, targets, dates, thresholds, the county's sum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cypworkbench.domain.evidence import Flag, Observation, Origin, Return
from cypworkbench.domain.judgement import Target, TargetKind
from cypworkbench.domain.threshold import Threshold
from cypworkbench.returns.around import DIALS, Around
from cypworkbench.returns.check import check
from cypworkbench.returns.together import check_together
from tests.returns.rules.planted import both, cells, told
from tests.returns.workbooks import ROUND, Edit, figures, plan, recognised

BURNLEY = "E07000117"
DECAY = ("Outcome 2", "dental-decay")
LABEL = ROUND.label


def seen(edit: Edit | None = None, **around: object) -> Return:
    """A filled return of Burnley as it is checked with those things around it."""
    return check(recognised(edit), plan(), Around(LABEL, **around))  # type: ignore[arg-type]  # names checked by use


def found(edit: Edit | None = None, **around: object) -> list[tuple[str, str, str]]:
    return told(seen(edit, **around))


def given(measure: str, **changed: object) -> tuple[Observation, ...]:
    """The last figure of a measure as the clean return has it, changed."""
    last = max((o for o in figures(BURNLEY) if o.measure == measure), key=lambda o: o.period)
    return (replace(last, **changed),)  # type: ignore[arg-type]  # names checked by use


def target(kind: TargetKind, value: str, **more: object) -> tuple[Target, ...]:
    made = Target("dental-decay", "*", kind, Decimal(value), date(2015, 1, 1))
    return (replace(made, **more),)  # type: ignore[arg-type]  # names checked by use


def limit(name: str, value: str, board: str = "*", measure: str = "") -> tuple[Threshold, ...]:
    return (Threshold(name, Decimal(value), board, measure),)


# ------------------------------------------------------------------------------------- R020, R026


def test_a_signed_figure_that_stands_is_no_finding() -> None:
    assert found(signed=figures(BURNLEY)) == []


def test_a_signed_figure_that_was_changed_is_asked_about_at_its_cell() -> None:
    returned = seen(signed=given("dental-decay", value=Decimal("22.9")))
    assert told(returned) == [("R020", "query", "Outcome 2!G15")]
    assert "is 24.1 here; 22.9 was signed" in returned.findings[0].message
    assert returned.findings[0].previous == "22.9"


def test_a_signed_figure_that_is_gone_is_asked_for_once() -> None:
    signed = given("larc")
    edit = cells("Context", "larc", Value="c")
    assert found(edit, signed=signed, previous=signed) == [("R020", "query", "Context!G25")]


def test_a_revision_that_is_marked_and_explained_is_a_note() -> None:
    edit = cells(*DECAY, Status="revised", Comment="Two schools were added.")
    signed = given("dental-decay", value=Decimal("22.9"))
    assert found(edit, signed=signed) == [("R020", "note", "Outcome 2!G15")]
    assert found(cells(*DECAY, Status="revised"), signed=signed)[0][1] == "query"


def test_a_published_figure_that_agrees_within_its_rounding_is_no_finding() -> None:
    for value in ("24.1", "24", "24.14"):
        assert found(published=given("dental-decay", value=Decimal(value))) == []


def test_a_published_figure_that_differs_is_asked_about_with_what_is_known() -> None:
    published = given("dental-decay", value=Decimal("25.4"), source="Dental survey")
    returned = seen(published=published)
    assert told(returned) == [("R026", "query", "Outcome 2!G15")]
    assert returned.findings[0].message.endswith("is 24.1 here and 25.4 in Dental survey.")


def test_one_that_is_not_final_is_a_note_that_says_so() -> None:
    published = given("dental-decay", value=Decimal("25.4"), flags=(Flag.PROVISIONAL,))
    returned = seen(published=published)
    assert told(returned) == [("R026", "note", "Outcome 2!G15")]
    assert "(the published figure is provisional)" in returned.findings[0].message


# ---------------------------------------------------------------------------- R019, R022 and R025


@pytest.mark.parametrize(
    ("targets", "misses"),
    [
        (target(TargetKind.ABSOLUTE, "20"), True),
        (target(TargetKind.ABSOLUTE, "20", tolerance=Decimal("0.25")), False),
        (target(TargetKind.ABSOLUTE, "30"), False),
        (target(TargetKind.ABSOLUTE, "20", end=date(2016, 1, 1)), False),
        (target(TargetKind.BAND, "10", upper=Decimal(20)), True),
        (target(TargetKind.BAND, "20", upper=Decimal(30)), False),
        (target(TargetKind.MONITOR, "20"), False),
    ],
)
def test_a_missed_target_without_a_comment_is_a_note(
    targets: tuple[Target, ...],
    misses: bool,  # noqa: FBT001  a table's column
) -> None:
    wanted = [("R019", "note", "Outcome 2!I15")] if misses else []
    assert found(targets=targets) == wanted
    assert found(cells(*DECAY, Comment="The unit was closed."), targets=targets) == []


def test_a_late_return_is_noted_with_the_days() -> None:
    assert found(due=date(2026, 9, 25), received=date(2026, 9, 25)) == []
    returned = seen(due=date(2026, 9, 25), received=date(2026, 9, 28))
    assert told(returned) == [("R022", "note", "Cover!B7")]
    assert returned.findings[0].message.endswith("came on 28 September 2026, 3 days late.")


def test_a_figure_for_a_period_that_is_not_over_is_asked_about() -> None:
    assert found(as_at=date(2026, 10, 2)) == []
    codes = {code for code, _, _ in found(as_at=date(2026, 9, 29))}
    assert codes == {"R025"}


# ----------------------------------------------------------------------------------- R023 and R024


def test_a_small_number_that_its_row_gives_away_is_asked_about_and_not_repeated() -> None:
    edit = cells(*DECAY, Numerator="c", Denominator=118, Value=2.5)
    returned = seen(edit)
    assert ("R023", "query", "Outcome 2!E15") in told(returned)
    said = next(f.message for f in returned.findings if f.code == "R023")
    assert said == (
        "Outcome 2!E15: the numerator is suppressed, but the value and the denominator beside it give away the small "
        "number it hides."
    )
    hidden = cells(*DECAY, Numerator=3, Denominator=118, Value="c")
    assert ("R023", "query", "Outcome 2!G15") in found(hidden)


def test_a_number_that_many_would_round_to_is_not_given_away() -> None:
    wide = cells(*DECAY, Numerator="c", Denominator=10_000, Value=24.1)
    assert "R023" not in {code for code, _, _ in found(wide)}


def test_a_count_that_is_not_whole_is_asked_about() -> None:
    assert found(cells("Outcome 1", "da-incidents", Value=1666.5)) == [
        ("R024", "query", "Outcome 1!G17")
    ]
    parts = cells(*DECAY, Numerator=2414.5, Value=24.1)
    assert found(parts) == [("R024", "query", "Outcome 2!E15")]


# -------------------------------------------------------------------------------------- thresholds


def test_a_threshold_of_the_board_s_own_comes_before_everyone_s() -> None:
    edit = cells("Context", "larc", Value=410)
    assert found(edit) == [("R010", "query", "Context!G25")]
    everyone = limit("R010.high", "500", "*", "larc")
    assert "R010" not in {code for code, _, _ in found(edit, thresholds=everyone)}
    own = limit("R010.high", "300", "dctb-burnley", "larc")
    assert ("R010", "query", "Context!G25") in found(edit, thresholds=everyone + own)
    other = limit("R010.high", "300", "dctb-pendle", "larc")
    assert "R010" not in {code for code, _, _ in found(edit, thresholds=everyone + other)}


def test_rounding_and_small_counts_have_their_thresholds() -> None:
    assert found(cells(*DECAY, Value=24.3), thresholds=limit("R012.units", "2")) == []
    edit = cells(*DECAY, Numerator="c", Denominator=118, Value=2.5)
    assert "R023" not in {c for c, _, _ in found(edit, thresholds=limit("R023.small", "2"))}


def test_every_threshold_says_what_it_means() -> None:
    assert all(dial.meaning and name[4] == "." for name, dial in DIALS.items())


# --------------------------------------------------------------------------------------------- R021


def districts(measure: str) -> list[Observation]:
    areas = [board.areas[0] for board in plan().district_boards]
    return [replace(o, area=area) for area in areas for o in figures(area) if o.measure == measure]


def county(measure: str, value: str, **more: object) -> list[Observation]:
    last = max(districts(measure), key=lambda o: o.period)
    made = replace(
        last,
        area=plan().county,
        value=Decimal(value),
        origin=Origin("", "county.csv", "row 9"),
        numerator=None,
        denominator=None,
    )
    return [replace(made, **more)]  # type: ignore[arg-type]  # names checked by use


def test_districts_that_come_to_the_county_are_no_finding_whatever_the_rounding() -> None:
    assert check_together(districts("dental-decay"), county("dental-decay", "24.1"), plan()) == ()
    assert check_together(districts("dental-decay"), county("dental-decay", "24"), plan()) == ()
    counts = [replace(o, value=Decimal(1665)) for o in districts("da-incidents")]
    assert check_together(counts, county("da-incidents", "20000"), plan()) == ()


def test_districts_that_do_not_are_one_question_linked_to_all_their_cells() -> None:
    made = county("dental-decay", "25.5", source="Dental survey")
    (finding,) = check_together(districts("dental-decay"), made, plan())
    assert (finding.code, finding.severity, finding.area) == ("R021", "query", plan().county)
    assert finding.message.endswith(
        "is 25.5 in Dental survey, and the 12 districts’ figures come to 24.1."
    )
    assert len(finding.linked) == 12


def test_a_provisional_county_figure_is_a_note_with_its_reason() -> None:
    made = county("dental-decay", "25.5", flags=(Flag.PROVISIONAL,))
    (finding,) = check_together(districts("dental-decay"), made, plan())
    assert finding.severity == "note"
    assert "(the published figure is provisional)" in finding.message


def test_a_sum_without_every_district_is_not_held_against_the_county() -> None:
    some = [o for o in districts("dental-decay") if o.area != BURNLEY]
    assert check_together(some, county("dental-decay", "25.5"), plan()) == ()


def test_measures_that_do_not_add_up_are_not_summed() -> None:
    assert check_together(districts("larc"), county("larc", "1"), plan()) == ()


# -------------------------------------------------------------------------------------- all of them


def test_a_clean_return_with_everything_around_it_gives_no_finding_and_skips_no_rule() -> None:
    signed = figures(BURNLEY)
    returned = check(
        recognised(cells("Context", "larc", Comment="New clinic.")),
        plan(),
        Around(
            LABEL,
            due=date(2026, 9, 25),
            as_at=date(2026, 10, 2),
            received=date(2026, 9, 20),
            previous=given("larc", value=Decimal("43.0")),
            signed=signed,
            published=signed,
            targets=target(TargetKind.ABSOLUTE, "30"),
            thresholds=limit("R013.times", "3"),
        ),
    )
    assert returned.findings == ()
    assert returned.rules.skipped == ()
    assert returned.rules.failed == ()


def test_two_slips_in_one_return_are_two_findings() -> None:
    edit = both(cells(*DECAY, Value=24.3), cells("Context", "larc", Value=410))
    assert [code for code, _, _ in found(edit)] == ["R012", "R010"]
