"""`assess`: any tidy table in, the same with its verdicts out, a summary beside it, and a refusal that helps."""

import csv
import io
import json
from pathlib import Path

import pytest

from cypworkbench.cli import main

QUARTERS = [34, 30, 33, 31, 35, 29, 32, 34, 30, 33, 31, 35, 29, 60]


def _table(folder: Path) -> Path:
    lines = ["measure,area,period_kind,period,value,polarity,target"]
    lines += [
        f"waits,Elsewhere,quarter,{2020 + n // 4}-{(1, 4, 7, 10)[n % 4]:02d}-01/P3M,{v},lower,40"
        for n, v in enumerate(QUARTERS)
    ]
    lines.append("waits,Elsewhere,quarter,soon,31,lower,40")
    path = folder / "table.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_any_tidy_table_comes_back_with_its_verdicts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["assess", str(_table(tmp_path)), "--to", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(rows) == len(QUARTERS) + 1
    assert rows[-2]["status"] == "off"
    assert rows[-2]["variation"] == "special_cause_concern"
    assert rows[-2]["cause"] == "Above UCL"
    told = capsys.readouterr()
    assert told.out.strip() == str(out)
    assert "15 rows, 1 series, 1 with limits: 1 flagged" in told.err
    assert "The period cannot be read" in told.err


def test_the_summary_is_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["assess", str(_table(tmp_path)), "--to", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["with_limits"] == found["flagged"] == 1
    assert found["flagged_by_chance"] == 0.01
    assert sum(found["latest"].values()) == found["series"]


def test_a_table_without_a_needed_column_is_refused_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("measure,area\nwaits,Elsewhere\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["assess", str(path), "--to", str(out), "--json"]) == 3
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert "period_kind" in refused["what"]
    assert refused["remedy"]
    assert not out.exists()


def test_a_file_that_is_there_is_not_written_over_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = _table(tmp_path), tmp_path / "out.csv"
    out.write_text("somebody’s work", encoding="utf-8")
    assert main(["assess", str(table), "--to", str(out)]) == 3
    assert "--replace" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "somebody’s work"
    assert main(["assess", str(table), "--to", str(out), "--replace"]) == 0
    assert out.read_text(encoding="utf-8").startswith("measure,area")
