"""Dates in words have one home, and are English on every machine."""

import re
from datetime import date
from pathlib import Path

import cypworkbench
from cypworkbench.domain import dates

PACKAGE = Path(cypworkbench.__file__).parent


def test_a_day_is_written_without_a_leading_nought_and_short_months_have_three_letters() -> None:
    assert dates.day(date(2026, 9, 5)) == "5 September 2026"
    assert dates.short_day(date(2026, 9, 5)) == "5 Sep 2026"
    assert dates.month(date(2026, 9, 5)) == "September 2026"
    assert len({name[:3] for name in dates.MONTHS}) == 12


def test_no_date_is_written_in_the_language_of_the_machine_and_no_second_list_of_months_is_kept() -> (
    None
):
    wrong = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"%[aAbBcpxX]\b", line)
        or (re.search(r'"(September|Sep)",', line) and path.name != "dates.py")
    ]
    assert wrong == []
