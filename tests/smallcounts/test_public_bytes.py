"""Nothing that only a board may read is in any byte of a public pack: no stream, no string, no attachment, no page."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from cypworkbench.domain.decision import Person
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.domain.record import Wording
from cypworkbench.flow import packing, sample
from cypworkbench.flow.public import public_picture
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, planned, sampled
from tests.journey.sampled import packed as own
from tests.smallcounts.leaks_planted import PDF
from tests.smallcounts.test_public_pack import packed, withheld

_BOARDS = [pytest.param(COUNTY, marks=pytest.mark.slow), BURNLEY]  # the county's takes seconds more
_WRITTEN = Wording(
    "gld",
    "E10000017",
    "Illustrative: seven fewer in Wyre.",
    "It rose.",
    Person("A"),
    sample.PACKED_AT,
)


def _restricted() -> dict[str, set[str]]:
    """What only the board may read, by its kind; of comments and actions those that no public pack is let print."""
    picture = sampled().picture
    returned = [s.returned for s in picture.suppliers if s.returned]
    told = [public_picture(picture, b, Disclosure(), withheld().places) for b in (COUNTY, BURNLEY)]
    return {
        "explanations": {e.text for e in picture.explanations.values()},
        "findings": {f.message for f in picture.findings},
        "files": {r.file for r in returned},
        "digests": {f.sha256 for f in sampled().record.files},
        "comments": {c.text for c in picture.comments}
        - {c.text for each in told for c in each.comments},
        "actions": {a.text for a in picture.actions}
        - {a.text for each in told for a in each.actions},
    }


@cache
def _held(pdf: bytes) -> bytes:
    """Every byte of a file that says something: its objects, streams decompressed, and what its pages say."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [pdf, *(part for each in opened.objects for part in _said(each))]
        parts += [each.get_file().read_bytes() for each in opened.attachments.values()]
    pages = " ".join(words.text for words in readback.printed(pdf).words)
    return b"\n".join([*parts, pages.encode()])


def _said(thing: pikepdf.Object) -> Iterator[bytes]:
    """The strings of an object, those inside it too, each as it stands and as text; and what its stream holds."""
    if isinstance(thing, pikepdf.String):
        yield bytes(thing)
        yield str(thing).encode(errors="replace")
    if isinstance(thing, pikepdf.Stream):
        # what remains undecoded is a picture
        yield thing.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized)
    inside: list[object]
    if isinstance(thing, pikepdf.Array):
        inside = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        inside = [value for _, value in thing.items()]
    else:
        return
    for each in inside:
        # what is referred to is met as an object of its own
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _said(each)


def _found(pdf: bytes, wanted: set[str]) -> set[str]:
    """Those of the texts that are in the file, as they are, as JSON writes them, or in their first words alone."""
    held = _held(pdf)
    return {
        text
        for text in wanted
        if any(
            form in held
            for start in {text, text[:40]}
            for form in (
                start.encode(),
                json.dumps(start)[1:-1].encode(),
                start.encode("utf-16-be"),
            )
        )
    }


@pytest.mark.parametrize("board", _BOARDS)
def test_no_byte_of_a_public_pack_holds_anything_restricted(board: str) -> None:
    restricted = _restricted()
    assert all(restricted.values())
    assert {kind: _found(packed(board).content, said) for kind, said in restricted.items()} == {
        kind: set() for kind in restricted
    }


@pytest.mark.parametrize("board", _BOARDS)
def test_the_same_search_finds_every_kind_of_it_in_the_boards_own_pack(board: str) -> None:
    """Otherwise the search above would find nothing anywhere."""
    content = own(board).content
    assert [kind for kind, said in _restricted().items() if not _found(content, said)] == []


@pytest.mark.parametrize(
    "place",
    ["a bookmark", "alternative text", "the metadata stream", "a note on a page", "a hidden layer"],
)
def test_the_search_looks_where_no_page_shows_it(place: str) -> None:
    clean = packed(BURNLEY).content
    planted = "Fylde: 3" if place == "a note on a page" else "Fylde 3"
    assert not _found(clean, {planted})
    assert _found(PDF[place][1](clean), {planted})


def test_what_a_person_wrote_instead_of_a_sentence_is_the_boards_alone() -> None:
    picture, plan = sampled().picture, planned(BURNLEY)
    written = replace(plan, picture=replace(plan.picture, wordings=(_WRITTEN,)))
    assert _WRITTEN.text.encode() in packing.snapshot(written)
    places = withheld().places
    told = public_picture(replace(picture, wordings=(_WRITTEN,)), COUNTY, Disclosure(), places)
    assert told == public_picture(picture, COUNTY, Disclosure(), places)
