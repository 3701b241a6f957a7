"""The story behind a measure, what will be done, and about the data; what does not fit goes on to a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cypworkbench.domain.area import members
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.measuring import Tie
from cypworkbench.domain.pack import Edition
from cypworkbench.packs import chart_notes, fonts, narrative, target_words, words
from cypworkbench.packs.milestone_strip import HEIGHT, Strip
from cypworkbench.packs.milestone_strip import draw as draw_strip
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.tagged import Page, Run, Style
from cypworkbench.packs.tagged.style import MM

_LEFT = 110.0
BOTTOM = 275.0
_LEAST = 9.0  # points, of small print
_KEPT = 5  # lines: a question and its answer of no more stay on one page


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph to be set in a column, with the space (mm) above it; `lead` is set before its text.

    One with a `strip` is that picture, and has no text.
    """

    text: str
    style: Style
    above: float = 0.0
    heading: bool = False
    lead: tuple[Run, ...] = ()
    tag: str = "P"
    strip: Strip | None = None


def draw(sheet: Sheet, page: Page, assessment: Assessment, y: float) -> list[Block]:
    """Draw the right-hand column of a measure's page from a height. Returns what did not fit."""
    told = [
        *_told(sheet, assessment),
        *_actions(sheet, assessment),
        *_noted(sheet, assessment),
    ]
    about = _about(sheet, assessment)
    box = (_LEFT, y, RIGHT - _LEFT)
    for blocks in ([*told, *about], [_closer(block) for block in (*told, *about)]):
        if _fits(blocks, box):
            return flow(sheet, page, blocks, box)
    if not _fits(told, box):
        return flow(sheet, page, [*told, *about], box)
    closer = [_closer(block) for block in (*told, *about)]
    sheet.found.lacking[assessment.measure.id] = _end(closer, box) - BOTTOM + 0.2
    # a few lines of small print would make a poor page: the whole of it goes there
    flow(sheet, page, told, box)
    return about


def _closer(block: Block) -> Block:
    """A block set a little smaller, for a page that would otherwise run over by a few lines."""
    if block.heading:
        return replace(block, above=block.above * 0.7)
    size = max(_LEAST, block.style.size - 1)
    style = block.style.having(size=size, leading=block.style.leading - 1)
    return replace(block, style=style, above=block.above * 0.7)


def _fits(blocks: Sequence[Block], box: tuple[float, float, float]) -> bool:
    """Whether `flow` would set all of the blocks down to the foot."""
    return _end(blocks, box) <= BOTTOM


def _end(blocks: Sequence[Block], box: tuple[float, float, float]) -> float:
    """Where (mm) the last line of blocks would stand, were there no foot."""
    _, y, wide = box
    lowest = y
    for i, block in enumerate(blocks):
        y += block.above if i else 0.0
        if block.heading:
            y += 2.2 + 5.4
            continue
        y += len(_lines(block, wide)) * block.style.leading / MM
        lowest = y - block.style.leading / MM
    return lowest


def draw_rest(sheet: Sheet, assessment: Assessment, blocks: list[Block], head: str) -> None:
    """Draw what did not fit, on as many further pages as it needs."""
    title = f"{assessment.measure.short_title}, continued"
    while blocks:
        with sheet.page(head, sheet.place) as page:
            sheet.heading(page, title, 29)
            blocks = flow(sheet, page, blocks, (LEFT, 42, RIGHT - LEFT))


