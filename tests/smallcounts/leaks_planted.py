"""Ways to give a withheld figure away in a finished pack: each takes a clean one and plants one leak."""

import hashlib
import io
import json
from collections.abc import Callable

import pikepdf

from cypworkbench.domain.plain import Plain
from cypworkbench.signing.measured import Drawing, drawings

Leak = Callable[[bytes], bytes]
RECORD = "snapshot.json"


def _edited(change: Callable[[pikepdf.Pdf], None]) -> Leak:
    def plant(pdf: bytes) -> bytes:
        held = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            change(opened)
            opened.save(held, deterministic_id=True, fix_metadata_version=False)
        return held.getvalue()

    return plant


def _drawn(operators: bytes, number: int = 20) -> Leak:
    """Further drawing operators at the end of a page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[min(number, len(pdf.pages) - 1)]
        page.contents_add(pdf.make_stream(operators))

    return _edited(change)


def _replaced(before: bytes, after: bytes) -> Leak:
    """The first drawing operator that says the one, made to say the other."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            content = b"".join(each.read_bytes() for each in _streams(page))
            if before in content:
                page.Contents = pdf.make_stream(content.replace(before, after, 1))
                return
        raise AssertionError(before)

    return _edited(change)


def _changed(before: bytes, after: bytes) -> Leak:
    """The last drawing operator in the pack that says the one, made to say the other: what comes first is a table."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in reversed(pdf.pages):
            content = b"".join(each.read_bytes() for each in _streams(page))
            if before in content:
                page.Contents = pdf.make_stream(content.replace(before, after, 1))
                return
        raise AssertionError(before)

    return _edited(change)


def _streams(page: pikepdf.Page) -> list[pikepdf.Stream]:
    held = page.Contents
    every = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [each for each in every if isinstance(each, pikepdf.Stream)]


def _file(pdf: pikepdf.Pdf, name: str, content: bytes) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf,
        content,
        description="",
        filename=name,
        mime_type="",
        creation_date="",
        mod_date="",
    )


def _attached(name: str, content: bytes) -> Leak:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = _file(pdf, name, content)

    return _edited(change)


def _recorded(change: Callable[[Plain], None]) -> Leak:
    """The attached record, changed."""

    def swap(pdf: pikepdf.Pdf) -> None:
        said = json.loads(pdf.attachments[RECORD].get_file().read_bytes())
        change(said)
        content = json.dumps(said).encode()
        del pdf.attachments[RECORD]
        pdf.attachments[RECORD] = _file(pdf, RECORD, content)

    return _edited(swap)


def _entered(consent: str = "Yes", **more: Plain) -> Leak:
    """An invented entry of a register in the attached record: without consent, or with where it came from."""

    def change(said: Plain) -> None:
        told = [["What was said", "Illustrative"], ["What changed", "Illustrative"]]
        told.append(["Consent to print it", consent])
        where = {"sha256": "", "sheet": "", "cells": ["", "", ""]}
        entry = {"measure": "voice-report", "area": "E10000017", "said": told, **where, **more}
        said["given"]["accounts"] = [entry]

    return _recorded(change)


def _withheld(said: Plain) -> Plain:
    return next(
        point
        for series in said["given"]["series"]
        for point in series["points"]
        if point.get("state") == "suppressed"
    )


def _point(**more: Plain) -> Leak:
    return _recorded(lambda said: _withheld(said).update(more))


def _state(key: str, value: Plain) -> Leak:
    return _recorded(lambda said: said["state"].update({key: value}))


def _described(pdf: pikepdf.Pdf) -> pikepdf.Object:
    found = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o)
    return next(found)


def _alternative(pdf: pikepdf.Pdf) -> None:
    _described(pdf).Alt = pikepdf.String("Dot chart. Fylde 3.")


def _spoken(pdf: pikepdf.Pdf) -> None:
    _described(pdf).ActualText = pikepdf.String("Fylde 3")


def _note(pdf: pikepdf.Pdf) -> None:
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/Contents": "Fylde: 3"}
    made = pikepdf.Dictionary(Contents=pikepdf.String(str(note["/Contents"])), Rect=[0, 0, 9, 9])
    made.Subtype = pikepdf.Name.Text
    page = pdf.pages[20]
    page.Annots = pikepdf.Array([*page.get("/Annots", pikepdf.Array()), pdf.make_indirect(made)])


def _field(pdf: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("Fylde"), V=pikepdf.String("3"))
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array()))
    form.Fields = pikepdf.Array([*form.Fields, pdf.make_indirect(field)])
    pdf.Root.AcroForm = form


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Fylde 3", 20))


def _property(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = "Fylde 3"


def _metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:description"] = "Fylde 3"


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("n=3"))


def _layer(pdf: pikepdf.Pdf) -> None:
    layer = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Fylde 3"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([pdf.make_indirect(layer)]))


def _picture(pdf: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(pdf, b"\x03", Width=1, Height=1, BitsPerComponent=8)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.ColorSpace = pikepdf.Name.DeviceGray
    pdf.pages[20].add_resource(image, pikepdf.Name.XObject)


def _left_over(pdf: pikepdf.Pdf) -> None:
    private = pikepdf.Dictionary(LastModified="D:2026", Private=pikepdf.String("Fylde 3"))
    pdf.Root.PieceInfo = pikepdf.Dictionary(Maker=pikepdf.Dictionary(Private=private))


def _label(pdf: pikepdf.Pdf) -> None:
    label = pikepdf.Dictionary(P=pikepdf.String("Fylde 3"))
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, label]))


def _digest_of_a_count(said: Plain) -> None:
    said["given"]["series"][0]["source"] = hashlib.sha256(b"fte-rate|E07000119|3").hexdigest()


def _explained(said: Plain) -> None:
    said["state"]["explanations"] = {"key": {"text": "Three families moved."}}


def _returned(said: Plain) -> None:
    said["given"]["suppliers"][0]["returned"] = {"file": "fylde.xlsx"}


def _told(said: Plain) -> None:
    who = {"measure": "fte-rate", "area": "E10000017", "at": "2026-10-02T15:00:00+00:00"}
    text = "In Fylde only two more children entered than last year."
    said["state"]["comments"] = {"a": {**who, "text": text, "by": {"name": "Lead"}}}


def _in_chart(told: str, drawn: Callable[[Drawing], str]) -> Leak:
    """Further shapes laid over the chart whose description begins so, wherever in the pack it stands."""

    def plant(pdf: bytes) -> bytes:
        chart = next(each for each in drawings(pdf) if each.told.startswith(told))
        return _drawn(drawn(chart).encode(), chart.page - 1)(pdf)

    return plant


def _mark(x: float, y: float) -> str:
    """A small filled square about a place, as a chart marks a figure."""
    return f"0.1 0.3 0.5 rg {x - 2:.2f} {y - 2:.2f} 4 4 re f"


def _row(district: str, share: float) -> Callable[[Drawing], str]:
    """A mark in a district's row, at a share of the way from nought to the highest figure's."""

    def drawn(chart: Drawing) -> str:
        name = next(word for word in chart.words if word.text.strip() == district)
        nought = chart.bounds[0] + 31 * 72 / 25.4
        highest = max(shape.middle[0] for shape in chart.shapes if shape.is_mark)
        return _mark(nought + share * (highest - nought), name.at[1] + 3.12)

    return drawn


def _at_year(year: str) -> Callable[[Drawing], str]:
    """A mark over a year of a trend, halfway up."""

    def drawn(chart: Drawing) -> str:
        label = next(word for word in chart.words if word.text.strip() == year)
        return _mark(label.at[0] + 9.45, (chart.bounds[1] + chart.bounds[3]) / 2)

    return drawn


def _level(chart: Drawing) -> str:
    left, bottom, _, top = chart.bounds
    height = bottom + 0.6713 * (top - bottom)
    return f"0.5 w {left + 30:.2f} {height:.2f} m {left + 384.3:.2f} {height:.2f} l S"


def _band(chart: Drawing) -> str:
    left, bottom, *_ = chart.bounds
    return f"0.9 g {left + 33:.2f} {bottom + 59.3:.2f} 340 60 re f"


_TEXT = b"BT /F1 10 Tf 300 400 Td (3) Tj ET"
CELL = {"sha256": "0" * 64, "sheet": "A", "cell": "B2"}
THRESHOLDS = {"R1": {"name": "R1", "value": "3"}}
# each with where it must be found
PDF: dict[str, tuple[str, Leak]] = {
    "a return attached": (
        "attachment fylde.csv",
        _attached("fylde.csv", b"measure,area,value\nfte-rate,E07000119,3\n"),
    ),
    "a second copy of the record attached": (
        "attachment snapshot-full.json",
        _attached("snapshot-full.json", b"{}"),
    ),
    "a file name that says it": ("attachment fylde-3.txt", _attached("fylde-3.txt", b"")),
    "the value left in the record": ("attachment snapshot.json, ", _point(value=3.0)),
    "the numerator left in the record": ("attachment snapshot.json, ", _point(numerator=3.0)),
    "the denominator left in the record": ("attachment snapshot.json, ", _point(denominator=37.0)),
    "an interval left in the record": ("attachment snapshot.json, ", _point(lower=1.2, upper=5.9)),
    "the cell it came from": (
        "attachment snapshot.json, ",
        _point(origins=[CELL]),
    ),
    "a digest of the count, to be guessed": (
        "attachment snapshot.json",
        _recorded(_digest_of_a_count),
    ),
    "an explanation in the record": ("attachment snapshot.json, state", _recorded(_explained)),
    "a return in the record": ("attachment snapshot.json, suppliers", _recorded(_returned)),
    "a comment that says it in words": ("attachment snapshot.json, comments", _recorded(_told)),
    "thresholds of the rules": (
        "attachment snapshot.json, state",
        _state("thresholds", THRESHOLDS),
    ),
    "a note on a page": ("page 21, notes", _edited(_note)),
    "a field of a form": ("what else", _edited(_field)),
    "alternative text": ("alternative text", _edited(_alternative)),
    "text for a screen reader": ("alternative text", _edited(_spoken)),
    "a bookmark": ("bookmarks", _edited(_bookmark)),
    "a document property": ("document properties", _edited(_property)),
    "the metadata stream": ("document properties", _edited(_metadata)),
    "a script": ("what else", _edited(_script)),
    "a hidden layer": ("what else", _edited(_layer)),
    "a picture of the chart": ("page 21, pictures", _edited(_picture)),
    "what an editor left behind": ("what else", _edited(_left_over)),
    "a page's label": ("what else", _edited(_label)),
    "text that is not painted": (
        "page 21, words",
        _drawn(b"BT 3 Tr /F1 10 Tf 300 400 Td (3) Tj ET"),
    ),
    "text in white": ("page 21, words", _drawn(b"1 1 1 rg " + _TEXT)),
    "text behind a box": ("page 21, words", _drawn(_TEXT + b" 1 g 290 390 40 40 re f")),
    "a bar": ("page 21, shapes", _drawn(b"0.1 0.3 0.5 rg 100 300 6 21 re f")),
    "a point of the line": (
        "page 21, shapes",
        _drawn(b"q 1 0 0 1 250 420 cm 0 0 m 3 0 l 3 3 l h f Q"),
    ),
    "a centre line": ("page 21, shapes", _drawn(b"0.5 w 60 431.25 m 400 431.25 l S")),
    "the limits": ("page 21, shapes", _drawn(b"0.9 g 60 401 340 62 re f")),
    "a tick of a longer axis": ("page 21, shapes", _drawn(b"58 512 m 62 512 l S")),
    "a colour": ("shapes", _replaced(b" rg", b" rg 1 0 0 rg")),
    "the order of rows": ("words", _replaced(b" Tm", b" Tm 0 -13 Td")),
    "bytes after the end": ("the rest", lambda pdf: pdf + b"\n% Fylde 3\n"),
    "an entry that nobody consented to print": (
        "attachment snapshot.json, accounts",
        _entered("No"),
    ),
    "an entry with the sheet it came from": (
        "attachment snapshot.json, accounts",
        _entered(sheet="In words"),
    ),
    "an entry of what is no register": (
        "attachment snapshot.json, accounts",
        _entered(measure="gld"),
    ),
}


# What a reader with a ruler, or a listener, has from the pages alone, each with how its place is named. Burnley's true
# share in care leavers' homes is 96.49 % (illustrative), the highest that is printed 91.86 %.
SHOWN: dict[str, tuple[str, Leak]] = {
    "a dot in the row of a withheld district": (
        "chart of care-leavers-accommodation",
        _in_chart("Dot chart. Care leavers", _row("Burnley", 96.4912 / 91.8605)),
    ),
    "a dot beside another figure than its own": (
        "chart of da-incidents",
        _in_chart("Dot chart. Domestic abuse", _row("Preston", 0.55)),
    ),
    "a point of a trend between the published ones": (
        "chart of fte-rate, 2019-01-01/P1Y",
        _in_chart("Line chart. First-time entrants", _at_year("2019")),
    ),
    "a centre line": (
        "chart of permanent-exclusions",
        _in_chart("Line chart. Permanent exclusions", _level),
    ),
    "the limits": (
        "chart of unauthorised-absence",
        _in_chart("Line chart. Unauthorised absence", _band),
    ),
    "a printed figure changed": ("printed figure, da-incidents", _changed(b"(580 )", b"(581 )")),
    "alternative text": ("alternative text", _edited(_alternative)),
    "text for a screen reader": ("alternative text", _edited(_spoken)),
    "a bookmark": ("bookmarks", _edited(_bookmark)),
    "a document property": ("document properties", _edited(_property)),
    "the metadata stream": ("document properties", _edited(_metadata)),
    "a hidden layer": ("what else", _edited(_layer)),
    "words under the last line": (
        "words",
        _drawn(b"BT /F2+0 10 Tf 300 30 Td (Fylde 3) Tj ET", 8),
    ),
}
