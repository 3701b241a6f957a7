"""Packs signed by each released version, kept for ever, and packs that another build of the program made."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pikepdf
import pytest

from cypworkbench.domain.pack import Pack, Verdict, WordsCheck
from cypworkbench.flow import packing, proving, said
from tests.journey.keep_pack import KEPT
from tests.journey.sampled import BURNLEY, planned
from tests.journey.test_changed_digits import saved, signed_by_another, stranger
from tests.journey.test_tampering import real, trust

ROOT = Path(__file__).resolve().parents[2]
BUILD = b'"build":"'


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_pack_that_an_earlier_version_signed_is_still_as_signed(path: Path) -> None:
    found = proving.verify_pack(path.read_bytes(), [path.with_suffix(".pem").read_bytes()])
    assert (found.verdict, found.differ) == (Verdict.AS_SIGNED, ()), found.sentence
    assert found.printed >= 400
    assert found.recomputed - found.not_verifiable > found.printed / 2
    assert all(fact.trial for fact in found.signatures)


def _framework(resources: Path) -> None:
    path = resources / "frameworks" / "cypfp-2022.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('title = "', 'title = "Renamed: '), encoding="utf-8")


def _look(resources: Path) -> None:
    path = resources / "visual" / "tokens.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"#(..)(..)(..)", r"#\2\3\1", before), encoding="utf-8")


def _fonts(resources: Path) -> None:
    fonts = resources / "fonts"
    copyfile(fonts / "SourceSans3-Bold.ttf", fonts / "SourceSans3-Regular.ttf")


@pytest.mark.slow
@pytest.mark.parametrize("change", [_framework, _look, _fonts])
def test_a_pack_signed_now_verifies_after_the_framework_the_look_or_the_fonts_have_changed(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    for name in ("cypworkbench", "resources"):
        copytree(ROOT / name, tmp_path / name, ignore=ignore_patterns("__pycache__"))
    before = {p: p.read_bytes() for p in (tmp_path / "resources").rglob("*") if p.is_file()}
    change(tmp_path / "resources")
    assert sum(p.read_bytes() != held for p, held in before.items()) == 1
    pack, roots = tmp_path / "pack.pdf", tmp_path / "roots.pem"
    pack.write_bytes(real()[3])
    roots.write_bytes(b"".join(trust()))
    command = [sys.executable, "-m", "cypworkbench", "verify", str(pack), "--trust", str(roots)]
    done = subprocess.run(
        [*command, "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"]) == (0, "as signed"), found
    figures = found["figures"]
    assert (figures["printed"], figures["differ"]) == (figures["recomputed"], [])
    assert figures["printed"] > 400
    is_same_build = change is _framework  # the pack brings its own framework; look and fonts draw
    assert ("Another build" in found["sentence"]) is not is_same_build


@cache
def by_another_build() -> Pack:
    """Burnley's pack, its record and words as another build would have attached them."""
    record = packing.snapshot(planned(BURNLEY))
    start = record.index(BUILD) + len(BUILD)
    stop = record.index(b'"', start)
    return packing.issue_pack(planned(BURNLEY), record[:start] + b"0.0.9+aged" + record[stop:])


@pytest.mark.slow
def test_another_builds_pack_agrees_in_figures_and_in_the_words_attached() -> None:
    pdf = signed_by_another(by_another_build().content)
    found = proving.verify_pack(pdf, [stranger().issuer_pem or b""])
    assert (found.differ, found.words) == ((), WordsCheck.ATTACHED)
    assert "box" in found.sentence, "all that is missing is the other two signatures"
    assert found.recomputed == found.printed


def altered(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """A file with some drawn text changed on every page, and in the attached words besides."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            content = page.obj.Contents.read_bytes()
            page.obj.Contents.write(content.replace(old, new))
        attached = opened.attachments[said.NAME].obj.EF.F
        attached.write(attached.read_bytes().replace(old, new))
        return saved(opened)


@pytest.mark.slow
def test_another_builds_pack_with_a_changed_figure_names_it_and_the_build() -> None:
    pack = by_another_build()
    figure = next(f for f in pack.figures if len(f.text) > 4 and f.text.replace(".", "").isdigit())
    new = figure.text[:-1] + str((int(figure.text[-1]) + 1) % 10)
    pdf = altered(pack.content, figure.text.encode(), new.encode())
    found = proving.verify_pack(signed_by_another(pdf))
    assert found.verdict is Verdict.CHANGED
    assert figure.id in {d.id for d in found.differ}
    assert "another build of the program (0.0.9+aged)" in found.sentence


@pytest.mark.slow
def test_figures_that_only_the_earlier_build_knew_rest_on_the_attached_words() -> None:
    pack = by_another_build()
    name = next(f.id for f in pack.figures if f.text)
    with pikepdf.open(io.BytesIO(pack.content)) as opened:
        for element in opened.objects:
            if isinstance(element, pikepdf.Dictionary) and str(element.get("/ID", "")) == name:
                element.ID = pikepdf.String("fig:gone:x")
        attached = opened.attachments[said.NAME].obj.EF.F
        attached.write(attached.read_bytes().replace(name.encode(), b"fig:gone:x"))
        pdf = saved(opened)
    found = proving.verify_pack(signed_by_another(pdf))
    assert (found.differ, found.verdict) == ((), Verdict.NOT_TRUSTED)
    assert found.recomputed == found.printed
    county = sum(":E10000017:" in figure.id for figure in pack.figures)
    assert found.not_verifiable == county + 1