def flow(
    sheet: Sheet, page: Page, blocks: Sequence[Block], box: tuple[float, float, float]
) -> list[Block]:
    """Set blocks in a column (left, top, width) down to the foot. Returns those left, a paragraph split by lines."""
    left, y, wide = box
    for i, block in enumerate(blocks):
        y += block.above if i else 0.0
        if block.heading:
            if y > BOTTOM - 12:
                return list(blocks[i:])
            y = sheet.subheading(page, block.text, (left, y, wide)) + 5.4
            continue
        if y + (HEIGHT if block.strip else 0.0) > BOTTOM:
            return list(blocks[i:])
        if block.strip:
            draw_strip(page, (left, y - 3, wide), block.strip, sheet.palette)
            y += HEIGHT
            continue
        if i and not blocks[i - 1].heading and y + _with_next(blocks[i : i + 2], wide) > BOTTOM:
            return list(blocks[i:])
        fits = int((BOTTOM - y) / (block.style.leading / MM)) + 1
        lines = _lines(block, wide)
        kept, rest = (lines, []) if len(lines) <= fits else (lines[: fits - 1], lines[fits - 1 :])
        if kept:
            with page.tag(block.tag):
                said = [*block.lead, Run(" ".join(kept))]
                y = page.paragraph(left, y, wide, said, block.style)
        if rest:
            with page.tag("P"):
                page.text(left, y, "Continued on the next page.", sheet.caption)
            later = replace(block, text=" ".join(rest), lead=() if kept else block.lead)
            return [later, *blocks[i + 1 :]]
    return []


def _with_next(pair: Sequence[Block], wide: float) -> float:
    """How far (mm) the last line of two short paragraphs is below the first, where nothing parts them; 0 elsewhere."""
    if len(pair) < 2 or pair[1].above or pair[1].heading or pair[1].strip:  # noqa: PLR2004  a pair
        return 0.0
    counts = [len(_lines(block, wide)) for block in pair]
    if max(counts) > _KEPT:
        return 0.0
    steps = [n * b.style.leading / MM for n, b in zip(counts, pair, strict=True)]
    return sum(steps) - pair[1].style.leading / MM


def _lines(block: Block, wide: float) -> list[str]:
    lead = "".join(run.text for run in block.lead)
    style = block.style
    lines = list(fonts.wrapped(lead + block.text, style.weight, style.size, wide * MM))
    lines[0] = lines[0][len(lead) :]
    return lines


def _told(sheet: Sheet, assessment: Assessment) -> list[Block]:
    picture, here = sheet.plan.picture, (assessment.measure.id, assessment.area)
    text = sheet.style(12, 16.5)
    heading = Block("The story behind it", sheet.section, heading=True)
    told = [c for c in picture.comments if (c.measure, c.area) == here]
    if told:
        by = f"By the {told[-1].by.role or told[-1].by.name}, {words.day(told[-1].at.date())}"
        signed = Block(by, sheet.style(9.5, 12, fonts.ITALIC, "ink3"), above=1.4)
        return [heading, Block(told[-1].text, text), signed]
    said = reasons(sheet, assessment)
    if not said and sheet.plan.edition is Edition.PUBLIC:
        return []  # silence here is no sign of silence there: what was said may not be for everyone
    said = said or [_unsaid(assessment)]
    return [heading, *(Block(each, text, above=1.4) for each in said)]


def reasons(sheet: Sheet, assessment: Assessment) -> list[str]:
    """What was said of why the figures are as they are: by a lead officer, by districts together, or in the return."""
    picture, here = sheet.plan.picture, (assessment.measure.id, assessment.area)
    told = [c.text for c in picture.comments if (c.measure, c.area) == here]
    districts = _by_districts(sheet, assessment)
    if told or districts:
        return told[-1:] or districts
    noted = [o.comment for o in picture.observations if (o.measure, o.area) == here and o.comment]
    return [f"The board wrote: “{noted[-1]}”"] if noted else []


def _by_districts(sheet: Sheet, assessment: Assessment) -> list[str]:
    """What each of several districts taken together wrote of its own figures."""
    picture, measure = sheet.plan.picture, assessment.measure.id
    found = []
    for code in members(assessment.area):
        told = [c.text for c in picture.comments if (c.measure, c.area) == (measure, code)]
        told = told or [
            o.comment
            for o in picture.observations
            if (o.measure, o.area) == (measure, code) and o.comment
        ]
        found += [f"{sheet.names[code]}: “{told[-1]}”"] if told else []
    return found


