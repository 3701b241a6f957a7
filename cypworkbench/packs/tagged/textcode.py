"""Text as the operators that show it; ReportLab's own way to write them takes half of a pack's time."""

from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from cypworkbench.packs import fonts, leftward
from cypworkbench.packs.tagged.style import rgb

Matrix = tuple[float, float, float, float]
UPRIGHT = (1.0, 0.0, 0.0, 1.0)
_UPRIGHT = "1 0 0 1"
# Within a string only plain letters are written as they are: a line end, say, would be read as another one.
_WRITTEN = {n: chr(n) if 32 <= n < 127 else f"\\{n:03o}" for n in range(256)}  # noqa: PLR2004  ASCII's plain letters
_WRITTEN.update({ord(mark): f"\\{mark}" for mark in "\\()"})


def show(
    canvas: Canvas,
    at: tuple[float, float],
    text: str,
    weight: str,
    size: float,
    matrix: Matrix = UPRIGHT,
) -> str:
    """Operators that show a line of text from a point (PDF's points), perhaps turned, in the colour in force."""
    way = _both_ways if leftward.found_in(text) else _one_way
    return f"BT {way(canvas, at, text, weight, size, matrix)} ET"


def _both_ways(
    canvas: Canvas,
    at: tuple[float, float],
    text: str,
    weight: str,
    size: float,
    matrix: Matrix,
) -> str:
    """As `show`, of a line with words that are read from right to left, each marked as what it is."""
    whole = "".join(piece.text for piece in fonts.pieces(text, weight))
    drawn, along = [], 0.0
    for stretch in leftward.stretches(whole):
        wide = fonts.width(stretch.text, weight, size)
        if not stretch.leftward:
            drawn.append(
                _one_way(canvas, _moved(at, along, matrix), stretch.text, weight, size, matrix)
            )
        else:
            drawn.append(f"/Span <</Lang({leftward.language(stretch.text)})>> BDC")
            end = along + wide
            for cluster in leftward.clusters(stretch.text):
                last, end = end, end - fonts.width(cluster, weight, size)
                way, foot = matrix, end
                if leftward.is_turned(cluster):
                    # the sign itself, turned over: so it is still found in the file as it was typed
                    way, foot = (-matrix[0], -matrix[1], matrix[2], matrix[3]), last
                drawn.append(_one_way(canvas, _moved(at, foot, matrix), cluster, weight, size, way))
            drawn.append("EMC")
        along += wide
    return " ".join(drawn)


def _moved(at: tuple[float, float], along: float, matrix: Matrix) -> tuple[float, float]:
    return at[0] + along * matrix[0], at[1] + along * matrix[1]


def _one_way(
    canvas: Canvas,
    at: tuple[float, float],
    text: str,
    weight: str,
    size: float,
    matrix: Matrix,
) -> str:
    turned = _UPRIGHT if matrix is UPRIGHT else " ".join(map(number, matrix))
    said = [f"{turned} {number(at[0])} {number(at[1])} Tm"]
    document = canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001  fonts are numbered by document
    font_now = ""
    for piece in fonts.pieces(text, weight):
        font = pdfmetrics.getFont(piece.font)
        for subset, codes in font.splitString(piece.text, document):  # type: ignore[attr-defined]  # fonts from files
            name = font.getSubsetInternalName(subset, document)  # type: ignore[attr-defined]  # as above
            if name != font_now:
                said.append(f"{name} {number(size)} Tf")
                font_now = name
            said.append(f"({codes.decode('latin-1').translate(_WRITTEN)}) Tj")
    return " ".join(said)


@lru_cache(maxsize=1024)
def fill(colour: str) -> str:
    """The operator that sets the colour (#RRGGBB) text is filled with."""
    return f"{' '.join(f'{part:.4g}' for part in rgb(colour))} rg"


def number(value: float) -> str:
    """A number to a hundredth of a point, as short as it goes."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said in ("-0", "") else said
