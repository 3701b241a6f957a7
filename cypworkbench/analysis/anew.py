"""Where a series' limits start anew: at a break in the source, and where somebody decided so and said why."""

from collections.abc import Mapping, Sequence

from cypworkbench.domain.evidence import Flag
from cypworkbench.domain.judgement import Rebase, Series
from cypworkbench.domain.period import Period


class Anew:
    """The rebases of a table, by series."""

    def __init__(self, rebases: Sequence[Rebase]) -> None:
        self._by_place: dict[tuple[str, str], dict[Period, str]] = {}
        for rebase in rebases:
            mine = self._by_place.setdefault((rebase.measure, rebase.area), {})
            mine[rebase.period] = rebase.because

    def _of(self, series: Series) -> Mapping[Period, str]:
        return self._by_place.get((series.measure.id, series.area), {})

    def places(self, series: Series) -> tuple[int, ...]:
        """The place of each point that limits start anew at; never the first, where they start anyway."""
        mine = self._of(series)
        return tuple(
            place
            for place, point in enumerate(series.points)
            if place and (Flag.BREAK in point.flags or point.period in mine)
        )

    def said(self, series: Series) -> tuple[str, ...]:
        """A sentence for each rebase that the series has a point for."""
        mine, there = self._of(series), {point.period for point in series.points}
        return tuple(
            f"Limits start anew at {period.label}: {because.rstrip('.')}."
            for period, because in sorted(mine.items())
            if period in there
        )
