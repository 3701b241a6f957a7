"""Packs whose words read right and whose pages show something else, signed by people who are trusted."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import proving
from tests.journey.sampled import BURNLEY, packed, sampled
from tests.journey.test_changed_digits import DIGIT, SHOWN, saved
from tests.journey.test_tampering import people, real, signed, trust

AT_PAGE = 5
_COVER = b"1 1 1 rg 0 0 300 100 re f 0 0 0 rg BT %s 40 Tf 10 10 Td (99.9) Tj ET"


def a_box_over_it(opened: pikepdf.Pdf) -> None:
    page = opened.pages[AT_PAGE].obj
    drawn = page.Contents.read_bytes()
    page.Contents.write(drawn + b"\n/Artifact BMC q 1 1 1 rg 50 300 400 400 re f Q EMC\n")


def a_picture_over_it(opened: pikepdf.Pdf) -> None:
    page = opened.pages[AT_PAGE].obj
    font = next(iter(page.Resources.Font.keys()))
    over = opened.make_stream(_COVER % font.encode())
    over.Type, over.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    over.BBox = pikepdf.Array([0, 0, 300, 100])
    over.Resources = pikepdf.Dictionary(Font=page.Resources.Font)
    page.Resources.XObject = pikepdf.Dictionary(Over=over)
    drawn = page.Contents.read_bytes()
    page.Contents.write(drawn + b"\n/Artifact BMC q 1 0 0 1 100 400 cm /Over Do Q EMC\n")


def a_note_over_it(opened: pikepdf.Pdf) -> None:
    page = opened.pages[AT_PAGE].obj
    shown = opened.make_stream(b"1 1 1 rg 0 0 400 400 re f")
    shown.Type, shown.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    shown.BBox = pikepdf.Array([0, 0, 400, 400])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=pikepdf.Array([50, 300, 450, 700]),
        Contents=pikepdf.String("99.9"),
        AP=pikepdf.Dictionary(N=shown),
        F=4,
    )
    page.Annots = pikepdf.Array([*page.get("/Annots", []), opened.make_indirect(note)])


def a_line_moved(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        drawn = page.obj.Contents.read_bytes()
        lines = list(re.finditer(rb"(\d+\.?\d*) (\d+\.?\d*) l\b", drawn))
        if len(lines) > 20:
            at = lines[10]
            moved = b"%.2f" % (float(at.group(2)) + 40)
            page.obj.Contents.write(drawn[: at.start(2)] + moved + drawn[at.end(2) :])
            return


def a_digit_that_reads_as_another(opened: pikepdf.Pdf) -> None:
    page = opened.pages[AT_PAGE].obj
    drawn = page.Contents.read_bytes()
    found = next(f for f in SHOWN.finditer(drawn) if DIGIT.search(f.group()))
    digit = DIGIT.search(found.group())
    assert digit is not None
    at = found.start() + digit.start()
    was, now = drawn[at], ord("7") if drawn[at] != ord("7") else ord("3")
    name, size = re.findall(rb"(/F\S+) ([\d.]+) Tf", drawn[:at])[-1]
    font = page.Resources.Font[name.decode()]
    told = re.sub(
        rb"<%02X> <00%02X>" % (now, now),
        b"<%02X> <00%02X>" % (now, was),
        font.ToUnicode.read_bytes(),
    )
    other = pikepdf.Dictionary(dict(font.items()))
    other.ToUnicode = opened.make_stream(told)
    page.Resources.Font["/Other"] = opened.make_indirect(other)
    text = found.group()[: digit.start()] + bytes([now]) + found.group()[digit.start() + 1 :]
    set_so = b"/Other " + size + b" Tf " + text + b" " + name + b" " + size + b" Tf"
    page.Contents.write(drawn[: found.start()] + set_so + drawn[found.end() :])


def another_title(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as told:
        told["dc:title"] = "Another title"


def a_script(opened: pikepdf.Pdf) -> None:
    opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


def a_layer_switched_off(opened: pikepdf.Pdf) -> None:
    layer = opened.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Figures"))
    )
    shown = pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
    opened.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=shown)
    page = opened.pages[AT_PAGE].obj
    page.Resources.Properties = pikepdf.Dictionary(Hidden=layer)
    drawn = page.Contents.read_bytes()
    page.Contents.write(b"/OC /Hidden BDC\n" + drawn + b"\nEMC")


def a_file_beside_the_record(opened: pikepdf.Pdf) -> None:
    opened.attachments["figures.csv"] = b"measure,value\nu18-conception,99.9\n"


Forging = Callable[[pikepdf.Pdf], None]
PAGE = f"page {AT_PAGE + 1} shows something else."
WAYS: tuple[tuple[Forging, str], ...] = (
    (a_picture_over_it, PAGE),
    (a_box_over_it, PAGE),
    (a_note_over_it, PAGE),
    (a_line_moved, "shows something else."),
    (a_digit_that_reads_as_another, PAGE),
    (another_title, "its outline, title or settings are others."),
    (a_layer_switched_off, "shows something else."),
    (a_file_beside_the_record, "what is attached to it is something else."),
    (a_script, "its outline, title or settings are others."),
)


def forged(way: Forging) -> bytes:
    with pikepdf.open(io.BytesIO(packed(BURNLEY).content)) as opened:
        way(opened)
        return saved(opened)


@pytest.mark.parametrize(
    ("way", "says"),
    [WAYS[0], *(pytest.param(*each, marks=pytest.mark.slow) for each in WAYS[1:])],
    ids=[way.__name__ for way, _ in WAYS],
)
def test_a_page_that_shows_something_else_is_named_though_all_three_signed_it(
    way: Forging, says: str
) -> None:
    found = proving.verify_pack(signed(forged(way), people()), trust())
    assert found.verdict is Verdict.CHANGED
    assert found.sentence.startswith(proving.OTHERWISE) or proving.OTHERWISE in found.sentence
    assert found.sentence.endswith(says)


def test_a_forged_candidate_is_not_signed_where_no_workspace_vouches_for_it() -> None:
    proving.refuse_forged(real()[1])
    with pytest.raises(Refusal, match="shows something else"):
        proving.refuse_forged(forged(a_box_over_it))


def test_what_this_workspace_never_issued_is_not_as_signed_though_its_chain_fits() -> None:
    """The pack is whole and signed by all; its workspace knows the decision it names, and never issued the file."""
    record = replace(sampled().record)
    assert proving.verify_pack(real()[3], trust()).verdict is Verdict.AS_SIGNED
    found = proving.verify_pack(real()[3], trust(), record)
    assert found.matches_workspace
    assert found.verdict is Verdict.CHANGED
    assert found.sentence.endswith("but this workspace never issued this file.")
