"""What every page shares: type, margins, running head and foot, headings, small tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from cypworkbench.domain.area import members
from cypworkbench.domain.framework import Measure
from cypworkbench.domain.pack import PackPlan
from cypworkbench.packs import editions, fonts, words
from cypworkbench.packs.pages.fitting import Fitting, Found
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.tagged import Document, Page, Style
from cypworkbench.packs.tagged.document import A4
from cypworkbench.packs.tagged.flow import Flow
from cypworkbench.packs.tagged.style import MM

LEFT, RIGHT = 20.0, 192.0
TOP, FOOT = 13.0, 281.5
PT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pack being drawn: its plan, the document, the colours, and the names of places.

    `counting` is a first drawing that only counts pages, for the contents: its charts are left out. `found` takes down
    what could be better in the next; `fitting` says what is. `unfinished` holds the flow that the next part goes on
    with, and the parts its page has something of. `readers` says at the foot who may read it, where that is
    not for the edition to say.
    """

    plan: PackPlan
    document: Document
    palette: Palette
    names: dict[str, str] = field(default_factory=dict)
    counting: bool = False
    found: Found = field(default_factory=Found)
    fitting: Fitting = field(default_factory=Fitting)
    readers: str = ""
    unfinished: list[tuple[Flow, list[str]]] = field(default_factory=list)

    def style(
        self, size: float, leading: float, weight: str = fonts.REGULAR, role: str = "ink"
    ) -> Style:
        """A style in a colour of the palette."""
        return Style(size, leading, weight, self.palette[role])

    @property
    def title(self) -> Style:
        """Page titles."""
        return self.style(26, 30, fonts.SEMIBOLD)

    @property
    def section(self) -> Style:
        """Section headings."""
        return self.style(13, 17, fonts.SEMIBOLD)

    @property
    def body(self) -> Style:
        """Running text."""
        return self.style(11, 15.4)

    @property
    def lead(self) -> Style:
        """The one plain sentence of a page."""
        return self.style(12.5, 17.6)

    @property
    def table(self) -> Style:
        """Figures and words in tables."""
        return self.style(11, 15.6)

    @property
    def head(self) -> Style:
        """Heads of tables."""
        return self.style(9.5, 12, fonts.SEMIBOLD, "ink2")

    @property
    def caption(self) -> Style:
        """Captions and notes."""
        return self.style(9.5, 12.6, fonts.REGULAR, "ink3")

    @property
    def running(self) -> Style:
        """Running heads and feet, the smallest on the page."""
        return self.style(8.5, 10.5, fonts.REGULAR, "ink3")

    @property
    def place(self) -> str:
        """The name of the area the pack is about."""
        return self.names[self.plan.area]

    @property
    def is_county(self) -> bool:
        """Whether this is the county's pack."""
        return self.plan.area == self.plan.picture.framework.county

    @property
    def around(self) -> str:
        """The code of the county around the place the pack is about; empty in the county's own pack."""
        framework = self.plan.picture.framework
        if not self.is_county:
            return framework.county
        return (framework.area(self.plan.area).parent or "") if members(self.plan.area) else ""

    @contextmanager
    def page(
        self, left: str | Callable[[], str], right: str, size: tuple[float, float] = A4
    ) -> Iterator[Page]:
        """A page with its running head (what, and which) and foot (whose, which round, number).

        What is in it may be known only once it is drawn: `left` is then asked for at its end.
        """
        with self.document.page(size) as page:
            edge = page.width - (210 - RIGHT)
            if isinstance(left, str):
                self._head(page, left, right, edge)
            yield page
            if not isinstance(left, str):
                self._head(page, left(), right, edge)
            self._foot(page, edge)

    def _head(self, page: Page, left: str, right: str, edge: float) -> None:
        with page.artifact("Header"):
            quiet = self.style(9.5, 12, fonts.REGULAR, "ink3")
            strong = self.style(9.5, 12, fonts.SEMIBOLD, "accent")
            page.text(edge, TOP, right, quiet, "right")
            room = edge - LEFT - quiet.width(right) - 6
            lines = _balanced(left, strong, room)
            if len(lines) > 2:  # noqa: PLR2004  there is room for two above the rule
                lines = (lines[0], cut(" ".join(lines[1:]), strong, room))
            # a long name takes two lines above the rule
            y = TOP - 2.2 if len(lines) > 1 else TOP
            for number, line in enumerate(lines):
                page.text(LEFT, y + 4.0 * number, line, strong)
            page.line((LEFT, TOP + 2.6), (edge, TOP + 2.6), self.palette["ink"], 0.8)

    def _foot(self, page: Page, edge: float) -> None:
        plan, picture = self.plan, self.plan.picture
        rule = page.height - 297 + FOOT
        signed = "for signature" if "signoff" in editions.pages_of(plan) else ""
        parts = (
            f"{editions.title_of(plan)}, {picture.round.label}",
            f"version {plan.version}",
            "DRAFT" if plan.is_draft else signed,
            self.readers or editions.NAMES[plan.edition].foot,
        )
        said = " · ".join(part for part in parts if part)
        with page.artifact("Footer"):
            page.line((LEFT, rule), (edge, rule), self.palette["line"], 0.4)
            page.text(
                LEFT,
                rule + 4,
                picture.framework.partnership,
                self.style(8.5, 10.5, fonts.SEMIBOLD, "ink2"),
            )
            page.text(LEFT, rule + 8, said, self.running)
            page.text(
                edge, rule + 4.4, str(page.number + 1), self.style(11, 12, fonts.SEMIBOLD), "right"
            )

    def heading(self, page: Page, text: str, y: float, name: str = "") -> float:
        """The page's title, with its bookmark. Returns the baseline for what follows."""
        with page.tag("H1"):
            room = page.width - LEFT - 18
            style = fitted(text, self.title, room, least=20)
            after = page.paragraph(LEFT, y, room, text, style)
        self.document.bookmark(text, 0, y - 10, name or text)
        return after

    def subheading(
        self, page: Page, text: str, box: tuple[float, float, float], note: str = ""
    ) -> float:
        """A section's heading over a rule; box is left, baseline, width. Returns the rule's height."""
        left, y, wide = box
        with page.tag("H2"):
            used = page.text(left, y, text, self.section)
        if note:
            with page.tag("P"):
                page.text(left + used + 3, y, note, self.caption)
        page.line((left, y + 2.2), (left + wide, y + 2.2), self.palette["ink"], 0.8)
        return y + 2.2

    def rule(self, page: Page, left: float, y: float, wide: float) -> None:
        """A hairline between rows."""
        page.line((left, y), (left + wide, y), self.palette["line"], 0.4)

    def mark_id(self, page_kind: str, measure: str, area: str, what: str, period: str = "") -> str:
        """The id of a printed figure, so that a changed digit can be named."""
        return f"fig:{page_kind}:{measure}:{area}:{what}:{period}"


