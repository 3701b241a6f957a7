"""The sample round: its genuine figures are the published ones, its faults lie where the list says."""

import csv
import io
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from cypworkbench.catalogue import load_framework, sample_path
from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.framework import Measure
from cypworkbench.returns import published, template
from sample_data import genuine, illustrative

PLAN = load_framework("cypfp-2022")
CAME = sorted(path.name for path in sample_path("returns").iterdir())
FAULTS = tomllib.loads(sample_path("faults.toml").read_text("utf-8"))["faults"]
DECISIONS = tomllib.loads(sample_path("decisions.toml").read_text("utf-8"))
ILLUSTRATIVE = {*illustrative.RECIPES, *illustrative.FROM_TOOL}
Row = Mapping[str, object]


def _open(name: str, folder: str = "returns") -> Workbook:
    return load_workbook(sample_path(folder, name))


def _rows(book: Workbook) -> list[Row]:
    first = template.HEADER_ROW + 1
    sheets = [s for s in book.worksheets if s.title not in (template.COVER, template.MANIFEST)]
    rows = [row for s in sheets for row in s.iter_rows(min_row=first, values_only=True)]
    return [dict(zip(template.HEADERS, row, strict=True)) for row in rows]


def _rossendale() -> list[Row]:
    """A return without a fault."""
    return _rows(_open("rossendale.xlsx"))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _published_rows(measure: str, area: str) -> list[dict[str, str]]:
    with sample_path("published", "districts.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["measure"], r["area"]) == (measure, area)]
    return sorted(rows, key=lambda r: r["period"])


def test_twelve_files_came_and_wyre_never_did() -> None:
    assert len(CAME) == 12
    assert not [name for name in CAME if name.startswith("wyre")]
    assert {"fylde.xls", "fylde.xlsx"} <= set(CAME)


@pytest.mark.parametrize(
    "measure", [m for m in PLAN.asked if m.id not in ILLUSTRATIVE], ids=lambda m: m.id
)
def test_a_genuine_measure_stands_in_the_return_exactly_as_published(measure: Measure) -> None:
    name = measure.id
    returned = [r for r in _rossendale() if r["Reference"] == name]
    source = _published_rows(name, "E07000125")
    assert len(source) == len(returned) > 3
    for row, official in zip(returned, source, strict=True):
        value = _text(row["Value"])
        assert (value if value != "x" else "") == (official["value"] and _plain(official["value"]))
        assert _text(row["Period"])[:4] == official["period"][:4]
        if official["numerator"]:
            assert [_text(row["Numerator"]), _text(row["Denominator"])] == [
                official["numerator"],
                official["denominator"],
            ]


def _plain(text: str) -> str:
    number = Decimal(text)
    return str(int(number)) if number == number.to_integral_value() else str(number)


def test_the_denominator_of_conceptions_is_the_one_the_published_number_and_rate_imply() -> None:
    rows = [r for r in _rossendale() if r["Reference"] == "u18-conception"]
    numbers = _published_rows("u18-conception-number", "E07000125")
    assert [Decimal(str(r["Numerator"])) for r in rows] == [Decimal(n["value"]) for n in numbers]
    for row in rows:
        rate = Decimal(str(row["Numerator"])) * 1000 / Decimal(str(row["Denominator"]))
        assert rate.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal(str(row["Value"])).quantize(
            Decimal("0.1")
        )
    assert rows[0]["Comment"] == genuine.IMPLIED


def test_every_invented_figure_says_so_in_its_row_and_no_genuine_one_does() -> None:
    for name in CAME:
        if name.endswith(".xlsx"):
            marked = {
                r["Reference"] for r in _rows(_open(name)) if r["Status"] == Flag.ILLUSTRATIVE
            }
            assert marked == ILLUSTRATIVE - (
                {"supporting-families"} if "preston" in name else set()
            )


def test_at_least_twenty_measures_have_five_periods_and_some_have_sixteen_quarters() -> None:
    periods = Counter(str(r["Reference"]) for r in _rossendale())
    assert len([m for m, count in periods.items() if count >= 5]) >= 20
    assert {periods["eh-consent-withdrawn"], periods["eh-needs-met"]} == {16}
    assert set(periods) == {m.id for m in PLAN.asked}


def test_the_county_sum_of_genuine_district_counts_is_the_published_county_figure() -> None:
    districts = {area.code for area in PLAN.districts}
    figures = genuine.read_published(PLAN)
    for measure in ("u18-conception", "gld"):
        latest = max(o.period for o in figures if o.measure == measure)
        mine = [o for o in figures if (o.measure, o.period) == (measure, latest)]
        parts = [(o.numerator, o.denominator) for o in mine if o.area in districts]
        top, bottom = (sum(part for part in side if part) for side in zip(*parts, strict=True))
        county = next(o.value for o in mine if o.area == PLAN.county)
        assert county is not None
        assert abs(top * PLAN.measure(measure).per / bottom - county) <= Decimal("0.1")


def test_every_cover_says_that_a_district_board_answering_this_plan_is_a_fiction() -> None:
    for name in CAME:
        if name.endswith(".xlsx"):
            cover = _open(name)[template.COVER]
            assert any("is a fiction" in _text(cell.value) for cell in cover["A"])


def _fault(file: str) -> list[dict[str, str]]:
    return [fault for fault in FAULTS if fault["file"] == file]


def test_burnley_typed_a_share_for_a_percentage() -> None:
    (fault,) = _fault("burnley.xlsx")
    sheet = _open("burnley.xlsx")[fault["sheet"]]
    row = sheet[fault["cell"]].row
    assert sheet[fault["cell"]].value == 0.34
    assert sheet.cell(row, 1).value == "eh-consent-withdrawn"
    assert _open("burnley.xlsx", "resubmitted")[fault["sheet"]][fault["cell"]].value == 33.9


def test_chorley_renamed_a_heading() -> None:
    (fault,) = _fault("chorley.xlsx")
    assert _open("chorley.xlsx")[fault["sheet"]][fault["cell"]].value == "Cohort"
    assert template.HEADERS[5] == "Denominator"


def test_hyndburn_kept_three_numbers_as_text() -> None:
    book = _open("hyndburn.xlsx")
    cells = [book[f["sheet"]][f["cell"]] for f in _fault("hyndburn.xlsx")]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert all(Decimal(str(cell.value)) > 0 for cell in cells)


def test_lancaster_hid_a_filled_row() -> None:
    (fault,) = _fault("lancaster.xlsx")
    sheet = _open("lancaster.xlsx")[fault["sheet"]]
    hidden = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    assert hidden == [sheet[fault["cell"]].row]
    assert sheet.cell(hidden[0], 7).value is not None


def test_pendles_cover_says_burnley_and_its_manifest_pendle() -> None:
    (fault,) = _fault("pendle.xlsx")
    book = _open("pendle.xlsx")
    assert str(book["Cover"][fault["cell"]].value).startswith("Burnley")
    assert ("board", "dctb-pendle") in list(book["_manifest"].values)
    again = _open("pendle.xlsx", "resubmitted")
    assert str(again["Cover"][fault["cell"]].value).startswith("Pendle")


def test_preston_left_one_measure_out() -> None:
    (fault,) = _fault("preston.xlsx")
    missing = {m.id for m in PLAN.asked} - {r["Reference"] for r in _rows(_open("preston.xlsx"))}
    assert missing == {"supporting-families"}
    assert fault["code"] == "R005"
    assert ("E07000123", "supporting-families") in {
        (aside["area"], aside["measure"]) for aside in DECISIONS["set_aside"]
    }


def test_fyldes_old_file_holds_what_its_new_one_holds() -> None:
    old = CalamineWorkbook.from_path(str(sample_path("returns", "fylde.xls")))
    new = CalamineWorkbook.from_path(str(sample_path("returns", "fylde.xlsx")))
    assert sample_path("returns", "fylde.xls").read_bytes()[:4] == bytes.fromhex("d0cf11e0")
    for name in new.sheet_names:
        assert old.get_sheet_by_name(name).to_python() == new.get_sheet_by_name(name).to_python()


def test_the_comparators_are_read_whole_and_england_has_no_first_time_entrants() -> None:
    path = sample_path("published.csv")
    found = published.read(path.read_bytes(), path.name, PLAN)
    assert len(found) == sum(1 for _ in io.StringIO(path.read_text("utf-8"))) - 1
    assert {o.area for o in found} == {"E10000017", "E12000002", "E92000001"}
    assert {o.area for o in found if o.measure == "fte-rate"} == {"E10000017", "E12000002"}
    looked_after = [o for o in found if (o.measure, o.area) == ("cpp-rate", "E10000017")]
    assert looked_after[-1].value == Decimal("34.2")  # stored as 34.200000000000003


def test_the_countys_own_figures_are_all_marked_illustrative_and_none_is_published() -> None:
    comparators, county = (
        published.read(sample_path(name).read_bytes(), name, PLAN)
        for name in ("published.csv", "county.csv")
    )
    counts = {m.id for m in PLAN.measures if not m.has_parts}
    assert {o.measure for o in county} == ILLUSTRATIVE & counts - {
        o.measure for o in comparators if o.area == PLAN.county
    }
    assert all(o.flags == (Flag.ILLUSTRATIVE,) and o.area == PLAN.county for o in county)


def test_building_again_gives_the_committed_files(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        command = [sys.executable, "-m", "sample_data.build", "--to", str(tmp_path / folder)]
        root = sample_path().parent
        subprocess.run(command, check=True, cwd=root, capture_output=True, timeout=120)
    made = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    assert len(made) == 17
    for name in made:
        first, second = ((tmp_path / run / name).read_bytes() for run in ("one", "two"))
        assert first == second, f"{name} differs between two runs"
        assert _entries(first) == _entries(sample_path(*name.parts).read_bytes()), name


def _entries(content: bytes) -> dict[str, bytes]:
    """A workbook's parts by name (zlib may pack the same bytes differently elsewhere), or the file itself."""
    if content[:2] != b"PK":
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_targets_and_decisions_name_only_what_the_plan_has() -> None:
    measures = {m.id for m in PLAN.measures}
    areas = {a.code for a in PLAN.areas}
    decided = [e for key in ("comment", "action", "set_aside") for e in DECISIONS[key]]
    assert {e["measure"] for e in decided} <= measures | {""}
    assert {e["area"] for e in (*decided, *DECISIONS["explanation"])} <= areas
    targets = list(csv.DictReader(io.StringIO(sample_path("targets.csv").read_text("utf-8"))))
    assert {t["measure"] for t in targets} == {m.id for m in PLAN.asked if m.role == "key"}, (
        "every promise that boards report has a target, a band, or the word monitor"
    )
    assert {"band", "trajectory", "comparator", "absolute", "maintain", "monitor"} == {
        t["kind"] for t in targets
    }
