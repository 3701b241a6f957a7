"""A recipe made by pointing reads the sheet it was made on, and the next one like it."""

import pytest

from cypworkbench.domain.recipe import Role, Where
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.foreign import read
from cypworkbench.returns.pointing import Points, recipe_of
from tests.returns.test_foreign import PLACES, told, workbook
from tests.returns.workbooks import plan

WIDE = (
    ("Table 1",),
    (),
    ("District", "2022/23", "2023/24"),
    ("Burnley", 60, 62),
    ("Chorley", 61, 63),
)
TURNED = (("Year", *PLACES), ("2022/23", 1, 2, 3), ("2023/24", 4, 5, 6))
LONG = (("Indicator", "Area", "Year", "Figure"), ("gld", "Burnley", "2023/24", 68))


@pytest.mark.parametrize(
    ("rows", "points", "figures"),
    [
        (
            WIDE,
            Points(
                (4, 2),
                {Role.AREA: (Where.COLUMN, (4, 1)), Role.PERIOD: (Where.ROW, (3, 2))},
                {Role.MEASURE: "rwm-all"},
            ),
            ["Data!B4", "Data!C4", "Data!B5", "Data!C5"],
        ),
        (
            TURNED,
            Points(
                (2, 2),
                {Role.AREA: (Where.ROW, (1, 2)), Role.PERIOD: (Where.COLUMN, (2, 1))},
                {Role.MEASURE: "rwm-all"},
            ),
            ["Data!B2", "Data!C2", "Data!D2", "Data!B3", "Data!C3", "Data!D3"],
        ),
        (
            LONG,
            Points(
                (2, 4),
                {
                    Role.MEASURE: (Where.COLUMN, (2, 1)),
                    Role.AREA: (Where.COLUMN, (2, 2)),
                    Role.PERIOD: (Where.COLUMN, (2, 3)),
                },
            ),
            ["Data!D2"],
        ),
    ],
    ids=["years across", "places across", "long"],
)
def test_what_was_pointed_to_is_what_is_read(
    rows: tuple[tuple[object, ...], ...], points: Points, figures: list[str]
) -> None:
    made = workbook(*rows)
    recipe = recipe_of(made.sheets[0], [points], "theirs", "dctb-burnley")
    found = told(read(made, recipe, plan()).observations)
    assert [where for *_, where in found] == figures


def test_the_recipe_reads_next_year_s_file_with_a_year_and_a_row_more() -> None:
    points = Points(
        (4, 2),
        {Role.AREA: (Where.COLUMN, (4, 1)), Role.PERIOD: (Where.ROW, (3, 2))},
        {Role.MEASURE: "rwm-all"},
    )
    recipe = recipe_of(workbook(*WIDE).sheets[0], [points], "theirs", "dctb-burnley")
    later = (("A title",), ("District", "2023/24", "2024/25", "2025/26"), ("Wyre", 1, 2, 3))
    assert len(read(workbook(*later), recipe, plan()).observations) == 3


def test_what_is_lacking_is_said_in_words() -> None:
    points = Points((4, 2), {Role.AREA: (Where.COLUMN, (4, 1))})
    assert points.lacking == ("what is measured", "the periods")
    with pytest.raises(Refusal, match="where to find what is measured and the periods"):
        recipe_of(workbook(*WIDE).sheets[0], [points], "theirs", "")


def test_a_table_without_any_heading_cannot_be_found_again() -> None:
    points = Points(
        (1, 2), {Role.AREA: (Where.COLUMN, (1, 1))}, {Role.MEASURE: "gld", Role.PERIOD: "2023/24"}
    )
    with pytest.raises(Refusal, match="No heading stands over B1"):
        recipe_of(workbook(("Burnley", 60)).sheets[0], [points], "theirs", "")


def test_two_tables_on_a_sheet_are_pointed_out_one_after_the_other() -> None:
    made = workbook(
        ("District", "2023/24", None, "District", "2022/23"),
        ("Burnley", 61, None, "Burnley", 60),
    )
    tables = [
        Points(
            (2, first),
            {Role.AREA: (Where.COLUMN, (2, first - 1)), Role.PERIOD: (Where.ROW, (1, first))},
            {Role.MEASURE: "rwm-all"},
        )
        for first in (2, 5)
    ]
    recipe = recipe_of(made.sheets[0], tables, "theirs", "dctb-burnley")
    found = told(read(made, recipe, plan()).observations)
    assert [where for *_, where in found] == ["Data!B2", "Data!E2"]
    with pytest.raises(Refusal, match="would drop the figures at E2"):
        read(made, recipe_of(made.sheets[0], tables[:1], "theirs", ""), plan())
