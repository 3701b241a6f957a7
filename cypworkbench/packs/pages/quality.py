"""Data quality: who returned, what was not reported and why, and which doubts were settled how."""

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.domain.evidence import Finding
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.record import SupplierState
from cypworkbench.packs import editions, fonts, words
from cypworkbench.packs.pages.running import looks, part, running, strong
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.tagged.flow import Flow
from cypworkbench.packs.tagged.tables import Cell, Column, Table

TITLE = "Data quality"
_STATES = {
    SupplierState.NOT_SENT: "Not returned",
    SupplierState.RECEIVED: "Received",
    SupplierState.QUERIES: "Questions open",
    SupplierState.ACCEPTED: "Accepted",
    SupplierState.SET_ASIDE: "Not reported",
}
_COLUMNS = (Column(88), Column(50), Column(34, "right"))


def draw(sheet: Sheet) -> None:
    """Draw the data quality pages."""
    with running(sheet, TITLE) as flow:
        _returned(sheet, flow)
        _withheld(sheet, flow)
        _not_reported(sheet, flow)
        if sheet.plan.edition is not Edition.PUBLIC:
            _doubts(sheet, flow)


def _returned(sheet: Sheet, flow: Flow) -> None:
    picture, rows = sheet.plan.picture, []
    part(sheet, flow, "Who returned")
    for supplier in picture.suppliers:
        board = picture.framework.board(supplier.board)
        if not sheet.is_county and board.areas != (sheet.plan.area,):
            continue
        came = words.day(supplier.received_at.date()) if supplier.received_at else "–"
        rows.append((Cell(board.name), Cell(_STATES[supplier.state]), Cell(came)))
    columns = (
        2 if sheet.plan.edition is Edition.PUBLIC else 3
    )  # the days are the boards' own affair
    heads = (tuple(map(Cell, ("Board", "State", "Received")[:columns])),)
    shown = [row[:columns] for row in rows]
    Table(_COLUMNS[:columns], heads, shown, looks(sheet)).draw(flow)


def _withheld(sheet: Sheet, flow: Flow) -> None:
    """How many figures a public pack withholds and why, never which are small and which stand beside a small one."""
    if sheet.plan.edition is not Edition.PUBLIC:
        return
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
    part(sheet, flow, "What is withheld")
    flow.paragraph(said, sheet.body)
    if sheet.plan.narrowed:
        flow.gap(2)
        flow.paragraph(_narrowed(sheet.plan.narrowed), sheet.body)


def _narrowed(how_many: int) -> str:
    """How many withheld figures are less uncertain than was asked: never which, for those are small ones."""
    some = "one of them" if how_many == 1 else f"{words.counted(how_many)} of them"
    return (
        f"For {some} a reader could rule out a few of the small numbers it may be: totals that must add up leave "
        "no more room. At least five whole numbers remain possible."
    )


def _not_reported(sheet: Sheet, flow: Flow) -> None:
    aside = sheet.plan.picture.set_aside
    if not aside:
        return
    framework = sheet.plan.picture.framework
    part(sheet, flow, "Not reported")
    for entry in aside:
        what = framework.measure(entry.measure).title if entry.measure else "the whole return"
        by = f"{entry.reason} Set aside by the {entry.by.role or entry.by.name}, {words.day(entry.at.date())}."
        where = entry.named(framework) if entry.board else sheet.names[entry.area]
        title, quiet = f"{where}, {what}", sheet.style(11, 15, fonts.REGULAR, "ink2")
        flow.keep((title, sheet.lead), (by, quiet))
        strong(sheet, flow, title)
        flow.paragraph(by, quiet)


def _doubts(sheet: Sheet, flow: Flow) -> None:
    answer = sheet.style(11, 15, fonts.ITALIC, "ink2")
    part(sheet, flow, "What was doubted, and what was answered")
    for message, said in [*_open(sheet), *_settled(sheet)] or [("Nothing.", "")]:
        flow.gap(2)
        flow.keep((message, sheet.body), (said, answer))
        flow.paragraph(message, sheet.body)
        if said:
            flow.paragraph(said, answer)


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
