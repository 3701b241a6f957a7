"""One digit of a finished pack changed and the file signed anew by another: verification names that very place."""

import io
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pytest

from cypworkbench.domain.pack import FigureDifference, Pack, Verdict
from cypworkbench.flow import proving, said
from cypworkbench.signing import readback
from cypworkbench.signing.identity import Identity, load_identity, new_trial_identity
from cypworkbench.signing.sign import sign
from tests.journey.sampled import BURNLEY, COUNTY, FRAMEWORK, packed

SEED = 20261122
Change = Callable[[bytes, random.Random], tuple[bytes, str, str]]
AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
# A string as our pages write it; in fonts read from a file, plain letters keep their own codes.
SHOWN = re.compile(rb"\((?:\\.|[^\\()])*\) Tj")
DIGIT = re.compile(rb"(?<!\\)(?<!\\\d)(?<!\\\d\d)\d")


@cache
def stranger() -> Identity:
    made = new_trial_identity("Dee Example", "Analyst", "Elsewhere", "trial", now=AT)
    return load_identity(made, "trial")


def signed_by_another(pdf: bytes) -> bytes:
    return sign(pdf, stranger(), field="analyst", role="Analyst", reason="", at=AT)


def with_a_drawn_digit_changed(pdf: bytes, chance: random.Random) -> tuple[bytes, str, str]:
    """A file with one digit of one shown string changed; the digit before and after."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = chance.choice(list(opened.pages)).obj
        content = page.Contents.read_bytes()
        at = chance.choice(
            [
                found.start() + digit.start()
                for found in SHOWN.finditer(content)
                for digit in DIGIT.finditer(found.group())
            ]
        )
        was = chr(content[at])
        new = chance.choice([d for d in "0123456789" if d != was])
        page.Contents.write(content[:at] + new.encode() + content[at + 1 :])
        return saved(opened), was, new


def with_a_described_digit_changed(pdf: bytes, chance: random.Random) -> tuple[bytes, str, str]:
    """A file with one digit of one picture's description changed."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = [
            element
            for element in opened.objects
            if isinstance(element, pikepdf.Dictionary)
            and "/Alt" in element
            and any(ch.isdigit() for ch in str(element.Alt))
        ]
        element = chance.choice(told)
        text = str(element.Alt)
        at = chance.choice([n for n, ch in enumerate(text) if ch.isdigit()])
        new = chance.choice([d for d in "0123456789" if d != text[at]])
        element.Alt = pikepdf.String(text[:at] + new + text[at + 1 :])
        return saved(opened), text[at], new


def saved(opened: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def otherwise(pdf: bytes, pack: Pack) -> tuple[FigureDifference, ...]:
    printed = readback.printed(pdf)
    return (
        *proving.figures_that_differ(printed.figures, pack.figures),
        *said.differences(printed.words, pack.words),
    )


def only_that_digit(found: tuple[FigureDifference, ...], was: str, new: str) -> bool:
    """Whether one place is named, and what it prints differs from what it should in that digit alone."""
    if len(found) != 1 or len(found[0].printed) != len(found[0].recomputed):
        return False
    pairs = zip(found[0].printed, found[0].recomputed, strict=True)
    return [(a, b) for a, b in pairs if a != b] == [(new, was)]


def changed_and_named(places: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance for a test, not for a secret
    for number in range(places):
        pack = packed(COUNTY if number % 3 else BURNLEY)
        change = with_a_drawn_digit_changed if number % 4 else with_a_described_digit_changed
        pdf, was, new = change(pack.content, chance)
        found = otherwise(signed_by_another(pdf), pack)
        assert only_that_digit(found, was, new), (f"seed {seed}", number, found)


def test_a_changed_digit_is_named_wherever_it_is_printed() -> None:
    changed_and_named(16, SEED)


@pytest.mark.slow
def test_a_digit_changed_at_two_hundred_places_is_named_each_time() -> None:
    changed_and_named(200, SEED + 1)


@pytest.mark.parametrize(
    "change", [with_a_drawn_digit_changed, with_a_described_digit_changed], ids=["drawn", "told"]
)
def test_the_whole_verification_says_changed_and_names_the_place(change: Change) -> None:
    chance = random.Random(SEED + 2)  # noqa: S311  chance for a test, not for a secret
    pdf, was, new = change(packed(BURNLEY).content, chance)
    found = proving.verify_pack(signed_by_another(pdf))
    assert found.verdict is Verdict.CHANGED
    assert only_that_digit(found.differ, was, new)
    assert "fig:" not in found.sentence, "an id is no place that a reader knows"
    first = found.differ[0]
    of = {m.id: m.short_title for m in FRAMEWORK.measures}
    told = of[first.id.split(":")[2]] if first.id.startswith("fig:") else first.id
    assert told in found.sentence
    assert f"printed {first.printed}, should be {first.recomputed}." in found.sentence


def test_a_page_and_its_words_changed_together_are_still_found_by_drawing_again() -> None:
    pack = packed(BURNLEY)
    line = next(w for w in pack.words if not w.figure and "Burnley" in w.text and w.page > 1)
    with pikepdf.open(io.BytesIO(pack.content)) as opened:
        page = opened.pages[line.page - 1].obj
        content = page.Contents.read_bytes()
        assert b"Burnley" in content
        page.Contents.write(content.replace(b"Burnley", b"Burnlex"))
        words = opened.attachments[said.NAME].obj.EF.F
        words.write(words.read_bytes().replace(b"Burnley", b"Burnlex"))
        forged = saved(opened)
    found = proving.verify_pack(signed_by_another(forged))
    assert found.verdict is Verdict.CHANGED
    assert any("Burnlex" in d.printed for d in found.differ)


def test_a_pack_without_its_words_is_changed() -> None:
    with pikepdf.open(io.BytesIO(packed(BURNLEY).content)) as opened:
        del opened.attachments[said.NAME]
        less = saved(opened)
    assert proving.verify_pack(signed_by_another(less)).verdict is Verdict.CHANGED
