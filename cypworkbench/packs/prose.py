"""Sentences of a pack that speak of many measures, or of a year: named, bound to their figures, open to own words.

A passage is the program's own text in pieces, each piece that is a figure under the name of what it is. A person's own
words stand in its place as long as the program would still say the same, as with the sentence on a measure's page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cypworkbench.domain.framework import MeasureRole
from cypworkbench.domain.judgement import Assessment, Status, Variation
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import Picture, Wording
from cypworkbench.packs import editions, narrative, steps, words

LONGEST = 400
LONGEST_HEADLINE = 180  # two of them must fit above the bar of counts
_SUCCESS, _CHALLENGE = "success", "challenge"
NAMES = {
    "headlines-status": "how many measures meet their target",
    "headlines-movement": "how many got better and worse",
    "headlines-year": "how many got better and worse over the year",
    _SUCCESS: "the success",
    _CHALLENGE: "the challenge",
}
_PAGES = {
    "headlines-status": "headlines",
    "headlines-movement": "headlines",
    "headlines-year": "headlines",
    _SUCCESS: "successes",
    _CHALLENGE: "successes",
}
_STEPS = {steps.told(each).passage for each in Edition}
"""The passages that tell a step: an edition prints one of them, bound to its own figures."""

Piece = tuple[str, str]
"""Some words, and the name of the figure they are; empty where they are none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or two of a pack: its name with the board's (`headlines-status@cypfp`), and its words in pieces.

    `measure` is the id of the measure that it speaks of, empty where it speaks of many.
    """

    name: str
    pieces: tuple[Piece, ...]
    measure: str = ""

    @property
    def text(self) -> str:
        """What the program says."""
        return "".join(words for words, _ in self.pieces)

    @property
    def longest(self) -> int:
        """How many letters of own words there is room for."""
        return LONGEST if self.measure else LONGEST_HEADLINE


def passages(edition: Edition, board: str, measures: Sequence[Assessment]) -> tuple[Passage, ...]:
    """Every passage that an edition of a board prints, in its order."""
    found = (
        *headlines(edition, board, measures),
        *successes(board, measures),
        *challenges(board, measures),
    )
    return tuple(each for each in found if is_printed(edition, board, each.name))


def told_of(name: str) -> str:
    """A passage's name in words: how many measures meet their target; empty for what is no passage's."""
    kind, at, _ = name.partition("@")
    return NAMES.get(kind.partition(":")[0], "") if at else ""


def is_printed(edition: Edition, board: str, name: str) -> bool:
    """Whether a name is that of a passage of such a pack, whether or not its figures still make one."""
    kind, _, whose = name.partition("@")
    page = _PAGES.get(kind.partition(":")[0], "")
    if kind in _STEPS and kind != steps.told(edition).passage:
        return False
    return whose == board and page in editions.PAGES[edition]


def own_words(picture: Picture, area: str, passage: Passage) -> Wording | None:
    """A person's own words for a passage, unless the figures they were written of have moved."""
    held = (w for w in picture.wordings if (w.measure, w.area) == (passage.name, area))
    return next((w for w in held if w.instead_of == passage.text), None)


# ---- the headlines


def headlines(
    edition: Edition, board: str, measures: Sequence[Assessment]
) -> tuple[Passage, Passage]:
    """How many meet their target, and how many moved since what this edition compares with, of the key measures."""
    key = [a for a in measures if a.measure.role is MeasureRole.KEY]
    status = Passage(f"headlines-status@{board}", tuple(_status(key)))
    told = steps.told(edition)
    return status, Passage(f"{told.passage}@{board}", ((_movement(key, told), ""),))


def _status(key: Sequence[Assessment]) -> Iterator[Piece]:
    counts = narrative.counts(key)
    judged = counts["met"] + counts["within"] + counts["off"]
    yield "Of the ", ""
    yield str(judged), "judged"
    yield " measures we can judge, ", ""
    yield str(counts["met"]), "met"
    yield f" meet{'s' if counts['met'] == 1 else ''} the target, ", ""
    yield str(counts["within"]), "within"
    yield f" {'is' if counts['within'] == 1 else 'are'} close and ", ""
    yield str(counts["off"]), "off"
    yield f" {'is' if counts['off'] == 1 else 'are'} off target.", ""