def _unsaid(assessment: Assessment) -> str:
    if assessment.status is Status.OFF:
        return "It is off target, and nobody has said why yet."
    return "The measure is not off target, so nobody was asked to comment."


def _actions(sheet: Sheet, assessment: Assessment) -> list[Block]:
    here = (assessment.measure.id, assessment.area)
    actions = [a for a in sheet.plan.picture.actions if (a.measure, a.area) == here]
    if not actions:
        return []
    blocks = [Block("What will be done", sheet.section, above=5, heading=True)]
    owed_style = sheet.style(9.5, 12, fonts.SEMIBOLD, "ink2")
    for number, action in enumerate(actions):
        state = ". Done" if action.done else ""
        progress = f"{state}. {action.progress}" if action.progress else ""
        owed = f"{action.owner}, by {words.day(action.due)}{progress}"
        above = 2.6 if number else 0.0
        blocks += [Block(action.text, sheet.style(12, 16.5), above), Block(owed, owed_style)]
    return blocks


def _noted(sheet: Sheet, assessment: Assessment) -> list[Block]:
    """What was said of the points numbered on the chart."""
    noted = chart_notes.notes(sheet.plan.picture, assessment)
    if not noted:
        return []
    text, bold = sheet.style(10.5, 14), fonts.SEMIBOLD
    return [
        Block("On the chart", sheet.style(10.5, 13, fonts.SEMIBOLD), above=5, tag="H2"),
        *(
            Block(note.text, text, 1.2, lead=(Run(f"{n} {words.spoken(note.period)}: ", bold),))
            for n, note in enumerate(noted, start=1)
        ),
    ]


def _about(sheet: Sheet, assessment: Assessment) -> list[Block]:
    asked = target_words.sentence(assessment, sheet.names)
    ahead = sheet.plan.ahead.get(assessment.measure.id)
    surveyed = _survey(assessment)
    said = (
        asked,
        surveyed,
        *narrative.data_note(assessment, sheet.names),
        *_follows(sheet, assessment),
        *(ahead.said if ahead else ()),
    )
    note = " ".join(part for part in said if part)
    small = sheet.style(9.5, 12.4, fonts.REGULAR, "ink2")
    return [
        Block("About the data", sheet.style(10.5, 13, fonts.SEMIBOLD), above=5, tag="H2"),
        Block(note, small, lead=_interval(sheet, assessment)),
    ]


def _survey(assessment: Assessment) -> str:
    """A survey's wording, whom it asked, how many answered in the latest wave, and the answers that count."""
    terms, latest = assessment.measure.survey, assessment.latest
    if terms is None or latest is None:
        return ""
    base = f", {latest.denominator:,.0f} of whom answered" if latest.denominator else ""
    counted = words.listed([f"“{answer}”" for answer in terms.counted])
    return (
        f"The survey of {words.spoken(latest.period)} asked: “{terms.question}” It was put to {terms.asked_of.lower()}"
        f"{base}. Counted here: {counted}."
    )


def _follows(sheet: Sheet, assessment: Assessment) -> tuple[str, ...]:
    """What a measure follows from an earlier plan without going on with its figures, and why."""
    own = sheet.plan.picture.framework.id
    ties = (Tie.REPLACED, Tie.SPLIT, Tie.MERGED)
    return tuple(
        relation.why
        for relation in assessment.measure.related_to
        if relation.tie in ties and relation.to.framework != own
    )


def _interval(sheet: Sheet, assessment: Assessment) -> tuple[Run, ...]:
    """What chance leaves open about the latest figure, where it is a share or rate of known numbers."""
    latest, measure = assessment.latest, assessment.measure
    if latest is None or latest.lower is None or latest.upper is None:
        return ()
    figure = sheet.mark_id("measure", measure.id, assessment.area, "interval", latest.period.iso)
    said = f"{words.figure(measure, latest.lower)} to {words.figure(measure, latest.upper)}"
    return (Run("95% interval "), Run(said, figure=figure), Run(". "))
