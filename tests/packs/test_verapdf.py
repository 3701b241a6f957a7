"""The validator itself works: a PDF that promises nothing fails, and says where."""

from pathlib import Path

import pikepdf
import pytest

from tests.support import verapdf


def _bare(path: Path) -> Path:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path)
    return path


def test_a_pdf_without_tags_fails_both_profiles_and_each_broken_rule_is_named(
    tmp_path: Path,
) -> None:
    ua, a3 = verapdf.validate([_bare(tmp_path / "naïve – bare.pdf")])
    assert (ua.profile, a3.profile) == ("ua1", "3a")
    assert not ua.passed
    assert not a3.passed
    assert {failure.rule for failure in ua.failures} >= {"7.1-8", "7.1-10", "7.1-11"}
    assert "metadata" in " ".join(failure.message for failure in a3.failures).lower()
    assert ua.file.name == "naïve – bare.pdf"


def test_a_file_that_is_no_pdf_is_an_error_not_a_pass(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"not a PDF")
    (verdict,) = verapdf.validate([path], ["ua1"])
    assert not verdict.passed
    assert verdict.error


def test_assert_valid_names_what_is_broken(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"7\.1-8"):
        verapdf.assert_valid(_bare(tmp_path / "bare.pdf"), profiles=["ua1"])
