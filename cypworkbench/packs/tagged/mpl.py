"""A matplotlib figure drawn straight onto the tagged page: vectors, the page's own fonts, text that can be selected."""

import math
from typing import Any

import numpy as np
from matplotlib import _path
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from cypworkbench.packs import fonts
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.style import MM

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_OPERATORS = [b"m", b"l", b"", b"c", b"h"]
_CONVERT: Any = _path.convert_to_string  # type: ignore[attr-defined]  # compiled, and in no stub
_AFTER = True  # the operator comes after its numbers
_SEMIBOLD, _LIGHT = 600, 350
_Colour = Any  # matplotlib's own: a tuple of three or four numbers


def draw_figure(page: Page, figure: Figure, left: float, top: float, alt: str) -> None:
    """Draw a figure with its top left corner at `left`, `top` (mm), as one Figure element with its alternative text.

    Raises ValueError when the figure asks for transparency: tints are mixed beforehand.
    """
    wide, high = (float(inches) * 25.4 for inches in figure.get_size_inches())
    with page.tag("Figure", alt=alt, box=page.outer(left, top, left + wide, top + high)):
        figure.dpi = 72
        x, y = page.point(left, top + high)
        renderer = _PageRenderer(page, (wide * MM, high * MM))
        page.code(f"q 1 0 0 1 {x:.2f} {y:.2f} cm")
        figure.draw(renderer)
        renderer.done()
        page.code("Q")


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def weight_of(properties: FontProperties) -> str:
    """Our weight for matplotlib's."""
    weight = properties.get_weight()
    heavy = (
        weight
        if isinstance(weight, int | float)
        else {"bold": 700, "semibold": 600}.get(str(weight), 400)
    )
    if properties.get_style() == "italic":
        return fonts.ITALIC
    if heavy >= _SEMIBOLD:
        return fonts.SEMIBOLD
    return fonts.LIGHT if heavy < _LIGHT else fonts.REGULAR


class _PageRenderer(RendererBase):
    """Writes matplotlib's drawing as content of the page; only what changes in the pen is written again."""

    def __init__(self, page: Page, size: tuple[float, float]) -> None:
        super().__init__()
        self._page = page
        self._size = size
        self._clip: tuple[float, ...] | None = None
        self._pen: dict[str, str] = {}

    def flipy(self) -> bool:
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: Any) -> Any:  # noqa: ANN401  matplotlib's signature
        return points

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: bool | str,  # noqa: FBT001, ARG002  matplotlib's signature
    ) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return fonts.width(s, weight_of(prop), size), size * 0.9, size * 0.2

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: _Colour = None,  # noqa: N803
    ) -> None:
        if not np.size(path.vertices):
            return
        self._begin(gc, rgbFace)
        simple = path.should_simplify and rgbFace is None
        self._paint(self._operators(path, transform, simplify=simple), gc, rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: _Colour = None,  # noqa: N803
    ) -> None:
        self._begin(gc, rgbFace)
        marker = marker_trans.transform_path(marker_path)
        for vertices, _code in path.iter_segments(trans, simplify=False):
            if len(vertices):
                there = Affine2D().translate(float(vertices[-2]), float(vertices[-1]))
                self._paint(self._operators(marker, there, simplify=False), gc, rgbFace)

    def draw_text(  # noqa: PLR0913, PLR0917  matplotlib's signature
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: ANN401, ARG002, FBT002
        mtext: Any = None,  # noqa: ANN401, ARG002
    ) -> None:
        self._clip_to(gc)
        self._set("rg", _said(gc.get_rgb(), "rg"))
        size = prop.get_size_in_points()
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        line = self._page.canvas.beginText()
        line.setTextTransform(cosine, sine, -sine, cosine, x, y)
        for piece in fonts.pieces(s, weight_of(prop)):
            line.setFont(piece.font, size)
            line.textOut(piece.text)
        self._page.canvas.drawText(line)

    def done(self) -> None:
        """Leave the page's pen as it was found."""
        if self._clip is not None:
            self._page.code("Q")
        self._clip = None

    def _begin(self, gc: GraphicsContextBase, face: _Colour) -> None:
        opaque = 1.0
        alphas = [gc.get_alpha() if gc.get_forced_alpha() else opaque]
        if face is not None and len(face) > 3:  # noqa: PLR2004  red, green, blue, alpha
            alphas.append(face[3])
        if any(alpha not in (None, 0.0, opaque) for alpha in alphas):
            message = "nothing on a page is transparent: mix the tint beforehand"
            raise ValueError(message)
        self._clip_to(gc)
        if _fills(face):
            self._set("rg", _said(face, "rg"))
        if gc.get_linewidth() > 0:
            self._stroke_with(gc)

    def _stroke_with(self, gc: GraphicsContextBase) -> None:
        self._set("RG", _said(gc.get_rgb(), "RG"))
        self._set("w", f"{_number(gc.get_linewidth())} w")
        self._set("J", f"{_CAPS[gc.get_capstyle()]} J")
        self._set("j", f"{_JOINS[gc.get_joinstyle()]} j")
        offset, dashes = gc.get_dashes()
        lengths = [] if dashes is None else np.asarray(dashes, dtype=float).tolist()
        self._set("d", f"[{' '.join(map(_number, lengths))}] {_number(offset or 0)} d")

    def _paint(self, operators: str, gc: GraphicsContextBase, face: _Colour) -> None:
        strokes = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        both = ("B" if strokes else "f") if _fills(face) else ("S" if strokes else "n")
        self._page.code(f"{operators} {both}")

    def _clip_to(self, gc: GraphicsContextBase) -> None:
        box = gc.get_clip_rectangle()
        wanted = None if box is None else tuple(round(v, 2) for v in box.bounds)
        if wanted == self._clip:
            return
        self.done()
        self._pen = {}
        self._clip = wanted
        if wanted is not None:
            self._page.code(f"q {' '.join(map(_number, wanted))} re W n")

    def _set(self, key: str, code: str) -> None:
        if self._pen.get(key) != code:
            self._pen[key] = code
            self._page.code(code)

    def _operators(self, path: Path, transform: Transform, *, simplify: bool) -> str:
        said: bytes = _CONVERT(path, transform, None, simplify, None, 2, _OPERATORS, _AFTER)
        return said.decode("ascii").replace("\n", " ")


def _fills(face: _Colour) -> bool:
    return face is not None and (len(face) < 4 or face[3] > 0)  # noqa: PLR2004


def _said(colour: _Colour, operator: str) -> str:
    red, green, blue = (
        _number(float(v) * 1.0) if v in (0, 1) else f"{float(v):.3f}" for v in colour[:3]
    )
    return f"{red} {green} {blue} {operator}"
