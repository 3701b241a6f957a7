"""Does the file hide anything."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Origin, Severity, column_letters
from cypworkbench.returns.layout import FIGURES
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.rows import SheetUse
from cypworkbench.returns.wording import say_count


@rule(
    "R015",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "this {what} is hidden, and holds {measure}{period}; it was read.",
        "Ask whether the figures are meant to count; say so, or have the row removed or shown.",
    ),
)
def hidden_row(facts: Facts) -> Iterator[Doubt]:
    """A hidden row with figures."""
    for row in facts.rows:
        if row.hidden and not row.is_blank:
            name = row.measure.title if row.measure else (row.reference or "figures")
            by_recipe = facts.sent is not None and facts.sent.by_recipe
            words = {
                "what": "row or column" if by_recipe else "row",
                "measure": f"“{name}”",
                "period": f" for {row.period.label}" if row.period else "",
            }
            yield Doubt(
                next(iter(row.origins.values()), Origin(row.sha256, row.sheet, f"A{row.number}")),
                words,
                row.measure.id if row.measure else "",
                row.period,
                " ".join(row.figure(column).raw for column in FIGURES),
            )


@rule(
    "R015",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "the column {column} is hidden, and holds {filled}; it was read.",
        "Ask whether the figures are meant to count; say so, or have the column shown.",
    ),
)
def hidden_column(facts: Facts) -> Iterator[Doubt]:
    """A hidden column of the return."""
    for found in facts.sent.sheets if facts.sent else ():
        for table in found.tables:
            for column, number in table.columns.items():
                if number not in found.sheet.hidden_columns:
                    continue
                cells = [c for c in found.sheet.cells if c.column == number]
                below = [c for c in cells if c.row > table.header_row]
                if below:
                    at = f"{column_letters(number)}{table.header_row}"
                    words = {"column": column.value, "filled": say_count(len(below), "cell")}
                    yield Doubt(
                        Origin(facts.returned.sha256, found.sheet.name, at),
                        words,
                        read=" ".join(c.raw for c in below),
                    )


@rule(
    "R015",
    Severity.QUERY,
    (Need.ROWS,),
    says=(
        "the cell holds {number}, but its format shows nothing.",
        "Ask whether the figure is meant to count; say so, or have it cleared.",
    ),
)
def number_not_shown(facts: Facts) -> Iterator[Doubt]:
    """A number that its format hides."""
    for row in facts.rows:
        for column in FIGURES:
            given = row.figure(column)
            if row.measure and given.shown == "nothing":
                words = {"number": given.raw}
                yield Doubt(row.origin(column), words, row.measure.id, row.period, given.raw)


@rule(
    "R015",
    Severity.NOTE,
    (Need.ROWS,),
    says=(
        "this sheet is hidden, and holds {filled}; nothing on it was read.",
        "Unhide it in Excel to see what it holds; if figures belong to the return, have it shown.",
    ),
)
def hidden_sheet(facts: Facts) -> Iterator[Doubt]:
    """A hidden sheet, left out."""
    for found in facts.sent.sheets if facts.sent else ():
        if found.use is SheetUse.HIDDEN and found.sheet.cells:
            words = {"filled": say_count(len(found.sheet.cells), "filled cell")}
            yield Doubt(
                Origin(facts.returned.sha256, found.sheet.name, ""),
                words,
                read=found.sheet.name,
            )
