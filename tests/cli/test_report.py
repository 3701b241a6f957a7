"""What was found of a pack, written down to print and file: which file, the facts, and the verdict last."""

import hashlib
from pathlib import Path

import pytest

from cypworkbench import cli


def test_the_report_names_its_file_by_digest_and_ends_with_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = tmp_path / "pack.pdf", tmp_path / "found.txt"
    path.write_bytes(b"no pack at all")
    assert cli.main(["verify", str(path), "--report", str(report)]) == 1
    text = report.read_text("utf-8-sig")
    assert "File: pack.pdf" in text
    assert hashlib.sha256(b"no pack at all").hexdigest() in text
    facts, verdict = text.index("What was looked at"), text.index("Verdict: unreadable")
    assert 0 < facts < text.index("Gate: ") < verdict
    assert text[verdict:].splitlines()[0] == capsys.readouterr().out.splitlines()[-1]
    assert cli.main(["verify", str(path), "--report", str(tmp_path / "found.doc")]) == 3
    assert "--report county.txt" in capsys.readouterr().err
