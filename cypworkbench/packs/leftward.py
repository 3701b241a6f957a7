"""Words in scripts that are read from right to left: their letters joined, and the order in which they stand.

Names of people and places come in Arabic and Hebrew letters too. A page is set from left to right, and such words
stand in it as they do in print: each letter to the left of the one before. In the file they keep the order in which
they are read, so that what listens or searches finds them. Brackets among such words are drawn turned around.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

_LEFTWARD = ("R", "AL")
_ARABIC, _FORMS = "\u0600", ("\ufb50", "\ufefc")
_LAM, _ALEFS = "\u0644", ("\u0622", "\u0623", "\u0625", "\u0627")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»"}
_INITIAL, _MEDIAL, _FINAL, _ISOLATED = "<initial>", "<medial>", "<final>", "<isolated>"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a line that is read one way: its text, and whether that is leftward."""

    text: str
    leftward: bool


def found_in(text: str) -> bool:
    """Whether any letter of a text is read from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(ch) in _LEFTWARD for ch in text)


def language(text: str) -> str:
    """What can be said of the language of a leftward stretch: its script, which tells a listener's voice to change."""
    return "und-Arab" if any(unicodedata.bidirectional(ch) == "AL" for ch in text) else "und-Hebr"


@cache
def _joined() -> dict[str, dict[str, str]]:
    """Each Arabic letter's forms, by where it stands: the Unicode database's own."""
    found: dict[str, dict[str, str]] = {}
    for code in range(ord(_FORMS[0]), ord(_FORMS[1]) + 1):
        said = unicodedata.decomposition(chr(code)).split()
        if said and said[0] in (_INITIAL, _MEDIAL, _FINAL, _ISOLATED):
            letters = "".join(chr(int(letter, 16)) for letter in said[1:])
            if len(letters) == 1 or (letters[0] == _LAM and letters[1:] in _ALEFS):
                found.setdefault(letters, {}).setdefault(said[0], chr(code))
    return found


@lru_cache(maxsize=4096)
def shaped(text: str) -> str:
    """The text with its Arabic letters in the forms that join them, lam and alef as one."""
    if not any(ch >= _ARABIC for ch in text):
        return text
    forms, made, at = _joined(), [], 0
    while at < len(text):
        taken = 2 if text[at] == _LAM and text[at + 1 : at + 2] in _ALEFS else 1
        own = forms.get(text[at : at + taken], {})
        before = _beside(text, at, -1)
        after = _beside(text, at + taken - 1, 1)
        from_before = bool(before) and _INITIAL in forms.get(before, {}) and _FINAL in own
        to_after = bool(after) and _FINAL in forms.get(after, {}) and _INITIAL in own
        where = {(False, False): _ISOLATED, (False, True): _INITIAL, (True, True): _MEDIAL}
        made.append(own.get(where.get((from_before, to_after), _FINAL), text[at : at + taken]))
        at += taken
    return "".join(made)


def _beside(text: str, at: int, way: int) -> str:
    """The nearest letter that side, marks above and below it passed over."""
    at += way
    while 0 <= at < len(text) and unicodedata.category(text[at]) == "Mn":
        at += way
    return text[at] if 0 <= at < len(text) else ""


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """The letters of a shaped text as they are typed and searched for."""
    if not any(_FORMS[0] <= ch <= _FORMS[1] for ch in text):
        return text
    return "".join(
        unicodedata.normalize("NFKC", ch) if _FORMS[0] <= ch <= _FORMS[1] else ch for ch in text
    )


def stretches(text: str) -> Iterator[Stretch]:
    """A line cut where the way of reading changes; what stands between two leftward words goes with them."""
    start = 0
    ways = [unicodedata.bidirectional(ch) for ch in text]
    at = 0
    while at < len(text):
        if ways[at] not in _LEFTWARD:
            at += 1
            continue
        end, ahead = at + 1, at + 1
        while ahead < len(text) and ways[ahead] != "L":
            ahead += 1
            if ways[ahead - 1] in (*_LEFTWARD, "NSM"):
                end = ahead
        end = _closed(text, at, end)
        if at > start:
            yield Stretch(text[start:at], leftward=False)
        yield Stretch(text[at:end], leftward=True)
        start = at = end
    if start < len(text):
        yield Stretch(text[start:], leftward=False)


def _closed(text: str, start: int, end: int) -> int:
    """The end of a leftward stretch, with the brackets right behind it that close one opened inside it."""
    owed: list[str] = []
    for ch in text[start:end]:
        if ch in _BRACKETS:
            owed.append(_BRACKETS[ch])
        elif owed and ch == owed[-1]:
            owed.pop()
    while owed and text[end : end + 1] == owed[-1]:
        owed.pop()
        end += 1
    return end


def is_turned(cluster: str) -> bool:
    """Whether a sign is drawn turned around among leftward words: brackets, arrows of quotation, less and more."""
    return len(cluster) == 1 and bool(unicodedata.mirrored(cluster))


def clusters(text: str) -> Iterator[str]:
    """What moves leftward as one, in the order it is read: a letter with its marks, or a number."""
    held = ""
    for ch in text:
        way = unicodedata.bidirectional(ch)
        goes_on = way == "NSM" or (way in ("EN", "AN") and held[-1:].isdigit())
        if held and not goes_on:
            yield held
            held = ""
        held += ch
    if held:
        yield held
