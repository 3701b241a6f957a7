"""What an attacker's limits prove: for each need not met, which cells are too few to withhold."""

import numpy as np

from cypworkbench.smallcounts.reach import NEAR, Answer, Need
from cypworkbench.smallcounts.system import Flags, Floats, System

_DUST = 1e-9
_DIGITS = 6


class Cuts:
    """Inequalities, times · withheld ≥ low, that every safe pattern of one system satisfies."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._seen: set[bytes] = set()
        self.times: list[Floats] = []
        self.low: list[float] = []
        self._stacked = np.zeros((0, len(system.ids)))

    def learn(self, need: Need, answer: Answer) -> bool:
        """Keep what an answer short of its need proves; say whether that was new."""
        system = self._system
        up, down = np.maximum(-answer.reduced, 0.0), np.maximum(answer.reduced, 0.0)
        given = float((up * system.shown_up + down * system.shown_down).sum()) + answer.from_rows
        opens = up * (system.hidden_up - system.shown_up)
        opens += down * (system.hidden_down - system.shown_down)
        always = system.always
        wanted = need.least - given - float(opens[always].sum())
        if wanted < NEAR:
            return False
        times = np.where(system.candidate, np.clip(opens, 0.0, wanted), 0.0) / wanted
        times[np.abs(times) < _DUST] = 0.0
        lapses = not always[need.cell]
        if lapses:
            times[need.cell] -= 1.0
        mark = np.round(times, _DIGITS).tobytes()
        if mark in self._seen or not times.any():
            return False
        self._seen.add(mark)
        self.times.append(times)
        self.low.append(0.0 if lapses else 1.0)
        return True

    def forbid(self, withheld: Flags) -> bool:
        """Whether a pattern is already known to withhold too little."""
        fresh = self.times[len(self._stacked) :]
        if fresh:
            self._stacked = np.vstack([self._stacked, *fresh])
        if not self.low:
            return False
        return bool((self._stacked @ withheld.astype(float) < np.array(self.low) - NEAR).any())
