"""A pack's sentences in a person's own words: bound to the figures they were written of.

The sentence on a measure's page belongs to the measure; a passage (the headlines, a success, a challenge) to a board.
"""

from dataclasses import dataclass

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.pack import PackPlan
from cypworkbench.domain.record import Picture, Wording
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.decide import Desk
from cypworkbench.packs import narrative, prose
from cypworkbench.packs.prose import Passage

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
    return _write(desk, "|".join(about), (said(picture, *about), text), LONGEST)


def give_up(desk: Desk, picture: Picture, measure: str, area: str) -> Decision:
    """Go back to the program's own sentence. Raises Refusal where it stands already."""
    if wording(picture, measure, area) is None:
        raise Refusal("The program's own sentence stands there already.", "Do nothing.")
    body = {"text": "", "instead_of": ""}
    return desk.record(Intent(DecisionKind.SENTENCE_WORDED, f"{measure}|{area}", body))[0]


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of a pack as it stands: its name and what it is, the program's words, and a person's own, if any.

    The program's words are empty where its figures no longer make such a passage, and only a person's are left.
    """

    name: str
    title: str
    own: str
    longest: int
    written: Wording | None = None

    @property
    def is_stale(self) -> bool:
        """Whether a person wrote of other figures: no pack can be issued until that is put right."""
        return self.written is not None and self.written.instead_of != self.own


def passages(plan: PackPlan) -> tuple[Said, ...]:
    """Every passage of a pack that may be put into own words, then those written of figures that are gone."""
    picture, area = plan.picture, plan.area
    found = prose.passages(plan.edition, plan.board, plan.measures)
    titles = {a.measure.id: a.measure.short_title or a.measure.title for a in plan.measures}
    mine = {
        w.measure: w
        for w in picture.wordings
        if w.area == area and prose.is_printed(plan.edition, plan.board, w.measure)
    }
    told = [
        Said(each.name, _title(each, titles), each.text, each.longest, mine.get(each.name))
        for each in found
    ]
    gone = [w for name, w in mine.items() if name not in {each.name for each in found}]
    return (
        *told,
        *(Said(w.measure, prose.told_of(w.measure), "", prose.LONGEST, w) for w in gone),
    )


def _title(passage: Passage, titles: dict[str, str]) -> str:
    told = prose.told_of(passage.name)
    if not passage.measure:
        return f"The headlines: {told}"
    return f"{told.removeprefix('the ').capitalize()}: {titles[passage.measure]}"


def write_passage(desk: Desk, area: str, said: Said, text: str) -> Decision:
    """Record a person's own words for a passage of a pack about an area. Raises Refusal as `write` does."""
    if not said.own:
        raise Refusal(
            "The figures no longer make that passage.", "Let the words be given up that were there."
        )
    return _write(desk, f"{said.name}|{area}", (said.own, text), said.longest)


def give_up_passage(desk: Desk, area: str, said: Said) -> Decision:
    """Go back to the program's own passage. Raises Refusal where it stands already."""
    if said.written is None:
        raise Refusal("The program's own sentence stands there already.", "Do nothing.")
    body = {"text": "", "instead_of": ""}
    return desk.record(Intent(DecisionKind.SENTENCE_WORDED, f"{said.name}|{area}", body))[0]


def _write(desk: Desk, subject: str, texts: tuple[str, str], longest: int) -> Decision:
    """Record the second text in place of the first, the program's."""
    own, words = texts[0], " ".join(texts[1].split())
    if not words or words == own:
        raise Refusal(
            "Those are no words of your own.", "Change the sentence, or leave the program's."
        )
    if len(words) > longest:
        raise Refusal(
            f"The sentence has {len(words)} letters, and there is room for {longest}.",
            "Say it shorter, or put the rest into the story behind it.",
        )
    body = {"text": words, "instead_of": own}
    return desk.record(Intent(DecisionKind.SENTENCE_WORDED, subject, body))[0]
