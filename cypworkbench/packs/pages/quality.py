"""Data quality: who returned, what was not reported and why, and which doubts were settled how."""

from dataclasses import dataclass

from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, table_head
from cypworkbench.packs.tagged import Page, Style
from cypworkbench.packs.tagged.style import MM

_STATES = {
    SupplierState.NOT_SENT: "Not returned",
    SupplierState.RECEIVED: "Received",
    SupplierState.QUERIES: "Questions open",
    SupplierState.ACCEPTED: "Accepted",
    SupplierState.SET_ASIDE: "Not reported",
}
_BOTTOM = 268.0


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What was doubted, with its cells, and what was answered."""

    message: str
    answer: str


def draw(sheet: Sheet) -> None:
    """Draw the data quality pages; doubts that do not fit go on to further pages."""
    left = _first(sheet)
    while left:
        left = _further(sheet, left)


def _first(sheet: Sheet) -> list[_Doubt]:
    with sheet.page("Data quality", sheet.place) as page:
        sheet.heading(page, "Data quality", 29)
        y = _returned(sheet, page, 42)
        y = _not_reported(sheet, page, y + 6)
        return _doubts(sheet, page, y + 4, [*_open(sheet), *_settled(sheet)])


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


def _not_reported(sheet: Sheet, page: Page, y: float) -> float:
    aside = sheet.plan.picture.set_aside
    if not aside:
        return y
    y = sheet.subheading(page, "Not reported", (LEFT, y, RIGHT - LEFT)) + 6
    framework = sheet.plan.picture.framework
    for entry in aside:
        what = framework.measure(entry.measure).title if entry.measure else "the whole return"
        with page.tag("P"):
            page.text(
                LEFT, y, f"{sheet.names[entry.area]}, {what}", sheet.style(10.5, 14, fonts.SEMIBOLD)
            )
        with page.tag("P"):
            by = f"{entry.reason} Set aside by the {entry.by.role or entry.by.name}, {words.day(entry.at.date())}."
            y = (
                page.paragraph(
                    LEFT, y + 4.8, RIGHT - LEFT, by, sheet.style(10, 13.4, fonts.REGULAR, "ink2")
                )
                + 2.4
            )
    return y + 2


def _open(sheet: Sheet) -> list[_Doubt]:
    return [
        _Doubt(f"{_place(sheet, finding)}{finding.message}", "Still open: nobody has answered it.")
        for finding in sheet.plan.picture.open_findings
    ]


def _place(sheet: Sheet, finding: Finding) -> str:
    return f"{sheet.names[finding.area]}. " if finding.area else ""


def _settled(sheet: Sheet) -> list[_Doubt]:
    """What was doubted and what was answered; doubts of one place with one answer stand together."""
    picture = sheet.plan.picture
    together: dict[tuple[str, str], list[str]] = {}
    for finding in picture.findings:
        explained = picture.explanations.get(finding.key)
        if explained:
            by = explained.by.role or explained.by.name
            answer = f"{explained.text} ({by}, {words.day(explained.at.date())})"
            together.setdefault((_place(sheet, finding), answer), []).append(finding.message)
    return [
        _Doubt(place + " ".join(messages), answer) for (place, answer), messages in together.items()
    ]


def _doubts(sheet: Sheet, page: Page, y: float, doubts: list[_Doubt]) -> list[_Doubt]:
    """Draw doubts while they fit; returns those left for the next page."""
    note = "the cells, and what was answered"
    y = sheet.subheading(page, "What was doubted", (LEFT, y, RIGHT - LEFT), note) + 6
    if not doubts:
        with page.tag("P"):
            page.text(LEFT, y, "Nothing.", sheet.body)
    text, answer = sheet.style(10, 13.4), sheet.style(10, 13.4, fonts.ITALIC, "ink2")
    for number, doubt in enumerate(doubts):
        needs = _high(doubt.message, text, RIGHT - LEFT) + _high(
            doubt.answer, answer, RIGHT - LEFT - 5
        )
        if y + needs > _BOTTOM + 6 and number:
            return doubts[number:]
        with page.tag("P"):
            y = page.paragraph(LEFT, y, RIGHT - LEFT, doubt.message, text)
        with page.tag("P"):
            y = page.paragraph(LEFT + 5, y, RIGHT - LEFT - 5, doubt.answer, answer)
        sheet.rule(page, LEFT, y - 2.6, RIGHT - LEFT)
        y += 2.4
    return []


def _high(text: str, style: Style, wide: float) -> float:
    """How high (mm) a paragraph will be."""
    return len(fonts.wrapped(text, style.weight, style.size, wide * MM)) * style.leading / MM


def _further(sheet: Sheet, doubts: list[_Doubt]) -> list[_Doubt]:
    with sheet.page("Data quality", sheet.place) as page:
        sheet.heading(page, "Data quality, continued", 29)
        return _doubts(sheet, page, 42, doubts)
