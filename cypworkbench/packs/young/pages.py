"""The young people's edition drawn: the village on one page, what is changing on the next, what was said and done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib.figure import Figure as Drawing

from cypworkbench import __version__
from cypworkbench.domain.pack import PackPlan
from cypworkbench.packs import fonts
from cypworkbench.packs.palette import Palette, palette
from cypworkbench.packs.tagged import Document, Metadata, Page, Run, Style
from cypworkbench.packs.tagged.flow import Flow, Frame
from cypworkbench.packs.tagged.lines import wrap
from cypworkbench.packs.tagged.style import MM
from cypworkbench.packs.young.village import CHILDREN, Answer, Fact, Movement, Village

LEAST = 14.0  # points
_LEFT, _RIGHT, _FOOT = 18.0, 192.0, 284.0
_COLUMNS, _ROWS = (18.0, 78.0, 138.0), (112.0, 188.0)
_WIDE = 52.0  # of a fact
_ACROSS = 20  # little people in a row
_PITCH, _TALL = 2.6, 6.6  # mm from one little person to the next, and from row to row
_TITLE_SIZES, _TITLE_HIGH = (34.0, 28.0, 23.0, 18.0), 32.0  # points; mm above the highest roof
_GROUND = 89.0  # where the village stands
_HEADS = (("better", "Getting better"), ("worse", "Getting worse"), ("", "Just changing"))
_INTRO = "Far too many children live in {place} to draw them all. So think of 100. Each little person is one of them."
_ANSWERED = "You said, we did"
_ANSWERS = "Young people told us what they think. This is what they said, and what we did."
_ABOUT = (
    "This page is for you. It shows how children are doing.",
    "People who run clubs, schools and help for families look at the same numbers. They meet to say what to do next.",
    "In the village we count whole children. Some numbers are kept back so that no child can be picked out.",
    "What do you think? Tell us. You can ask a grown-up to help.",
)


@dataclass(frozen=True, slots=True)
class _Looks:
    """The styles of the edition, from its colours."""

    colours: Palette

    def style(self, size: float, weight: str = fonts.REGULAR, role: str = "ink") -> Style:
        """A style whose lines stand a quarter apart."""
        return Style(size, size * 1.28, weight, self.colours[role])


def draw(plan: PackPlan, village: Village, drawings: dict[int, Drawing] | None = None) -> Document:
    """The edition's pages as drawn, not yet sealed; its pictures are kept where there are `drawings` to keep them."""
    picture = plan.picture
    title = f"{_title(village)}: young people’s edition"
    program = f"cypworkbench {__version__}"
    about = Metadata(
        title, picture.framework.partnership, picture.framework.title, plan.created_at, program
    )
    document, looks = Document(about, drawings), _Looks(palette("light"))
    _village(document, looks, village, picture.round.label)
    _changing(document, looks, village, picture.round.note)
    if village.answers:
        _answered(document, looks, village.answers)
    return document


def _title(village: Village) -> str:
    return f"If {village.place} were a village of {CHILDREN} children"


@contextmanager
def _page(document: Document, looks: _Looks) -> Iterator[Page]:
    with document.page() as page:
        yield page
        with page.artifact("Footer"):
            page.text(
                _RIGHT, _FOOT, str(page.number + 1), looks.style(LEAST, fonts.SEMIBOLD), "right"
            )


# ---- the village


def _village(document: Document, looks: _Looks, village: Village, when: str) -> None:
    with _page(document, looks) as page:
        with page.tag("P"):
            page.text(
                _LEFT, 17, "Young people’s edition ", looks.style(LEAST, fonts.SEMIBOLD, "accent")
            )
            page.text(_RIGHT, 17, when, looks.style(LEAST, fonts.REGULAR, "ink2"), "right")
        title, wide = _title(village), _RIGHT - _LEFT
        for size in _TITLE_SIZES:
            style = looks.style(size, fonts.SEMIBOLD)
            if len(wrap((Run(title),), wide, style)) * style.leading / MM <= _TITLE_HIGH:
                break
        with page.tag("H1"):
            page.paragraph(_LEFT, 33, wide, title, style)
        document.bookmark(_title(village), 0, 22)
        _houses(page, looks)
        with page.tag("P"):
            said = _INTRO.format(place=village.place)
            page.paragraph(_LEFT, 97, _RIGHT - _LEFT, said, looks.style(15, fonts.REGULAR, "ink2"))
        for number, fact in enumerate(village.facts):
            across, down = number % len(_COLUMNS), number // len(_COLUMNS)
            _fact(page, looks, fact, (_COLUMNS[across], _ROWS[down]))


def _houses(page: Page, looks: _Looks) -> None:
    """A row of houses and a hall with a flag: for the eye only."""
    colours = looks.colours
    with page.artifact():
        hills = [(0, 80), (40, 73), (85, 79), (140, 68), (180, 75), (210, 72)]
        page.polygon([(0, _GROUND), *hills, (210, _GROUND)], fill=colours["accent_soft"])
        for number, left in enumerate((20, 37, 54, 71, 88, 124, 141, 158, 175)):
            _house(page, colours, left, 9.5 + (number % 3) * 1.6)
        _house(page, colours, 104, 13, wide=17.0)
        page.line((112.5, 62), (112.5, 70), colours["accent"], 1)
        page.polygon([(112.5, 62), (118, 63.8), (112.5, 65.6)], fill=colours["tol_fill"])
        page.line((0, _GROUND), (210, _GROUND), colours["accent"], 2)


