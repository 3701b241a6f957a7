"""How old somebody must be to read a text with ease, by two published formulas of letters, words and sentences.

Both give a grade of an American school, whose first is for those of six: five is added for an age. They only count, and
know nothing of what words mean: plain words have a low age, and a low age is no proof of plain words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cypworkbench.packs.young import pages
from cypworkbench.packs.young.village import Village

MOST = 9.0
"""The age this edition is written for."""
_BEFORE_SCHOOL = 5
_SENTENCE = re.compile(r"(?<=[.?!]) +")
_WORD = re.compile(r"[\w’%,]+")
_SHORTEST = 30  # words: of fewer the formulas say little


@dataclass(frozen=True, slots=True)
class Reading:
    """Ages in years: by the automated readability index (Smith and Senter 1967), and by Coleman and Liau (1975)."""

    ari: float
    coleman_liau: float
    words: int

    @property
    def age(self) -> float:
        """The higher of the two."""
        return max(self.ari, self.coleman_liau)


def reading(texts: Iterable[str]) -> Reading:
    """The ages for texts, each of one sentence or several. Raises ValueError where there are no words."""
    sentences = [
        words for text in texts for each in _SENTENCE.split(text) if (words := _WORD.findall(each))
    ]
    count = sum(map(len, sentences))
    if not count:
        message = "there are no words to read"
        raise ValueError(message)
    letters = sum(len(word) for sentence in sentences for word in sentence)
    ari = 4.71 * letters / count + 0.5 * count / len(sentences) - 21.43
    coleman_liau = 5.88 * letters / count - 29.6 * len(sentences) / count - 15.8
    return Reading(ari + _BEFORE_SCHOOL, coleman_liau + _BEFORE_SCHOOL, count)


def told(village: Village) -> str:
    """The edition's reading age in a sentence; and that of what its registers say, whose words are others'."""
    own = reading(pages.sentences(village))
    said = f"Reading age: {own.ari:.1f} by one formula (ARI), {own.coleman_liau:.1f} by another (Coleman–Liau)."
    given = [text for answer in village.answers for text in (answer.said, answer.done) if text]
    if not given:
        return said
    theirs = reading(given)
    said += f" What people said, and what was done: {theirs.ari:.1f} and {theirs.coleman_liau:.1f}."
    if theirs.words < _SHORTEST:
        return f"{said} These are too few words to be sure of."
    if theirs.age > MOST:
        said += " That is above nine: ask whoever keeps the register for plainer words."
    return said
