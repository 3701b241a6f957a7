"""Data quality: who returned, what was not reported and why, and which doubts were settled how."""

from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Column, Sheet, table_head
from cypworkbench.packs.tagged import Page

_STATES = {
    SupplierState.NOT_SENT: "Not returned",
    SupplierState.RECEIVED: "Received",
    SupplierState.QUERIES: "Questions open",
    SupplierState.ACCEPTED: "Accepted",
    SupplierState.SET_ASIDE: "Not reported",
}
_BOTTOM = 268.0


def draw(sheet: Sheet) -> None:
    """Draw the data quality pages; doubts that do not fit go on to further pages."""
    left = _first(sheet)
    while left:
        left = _further(sheet, left)


def _first(sheet: Sheet) -> list[tuple[str, str]]:
    picture = sheet.plan.picture
    with sheet.page("Data quality", sheet.place) as page:
        sheet.heading(page, "Data quality", 29)
        y = sheet.subheading(page, "Who returned", (LEFT, 42, RIGHT - LEFT)) + 5
        columns = [Column("Board", LEFT), Column("State", 120), Column("Received", RIGHT, "right")]
        with page.tag("Table"):
            y = table_head(sheet, page, columns, (LEFT, y, RIGHT - LEFT)) + 4.8
            for supplier in picture.suppliers:
                board = picture.framework.board(supplier.board)
                if not sheet.is_county and board.areas != (sheet.plan.area,):
                    continue
                with page.tag("TR"):
                    with page.tag("TH", scope="Row"):
                        page.text(LEFT, y, board.name, sheet.style(10.5, 14))
                    with page.tag("TD"):
                        page.text(120, y, _STATES[supplier.state], sheet.style(10.5, 14))
                    with page.tag("TD"):
                        came = (
                            words.day(supplier.received_at.date()) if supplier.received_at else "–"
                        )
                        page.text(RIGHT, y, came, sheet.style(10.5, 14), "right")
                sheet.rule(page, LEFT, y + 1.6, RIGHT - LEFT)
                y += 5.8
        y = _not_reported(sheet, page, y + 6)
        return _doubts(sheet, page, y + 4, _settled(sheet))


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


def _settled(sheet: Sheet) -> list[tuple[str, str]]:
    picture = sheet.plan.picture
    found = []
    for finding in picture.findings:
        explained = picture.explanations.get(finding.key)
        if explained:
            found.append(
                (
                    finding.message,
                    f"{explained.text} ({explained.by.name}, {words.day(explained.at.date())})",
                )
            )
    return found


def _doubts(
    sheet: Sheet, page: Page, y: float, doubts: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    y = sheet.subheading(page, "Doubts that were explained", (LEFT, y, RIGHT - LEFT)) + 6
    if not doubts:
        with page.tag("P"):
            page.text(LEFT, y, "None.", sheet.body)
    text, answer = sheet.style(10, 13.4), sheet.style(10, 13.4, fonts.ITALIC, "ink2")
    for number, (message, because) in enumerate(doubts):
        if y > _BOTTOM - 14:
            return doubts[number:]
        with page.tag("P"):
            y = page.paragraph(LEFT, y, RIGHT - LEFT, message, text)
        with page.tag("P"):
            y = page.paragraph(LEFT + 5, y, RIGHT - LEFT - 5, because, answer)
        sheet.rule(page, LEFT, y - 2.6, RIGHT - LEFT)
        y += 2.4
    return []


def _further(sheet: Sheet, doubts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    with sheet.page("Data quality", sheet.place) as page:
        return _doubts(sheet, page, 28, doubts)
