"""From a measure to a picture of its chart, in the helper process: matplotlib's own raster, no file between."""

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cypworkbench.desktop.wishes import ChartDrawing, ChartWish, Drawing
from cypworkbench.domain.charted import Charted, ChartKind
from cypworkbench.flow.charting import charted
from cypworkbench.flow.foretelling import ahead
from cypworkbench.packs.chart_kinds import KindView, draw, places
from cypworkbench.packs.charts import TrendView, trend
from cypworkbench.packs.palette import palette

_POINTS_A_PIXEL = 72 / 96
_LARGER = 1.03  # the tokens' 9.5 pt on paper are 13 px on the screen


def chart(wish: ChartWish) -> ChartDrawing:
    """The chart at the wished size and scale, in the wished colours."""
    made = charted(wish.ask)
    size = (wish.width * _POINTS_A_PIXEL, wish.height * _POINTS_A_PIXEL)
    figure, axes = _figure(wish, made, size)
    figure.set_dpi(96 * wish.scale)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib types no canvas
    width, height = canvas.get_width_height()
    rgba = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
    return ChartDrawing(Drawing(width, height, rgba), made, places(axes, made.spots))


def _figure(wish: ChartWish, made: Charted, size: tuple[float, float]) -> tuple[Figure, Axes]:
    colours, ask = palette(wish.palette), wish.ask
    if made.kind is not ChartKind.TREND or not made.spots:
        return draw(KindView(made, colours, size, _LARGER))
    others = tuple(a.series for a in ask.beside)
    here = (ask.assessment.measure.id, ask.assessment.area)
    view = TrendView(
        *(ask.assessment, others, dict(ask.names), colours, size),
        plot_share=0.785,
        font_scale=_LARGER,
        ahead=ahead(ask.assessment),
        rebases=tuple(r for r in ask.rebases if (r.measure, r.area) == here),
    )
    figure = trend(view)
    return figure, figure.axes[0]
