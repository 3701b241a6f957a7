"""The sentence on a measure's page in a person's own words: bound to the figures it was written of."""

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.record import Picture, Wording
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.decide import Desk
from cypworkbench.packs import narrative

LONGEST = 400


def said(picture: Picture, measure: str, area: str) -> str:
    """What the program says of a measure's figures. Raises Refusal where nothing is known of it there."""
    held = picture.assessments.get((measure, area))
    if held is None:
        raise Refusal(
            "Nothing is known of that measure there.",
            "Name a measure and an area's code as `cypworkbench plan show` prints them.",
        )
    return narrative.sentence(held, {a.code: a.name for a in picture.framework.areas})


def wording(picture: Picture, measure: str, area: str) -> Wording | None:
    """A person's own words for it, whether or not its figures have changed since; None where there are none."""
    return next((w for w in picture.wordings if (w.measure, w.area) == (measure, area)), None)


def write(desk: Desk, picture: Picture, about: tuple[str, str], text: str) -> Decision:
    """Record a person's own words for the sentence about a measure in an area, and what the program says there now.

    Raises Refusal for no words, for the program's own, and for more than a page has room for.
    """
    own, words = said(picture, *about), " ".join(text.split())
    if not words or words == own:
        raise Refusal(
            "Those are no words of your own.", "Change the sentence, or leave the program's."
        )
    if len(words) > LONGEST:
        raise Refusal(
            f"The sentence has {len(words)} letters, and there is room for {LONGEST}.",
            "Say it shorter, or put the rest into the story behind it.",
        )
    body = {"text": words, "instead_of": own}
    return desk.record(Intent(DecisionKind.SENTENCE_WORDED, "|".join(about), body))[0]


def give_up(desk: Desk, picture: Picture, measure: str, area: str) -> Decision:
    """Go back to the program's own sentence. Raises Refusal where it stands already."""
    if wording(picture, measure, area) is None:
        raise Refusal("The program's own sentence stands there already.", "Do nothing.")
    body = {"text": "", "instead_of": ""}
    return desk.record(Intent(DecisionKind.SENTENCE_WORDED, f"{measure}|{area}", body))[0]
