"""A document that uses every element the tagged page has, and texts made to harm. Run to write it to a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged import Document, Metadata, Page, Run, Style
from cypworkbench.packs.tagged.document import A3_LANDSCAPE, Attachment
from cypworkbench.packs.tagged.mpl import draw_figure

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
TITLE = Style(26, 30, fonts.SEMIBOLD)
SECTION = Style(13, 17, fonts.SEMIBOLD)
BODY = Style(11, 15.4)
SNAPSHOT = b'{"record": "as given"}'

# What was typed, and what the page then says: texts that broke other programs, and what ours makes of them.
HOSTILE = {
    '<img src="file:///etc/passwd"/> <a href="x">y</a>': '<img src="file:///etc/passwd"/> <a href="x">y</a>',
    "x<y and y>z &amp; &lt; &#65; <b>": "x<y and y>z &amp; &lt; &#65; <b>",
    "(brackets) \\ ) Tj ET Q EMC": "(brackets) \\ ) Tj ET Q EMC",
    "/MCID 0 >> BDC endstream endobj": "/MCID 0 >> BDC endstream endobj",
    "$\\frac{1}{2}$ costs $5 and %PDF": "$\\frac{1}{2}$ costs $5 and %PDF",
    "bell\x07 null\x00 escape\x1b[31m red": "bell null escape[31m red",
    "a tab\tand a\nbreak\r\nand a\u2028line": "a tab and a break  and a line",
    "no\xa0break, nar\u202frow": "no break, nar row",
    "soft\xadhyphen, zero\u200bwidth": "softhyphen, zerowidth",
    "turned \u202egnp.exe\u202c back": "turned gnp.exe back",
    "cafe\u0301 – naïve Łódź Þórr": "café – naïve Łódź Þórr",
    "▲▼●■◆✔✘→ ≥ ≤ – − £ €": "▲▼●■◆✔✘→ ≥ ≤ – − £ €",
    "Ελλάδα Україна ქართული": "Ελλάδα Україна ქართული",
    "smileys 😀 and \U0001d538": "smileys 😀 and \U0001d538",
    "neither font: 中文 \U0001f9ec": "neither font: \ufffd\ufffd \ufffd",
    "private \ue000, half \ud800, none \u0378": "private \ufffd, half \ufffd, none \ufffd",
    "=HYPERLINK(1)|cmd' /c calc'!A0": "=HYPERLINK(1)|cmd' /c calc'!A0",
}


def draw() -> Document:
    """The document, drawn and not yet sealed."""
    document = Document(
        Metadata("Everything <&> tagged\x07", "A & B\ud800", "A trial]]>", AT, "a test")
    )
    _prose(document)
    _table_over_two_pages(document)
    _texts(document)
    with document.page(A3_LANDSCAPE) as page:
        with page.tag("H1"):
            page.text(20, 30, "Sign-off", TITLE)
        document.bookmark("Sign-off", 0, 20)
        with page.tag("P"):
            page.text(20, 40, "Each box is kept for one person.", BODY)
        for n, who in enumerate(("analyst", "head", "chair")):
            box = (20 + 80 * n, 60, 90 + 80 * n, 85)
            document.signature_field(who, f"Signature of the {who}", box)
    return document


def sealed() -> bytes:
    """The finished bytes."""
    return draw().seal([Attachment("snapshot.json", "The record it was made from", SNAPSHOT)])


def _prose(document: Document) -> None:
    with document.page() as page:
        with page.artifact("Header"):
            page.text(20, 13, "Running head", BODY)
            page.line((20, 16), (190, 16), "#16202A", 0.8)
        with page.tag("Sect", title="Headlines"):
            with page.tag("H1"):
                page.text(20, 30, "Headlines", TITLE)
            document.bookmark("Headlines\x1b", 0, 20)
            with page.tag("P"):
                runs = [Run("Of the 33 measures we can judge, "), Run("10", figure="fig:met")]
                runs += [Run(" meet their target. ", fonts.SEMIBOLD), Run("Absence is falling.")]
                page.paragraph(20, 40, 60, runs, BODY)
            _list(page)
            with page.tag("H2"):
                page.text(20, 90, "Where to look", SECTION)
            document.bookmark("Where to look", 1, 84, "where")
            _links(page)
            with page.tag("H3"):
                page.text(20, 120, "A chart", BODY)
            draw_figure(page, chart(), 20, 125, "Bars of 3, 5 and 4;\x00 \ud800 2 is off target.")
            with page.tag("Caption"):
                page.text(20, 190, "Three bars, invented.", BODY)
        page.rectangle((20, 200, 30, 8), fill="#FBF0D3", edge="#7A5200", radius=1)
        page.hatch((20, 200, 30, 8), "#7A5200", 1.7, 0.6)
        with page.tag("Figure", alt="A circle: met", box=page.outer(60, 200, 70, 210)):
            page.circle(65, 205, 4, edge="#0B6B57")
            page.glyph(65, 206, "M", BODY)
            page.polygon([(61, 201), (62, 202), (61, 203)], fill="#A62B0C")


def _list(page: Page) -> None:
    with page.tag("L", numbering="Decimal"):
        for n, said in enumerate(("agree the action", "decide on a baseline"), start=1):
            with page.tag("LI"):
                with page.tag("Lbl"):
                    page.text(20, 60 + 6 * n, f"{n} ", BODY)
                with page.tag("LBody"):
                    page.text(26, 60 + 6 * n, said, BODY)


def _links(page: Page) -> None:
    with page.tag("P"):
        wide = page.text(20, 98, "See ", BODY)
        with page.tag("Link", title="Go to the sign-off page"):
            more = page.text(20 + wide, 98, "the sign-off", BODY)
            page.link("Sign-off", (20 + wide, 94, 20 + wide + more, 99))
        with page.tag("Note"):
            page.text(20 + wide + more, 98, " (on the last page)", BODY)
    with page.tag("P"), page.tag("Link"):
        wide = page.text(20, 106, "The partnership's site", BODY)
        page.link("https://www.example.org/", (20, 102, 20 + wide, 107))


def chart() -> Figure:
    """A chart with a hatch, a clip along a path, a label that is a printed figure, and text that is no formula."""
    with rc_context({"text.parse_math": False, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(4, 2.2))
        axes = figure.add_axes((0.1, 0.15, 0.85, 0.75))
        bars = axes.bar([1, 2, 3], [3, 5, 4], color=["white", "#A62B0C", "#FBF0D3"], edgecolor="k")
        bars[2].set_hatch("////")
        axes.text(2, 5.1, "5.0 ▲", gid="fig:chart:second")
        axes.text(0.7, 4.6, "$5 and $x^2$", rotation=10)
        line = axes.plot([1, 2, 3], [1, 2, 1], "o--", color="#0E5A78", linewidth=2)[0]
        line.set_clip_path(Circle((2, 2), 1, transform=axes.transData))
        axes.set_xlim(0.5, 3.5)
        axes.set_ylim(0, 6)
    return figure


def _table_over_two_pages(document: Document) -> None:
    with document.page() as page:
        with page.tag("H1"):
            page.text(20, 30, "Figures", TITLE)
        document.bookmark("Figures", 0, 20)
        with page.tag("Table") as table:
            with page.tag("THead"):
                _heads(page)
            with page.tag("TBody") as body:
                _rows(page, range(3))
    with document.page() as page:
        with page.artifact():
            page.text(20, 44, "The head again, for the eye", BODY)
        with page.within(table), page.within(body):
            _rows(page, range(3, 5))


def _heads(page: Page) -> None:
    with page.tag("TR"):
        with page.tag("TH", scope="Column", rows=2):
            page.text(20, 50, "Area", BODY)
        with page.tag("TH", scope="Column", columns=2):
            page.text(80, 44, "Rate", BODY)
    with page.tag("TR"):
        for n, year in enumerate(("2025", "2026")):
            with page.tag("TH", scope="Column"):
                page.text(80 + 30 * n, 50, year, BODY)


def _rows(page: Page, numbers: range) -> None:
    for n in numbers:
        with page.tag("TR"):
            with page.tag("TH", scope="Row"):
                page.text(20, 60 + 6 * n, f"District {n}", BODY)
            with page.tag("TD", figure=f"fig:{n}:2025"):
                page.text(95, 60 + 6 * n, f"{n}.5", BODY, "right")
            with page.tag("TD"), page.tag("Span", figure=f"fig:{n}:2026"):
                page.text(125, 60 + 6 * n, f"−{n},204.7", BODY, "right")


def _texts(document: Document) -> None:
    with document.page() as page:
        with page.tag("H1"):
            page.text(20, 30, "Texts made to harm", TITLE)
        for n, text in enumerate(HOSTILE):
            with page.tag("P", figure=f"fig:hostile:{n}"):
                page.text(20, 45 + 7 * n, text, BODY)
        with page.tag("P"):
            page.paragraph(20, 180, 50, f"{'unbreakable' * 20} and the rest", BODY)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sealed())
