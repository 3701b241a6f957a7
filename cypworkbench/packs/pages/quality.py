"""Data quality: who returned, what was not reported and why, and which doubts were settled how."""

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import editions, fonts, words
from cypworkbench.packs.pages import story
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, table_head
from cypworkbench.packs.pages.story import Block
from cypworkbench.packs.tagged import Page

_STATES = {
    SupplierState.NOT_SENT: "Not returned",
    SupplierState.RECEIVED: "Received",
    SupplierState.QUERIES: "Questions open",
    SupplierState.ACCEPTED: "Accepted",
    SupplierState.SET_ASIDE: "Not reported",
}


def draw(sheet: Sheet) -> None:
    """Draw the data quality pages; what does not fit goes on to further pages."""
    blocks = [*_withheld(sheet), *_not_reported(sheet)]
    if sheet.plan.edition is not Edition.PUBLIC:
        blocks += _doubts(sheet)
    with sheet.page("Data quality", sheet.place) as page:
        sheet.heading(page, "Data quality", 29)
        y = _returned(sheet, page, 42)
        blocks = story.flow(sheet, page, blocks, (LEFT, y + 8, RIGHT - LEFT))
    while blocks:
        with sheet.page("Data quality", sheet.place) as page:
            sheet.heading(page, "Data quality, continued", 29)
            blocks = story.flow(sheet, page, blocks, (LEFT, 42, RIGHT - LEFT))


def _returned(sheet: Sheet, page: Page, y: float) -> float:
    picture, style = sheet.plan.picture, sheet.style(10.5, 14)
    y = sheet.subheading(page, "Who returned", (LEFT, y, RIGHT - LEFT)) + 5
    columns = [Column("Board", LEFT), Column("State", 120), Column("Received", RIGHT, "right")]
    with page.tag("Table"):
        y = table_head(sheet, page, columns, (LEFT, y, RIGHT - LEFT)) + 4.8
        for supplier in picture.suppliers:
            board = picture.framework.board(supplier.board)
            if not sheet.is_county and board.areas != (sheet.plan.area,):
                continue
            came = words.day(supplier.received_at.date()) if supplier.received_at else "–"
            with page.tag("TR"):
                with page.tag("TH", scope="Row"):
                    page.text(LEFT, y, board.name, style)
                with page.tag("TD"):
                    page.text(120, y, _STATES[supplier.state], style)
                with page.tag("TD"):
                    page.text(RIGHT, y, came, style, "right")
            sheet.rule(page, LEFT, y + 1.6, RIGHT - LEFT)
            y += 5.8
    return y


def _withheld(sheet: Sheet) -> list[Block]:
    """How many figures a public pack withholds and why, never which are small and which stand beside a small one."""
    if sheet.plan.edition is not Edition.PUBLIC:
        return []
    held = [
        (a.area, point)
        for a in sheet.plan.picture.assessments.values()
        for point in a.series.points
        if editions.is_withheld(point)
    ]
    count = (
        f"{words.capital(words.counted(len(held)))} figure{'s are' if len(held) != 1 else ' is'}"
    )
    said = (
        f"{count} withheld and marked {WITHHELD}: either they count very few children, or they leave very few out, or "
        "they would let a reader work out such a figure from the others. One mark serves them all. Statistics, "
        "comparisons and charts are computed from the figures shown."
        if held
        else "No figure is withheld: none counts very few children."
    )
    blocks = [
        Block("What is withheld", sheet.section, heading=True),
        Block(said, sheet.style(11, 15)),
    ]
    if sheet.plan.narrowed:
        blocks.append(Block(_narrowed(sheet.plan.narrowed), sheet.style(11, 15), 2.0))
    return blocks


def _narrowed(how_many: int) -> str:
    """How many withheld figures are less uncertain than was asked: never which, for those are small ones."""
    some = "one of them" if how_many == 1 else f"{words.counted(how_many)} of them"
    return (
        f"For {some} a reader could rule out a few of the small numbers it may be: totals that must add up leave "
        "no more room. At least five whole numbers remain possible."
    )


def _not_reported(sheet: Sheet) -> list[Block]:
    aside = sheet.plan.picture.set_aside
    if not aside:
        return []
    framework, strong = sheet.plan.picture.framework, sheet.style(11, 15, fonts.SEMIBOLD)
    blocks = [Block("Not reported", sheet.section, heading=True)]
    for number, entry in enumerate(aside):
        what = framework.measure(entry.measure).title if entry.measure else "the whole return"
        by = f"{entry.reason} Set aside by the {entry.by.role or entry.by.name}, {words.day(entry.at.date())}."
        above = 2.0 if number else 0.0
        blocks += [
            Block(
                f"{entry.named(framework) if entry.board else sheet.names[entry.area]}, {what}",
                strong,
                above,
            ),
            Block(by, sheet.style(11, 15, fonts.REGULAR, "ink2")),
        ]
    return blocks


def _doubts(sheet: Sheet) -> list[Block]:
    text, answer = sheet.style(11, 15), sheet.style(11, 15, fonts.ITALIC, "ink2")
    doubts = [*_open(sheet), *_settled(sheet)] or [("Nothing.", "")]
    blocks = [Block("What was doubted, and what was answered", sheet.section, 6, heading=True)]
    for number, (message, said) in enumerate(doubts):
        blocks.append(Block(message, text, 2.0 if number else 0.0))
        if said:
            blocks.append(Block(said, answer))
    return blocks


def _open(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        (f"{_place(sheet, finding)}{finding.message}", "Still open: nobody has answered it.")
        for finding in sheet.plan.picture.open_findings
    ]


def _place(sheet: Sheet, finding: Finding) -> str:
    return f"{sheet.names[finding.area]}. " if finding.area else ""


def _settled(sheet: Sheet) -> list[tuple[str, str]]:
    """What was doubted and what was answered; doubts of one place with one answer stand together."""
    picture = sheet.plan.picture
    together: dict[tuple[str, str], list[str]] = {}
    for finding in picture.findings:
        explained = picture.explanations.get(finding.key)
        if explained:
            by = explained.by.role or explained.by.name
            answer = f"{explained.text} ({by}, {words.day(explained.at.date())})"
            together.setdefault((_place(sheet, finding), answer), []).append(finding.message)
    return [(place + " ".join(messages), said) for (place, said), messages in together.items()]
