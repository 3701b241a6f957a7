"""A small tagged pack with three signature boxes, three people of nobody's acquaintance, and the pack they sign."""

from datetime import UTC, datetime

import pytest

from cypworkbench.packs.tagged import Document, Metadata
from cypworkbench.packs.tagged.document import Attachment
from cypworkbench.packs.tagged.style import Run, Style
from cypworkbench.signing.identity import Identity, load_identity, new_trial_identity
from cypworkbench.signing.sign import sign

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
BOXES = ("analyst", "head", "chair")
PEOPLE = (
    ("Ada Example", "Analyst"),
    ("Ben Example", "Head of service"),
    ("Chi Example", "Board chair"),
)
BODY = Style(11, 15.4)
DRAWN = {
    "fig:sentence": "10",
    "fig:table:1": "1,204",
    "fig:table:2": "–3.2 ▲",
    "fig:table:3": "fewer than 5 &amp; <b>",
    "fig:chart": "£1,200 ✔",
}


def draw_pack(pages: int = 1, figures: int = 0) -> bytes:
    """An unsigned pack: the figures of DRAWN on its last page, and more of them on `pages` pages before."""
    document = Document(Metadata("Board pack", "A partnership", "Trial", AT, "a test"))
    for number in range(pages - 1):
        with document.page() as page, page.tag("P"):
            for n in range(figures):
                name = f"fig:{number}:{n}"
                with page.tag("Span", figure=name):
                    page.text(20 + 17 * (n % 10), 20 + 2.5 * (n // 10), f"{number}.{n}", BODY)
    with document.page() as page:
        with page.tag("H1"):
            page.text(20, 30, "Sign-off", Style(26, 30, "Semibold"))
        with page.tag("P"):
            runs = [Run("Of 33 measures, "), Run("10", weight="Bold", figure="fig:sentence")]
            page.paragraph(20, 40, 120, [*runs, Run(" meet their target.")], BODY)
        with page.tag("Table"), page.tag("TR"):
            for n in (1, 2, 3):
                name = f"fig:table:{n}"
                with page.tag("TD", figure=name):
                    page.text(20 + 40 * n, 60, DRAWN[name], BODY)
        with page.tag("P", figure="fig:chart"):
            page.text(20, 70, "£1,200 ", BODY)
            with page.tag("Span"):
                page.text(40, 70, "✔  ", BODY)
        for n, box in enumerate(BOXES):
            document.signature_field(box, f"Signature: {box}", (20, 90 + 30 * n, 90, 115 + 30 * n))
    return document.seal([Attachment("snapshot.json", "The record", b'{"a": 1}')])


@pytest.fixture(scope="session")
def people() -> tuple[Identity, ...]:
    return tuple(
        load_identity(new_trial_identity(name, role, "A council", "trial", now=AT), "trial")
        for name, role in PEOPLE
    )


@pytest.fixture(scope="session")
def trust(people: tuple[Identity, ...]) -> tuple[bytes, ...]:
    return tuple(person.issuer_pem for person in people if person.issuer_pem)


@pytest.fixture(scope="session")
def stages(people: tuple[Identity, ...]) -> tuple[bytes, ...]:
    """The pack unsigned, and after each of three signatures."""
    made = [draw_pack()]
    for person, box in zip(people, BOXES, strict=True):
        made.append(sign(made[-1], person, field=box, role=person.role, reason="", at=AT))
    return tuple(made)