def _house(page: Page, colours: Palette, left: float, high: float, wide: float = 12.0) -> None:
    top = _GROUND - high
    page.rectangle((left, top, wide, high), colours["surface"], colours["accent"], (1.2, ()))
    roof = [(left - 1.2, top), (left + wide / 2, top - 6), (left + wide + 1.2, top)]
    page.polygon(roof, fill=colours["accent"])
    page.rectangle((left + wide / 2 - 1.2, _GROUND - 4.6, 2.4, 4.6), fill=colours["accent"])
    for side in (left + 1.6, left + wide - 3.8):
        page.rectangle((side, top + 2, 2.2, 2.2), fill=colours["tol_fill"])


def _fact(page: Page, looks: _Looks, fact: Fact, at: tuple[float, float]) -> None:
    left, top = at
    number, bold = looks.style(34, fonts.SEMIBOLD, "accent"), looks.style(LEAST, fonts.SEMIBOLD)
    figure = f"fig:young:{fact.measure}:{fact.area}:children:{fact.period}"
    with page.tag("H2"):
        with page.tag("Span", figure=figure):
            used = page.text(left, top + 11, f"{fact.count} ", number)
        room = _WIDE - used - 1
        lines = wrap((Run(fact.label),), room, bold)
        first = top + 10.4 - 2.9 * (len(lines) - 1)
        page.paragraph(left + used + 1, first, room, fact.label, bold)
    _people(page, looks, fact, (left, top + 18))
    with page.tag("P"):
        page.paragraph(
            left, top + 56, _WIDE + 2, fact.says, looks.style(LEAST, fonts.REGULAR, "ink2")
        )


def _people(page: Page, looks: _Looks, fact: Fact, at: tuple[float, float]) -> None:
    """A hundred little people, the first so many of them filled in."""
    left, top = at
    corners = (left, top, left + _ACROSS * _PITCH, top + CHILDREN / _ACROSS * _TALL)
    alt = f"{CHILDREN} little people. {fact.count} are filled in: they {fact.label}."
    ink, edge = looks.colours["accent"], (looks.colours["line_strong"], (0.5, ()))
    with page.tag("Figure", alt=alt, box=page.outer(*corners)):
        for child in range(CHILDREN):
            x = left + (child % _ACROSS + 0.5) * _PITCH
            y = top + child // _ACROSS * _TALL
            fill = ink if child < fact.count else ""
            line = ink if fill else edge[0]
            page.circle(x, y + 1.0, 0.85, fill, line, (0.5, ()))
            page.rectangle((x - 0.95, y + 2.1, 1.9, 3.3), fill, line, (0.5, ()), 0.8)


# ---- what is changing


def _changing(document: Document, looks: _Looks, village: Village, note: str) -> None:
    body, head = looks.style(15), looks.style(20, fonts.SEMIBOLD, "accent")
    with Flow(lambda: _page(document, looks), Frame(_LEFT, 20, _RIGHT - _LEFT, 272)) as flow:
        flow.heading("H1", "What is changing", looks.style(30, fonts.SEMIBOLD))
        document.bookmark("What is changing", 0, 18)
        for good, title in _HEADS:
            moved = [m for m in village.movements if m.good == good]
            if moved:
                flow.gap(5)
                flow.heading("H2", title, head)
                flow.gap(1.5)
                flow.items([_moved(m) for m in moved], body)
        flow.gap(6)
        flow.heading("H2", "About this", head)
        flow.gap(1.5)
        for said in _ABOUT:
            flow.paragraph(said, body)
            flow.gap(2)
        if note:
            flow.paragraph(note, looks.style(LEAST, fonts.ITALIC, "ink2"))


def _moved(moved: Movement) -> Sequence[Run]:
    figure = f"fig:young:{moved.measure}:{moved.area}:change:{moved.period}"
    return (Run(f"{moved.says} ", fonts.SEMIBOLD), Run(moved.figures, figure=figure))


# ---- you said, we did


def _answered(document: Document, looks: _Looks, answers: Sequence[Answer]) -> None:
    body = looks.style(15)
    with Flow(lambda: _page(document, looks), Frame(_LEFT, 20, _RIGHT - _LEFT, 272)) as flow:
        flow.heading("H1", _ANSWERED, looks.style(30, fonts.SEMIBOLD))
        document.bookmark(_ANSWERED, 0, 18)
        flow.gap(2)
        flow.paragraph(_ANSWERS, body)
        for answer in answers:
            flow.gap(6)
            flow.paragraph(
                (Run("You said: ", fonts.SEMIBOLD), Run(f"{_ended(answer.said)} "), _at(answer)),
                body,
            )
            flow.gap(1.5)
            flow.paragraph((Run("We did: ", fonts.SEMIBOLD), Run(_ended(answer.done))), body)


def _at(answer: Answer) -> Run:
    return Run(f"({answer.where})", fonts.ITALIC)


def _ended(said: str) -> str:
    """Words of a register with an end to their sentence, where whoever wrote them left it off."""
    return said if said.endswith((".", "!", "?", "”", '"')) else f"{said}."


def sentences(village: Village) -> Iterator[str]:
    """Every sentence and label that this edition is written in, for the test of its reading age."""
    yield f"{_title(village)}."
    yield _INTRO.format(place=village.place)
    for fact in village.facts:
        yield f"{fact.count} {fact.label}."
        yield fact.says
    yield from (moved.says for moved in village.movements)
    yield from (moved.figures.partition(" (")[0] for moved in village.movements)
    yield from _ABOUT
    if village.answers:
        yield _ANSWERS
