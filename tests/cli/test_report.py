"""What was found of a pack, written down to print and file: which file, the facts, and the verdict last."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from cypworkbench import cli
from cypworkbench.domain.pack import FigureDifference
from cypworkbench.flow import proving, verified
from tests.journey.sampled import BURNLEY, packed
from tests.support import verapdf

AT = datetime(2026, 10, 22, 9, 30, tzinfo=UTC)


def test_the_report_names_its_file_by_digest_and_ends_with_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = tmp_path / "pack.pdf", tmp_path / "found.txt"
    path.write_bytes(b"no pack at all")
    assert cli.main(["verify", str(path), "--report", str(report)]) == 1
    text = report.read_text("utf-8-sig")
    assert "File: pack.pdf" in text
    assert hashlib.sha256(b"no pack at all").hexdigest() in text
    verdict = text.index("Verdict: unreadable")
    assert "Gate" not in text, "nothing else is to be said of a file that is no pack"
    assert text[verdict:].splitlines()[0] == capsys.readouterr().out.splitlines()[-1]
    assert cli.main(["verify", str(path), "--report", str(tmp_path / "found.doc")]) == 3
    assert "--report county.txt" in capsys.readouterr().err


def test_the_report_as_pages_says_the_same_on_tagged_pages_that_anyone_can_hear(
    tmp_path: Path,
) -> None:
    found = proving.verify_pack(packed(BURNLEY).content)
    many = tuple(
        FigureDifference(f"p{n}.figure", "12.5", f"a longer figure {n} " * 9) for n in range(60)
    )
    facts = dict(verified.report(found, b"", "").facts)
    assert "Gate: not checked." in facts["Where it comes from"]
    resting = proving.ELSEWHERE.format(found.not_verifiable)
    assert found.not_verifiable > 100
    assert resting in found.sentence
    for each in (found, replace(found, differ=many)):
        said = verified.report(each, packed(BURNLEY).content, "burnley.pdf")
        pdf = verified.as_pdf(said, AT)
        assert pdf == verified.as_pdf(said, AT)
        with pypdfium2.PdfDocument(pdf) as opened:
            pages = [page.get_textpage().get_text_range() for page in opened]
        read = "".join("".join(pages).split())
        at = 0
        for heading, some in said.parts:
            for line in (heading, *some):
                at = read.index("".join(line.split()), at)
        path = tmp_path / "found.pdf"
        path.write_bytes(pdf)
        verapdf.assert_valid(path)
