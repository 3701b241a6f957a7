"""Tables wrong in every way seen: what cannot be judged is said, what can be is, and nothing is ever guessed."""

import io

import pandas as pd
import pytest

from cypworkbench.analysis import doubts
from cypworkbench.analysis.tabular import TWICE, UNREAD, assess_csv
from cypworkbench.domain.refusal import Refusal

KEY = "measure,area,period_kind,period"
PLACE = "m,a,quarter,2024-04-01"
NOT = "not_assessed"

# columns beside the key, one row of them, the status it must have, and the caveat
ROWS = (
    ("numerator,denominator,target,polarity", "12,10,50,higher", NOT, doubts.TOO_MANY),
    ("value,numerator,denominator,target,polarity", "90,12,10,50,higher", NOT, doubts.TOO_MANY),
    ("numerator,denominator,target,polarity", "-2,10,50,lower", NOT, doubts.BELOW_ZERO),
    ("numerator,denominator,target,polarity", "2,-10,50,lower", NOT, doubts.BELOW_ZERO),
    ("value,numerator,denominator,target,polarity", "5,-2,10,50,lower", NOT, doubts.BELOW_ZERO),
    ("numerator,denominator,target,polarity", "2,0,50,higher", NOT, doubts.NOBODY),
    ("numerator,denominator,target,polarity", "0,0,50,lower", NOT, doubts.NOBODY),
    ("value,numerator,denominator,target,polarity", "60,2,0,50,higher", NOT, doubts.NOBODY),
    ("numerator,denominator,target,polarity", "two,10,50,higher", NOT, doubts.NO_COUNT),
    ("numerator,denominator,target,polarity", "2,ten,50,higher", NOT, doubts.NO_COUNT),
    ("numerator,denominator,target,polarity", "2,,50,higher", NOT, ""),
    ("numerator,denominator,target,polarity", "2,inf,50,higher", NOT, doubts.NO_COUNT),
    ("value,target,polarity", "60%,50,higher", NOT, doubts.NO_NUMBER),
    ("value,target,polarity", '"1,200",50,higher', NOT, doubts.NO_NUMBER),
    ("value,target,polarity", "inf,50,higher", NOT, doubts.NO_NUMBER),
    ("value,target,polarity", "1e308,50,higher", NOT, doubts.NO_NUMBER),
    ("value,target,polarity", "=1+1,50,higher", NOT, doubts.NO_NUMBER),
    ("value,target,polarity", "6\x000,50,higher", NOT, doubts.NO_NUMBER),
    ("value,target,polarity", ",50,higher", NOT, ""),
    ("value,target,polarity", "60,fifty,higher", NOT, doubts.NO_TARGET),
    ("value,target,polarity", "60,50%,higher", NOT, doubts.NO_TARGET),
    ("value,target,polarity", "60,inf,higher", NOT, doubts.NO_TARGET),
    ("value,target,tolerance,polarity", "48,50,some,higher", NOT, doubts.NO_TOLERANCE),
    ("value,target,tolerance,polarity", "48,50,-0.1,higher", NOT, doubts.NO_TOLERANCE),
    ("value,target,per,polarity", "60,50,many,higher", NOT, doubts.NO_PER),
    ("numerator,denominator,target,per,polarity", "2,10,1,0,higher", NOT, doubts.NO_PER),
    ("numerator,denominator,target,per,polarity", "2,10,1,-100,higher", NOT, doubts.NO_PER),
    ("value,target,polarity,state", "60,50,higher,banana", NOT, doubts.NO_STATE),
    ("value,target,polarity,state", "60,50,higher,suppressed", NOT, ""),
    ("value,numerator,denominator,target,polarity", "90,1,10,50,higher", "met", doubts.APART),
    ("value,numerator,denominator,target,polarity", "33,1,3,50,lower", "met", ""),
    ("numerator,denominator,per,target,polarity", "12,10,1000,50,higher", "met", ""),
    ("value,target,polarity", "60,50,", "no_judgement", ""),
    ("value,target,polarity", "60,50, Higher ", "met", ""),
    ("value,target,polarity", "60,,higher", "none", ""),
)


def _assessed(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(assess_csv(text)), dtype=str, keep_default_na=False)


@pytest.mark.parametrize(("columns", "row", "status", "caveat"), ROWS)
def test_a_row_is_judged_only_where_it_can_be_and_says_why_not(
    columns: str, row: str, status: str, caveat: str
) -> None:
    sound = f"{KEY},value,target,polarity\nm,b,quarter,2024-04-01,60,50,higher\n"
    alone = _assessed(sound).iloc[0]
    got = _assessed(f"{KEY},{columns}\n{PLACE},{row}\n").iloc[0]
    assert (got["status"], got["caveats"]) == (status, caveat)
    if status == NOT:
        assert got["upper"] == ""
    assert alone["status"] == "met"


@pytest.mark.parametrize(
    ("place", "caveat"),
    [
        ("m,a,fortnight,2024-04-01", UNREAD),
        ("m,a,quarter,spring", UNREAD),
        (",a,quarter,2024-04-01", doubts.UNNAMED),
        ("m, ,quarter,2024-04-01", doubts.UNNAMED),
    ],
)
def test_a_row_without_its_place_belongs_to_no_series_and_says_so(place: str, caveat: str) -> None:
    got = _assessed(f"{KEY},value\n{place},60\n{PLACE},61\n")
    assert list(got["caveats"]) == [caveat, ""]


def test_a_period_given_twice_counts_by_its_last_row() -> None:
    got = _assessed(f"{KEY},value\n{PLACE},60\n{PLACE},61\n")
    assert list(got["caveats"]) == [TWICE, ""]


REFUSED = {
    "": "could not be read as CSV",
    "measure;area;period_kind;period;value\nm;a;quarter;2024-04-01;60\n": "semicolons or tabs",
    f"{KEY}\n{PLACE}\n": "no column called value",
    f"{KEY},numerator\n{PLACE},2\n": "no column called value",
    "Measure,Area,Period_kind,Period,Value\nm,a,quarter,2024-04-01,60\n": "no column called measure",
    f"{KEY},value,value\n{PLACE},60,61\n": "two columns called value",
    f"{KEY},value,status\n{PLACE},60,met\n": "a column called status already",
    f"{KEY},value\n{PLACE},60,50,higher\n{PLACE}\n": "could not be read as CSV",
    f'{KEY},value\n{PLACE},"60\n': "could not be read as CSV",
    f"{KEY},value,polarity\n{PLACE},60,higher\n{PLACE},61,upwards\n": "Row 3 has the polarity “upwards”",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_table_that_cannot_be_read_whole_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Refusal, match=REFUSED[text]) as refused:
        assess_csv(text)
    assert refused.value.remedy


def test_counts_that_cannot_be_leave_the_limits_of_their_series_alone() -> None:
    values = [30, 34, 31, 35, 29, 33, 36, 30, 32, 28, 34, 31, 33, 32]
    lines = [f"m,a,calendar_year,{2000 + n}-01-01/P1Y,{v},100" for n, v in enumerate(values)]
    table = f"{KEY},numerator,denominator\n" + "\n".join(lines)
    clean = _assessed(table).iloc[-1]
    spoilt = _assessed(f"{table}\nm,a,calendar_year,2014-01-01/P1Y,900,100\n")
    assert list(spoilt["mean"])[:14] == [clean["mean"]] * 14
    assert spoilt["variation"].iloc[-1] == "no_current_value"
