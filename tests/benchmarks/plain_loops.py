"""The same statistics written as plain loops: what the vectorised ones are measured against, and checked by."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean

Z = NormalDist().inv_cdf(0.975)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % limits of one proportion."""
    spread = Z * sqrt(Z * Z + 4 * count * (1 - count / of))
    return (
        (2 * count + Z * Z - spread) / (2 * (of + Z * Z)),
        (2 * count + Z * Z + spread) / (2 * (of + Z * Z)),
    )


def byar(count: int, of: int) -> tuple[float, float]:
    """Byar's 95 % limits of one rate; for ten events and more."""
    lower = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    more = count + 1
    return lower / of, more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3 / of


def assessed(
    counts: Sequence[int], of: Sequence[int], goal: float, tolerance: float
) -> list[tuple[float, float, str, str]]:
    """Each point's 95 % limits in per cent, cause and status, of one series where higher is better."""
    values = [100 * count / people for count, people in zip(counts, of, strict=True)]
    causes = xmr_causes(values)[2]
    found = []
    for count, people, value, cause in zip(counts, of, values, causes, strict=True):
        lower, upper = wilson(count, people)
        near = goal - value <= goal * tolerance
        status = "met" if value >= goal else "within" if near else "off"
        found.append((100 * lower, 100 * upper, cause, status))
    return found


def xmr_causes(values: Sequence[float]) -> tuple[float, float, list[str]]:
    """The lower and upper limit of one whole series, and the cause of each point, rule by rule."""
    mean = fmean(values)
    moves = [abs(b - a) for a, b in pairwise(values)]
    screen = 3.267 * fmean(moves)
    reach = fmean(move for move in moves if move < screen)
    lower, upper = mean - 2.66 * reach, mean + 2.66 * reach
    near = 2.66 / 3 * 2 * reach
    sides = [(v > mean) - (v < mean) for v in values]
    outside = [v > upper or v < lower for v in values]
    close = [abs(v - mean) > near and not out for v, out in zip(values, outside, strict=True)]
    causes = [""] * len(values)
    _mark_shifts(sides, causes)
    _mark_pairs(sides, close, causes)
    _mark_trends(values, causes)
    for place, out in enumerate(outside):
        if out:
            causes[place] = "Above UCL" if sides[place] > 0 else "Below LCL"
    return lower, upper, [cause or "Common Cause" for cause in causes]


def _mark_shifts(sides: Sequence[int], causes: list[str]) -> None:
    for start in range(len(sides) - 6):
        window = sides[start : start + 7]
        if abs(sum(window)) == 7:
            word = "7 Points Above CL" if window[0] > 0 else "7 Points Below CL"
            causes[start : start + 7] = [word] * 7


def _mark_pairs(sides: Sequence[int], close: Sequence[bool], causes: list[str]) -> None:
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        if abs(sum(sides[n] for n in window)) == 3 and sum(close[n] for n in window) > 1:
            word = "2 in 3 Above CL" if sides[start] > 0 else "2 in 3 Below CL"
            for n in window:
                causes[n] = word if close[n] else causes[n]


def _mark_trends(values: Sequence[float], causes: list[str]) -> None:
    ways = [(b > a) - (b < a) for a, b in pairwise(values)]
    flagged = [False] * len(values)
    for start in range(len(ways) - 5):
        if abs(sum(ways[start : start + 6])) == 6:
            flagged[start : start + 7] = [True] * 7
    for n in (n for n, hit in enumerate(flagged) if hit):
        ahead = n + 1 < len(values) and flagged[n + 1]
        way = ways[n] if ahead else ways[n - 1]
        causes[n] = "7 Point Trend (Increasing)" if way > 0 else "7 Point Trend (Decreasing)"
