"""Signing a 60-page pack, held against what pyHanko alone takes to find that nothing but signatures was added."""

import io
from collections.abc import Callable
from functools import partial
from time import process_time

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cypworkbench.signing.identity import load_identity, new_trial_identity
from cypworkbench.signing.sign import sign
from tests.signing.conftest import AT, BOXES, PEOPLE, draw_pack

PAGES, FIGURES = 60, 240
LEAST = 4  # times as fast as the comparison of whole revisions that it replaces
MOST_SECONDS = 0.6


def took(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


@pytest.mark.alone
def test_each_of_three_signatures_of_60_pages_takes_a_fraction_of_comparing_its_revisions() -> None:
    made = [new_trial_identity(*who, "A council", "trial", now=AT) for who in PEOPLE]
    people = [load_identity(one, "trial") for one in made]
    pdf, seconds = draw_pack(PAGES, FIGURES), []
    for person, box in zip(people, BOXES, strict=True):
        given = partial(sign, pdf, person, field=box, role=person.role, reason="", at=AT)
        seconds.append(min(took(given), took(given)))
        pdf = given()
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    first = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    peer = took(lambda: validate_pdf_signature(first, nobody))
    print(  # noqa: T201  measured figures
        f"signatures {', '.join(f'{s:.2f}' for s in seconds)} s; comparing revisions {peer:.2f} s"
    )
    assert max(seconds) < peer / LEAST
    assert max(seconds) < MOST_SECONDS
