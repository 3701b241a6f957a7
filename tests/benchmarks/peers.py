"""The sixty pages of test_page_speed.py through two other makers of tagged pages: WeasyPrint and typst.

Each is given the same words, figures and typeface, and each page's chart as a drawing made beforehand: what our own
pages draw anew is free for them. Both make PDF/UA-1.
"""

from collections.abc import Sequence
from functools import cache
from html import escape

import typst
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cypworkbench.locations import resource_path
from cypworkbench.packs.html import svg
from cypworkbench.packs.palette import Palette
from tests.benchmarks.test_page_speed import HEADS, PAGES, PROSE, bars, reused, rows

_FONT = "SourceSans3-{}.ttf"
_STYLE = f"""
@font-face {{ font-family: Source; src: url(at-hand:{_FONT.format("Regular")}) }}
@font-face {{ font-family: Source; font-weight: 600; src: url(at-hand:{_FONT.format("Semibold")}) }}
@page {{ size: A4; margin: 20mm 18mm }}
body {{ font: 11pt/1.4 Source }}
h1 {{ font-size: 26pt; font-weight: 600; break-before: page; margin: 0 }}
td, th {{ text-align: right; font-weight: 400; width: 12mm; padding: 0 }}
img {{ width: 101mm }}
"""
_TYPST = """
#set document(title: "Sixty pages")
#set page(paper: "a4", margin: (x: 18mm, y: 20mm))
#set text(font: "Source Sans 3", size: 11pt, lang: "en", region: "GB")
#set table(stroke: none, align: right, inset: 1.4pt)
#show heading: set text(size: 26pt, weight: 600)
"""


@cache
def drawings() -> tuple[str, ...]:
    """Each page's chart as SVG, in its own colours."""
    figure, drawn = reused(), []
    for number in range(PAGES):
        bars(figure, number)
        made = svg.svg(figure, Palette("none", {}), f"chart{number}")
        drawn.append(made.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))
    return tuple(drawn)


def html() -> str:
    """The document for WeasyPrint."""
    pages = []
    for number in range(PAGES):
        head = "".join(f'<th scope="col">{said}</th>' for said in ("", *HEADS))
        body = "".join(
            f'<tr><th scope="row">{name}</th>{_cells(f"fig-{number}-{row}", figures)}</tr>'
            for row, (name, *figures) in enumerate(rows(number))
        )
        pages.append(
            f"<h1>Measure {number}</h1><p>{escape(PROSE)}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f'<img alt="Three bars." src="at-hand:{number}.svg">'
        )
    return f'<html lang="en-GB"><title>Sixty pages</title><style>{_STYLE}</style>{"".join(pages)}'


def _cells(name: str, figures: Sequence[str]) -> str:
    """A row's figures, each by its id, as ours are."""
    return "".join(f'<td id="{name}-{column}">{said}</td>' for column, said in enumerate(figures))


class _AtHand(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Hands over what the document asks for from memory: nothing here looks outside."""

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        name = url.partition(":")[2]
        body: bytes | str = (
            _fonts()[name] if name in _fonts() else drawings()[int(name.partition(".")[0])]
        )
        return URLFetcherResponse(
            url, body, {"Content-Type": "font/ttf" if name in _fonts() else "image/svg+xml"}
        )


@cache
def _fonts() -> dict[str, bytes]:
    named = (_FONT.format(weight) for weight in ("Regular", "Semibold"))
    return {name: resource_path("fonts", name).read_bytes() for name in named}


def weasyprint() -> bytes:
    """WeasyPrint's pages."""
    made: bytes = HTML(string=html(), url_fetcher=_AtHand()).write_pdf(pdf_variant="pdf/ua-1")
    return made


def source(edition: int) -> str:
    """The document for typst; another `edition` has other figures on every page, so nothing is remembered of it."""
    pages = []
    for number, drawn in enumerate(drawings()):
        cells = ", ".join(f"[{said}]" for row in rows(number + 10 * edition) for said in row)
        head = ", ".join(f"[{said}]" for said in ("", *HEADS))
        pages.append(
            f"= Measure {number}\n{PROSE}\n\n"
            f"#table(columns: {len(HEADS) + 1}, table.header({head}), {cells})\n"
            f'#image(bytes("{_quoted(drawn)}"), format: "svg", width: 101mm, alt: "Three bars.")\n'
        )
    return _TYPST + "#pagebreak()\n".join(pages)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@cache
def _faces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(resource_path("fonts"))])


def typeset(edition: int) -> bytes:
    """typst's pages; its fonts are read once, at the first call."""
    compiler = typst.Compiler(source(edition).encode(), font_paths=_faces())
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made