def _movement(key: Sequence[Assessment], told: steps.Told) -> str:
    up, down = (
        words.counted(len(narrative.moving(key, told.of, better=way, most=len(key))))
        for way in (True, False)
    )
    said = f"{told.opening}, {up} got better and {down} got worse"
    beyond = [
        *_beyond(key, Variation.IMPROVEMENT, "better"),
        *_beyond(key, Variation.CONCERN, "worse"),
    ]
    if not beyond:
        charted = any(a.limits is not None for a in key)
        calm = " Where a usual range is known, none of these changes is more than chance would explain."
        return f"{said}.{calm * charted}"
    return f"{said}. By more than chance would explain, {words.listed(beyond)}."


def _beyond(key: Sequence[Assessment], which: Variation, way: str) -> list[str]:
    found = [a.measure.title for a in key if a.variation is which]
    if len(found) == 1:
        return [f"one changed for the {way} ({found[0]})"]
    return [f"{words.counted(len(found))} changed for the {way}"] if found else []


# ---- successes and challenges


def successes(board: str, measures: Sequence[Assessment]) -> tuple[Passage, ...]:
    """A statement for each measure that meets its target, is near it and better, or changed for the better."""
    return tuple(_statement(board, a, _SUCCESS) for a in measures if _is_success(a))


def challenges(board: str, measures: Sequence[Assessment]) -> tuple[Passage, ...]:
    """A statement for each measure that is off its target, or changed for the worse by more than chance."""
    return tuple(_statement(board, a, _CHALLENGE) for a in measures if _is_challenge(a))


def _is_challenge(a: Assessment) -> bool:
    there = a.latest is not None and a.latest.value is not None
    return there and (a.status is Status.OFF or a.variation is Variation.CONCERN)


def _is_success(a: Assessment) -> bool:
    if a.latest is None or a.latest.value is None or _is_challenge(a):
        return False
    near = a.status in (Status.WITHIN, Status.TOO_CLOSE) and steps.over_the_year(a) == "better than"
    # better than a year before is no success by itself: it may be chance
    return near or a.status is Status.MET or a.variation is Variation.IMPROVEMENT


def _statement(board: str, a: Assessment, kind: str) -> Passage:
    return Passage(f"{kind}:{a.measure.id}@{board}", tuple(_pieces(a)), a.measure.id)


def _pieces(a: Assessment) -> Iterator[Piece]:
    measure, latest = a.measure, a.latest
    if latest is None:
        return
    yield f"{measure.title}: ", ""
    yield words.figure(measure, latest.value), "value"
    yield f" for {words.spoken(latest.period)}", ""
    before, how = steps.year_before(a), steps.over_the_year(a)
    if before is not None:
        yield f", {how} a year before (", ""
        yield words.figure(measure, before.value), "before"
        yield ")", ""
    yield ".", ""
    yield from _against(a)
    way = {Variation.IMPROVEMENT: "better", Variation.CONCERN: "worse"}.get(a.variation)
    if way:
        yield f" It has changed for the {way} by more than chance would explain.", ""


def _against(a: Assessment) -> Iterator[Piece]:
    how = {
        Status.MET: "meets",
        Status.WITHIN: "is within the tolerance of",
        Status.OFF: "is off",
        Status.TOO_CLOSE: "is too close to call against",
    }.get(a.status)
    if how is None or a.target_value is None:
        return
    band = a.upper_target is not None
    yield f" It {how} the {'agreed band' if band else 'target'} of ", ""
    yield words.figure(a.measure, a.target_value), "target"
    if band:
        yield " to ", ""
        yield words.figure(a.measure, a.upper_target), "upper"
    yield ".", ""
