"""The annex: equal to the printed figures cell by cell, open to machines and listeners, the same bytes each time."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from cypworkbench import cli
from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.pack import Figure
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format
from cypworkbench.locations import resource_path
from cypworkbench.packs.annex import tables
from tests.journey.sampled import BURNLEY, COUNTY, packed
from tests.smallcounts.test_public_pack import packed as public
from tests.smallcounts.test_public_pack import withheld

_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
Sheet = Sequence[Mapping[str, object]]


@cache
def made(board: str, wanted: Format) -> bytes:
    return formats.make(packed(board).content, wanted)


def _sheets(content: bytes) -> dict[str, Sheet]:
    """Every sheet's table, read by a reader that shares nothing with the writer: the heads are the first full row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, Sheet] = {}
    for name in book.sheet_names[1:]:
        rows = book.get_sheet_by_name(name).to_python()
        first = next(n for n, row in enumerate(rows) if all(row))
        found[name] = [
            dict(zip(map(str, rows[first]), row, strict=True)) for row in rows[first + 1 :]
        ]
    return found


def _printed(text: str) -> list[float]:
    return [float(n.replace(",", "").replace("−", "-")) for n in _NUMBER.findall(text)]


def _place(row: Mapping[str, object]) -> tuple[str, str, str]:
    return str(row["Measure code"]), str(row["Area code"]), str(row["Period code"])


class _Read:
    """An annex as read back, its rows by what they are of."""

    def __init__(self, content: bytes) -> None:
        self.sheets = _sheets(content)
        self.figures = {_place(row): row for row in self.sheets["Figures"]}
        self.latest = {row["Measure code"]: row for row in self.sheets["Latest"]}
        self.compared: dict[tuple[str, str, str], list[tuple[object, object]]] = {}
        for row in self.sheets.get("Compared", ()):
            key = (str(row["Measure code"]), str(row["What"]), str(row["Of"]))
            self.compared.setdefault(key, []).append((row["Value"], row["Value to"]))

    def count(self, area: str, which: str, *statuses: str) -> float:
        return sum(
            float(str(row["Measures"]))
            for row in self.sheets["Counts"]
            if (row["Area code"], row["Which measures"]) == (area, which)
            and row["Status"] in statuses
        )

    def held(self, figure: Figure) -> list[object] | None:
        """What the annex holds for a printed figure, number by number; None where the figure is of no measure."""
        _, kind, measure, area, what, period = figure.id.split(":")
        if what == "off-of-judged":
            judged = ("Met", "Within tolerance", "Too close to call")
            every = self.count(area, "All in this pack", "Off target", *judged)
            return [self.count(area, "All in this pack", "Off target"), every]
        if not measure:
            return self._headline(area, what)
        if kind.startswith(("funnel-", "gap-", "inequality-")):
            # a measure may have several charts with the same rows: one of them holds the figure
            wanted = _printed(figure.text)
            ends = [
                [v for v in pair if isinstance(v, float)]
                for pair in self.compared[measure, what, period]
            ]
            return list(wanted) if wanted in ends else []
        if (kind, what) == ("headlines", "step"):
            mine = [r["Value"] for r in self.figures.values() if r["Measure code"] == measure]
            before, now, *label = _printed(figure.text)  # then the numbers of the period's name
            return [*(v for v in (before, now) if v in mine), *label]
        row = self.latest.get(measure, {})
        if kind == "districts" and what == "line":
            own = next(iter(row.values()), "")
            values = {
                r["Value"]
                for r in self.figures.values()
                if (r["Measure code"], r["Area"]) == (own, area)
            }
            return [v for v in values if v in _printed(figure.text)]
        if what == "value":
            return [self.figures.get((measure, area, period), {}).get("Value", "[x]")]
        if what == "target" and kind == "table":
            row = self.figures[measure, area, period]
        if what == "target":
            return [v for v in (row["Target"], row["Target to"]) if isinstance(v, float)]
        if what == "interval":
            return [row["Lower limit"], row["Upper limit"]]
        moved = row.get("Change")
        return [abs(moved)] if what == "change" and isinstance(moved, float) and moved else None

    def _headline(self, area: str, what: str) -> list[object] | None:
        near, none = ("Within tolerance", "Too close to call"), ("Not assessed", "Not reported")
        statuses = {
            "judged": ("Met", "Off target", *near),
            "met": ("Met",),
            "within": near,
            "off": ("Off target",),
            "no_judgement": ("No judgement",),
            "not_assessed": ("No target", *none),
        }.get(what.removeprefix("count-"))
        return [self.count(area, "The plan’s measures", *statuses)] if statuses else None


@pytest.mark.parametrize("board", [BURNLEY, pytest.param(COUNTY, marks=pytest.mark.slow)])
def test_every_printed_figure_is_in_the_annex_with_the_same_digits(board: str) -> None:
    read, compared = _Read(made(board, Format.XLSX)), 0
    for figure in packed(board).figures:
        held = read.held(figure)
        if held is None:
            continue
        compared += 1
        shown = _printed(figure.text)
        assert [v for v in held if isinstance(v, float)] == shown, (figure, held)
    assert compared > 0.99 * len(packed(board).figures)


