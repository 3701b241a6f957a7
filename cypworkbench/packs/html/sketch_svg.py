"""A picture drawn by hand on the page as inline SVG, its colours by what they mean."""

from html import escape

from cypworkbench.packs import fonts
from cypworkbench.packs.html.svg import number, roles, weights
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged.sketch import Disc, Letters, Oblong, Outline, Pen, Sketch


def sketch_svg(sketch: Sketch, palette: Palette) -> str:
    """An <svg> element of the picture's own size or its place's, hidden from listeners: its words stand beside it."""
    drawing = _Drawing(sketch, palette)
    left, bottom, right, top = sketch.box
    wide, high = number(right - left), number(top - bottom)
    drawn = "".join(drawing.one(shape) for shape in sketch.shapes)
    return (
        f'<svg viewBox="0 0 {wide} {high}" style="max-width:{wide}pt;overflow:visible" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>'
    )


class _Drawing:
    """Turns shapes into elements, in points from the picture's top left."""

    def __init__(self, sketch: Sketch, palette: Palette) -> None:
        self.left, self.top = sketch.box[0], sketch.box[3]
        self.roles = {
            f"#{''.join(f'{round(part * 255):02x}' for part in parts)}": role
            for parts, role in roles(palette).items()
        }

    def one(self, shape: Outline | Disc | Oblong | Letters) -> str:
        """One shape as an element."""
        match shape:
            case Outline():
                spots = " L".join(f"{self._x(x)} {self._y(y)}" for x, y in shape.points)
                return f'<path d="M{spots}{"Z" if shape.closed else ""}"{self._style(shape.pen)}/>'
            case Disc():
                at = f'cx="{self._x(shape.middle[0])}" cy="{self._y(shape.middle[1])}"'
                return f'<circle {at} r="{number(shape.radius)}"{self._style(shape.pen)}/>'
            case Oblong():
                x, y = shape.corner
                at = f'x="{self._x(x)}" y="{self._y(y + shape.high)}"'
                size = f'width="{number(shape.wide)}" height="{number(shape.high)}"'
                round_ = f' rx="{number(shape.radius)}"' if shape.radius else ""
                return f"<rect {at} {size}{round_}{self._style(shape.pen)}/>"
            case Letters():
                return self._text(shape)

    def _text(self, letters: Letters) -> str:
        style, text = letters.style, fonts.plain(letters.text).rstrip()
        if not text:
            return ""
        at = f'x="{self._x(letters.at[0])}" y="{self._y(letters.at[1])}"'
        wide = number(fonts.width(text, style.weight, style.size))
        # whichever face the reader's computer has, a label is as long as it was measured
        fits = f'textLength="{wide}" lengthAdjust="spacingAndGlyphs"'
        size = f'font-size="{number(style.size)}"{weights(style.weight)}'
        ink = f'style="fill:{self._colour(style.colour)}"'
        return f"<text {at} {size} {fits} {ink}>{escape(text, quote=False)}</text>"

    def _style(self, pen: Pen) -> str:
        said = [f"fill:{self._colour(pen.fill) if pen.fill else 'none'}"]
        if pen.edge:
            said += [f"stroke:{self._colour(pen.edge)}", f"stroke-width:{number(pen.width)}"]
            dashes = " ".join(number(length) for length in pen.dash)
            said += [f"stroke-dasharray:{dashes}"] if dashes else []
        return f' style="{";".join(said)}"'

    def _colour(self, colour: str) -> str:
        role = self.roles.get(colour.lower())
        return f"var(--{role})" if role else colour.lower()

    def _x(self, x: float) -> str:
        return number(x - self.left)

    def _y(self, y: float) -> str:
        return number(self.top - y)