def _balanced(text: str, style: Style, room: float) -> tuple[str, ...]:
    """The text in as few lines as the room (mm) asks for, of much the same length: no word is left alone."""
    lines = fonts.wrapped(text, style.weight, style.size, room * MM)
    while len(narrower := fonts.wrapped(text, style.weight, style.size, (room - 4) * MM)) == len(
        lines
    ):
        if len(lines) == 1:
            break
        lines, room = narrower, room - 4
    return lines


def fitted(text: str, style: Style, room: float, least: float = 8.5) -> Style:
    """The style, made smaller in half points until the text fits the room (mm), but never below `least` points."""
    while style.width(text) > room and style.size - 0.5 >= least:
        style = style.having(size=style.size - 0.5)
    return style


def cut(text: str, style: Style, room: float) -> str:
    """The text as far as it fits the room (mm), ending in … where something was left out."""
    if style.width(text) <= room:
        return text
    kept = text.split()
    while len(kept) > 1 and style.width(" ".join(kept) + " …") > room:
        kept.pop()
    said = " ".join(kept)
    while len(said) > 1 and style.width(f"{said} …") > room:
        said = said[:-1]
    return f"{said} …"


def named(measure: Measure, style: Style, room: float) -> str:
    """A measure's title where it fits the room (mm), else its short title: never a title broken off."""
    return measure.title if style.width(measure.title) <= room else measure.short_title


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a small table: its heading, the x of its text, and how it is aligned."""

    heading: str
    x: float
    align: str = "left"


def table_head(
    sheet: Sheet, page: Page, columns: Sequence[Column], box: tuple[float, float, float]
) -> float:
    """The heading row of a table (left, baseline, width), ruled below; a heading may hold a line break.

    Returns the rule's height.
    """
    left, y, wide = box
    lines = [column.heading.split("\n") for column in columns]
    y += 4.2 * (max(len(said) for said in lines) - 1)
    with page.tag("TR"):
        for column, said in zip(columns, lines, strict=True):
            with page.tag("TH", scope="Column"):
                for i, line in enumerate(said):
                    above = 4.2 * (len(said) - 1 - i)
                    text = line if i == len(said) - 1 else f"{line} "
                    page.text(column.x, y - above, text, sheet.head, column.align)
    page.line((left, y + 1.8), (left + wide, y + 1.8), sheet.palette["line_strong"], 0.5)
    return y + 1.8


def version_line(plan: PackPlan) -> str:
    """The version and the day it was made."""
    return f"{plan.version}, {words.day(plan.created_at.date())}"
