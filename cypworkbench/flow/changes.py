"""What changed between two states of the figures, of two rounds or two packs: pure, and said in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Assessment, Point
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.pack import Words, WordsKind
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.packs import target_words, words
from cypworkbench.packs.prose import told_of

_NOTHING = "nothing"
_SPOKEN = (WordsKind.LINE, WordsKind.DESCRIPTION)


class What(StrEnum):
    """What kind of change it is, in the order they are told."""

    REVISED = "figures revised"
    STATUS = "statuses crossed"
    ADDED = "measures added"
    GONE = "measures no longer there"
    NEW = "new figures"
    LOST = "figures no longer there"
    WORDS = "words changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is about, in words, and what stood there before and after.

    `measure` and `area` are empty where it is about neither.
    """

    what: What
    about: str
    before: str
    after: str
    measure: str = ""
    area: str = ""

    @property
    def sentence(self) -> str:
        """The change in a line."""
        if self.what is What.ADDED:
            return f"{self.about} was added."
        if self.what is What.GONE:
            return f"{self.about} is no longer there."
        if self.what is What.NEW:
            return f"{self.about}: {self.after} came."
        if self.what is What.LOST:
            return f"{self.about}: {self.before} is no longer there."
        said = f"{self.about}: {self.before or _NOTHING} became {self.after or _NOTHING}"
        return said if said.endswith((".”", "?”", "!”")) else f"{said}."


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison: its name for a reader, its picture, and a pack’s words, board and edition."""

    name: str
    picture: Picture
    said: tuple[Words, ...] | None = None
    board: str = ""
    edition: str = ""


def changes(earlier: Version, later: Version) -> tuple[Change, ...]:
    """Everything that differs, by kind, then in the plan's order. The same two give the same answer.

    A pack has figures of its board's areas only: beside a round, only those are compared. Words are compared of two
    packs of one edition. Raises Refusal for packs of two boards.
    """
    if earlier.board and later.board and earlier.board != later.board:
        raise Refusal(
            f"{earlier.name} and {later.name} are packs of two boards.",
            "Compare two packs of one board, or two rounds of a workspace.",
        )
    before, after = earlier.picture, later.picture
    found = [*_measures(before.framework, after.framework)]
    names = {a.code: a.name for a in (*before.framework.areas, *after.framework.areas)}
    both = {m.id for m in before.framework.measures} & {m.id for m in after.framework.measures}
    old, new = before.assessments, after.assessments
    for key in [*new, *(k for k in old if k not in new)]:
        was, now = old.get(key), new.get(key)
        if key[0] in both:  # of a measure added or gone that alone is told
            found += _series(was, now, names)
    found += _targets(before, after, names)
    found += _written(before, after, names)
    found += _set_down(before, after, names)
    is_same = earlier.edition == later.edition
    if earlier.said is not None and later.said is not None and is_same:
        found += _lines(earlier.said, later.said)
    order = list(What)
    within = compared_within(earlier, later)
    if within:
        found = [change for change in found if not change.area or change.area in within]
    return tuple(sorted(found, key=lambda change: order.index(change.what)))


def compared_within(earlier: Version, later: Version) -> frozenset[str]:
    """The areas that a round and a pack are compared in, being the pack's; none where all are."""
    packs = [version for version in (earlier, later) if version.board]
    if len(packs) != 1:
        return frozenset()
    return frozenset(area for _, area in packs[0].picture.assessments)


def _measures(before: Framework, after: Framework) -> Iterator[Change]:
    old, new = ({m.id: m for m in plan.measures} for plan in (before, after))
    for added in [m for m in new if m not in old]:
        yield Change(What.ADDED, new[added].short_title, "", new[added].wording, added)
    for gone in [m for m in old if m not in new]:
        yield Change(What.GONE, old[gone].short_title, old[gone].wording, "", gone)
    for same in [m for m in new if m in old]:
        yield from _worded(old[same], new[same])


def _worded(old: Measure, new: Measure) -> Iterator[Change]:
    for part in ("title", "wording", "numerator", "denominator", "source"):
        was, now = (str(getattr(one, part)) for one in (old, new))
        if was != now:
            about = f"{new.short_title}, its {part}"
            yield Change(What.WORDS, about, _quoted(was), _quoted(now), new.id)


def _series(
    was: Assessment | None, now: Assessment | None, names: Mapping[str, str]
) -> Iterator[Change]:
    """What changed of a measure in an area; either side is None where the area had no figure of it."""
    one = now or was
    if one is None:
        return
    measure, area = one.measure, one.area
    about = f"{measure.short_title} in {names.get(area, area)}"
    if was and now and was.status is not now.status:
        stood, stands = words.STATUS_NAMES[was.status], words.STATUS_NAMES[now.status]
        yield Change(What.STATUS, about, stood, stands, measure.id, area)
    old, new = ({p.period: p for p in a.series.points} if a else {} for a in (was, now))
    for period in sorted(old.keys() | new.keys()):
        before, after = old.get(period), new.get(period)
        if _given(before) == _given(after):
            continue
        kind = _kind(before, after)
        shown = _printed(measure, before, after)
        yield Change(kind, f"{about}, {period.label}", *shown, measure.id, area)


def _kind(before: Point | None, after: Point | None) -> What:
    """A figure that was not there before is new, whether its period was there or not."""
    if before is None or before.value is None:
        return What.NEW
    return What.LOST if after is None or after.value is None else What.REVISED


def _given(point: Point | None) -> tuple[float | None, ...]:
    return (
        ()
        if point is None or point.value is None
        else (point.value, point.numerator, point.denominator)
    )


