"""A chart as inline SVG: the page's own drawing, its colours by what they mean, so that a dark page can have others."""

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import numpy as np
from matplotlib import _path
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from cypworkbench.packs import fonts
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged.mpl import weight_of

_OPERATORS = [b"M", b"L", b"Q", b"C", b"Z"]
_CONVERT: Any = _path.convert_to_string  # type: ignore[attr-defined]  # compiled, and in no stub
_BEFORE = False  # the operator comes before its numbers
_WEIGHTS = {fonts.LIGHT: 300, fonts.SEMIBOLD: 600, fonts.BOLD: 700}
_NEAR = 1.5 / 255  # two colours are the same where no part differs by more
_Colour = Any  # matplotlib's own: a tuple of three or four numbers


def svg(figure: Figure, palette: Palette, name: str) -> str:
    """An <svg> element, as wide as its place, hidden from listeners: its words stand beside it.

    `name` is one that no other chart of the page has. A colour of the palette is drawn as `var(--role)`, any other as
    itself.
    """
    figure.dpi = 72
    wide, high = (float(inches) * 72 for inches in figure.get_size_inches())
    renderer = _Renderer((wide, high), palette, name)
    figure.draw(renderer)
    drawn = "".join(renderer.parts())
    return f'<svg viewBox="0 0 {number(wide)} {number(high)}" aria-hidden="true" focusable="false">{drawn}</svg>'


def roles(palette: Palette) -> Mapping[tuple[float, ...], str]:
    """Each colour of a palette by its parts from 0 to 1, and the first role that has it."""
    found: dict[tuple[float, ...], str] = {}
    for role, colour in palette.colours.items():
        parts = tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        found.setdefault(parts, role)
    return found


def weights(weight: str) -> str:
    """The attribute of a weight of ours; nothing for the plain one."""
    if weight == fonts.ITALIC:
        return ' font-style="italic"'
    return f' font-weight="{_WEIGHTS[weight]}"' if weight in _WEIGHTS else ""


class _Renderer(RendererBase):
    """Writes matplotlib's drawing as SVG elements, in points from the top left."""

    def __init__(self, size: tuple[float, float], palette: Palette, name: str) -> None:
        super().__init__()
        self._size, self._name = size, name
        self._roles = roles(palette)
        self._clips: dict[str, str] = {}
        self._drawn: list[str] = []

    def parts(self) -> Iterator[str]:
        """The elements, what they are clipped to first."""
        for shape, name in self._clips.items():
            yield f'<clipPath id="{name}"><rect {shape}/></clipPath>'
        yield from self._drawn

    def flipy(self) -> bool:
        return True

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
        if np.size(path.vertices):
            self._paint(self._outline(path, transform), gc, rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: _Colour = None,  # noqa: N803  matplotlib's name
    ) -> None:
        marker = marker_trans.transform_path(marker_path)
        for vertices, _code in path.iter_segments(trans, simplify=False):
            if len(vertices):
                there = Affine2D().translate(float(vertices[-2]), float(vertices[-1]))
                self._paint(self._outline(marker, there), gc, rgbFace)

    def draw_text(  # noqa: PLR0913, PLR0917  matplotlib's signature
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: ANN401, ARG002, FBT002  matplotlib's signature
        mtext: Any = None,  # noqa: ANN401, ARG002  matplotlib's signature
    ) -> None:
        if not _seen(gc.get_rgb()) or not s.strip():
            return
        weight, size = weight_of(prop), prop.get_size_in_points()
        said = f' x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        said += weights(weight)
        if angle:
            said += f' transform="rotate({number(-angle)} {number(x)} {number(y)})"'
        # whichever face the reader's computer has, a label is as long as it was measured
        said += (
            f' textLength="{number(fonts.width(s, weight, size))}" lengthAdjust="spacingAndGlyphs"'
        )
        ink = self._colour(gc.get_rgb())
        self._drawn.append(
            f'<text{said} style="fill:{ink}">{escape(fonts.plain(s), quote=False)}</text>'
        )

    def _paint(self, outline: str, gc: GraphicsContextBase, face: _Colour) -> None:
        fills = face is not None and _seen(face)
        strokes = gc.get_linewidth() > 0 and _seen(gc.get_rgb())
        if not (fills or strokes):
            return
        style = [f"fill:{self._colour(face)}" if fills else "fill:none"]
        if strokes:
            style += self._pen(gc)
        inside = self._clipped(gc)
        self._drawn.append(f'<path d="{outline}" style="{";".join(style)}"{inside}/>')

    def _pen(self, gc: GraphicsContextBase) -> Iterator[str]:
        yield f"stroke:{self._colour(gc.get_rgb())}"
        yield f"stroke-width:{number(gc.get_linewidth())}"
        cap = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
        if cap != "butt":
            yield f"stroke-linecap:{cap}"
        if gc.get_joinstyle() != "miter":
            yield f"stroke-linejoin:{gc.get_joinstyle()}"
        _offset, dashes = gc.get_dashes()
        if dashes is not None:
            lengths = " ".join(number(float(length)) for length in np.asarray(dashes))
            yield f"stroke-dasharray:{lengths}"

    def _clipped(self, gc: GraphicsContextBase) -> str:
        """An attribute that keeps a shape inside its axes."""
        box = gc.get_clip_rectangle()
        if box is None:
            return ""
        left, bottom, wide, high = (float(v) for v in box.bounds)
        top = self._size[1] - bottom - high
        shape = (
            f'x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="{number(high)}"'
        )
        name = self._clips.setdefault(shape, f"{self._name}-{len(self._clips)}")
        return f' clip-path="url(#{name})"'

    def _outline(self, path: Path, transform: Transform) -> str:
        flipped = transform + Affine2D().scale(1, -1).translate(0, self._size[1])
        said: bytes = _CONVERT(path, flipped, None, False, None, 1, _OPERATORS, _BEFORE)  # noqa: FBT003  compiled code's own
        return said.decode("ascii").replace("\n", "").strip()

    def _colour(self, colour: _Colour) -> str:
        parts = [float(v) for v in colour[:3]]
        for known, role in self._roles.items():
            if all(abs(a - b) <= _NEAR for a, b in zip(known, parts, strict=True)):
                return f"var(--{role})"
        return f"#{''.join(f'{round(v * 255):02x}' for v in parts)}"


def _seen(colour: _Colour) -> bool:
    return len(colour) < 4 or colour[3] > 0  # noqa: PLR2004  red, green, blue, alpha


def number(value: float) -> str:
    """A number as short as it can be written."""
    if not math.isfinite(value):
        return "0"
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"