def test_a_changed_digit_in_the_annex_would_be_seen() -> None:
    read = _Read(made(BURNLEY, Format.XLSX))
    figure = next(f for f in packed(BURNLEY).figures if ":table:" in f.id and ":value:" in f.id)
    changed = Figure(
        figure.id, figure.text.replace(figure.text[-1], str((int(figure.text[-1]) + 1) % 10))
    )
    assert read.held(changed) != _printed(changed.text)


@cache
def _book(board: str) -> Workbook:
    return load_workbook(io.BytesIO(made(board, Format.XLSX)))


def test_each_sheet_holds_one_named_table_and_nothing_is_hidden_frozen_merged_or_computed() -> None:
    book = _book(BURNLEY)
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert sheet.freeze_panes is None
        assert not sheet.merged_cells.ranges
        assert not any(d.hidden for d in sheet.column_dimensions.values())
        assert not any(d.hidden for d in sheet.row_dimensions.values())
        assert len(sheet.tables) == (0 if sheet.title == "Cover" else 1)
        assert str(sheet["A1"].value).strip()
        for table in sheet.tables.values():
            first, *rows = sheet[table.ref]
            heads = [str(cell.value) for cell in first]
            assert len(set(heads)) == len(heads)
            # every cell says something: an empty one would leave a listener guessing
            assert all(cell.value not in (None, "") for row in rows for cell in row), sheet.title
            assert not any(cell.data_type == "f" for row in rows for cell in row)
    assert book.properties.title
    assert book.properties.language == "en-GB"


@pytest.mark.slow
def test_every_mark_used_is_explained_and_the_contents_lead_to_every_sheet() -> None:
    book, read = _book(COUNTY), _Read(made(COUNTY, Format.XLSX))
    known = {row["Shorthand"] for row in read.sheets["Notes"]}
    used = {
        mark
        for rows in read.sheets.values()
        for row in rows
        for value in row.values()
        for mark in re.findall(r"\[\w+\]", str(value))
    }
    assert {"[x]", "[z]", "[i]"} <= used <= known
    leads = {c.hyperlink.location for c in book["Contents"]["A"] if c.hyperlink is not None}
    assert leads == {f"'{name}'!A1" for name in book.sheetnames[2:]}


@pytest.mark.slow
def test_the_public_annex_marks_what_is_withheld_and_holds_no_origin_of_it() -> None:
    content = formats.make(public(COUNTY).content, Format.XLSX)
    rows = {_place(row): row for row in _sheets(content)["Figures"]}
    places = [place for place in withheld().places if place in rows]
    assert places
    assert {rows[place]["Value"] for place in places} == {WITHHELD}
    open_ = _Read(made(COUNTY, Format.XLSX)).figures
    assert any(isinstance(open_[place]["Value"], float) for place in places)


@pytest.mark.parametrize("wanted", [Format.XLSX, Format.ODS, Format.CSV])
def test_the_same_pack_gives_the_same_bytes(wanted: Format) -> None:
    assert formats.make(packed(BURNLEY).content, wanted) == made(BURNLEY, wanted)


def test_the_open_document_sheet_and_the_plain_table_hold_the_same_figures() -> None:
    as_xlsx, as_ods = _sheets(made(BURNLEY, Format.XLSX)), _sheets(made(BURNLEY, Format.ODS))
    assert as_xlsx == as_ods
    with zipfile.ZipFile(io.BytesIO(made(BURNLEY, Format.ODS))) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    lines = list(csv.DictReader(io.StringIO(made(BURNLEY, Format.CSV).decode())))
    for line, row in zip(lines, as_xlsx["Figures"], strict=True):
        value = row["Value"]
        assert (float(line["Value"]) if isinstance(value, float) else line["Value"]) == value
    england = [line for line in lines if line["Area"] == "England"]
    assert all("Open Government Licence" in line["Attribution"] for line in england)


def test_the_terminal_writes_each_format_by_its_ending_and_refuses_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "burnley.pdf"
    pack.write_bytes(packed(BURNLEY).content)
    assert cli.main(["formats", str(pack), "--to", str(tmp_path / "burnley.csv")]) == 0
    assert (tmp_path / "burnley.csv").read_bytes() == made(BURNLEY, Format.CSV)
    assert cli.main(["formats", str(pack), "--to", str(tmp_path / "burnley.doc")]) == 3
    assert "ends as “burnley.doc” does" in capsys.readouterr().err
    pack.write_bytes(b"%PDF-1.7 and no record")
    assert cli.main(["formats", str(pack), "--to", str(tmp_path / "other.csv")]) == 3
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("wanted", [Format.XLSX, Format.ODS])
def test_libreoffice_opens_it_without_repair_and_finds_the_same_figures(
    wanted: Format, tmp_path: Path
) -> None:
    given = tmp_path / f"annex.{wanted}"
    given.write_bytes(made(BURNLEY, wanted))
    out = tmp_path / "out"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(given),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = _sheets((out / "annex.xlsx").read_bytes())
    assert again == _sheets(made(BURNLEY, Format.XLSX))


def test_the_manual_names_every_format_and_every_mark() -> None:
    page = resource_path("manual", "a-pack-in-other-formats.md").read_text(encoding="utf-8")
    assert {f.value for f in Format} == set(re.findall(r"`\.([a-z.]+)`", page))
    marks = {str(row[0]) for row in tables.SHORTHAND}
    assert marks == set(re.findall(r"`(\[\w+\])`", page))
