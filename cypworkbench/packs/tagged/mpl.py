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
from cypworkbench.packs.tagged.style import MM, Style
from cypworkbench.packs.tagged.textcode import number, show

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_OPERATORS = [b"m", b"l", b"", b"c", b"h"]
_CONVERT: Any = _path.convert_to_string  # type: ignore[attr-defined]  # compiled, and in no stub
_AFTER = True  # the operator comes after its numbers
_SEMIBOLD, _LIGHT = 600, 350
_TILE = 72.0  # points: matplotlib's hatches repeat every inch
_Colour = Any  # matplotlib's own: a tuple of three or four numbers


def draw_figure(page: Page, figure: Figure, left: float, top: float, alt: str) -> None:
    """Draw a figure with its top left corner at `left`, `top` (mm), as one Figure element with its alternative text.

    A label whose gid begins `fig:` is a printed figure of that id. Raises ValueError when the figure asks for
    transparency (tints are mixed beforehand), and TextOverflowError when a label would leave the paper.
    """
    wide, high = (float(inches) * 25.4 for inches in figure.get_size_inches())
    box = page.outer(left, top, left + wide, top + high)
    with page.tag("Figure", alt=alt, box=box) as element:
        if page.drawings is not None:
            page.drawings[id(element)] = figure
        figure.dpi = 72
        x, y = page.point(left, top + high)
        renderer = _PageRenderer(page, (left, top, wide, high))
        page.code(f"q 1 0 0 1 {x:.2f} {y:.2f} cm")
        figure.draw(renderer)
        renderer.done()
        page.code("Q")


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

    def __init__(self, page: Page, box: tuple[float, float, float, float]) -> None:
        """`box` is left, top, width and height on the page, in mm."""
        super().__init__()
        self._page = page
        self._left, self._bottom = box[0], box[1] + box[3]
        self._size = (box[2] * MM, box[3] * MM)
        self._clip = ""  # the operators that set the clip in force
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
        rgbFace: _Colour = None,  # noqa: N803  matplotlib's name
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
        rgbFace: _Colour = None,  # noqa: N803  matplotlib's name
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
        ismath: Any = False,  # noqa: ANN401, ARG002, FBT002  matplotlib's signature
        mtext: Any = None,  # noqa: ANN401  matplotlib's signature
    ) -> None:
        if not _alpha(gc, gc.get_rgb()):
            return
        name = str(mtext.get_gid() or "") if mtext is not None else ""
        if not name.startswith("fig:"):
            self._clip_to(gc)
            self._show(gc, (x, y), s, prop, angle)
            return
        self.done()  # content is marked anew, and a clip must not reach from one mark into the next
        with self._page.tag("Span", figure=name) as element:
            element.said = fonts.said(s, weight_of(prop))
            self._show(gc, (x, y), s, prop, angle)

    def _show(
        self,
        gc: GraphicsContextBase,
        at: tuple[float, float],
        text: str,
        prop: FontProperties,
        angle: float,
    ) -> None:
        self._page.begin_content()
        self._set("rg", _said(gc.get_rgb(), "rg"))
        size, x, y = prop.get_size_in_points(), *at
        if not angle:
            left, base = self._left + x / MM, self._bottom - y / MM
            own = Style(size, 0, weight_of(prop))
            self._page.labels.append(self._page.placed(left, base, own.width(text), text, own))
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        turned = (cosine, sine, -sine, cosine)
        weight = weight_of(prop)
        self._page.heard(text, weight)
        self._page.code(show(self._page.canvas, (x, y), text, weight, size, turned))

    def done(self) -> None:
        """Leave the page's pen as it was found."""
        if self._clip:
            self._page.code("Q")
            self._pen = {}
        self._clip = ""

    def _begin(self, gc: GraphicsContextBase, face: _Colour) -> None:
        self._clip_to(gc)
        if _fills(gc, face):
            self._set("rg", _said(face, "rg"))
        if _strokes(gc):
            self._stroke_with(gc)

    def _stroke_with(self, gc: GraphicsContextBase) -> None:
        self._set("RG", _said(gc.get_rgb(), "RG"))
        self._set("w", f"{number(gc.get_linewidth())} w")
        self._set("J", f"{_CAPS[gc.get_capstyle()]} J")
        self._set("j", f"{_JOINS[gc.get_joinstyle()]} j")
        offset, dashes = gc.get_dashes()
        lengths = [] if dashes is None else np.asarray(dashes, dtype=float).tolist()
        self._set("d", f"[{' '.join(map(number, lengths))}] {number(offset or 0)} d")

    def _paint(self, operators: str, gc: GraphicsContextBase, face: _Colour) -> None:
        fills, strokes = _fills(gc, face), _strokes(gc)
        if fills and gc.get_hatch():
            self._page.code(f"{operators} f")
            self._hatch(operators, gc)
            fills = False
        if fills or strokes:
            both = ("B" if strokes else "f") if fills else "S"
            self._page.code(f"{operators} {both}")

    def _hatch(self, operators: str, gc: GraphicsContextBase) -> None:
        """Fill with matplotlib's hatch: its unit square, an inch wide, laid side by side over the shape."""
        unit = gc.get_hatch_path(6.0)
        numbers = [float(part) for part in operators.split() if part[-1] not in "mlchy"]
        x0, x1 = min(numbers[0::2]), max(numbers[0::2])
        y0, y1 = min(numbers[1::2]), max(numbers[1::2])
        self._page.code(f"q {operators} W n [] 0 d {number(gc.get_hatch_linewidth())} w")
        ink = gc.get_hatch_color()
        self._page.code(f"{_said(ink, 'RG')} {_said(ink, 'rg')}")
        for column in range(int(x0 // _TILE), int(x1 // _TILE) + 1):
            for row in range(int(y0 // _TILE), int(y1 // _TILE) + 1):
                there = Affine2D().scale(_TILE).translate(column * _TILE, row * _TILE)
                self._page.code(f"{self._operators(unit, there, simplify=False)} B")
        self._page.code("Q")

    def _clip_to(self, gc: GraphicsContextBase) -> None:
        wanted = []
        box = gc.get_clip_rectangle()
        if box is not None:
            wanted.append(f"{' '.join(number(v) for v in box.bounds)} re W n")
        path: Any = gc.get_clip_path()[0]  # a Path, whatever the stub says
        transform = gc.get_clip_path()[1]
        if path is not None and transform is not None:
            wanted.append(f"{self._operators(path, transform, simplify=False)} W n")
        code = " ".join(wanted)
        if code == self._clip:
            return
        self.done()
        self._pen = {}
        self._clip = code
        if code:
            self._page.code(f"q {code}")

    def _set(self, key: str, code: str) -> None:
        if self._pen.get(key) != code:
            self._pen[key] = code
            self._page.code(code)

    def _operators(self, path: Path, transform: Transform, *, simplify: bool) -> str:
        said: bytes = _CONVERT(path, transform, None, simplify, None, 2, _OPERATORS, _AFTER)
        return said.decode("ascii").replace("\n", " ")


def _alpha(gc: GraphicsContextBase, colour: _Colour) -> bool:
    """Whether a colour is seen. Raises ValueError when it is seen in part."""
    own = colour[3] if len(colour) > 3 else 1.0  # noqa: PLR2004  red, green, blue, alpha
    alpha = gc.get_alpha() if gc.get_forced_alpha() and own else own
    if alpha not in (0, 1):
        message = "nothing on a page is transparent: mix the tint beforehand"
        raise ValueError(message)
    return bool(alpha)


def _fills(gc: GraphicsContextBase, face: _Colour) -> bool:
    return face is not None and _alpha(gc, face)


def _strokes(gc: GraphicsContextBase) -> bool:
    return gc.get_linewidth() > 0 and _alpha(gc, gc.get_rgb())


def _said(colour: _Colour, operator: str) -> str:
    red, green, blue = (
        number(float(v) * 1.0) if v in (0, 1) else f"{float(v):.3f}" for v in colour[:3]
    )
    return f"{red} {green} {blue} {operator}"
