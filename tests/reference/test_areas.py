"""Funnels, indices of inequality, means and quantiles agree with PHEindicatormethods 2.1.0."""

import numpy as np
import pytest

from cypworkbench.analysis.funnel import (
    proportion_limits,
    proportion_significance,
    rate_limits,
    rate_significance,
)
from cypworkbench.analysis.inequality import slope_index
from cypworkbench.analysis.intervals import proportion
from cypworkbench.analysis.summaries import mean, quantile_groups
from tests.reference.figures import Rows, grouped, numbers, rows, same, told

FUNNELS = grouped("funnel", "funnel")
SIDES = ("lower_2s", "upper_2s", "lower_3s", "upper_3s")


@pytest.mark.parametrize("name", FUNNELS)
def test_all_nine_funnels_agree_at_a_hundred_sizes(name: str) -> None:
    table, areas = FUNNELS[name], grouped("funnel_inputs", "funnel")[name]
    counts = numbers(areas, "numerator"), numbers(areas, "denominator")
    at = numbers(table, "x_axis")
    kind = areas[0]["statistic"]
    assert (len(FUNNELS), len(table)) == (9, 100)
    if kind == "proportion":
        got, times = proportion_limits(*counts, at), 100.0
    elif kind == "rate":
        got, times = rate_limits(*counts, at, 1000), 1.0
    else:
        # the reference's line for ratios is 100, whatever the areas' own ratio
        got = rate_limits([1], [1], at, 100)
        times = 1.0
    for side in SIDES:
        same(getattr(got, side) * times, numbers(table, f"{side}_limit"), within=1e-4)
    if kind != "ratio":
        same(got.baseline * times, float(table[0]["baseline"]))


def test_there_are_900_rows_of_funnels() -> None:
    seen = sum(map(len, FUNNELS.values()))
    told("funnel", seen, "limits within 1 in 10,000, because the reference bisects")
    assert seen == 900


def test_all_162_areas_lie_on_the_references_side_of_their_funnel() -> None:
    seen = 0
    for table in grouped("funnel_significance", "funnel").values():
        counts = numbers(table, "numerator"), numbers(table, "denominator")
        kind = table[0]["statistic"]
        if kind == "proportion":
            got = proportion_significance(*counts)
        else:
            got = rate_significance(*counts, average=1.0 if kind == "ratio" else None)
        assert got.tolist() == [row["significance"] for row in table]
        seen += len(table)
    told("funnel_significance", seen)
    assert seen == 162


def test_an_area_with_bad_counts_lies_nowhere_and_moves_no_other() -> None:
    counts, of = [30, -1, 12, 5, 70], [100, 100, 10, 0, 100]
    got = proportion_significance(counts, of)
    alone = proportion_significance([30, 12, 70], [100, 10, 100])
    assert got.tolist() == [alone[0], "", "", "", alone[2]]


SII = rows("sii")
KINDS = ("value", "rate", "proportion")
WHOLE = {True: "95_0", False: "95_0cl"}


def test_there_are_40_indices_to_agree_with() -> None:
    told("sii", len(SII), "their limits within 2 % of the interval's width")
    assert len(SII) == 40


@pytest.mark.parametrize("row", [r for r in SII if r["value_type"] == "1"][:3:2])
def test_limits_of_a_logged_slope_and_ratio_follow_from_one_pair_of_slopes(
    row: dict[str, str],
) -> None:
    """The reference lets only the slope vary, and holds the line's middle: so do we, and exactly."""
    groups = grouped("sii_inputs", "area")[row["area"]]
    people, value = numbers(groups, "population"), numbers(groups, "value")
    limits = numbers(groups, "lower95"), numbers(groups, "upper95")
    got = slope_index(value, *limits, people, kind="rate", transform=True)
    middle = np.exp((people / people.sum() * np.log(value)).sum())
    for ratio, difference in ((got.rii_lower, got.sii_lower), (got.rii_upper, got.sii_upper)):
        same(middle * (ratio**0.5 - ratio**-0.5), difference)


@pytest.mark.parametrize("row", SII, ids=lambda row: f"{row['area']}-{row['transform_arg']}")
def test_indices_of_inequality_agree(row: dict[str, str]) -> None:
    groups = grouped("sii_inputs", "area")[row["area"]]
    transform = row["transform_arg"] == "TRUE"
    people = numbers(groups, "population")
    columns = [numbers(groups, c) for c in ("value", "lower95", "upper95")]
    if row["value_type"] == "2":
        shares = proportion(numbers(groups, "x"), people)
        columns = [shares.value, shares.lower, shares.upper]
    value, lower, upper = columns
    got = slope_index(
        value, lower, upper, people, kind=KINDS[int(row["value_type"])], transform=transform, seed=1
    )
    same([got.sii, got.rii], [float(row["sii"]), float(row["rii"])], within=1e-7)
    same(got.intercept, float(row["intercept"]), within=1e-7)
    for index in ("sii", "rii"):
        low, high = (float(row[f"{index}_{side}{WHOLE[transform]}"]) for side in ("lower", "upper"))
        slack = 0.02 * (high - low)
        assert getattr(got, f"{index}_lower") == pytest.approx(low, abs=slack)
        assert getattr(got, f"{index}_upper") == pytest.approx(high, abs=slack)


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_all_30_means_agree(confidence: float, suffix: str) -> None:
    inputs, expected = grouped("means_inputs", "group"), rows("means")
    told("means", len(expected), f"at {confidence:.1%}")
    assert len(expected) == 30
    for row in expected:
        got = mean(numbers(inputs[row["group"]], "value"), confidence=confidence)
        wanted = [row["value"], row[f"lower{suffix}"], row[f"upper{suffix}"]]
        same([got.value, got.lower, got.upper], [float(text or "nan") for text in wanted])


def test_all_488_areas_fall_into_the_references_quantiles() -> None:
    tables: dict[tuple[str, str], Rows] = {}
    for row in rows("quantiles"):
        tables.setdefault((row["group"], row["nquantiles"]), []).append(row)
    for (_, groups), table in tables.items():
        invert = table[0]["qinverted"].endswith("highest values")
        got = quantile_groups(numbers(table, "value"), int(groups), invert=invert)
        np.testing.assert_array_equal(got, numbers(table, "quantile"))
    seen = sum(map(len, tables.values()))
    told("quantiles", seen)
    assert seen == 488
