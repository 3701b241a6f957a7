"""From a measure to a picture of its chart, in the helper process: matplotlib's own raster, no file between."""

from matplotlib.backends.backend_agg import FigureCanvasAgg

from cypworkbench.desktop.wishes import Drawing, TrendWish
from cypworkbench.packs.charts import TrendView, trend
from cypworkbench.packs.palette import palette

_POINTS_A_PIXEL = 72 / 96
_LARGER = 1.03  # the tokens' 9.5 pt on paper are 13 px on the screen


def draw(wish: TrendWish) -> Drawing:
    """The trend chart at the wished size and scale, in the wished colours."""
    view = TrendView(
        wish.assessment,
        tuple(a.series for a in wish.others),
        dict(wish.names),
        palette(wish.palette),
        (wish.width * _POINTS_A_PIXEL, wish.height * _POINTS_A_PIXEL),
        plot_share=0.785,
        font_scale=_LARGER,
    )
    figure = trend(view)
    figure.set_dpi(96 * wish.scale)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib types no canvas
    width, height = canvas.get_width_height()
    return Drawing(width, height, bytes(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]  # as above
