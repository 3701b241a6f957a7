"""Packs broken on purpose: each of these faults was once made by somebody's PDF writer, and each must be found."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.packs import everything
from tests.support import structure, verapdf

Break = Callable[[pikepdf.Pdf], None]


def _elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S") == f"/{tag}":
            found.append(element)
        kids = element.get("/K", Array())
        below = kids if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in below if isinstance(kid, Dictionary) and "/S" in kid]
    return found


def _no_alternative_text(pdf: pikepdf.Pdf) -> None:
    del _elements(pdf, "Figure")[0].Alt


def _no_scope(pdf: pikepdf.Pdf) -> None:
    for head in _elements(pdf, "TH"):
        del head.A


def _skipped_heading(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "H2")[0].S = Name.H3


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _title_not_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _untagged_text(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.pages[0].Contents.read_bytes()
    bare, times = re.subn(
        rb"/P <</MCID \d+>> BDC\n(.*?)EMC", rb"\1", drawn, count=1, flags=re.DOTALL
    )
    assert times == 1
    pdf.pages[0].Contents.write(bare)


def _link_without_words(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0].Contents


def _no_tab_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Tabs


def _ragged_row(pdf: pikepdf.Pdf) -> None:
    row = _elements(pdf, "TR")[2]
    row.K = Array(list(row.K)[:-1])


def _paragraph_as_row(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "TR")[0].S = Name.P


def _no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            if "/ToUnicode" in font:
                del font.ToUnicode


def _mark_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "P")[0].K = Array([999])


def _no_parent_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([]))


def _damaged_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes().decode("latin-1").encode("utf-8"))


def _box_without_element(pdf: pikepdf.Pdf) -> None:
    del _elements(pdf, "Form")[0].K


def _swapped_owners(pdf: pikepdf.Pdf) -> None:
    first, second = _elements(pdf, "TD")[:2]
    first.K, second.K = Array(list(second.K)), Array(list(first.K))


def _figure_under_another_id(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "TD")[0].ID = pikepdf.String("fig:another")


MUTANTS: tuple[Break, ...] = (
    _no_alternative_text,
    _no_scope,
    _skipped_heading,
    _no_language,
    _title_not_shown,
    _untagged_text,
    _link_without_words,
    _no_tab_order,
    _ragged_row,
    _paragraph_as_row,
    _no_metadata,
    _letters_without_meaning,
    _mark_that_is_not_there,
    _no_parent_tree,
    _damaged_profile,
    _box_without_element,
    _swapped_owners,
    _figure_under_another_id,
)


def test_each_broken_pack_is_found_out_and_the_whole_one_is_not(tmp_path: Path) -> None:
    whole = everything.sealed()
    found: dict[str, str] = {"whole": "; ".join(structure.faults(whole))}
    paths = [tmp_path / "whole.pdf"]
    paths[0].write_bytes(whole)
    for spoil in MUTANTS:
        with pikepdf.open(io.BytesIO(whole)) as pdf:
            spoil(pdf)
            paths.append(tmp_path / f"{spoil.__name__}.pdf")
            pdf.save(paths[-1], object_stream_mode=pikepdf.ObjectStreamMode.generate)
        found[spoil.__name__] = "; ".join(structure.faults(paths[-1].read_bytes()))
    for verdict in verapdf.validate(paths):
        if not verdict.passed:
            found[verdict.file.stem] += f"{verdict}"
    unseen = [name for name, said in found.items() if not said]
    assert unseen == ["whole"]


@pytest.mark.parametrize(
    "spoil",
    [
        _untagged_text,
        _mark_that_is_not_there,
        _no_parent_tree,
        _damaged_profile,
        _box_without_element,
        _swapped_owners,
        _figure_under_another_id,
    ],
)
def test_broken_bookkeeping_is_found_without_a_java(spoil: Break) -> None:
    with pikepdf.open(io.BytesIO(everything.sealed())) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert structure.faults(out.getvalue())
