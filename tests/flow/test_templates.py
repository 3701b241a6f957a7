"""A board's own look: refused where it could not be read, kept as a decision, drawn, and replayed byte for byte."""

import base64
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cypworkbench.cli import main
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import decide, logged, packing, sample, templates
from cypworkbench.flow.decide import Desk
from cypworkbench.packs import editions, logo, render
from cypworkbench.packs.palette import contrast
from cypworkbench.packs.tagged import Document
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import COUNTY, FRAMEWORK, sampled, settled_at
from tests.support import boxes, verapdf

_ORDER = ("Who returned", "Headlines", "Definitions and methods", "Sign-off")
_SHORT = ("cover", "contents", "quality", "headlines", "definitions", "signoff")


def _drawing(wide: int = 900, high: int = 200, kind: str = "PNG") -> bytes:
    """A made-up logo: a wave of no council's, half of it see-through."""
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    picture.paste((11, 92, 126, 255), (0, high // 2, wide, high))
    held = io.BytesIO()
    (picture if kind == "PNG" else picture.convert("RGB")).save(held, kind, comment=b"a secret")
    return held.getvalue()


def _template() -> Template:
    return Template(
        COUNTY,
        "Children’s report",
        "Agreed by the board in June. It meets in public.",
        "#7a1f5c",
        templates.logo_from(_drawing()),
        "A blue wave",
        _SHORT,
    )


def _planned(template: Template, edition: Edition = Edition.BOARD) -> PackPlan:
    plan = packing.plan_pack(sampled().picture, COUNTY, edition, 1, sample.PACKED_AT)
    return replace(plan, template=templates.checked(FRAMEWORK, template))


def _said(document: Document) -> list[str]:
    return [" ".join(box.text for box in page.boxes) for page in document.pages]


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"colour": "#ffd700"}, "1.4 to 1, and words need 4.5"),
        ({"colour": "blue"}, "not a colour"),
        ({"logo_says": ""}, "cannot see"),
        ({"title": "x" * 61}, "room for 60"),
        ({"pages": ("cover", "contents", "headlines", "signoff")}, "cannot be left out: what is"),
        ({"pages": (*_SHORT[2:], *_SHORT[:2])}, "begins with its cover"),
        ({"pages": (*_SHORT[:3], "quality", *_SHORT[3:])}, "twice"),
        ({"pages": (*_SHORT[:3], "poem", *_SHORT[3:])}, "no kind of page"),
        ({"board": "nobody"}, "no board called"),
    ],
)
def test_a_look_that_cannot_be_read_or_leaves_out_what_must_be_there_is_refused(
    chosen: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        templates.checked(FRAMEWORK, replace(_template(), **chosen))


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_written_anew_small_and_on_white_with_nothing_but_its_pixels(kind: str) -> None:
    made = logo.remade(_drawing(3000, 800, kind))
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.mode, picture.size) == ("RGB", (708, 189))
        assert picture.getpixel((5, 5)) == ((255,) * 3 if kind == "PNG" else (0, 0, 0))
    assert b"secret" not in made
    assert made == logo.remade(_drawing(3000, 800, kind))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"GIF89a", "no PNG or JPEG"),
        (_drawing()[:200], "no PNG or JPEG"),
        (b"\x89PNG" + bytes(6_000_000), "larger than 5 MB"),
        (_drawing(9000, 9000), "too many"),
    ],
)
def test_what_is_no_safe_picture_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        logo.remade(content)


def test_a_pack_is_drawn_with_the_boards_look_and_its_record_draws_the_same_bytes() -> None:
    plan = _planned(_template())
    document = render.draw(plan, "0" * 64)
    assert boxes.clashes(document) == []
    said = _said(document)
    assert "Children’s report" in said[0]
    assert "Agreed by the board in June." in said[0]
    first = [next(n for n, s in enumerate(said) if n > 1 and word in s) for word in _ORDER]
    assert first == sorted(first)
    assert not any("Scorecard" in s for s in said[2:])
    figures = [e for e in document.root.walk() if e.tag == "Figure"]
    assert figures[0].alt == "A blue wave"
    record = packing.snapshot(plan)
    pack = packing.issue_pack(plan, record)
    assert packing.redraw(record) == pack.content


@pytest.mark.slow
def test_a_pack_with_a_logo_and_its_own_order_of_pages_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "own.pdf"
    path.write_bytes(packing.issue_pack(_planned(_template())).content)
    verapdf.assert_valid(path)


def test_any_order_of_all_kinds_of_page_can_be_drawn() -> None:
    middle = [n for n in editions.KINDS if n not in (*editions.FIRST, editions.LAST, "measures")]
    pages = (*editions.FIRST, *reversed(middle), editions.LAST)
    document = render.draw(_planned(Template(COUNTY, pages=pages)), "0" * 64)
    assert boxes.clashes(document) == []
    names = [e.figure for e in document.root.walk() if e.figure]
    assert len(names) == len(set(names))


def test_a_look_is_decided_shown_told_undone_and_given_up_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, drawn = settled_at(tmp_path / "w.cypw"), tmp_path / "logo.png"
    drawn.write_bytes(_drawing())
    mine = [str(path), "--board", COUNTY]
    by = ["--as", "analyst"]
    assert main(["template", "set", *mine, *by, "--colour", "#FFD700"]) == 3
    assert "1.4 to 1" in capsys.readouterr().err
    asked = ["--title", "Children’s report", "--logo", str(drawn), "--logo-says", "A blue wave"]
    assert main(["template", "set", *mine, *by, *asked]) == 0
    assert main(["template", "set", *mine, *by, "--pages", ",".join(_SHORT)]) == 0
    capsys.readouterr()
    assert main(["template", "show", *mine, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["title"], shown["logo_says"]) == ("Children’s report", "A blue wave")
    assert tuple(shown["pages"]) == _SHORT
    with Workspace.open(path) as workspace:
        *_, last = logged.lines(workspace.record())
        assert "a title, logo and pages of their own" in last
        decide.undo(Desk(workspace, sample.ANALYST, sample.PACKED_AT))
        assert templates.look(workspace.record(), COUNTY).pages == ()
        plan = templates.for_edition(workspace.record(), COUNTY, Edition.PUBLIC)
        assert plan is not None
        assert (plan.title, base64.b64decode(plan.logo)) == ("", logo.remade(_drawing()))
    assert main(["template", "reset", *mine, *by]) == 0
    with Workspace.open(path) as workspace:
        assert templates.for_edition(workspace.record(), COUNTY, Edition.BOARD) is None
