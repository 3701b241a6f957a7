"""The gallery has a page of every kind in the register, each of which says what it is for."""

import importlib.util
from pathlib import Path

import pytest

from cypworkbench.packs import editions
from cypworkbench.packs.pages import register
from tests.support import structure, verapdf

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_every_kind_of_page_has_an_example_in_colour_and_in_grey_that_keeps_both_standards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "packaging" / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    gallery = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gallery)
    monkeypatch.setattr("sys.argv", ["gallery.py", "--to", str(tmp_path)])
    assert gallery.main() == 0
    told = (tmp_path / "README.md").read_text("utf-8")
    for name, kind in register.kinds("").items():
        assert f"## {name}\n\n{kind.purpose}." in told
    for name in (editions.CONTENTS, *register.kinds("")):
        assert (tmp_path / f"{name}.png").stat().st_size > 10_000
        assert (tmp_path / f"{name}-grey.png").stat().st_size > 10_000
    files = sorted(tmp_path.glob("*.pdf"))
    assert [structure.faults(path.read_bytes()) for path in files] == [[]] * len(files)
    assert [(v.file.name, v.failures) for v in verapdf.validate(files) if not v.passed] == []