def _printed(measure: Measure, before: Point | None, after: Point | None) -> tuple[str, str]:
    """Both as printed; with their counts where only those tell them apart, in full where nothing printed does."""
    plain = tuple(words.figure(measure, p.value) if p else "" for p in (before, after))
    if plain[0] != plain[1]:
        return plain[0], plain[1]
    counted = tuple(f"{text}{_counts(p)}" for text, p in zip(plain, (before, after), strict=True))
    if counted[0] != counted[1]:
        return counted[0], counted[1]
    full = tuple("" if p is None or p.value is None else f"{p.value:.12g}" for p in (before, after))
    return full[0], full[1]


def _counts(point: Point | None) -> str:
    if point is None or point.numerator is None or point.denominator is None:
        return ""
    return f" ({words.number(point.numerator, 0)} of {words.number(point.denominator, 0)})"


def _targets(before: Picture, after: Picture, names: Mapping[str, str]) -> Iterator[Change]:
    measures = {m.id: m for m in after.framework.measures}
    old, new = ({t.key: t for t in picture.targets} for picture in (before, after))
    for key in [*new, *(k for k in old if k not in new)]:
        target = new.get(key) or old[key]
        measure = measures.get(target.measure)
        if measure is None or old.get(key) == new.get(key):
            continue
        asked = [
            target_words.with_tolerance(one, measure, names) if one else ""
            for one in (old.get(key), new.get(key))
        ]
        if asked[0] != asked[1]:
            about = f"The target of {_place(measure.short_title, target.area, names)}"
            yield Change(What.WORDS, about, asked[0], asked[1], target.measure, target.area)


def _place(measure: str, area: str, names: Mapping[str, str]) -> str:
    return f"{measure} in {'every area' if area == '*' else names.get(area, area)}"


def _written(before: Picture, after: Picture, names: Mapping[str, str]) -> Iterator[Change]:
    """Commentary, actions and reasons for leaving figures out."""
    titles = {m.id: m.short_title for p in (before, after) for m in p.framework.measures}
    for kind, gather in _WRITTEN:
        old, new = gather(before), gather(after)
        for key in [*new, *(k for k in old if k not in new)]:
            was, now = old.get(key, ""), new.get(key, "")
            if was != now:
                measure, area = key
                title = titles.get(measure) or told_of(measure) or "The whole return"
                about = f"{kind} {_place(title, area, names)}"
                yield Change(What.WORDS, about, _quoted(was), _quoted(now), measure, area)


def _set_down(before: Picture, after: Picture, names: Mapping[str, str]) -> Iterator[Change]:
    """Local priorities, and questions with their answers."""
    old, new = ({m.key: m for m in p.matters if not m.dropped} for p in (before, after))
    for key in [*new, *(k for k in old if k not in new)]:
        one = new.get(key) or old[key]
        was, now = (_said_of(held.get(key)) for held in (old, new))
        if was != now:
            kind = "Local priority" if one.kind is MatterKind.PRIORITY else "Question"
            about = f"{kind} {one.number} of {names.get(one.area, one.area)}"
            yield Change(What.WORDS, about, _quoted(was), _quoted(now), "", one.area)


def _said_of(matter: Matter | None) -> str:
    if matter is None:
        return ""
    return f"{matter.text} Answer: {matter.answer}" if matter.answer else matter.text


def _comments(picture: Picture) -> dict[tuple[str, str], str]:
    return {(c.measure, c.area): c.text for c in picture.comments}


def _actions(picture: Picture) -> dict[tuple[str, str], str]:
    said: dict[tuple[str, str], str] = {}
    for action in picture.actions:
        one = f"{action.text} ({action.owner} by {words.day(action.due)})"
        state = "done" if action.done else "so far"
        one += f", {state}: {action.progress}" if action.progress else ""
        before = said.get((action.measure, action.area))
        said[action.measure, action.area] = f"{before}; {one}" if before else one
    return said


def _asides(picture: Picture) -> dict[tuple[str, str], str]:
    said: dict[tuple[str, str], str] = {}
    for aside in picture.set_aside:
        one = f"{aside.named(picture.framework)}: {aside.reason}" if aside.board else aside.reason
        before = said.get((aside.measure, aside.area))
        said[aside.measure, aside.area] = f"{before}; {one}" if before else one
    return said


def _wordings(picture: Picture) -> dict[tuple[str, str], str]:
    return {(w.measure, w.area): w.text for w in picture.wordings}


_WRITTEN = (
    ("The commentary on", _comments),
    ("The sentence about", _wordings),
    ("The actions on", _actions),
    ("What was set aside of", _asides),
)


def _lines(earlier: Sequence[Words], later: Sequence[Words]) -> Iterator[Change]:
    """Lines of a pack that were written anew, matched by their words: a page more or less changes none of them."""
    old, new = (
        [w for w in said if w.kind in _SPOKEN and not w.figure] for said in (earlier, later)
    )
    matcher = SequenceMatcher(None, [w.text for w in old], [w.text for w in new], autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        where = new[first].page if first < last else old[start].page
        side = "in the later pack" if first < last else "in the earlier pack"
        was = " ".join(w.text for w in old[start:stop])
        now = " ".join(w.text for w in new[first:last])
        yield Change(What.WORDS, f"Page {where} {side}", _quoted(was), _quoted(now))


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def counted(found: Sequence[Change]) -> str:
    """How many of each kind, in a sentence."""
    counts = {what: sum(c.what is what for c in found) for what in What}
    said = [f"{what.value}: {number:,}" for what, number in counts.items() if number]
    return words.capital("; ".join(said)) + "." if said else "Nothing changed."
