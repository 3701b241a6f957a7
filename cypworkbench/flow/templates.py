"""A board's own look for its packs: checked before it is decided, kept as a decision, undone like any other."""

import base64
import re
from dataclasses import replace

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.domain.template import Template
from cypworkbench.flow import plan_kept
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.public import states_number
from cypworkbench.packs import editions
from cypworkbench.packs.palette import contrast, palette

LEAST_CONTRAST = 4.5  # of text on its ground, Web Content Accessibility Guidelines 2.2, AA
LONGEST_TITLE, LONGEST_TEXT, LONGEST_SAYS = 60, 320, 200
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_GROUNDS = {"the white page": "surface", "the tinted bands of tables": "sunken"}


def look(record: Record, board_id: str) -> Template:
    """A board's choices as decided; empty where it made none."""
    return fold(record.decisions).templates.get(board_id) or Template(board_id)


def for_edition(record: Record, board_id: str, edition: Edition) -> Template | None:
    """What an edition of a board is drawn with; None for the program's own look.

    A public pack goes without words that state a number: nobody could say whether it is one that is withheld.
    """
    held = look(record, board_id)
    if edition is Edition.PUBLIC:
        held = replace(
            held,
            title="",
            pages=(),
            text="" if states_number(held.text) else held.text,
            logo="" if states_number(held.logo_says) else held.logo,
            logo_says="" if states_number(held.logo_says) else held.logo_says,
        )
    return None if held.is_empty else held


def set_template(desk: Desk, template: Template) -> Decision:
    """Record how a board wants its packs to look; an empty template gives the program's own look back.

    Raises Refusal as `checked` does.
    """
    settled = checked(plan_kept.served(desk.workspace.record()), template)
    return desk.record(Intent(DecisionKind.TEMPLATE_SET, settled.board, to_plain(settled)))[0]


def checked(framework: Framework, template: Template) -> Template:
    """A template whose words are tidy and whose choices can be drawn.

    Raises Refusal for a board the plan has not, words too long to print, a colour that cannot be read, a logo without
    words for those who cannot see it, and pages that are unknown, listed twice, out of place or may not be left out.
    """
    try:
        framework.board(template.board)
    except KeyError as error:
        raise Refusal(
            f"The plan has no board called {template.board!r}.",
            "Use the board's id, as `cypworkbench plan show` prints it.",
        ) from error
    title, text, says = (
        " ".join(words.split()) for words in (template.title, template.text, template.logo_says)
    )
    for words, most, what in (
        (title, LONGEST_TITLE, "title"),
        (text, LONGEST_TEXT, "words on the cover"),
        (says, LONGEST_SAYS, "words that describe the logo"),
    ):
        if len(words) > most:
            raise Refusal(
                f"There is room for {most} letters of the {what}, and these are {len(words)}.",
                "Say it shorter.",
            )
    if template.logo and not says:
        raise Refusal(
            "The logo has no words for people who cannot see it.",
            "Say what it shows: “Fylde and Wyre Children’s Board, a blue wave”.",
        )
    if template.colour:
        refuse_unreadable(template.colour)
    if template.pages:
        refuse_misplaced(template.pages)
    return replace(
        template,
        title=title,
        text=text,
        logo_says=says if template.logo else "",
        colour=template.colour.upper(),
    )


def wrong_with(framework: Framework, template: Template) -> Refusal | None:
    """Why a template may not be decided yet, to be said beside it while it is chosen."""
    try:
        checked(framework, template)
    except Refusal as refusal:
        return refusal
    return None


def refuse_unreadable(colour: str) -> None:
    """Refuse what is no colour, or one that words could not be read in, saying the contrast it comes to."""
    if not _COLOUR.fullmatch(colour):
        raise Refusal(
            f"“{colour[:20]}” is not a colour as it is written here.", "Write it as #0B5C7E."
        )
    page = palette("light")
    for where, role in _GROUNDS.items():
        ratio = contrast(colour, page[role])
        if ratio < LEAST_CONTRAST:
            # rounded down: 4.49 must not be told as 4.5
            told = int(ratio * 10) / 10
            raise Refusal(
                f"The contrast of {colour} on {where} is {told} to 1, and words need {LEAST_CONTRAST} to 1.",
                "Choose a darker one of the same colour.",
            )


def refuse_misplaced(pages: tuple[str, ...]) -> None:
    """Refuse a choice of pages that is not one a pack can be made of, with the reason."""
    for name in pages:
        if name not in editions.KINDS:
            raise Refusal(
                f"There is no kind of page called {name!r}.",
                f"Choose from: {', '.join(editions.KINDS)}.",
            )
        if pages.count(name) > 1:
            raise Refusal(f"“{editions.KINDS[name]}” is listed twice.", "List each page once.")
    for name, because in editions.REQUIRED.items():
        if name not in pages:
            raise Refusal(
                f"“{editions.KINDS[name]}” cannot be left out: {because}.", f"Put {name} back in."
            )
    if pages[: len(editions.FIRST)] != editions.FIRST or pages[-1] != editions.LAST:
        raise Refusal(
            "A pack begins with its cover and contents, and ends with where it came from and the signatures.",
            "Order the pages between them as you like.",
        )


def logo_from(content: bytes) -> str:
    """A logo as a template holds it, from a PNG or JPEG file. Raises Refusal as `packs.logo.remade` does."""
    from cypworkbench.packs import logo  # Pillow: only when a logo is chosen

    return base64.b64encode(logo.remade(content)).decode()
