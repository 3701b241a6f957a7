"""Sixty tagged pages with charts, beside the same pages by WeasyPrint and typst, in one run.

Run with `pytest tests/benchmarks -m slow -s` to read the figures.
"""

import sys
import time
from collections.abc import Callable

import pytest

from tests.benchmarks.test_page_speed import PAGES, tagged_pages

MOST_SECONDS, MOST_BYTES = 1.5, 1_000_000
LEAST_TIMES_WEASYPRINT, MOST_TIMES_TYPST = 20, 2
ROUNDS = 5


def _timed(work: Callable[[], bytes]) -> tuple[float, float, bytes]:
    """Seconds by the clock, seconds of this process's own work, and what was made."""
    began, worked = time.perf_counter(), time.process_time()
    made = work()
    return time.perf_counter() - began, time.process_time() - worked, made


@pytest.mark.slow
@pytest.mark.alone
def test_sixty_pages_take_a_twentieth_of_weasyprints_time_and_at_most_twice_typsts() -> None:
    """typst works on both cores, so it is timed by the clock; the others on one, so by their own work."""
    from tests.benchmarks import peers  # needs Pango, which only the long run asks for

    for warm in (tagged_pages(), peers.typeset(0)):
        assert warm.startswith(b"%PDF")
    ours, typst = [], []
    for edition in range(1, ROUNDS + 1):
        ours.append(_timed(tagged_pages))
        typst.append(_timed(lambda said=edition: peers.typeset(said)))  # type: ignore[misc]  # bound to the round
    other = _timed(peers.weasyprint)
    clock, work, size = min(o[0] for o in ours), min(o[1] for o in ours), len(ours[0][2])
    typsts = min(t[0] for t in typst)
    sys.stdout.write(
        f"\n{PAGES} pages: ours {clock:.2f} s, {size / 1e6:.2f} MB;"
        f" typst warm {typsts:.2f} s, {len(typst[0][2]) / 1e6:.2f} MB: {clock / typsts:.2f} times its time;"
        f" WeasyPrint {other[1]:.1f} s, {len(other[2]) / 1e6:.2f} MB: {other[1] / work:.0f} times ours\n"
    )
    assert work < MOST_SECONDS
    assert size < MOST_BYTES
    assert clock < MOST_TIMES_TYPST * typsts
    assert other[1] > LEAST_TIMES_WEASYPRINT * work
