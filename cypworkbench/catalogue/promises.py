"""The tables of a plan's file beside its measures: outcomes, priorities, commitments, impact, themes, boards."""

from cypworkbench.catalogue.entry import Entry, nearest
from cypworkbench.domain.framework import Board, BoardKind, Outcome
from cypworkbench.domain.promise import (
    Aim,
    Commitment,
    Impact,
    Priority,
    Statement,
    Theme,
    ThemeKind,
)

CYCLES = ("", "monthly", "six-weekly", "every two months", "quarterly", "termly", "yearly")
"""How often a board meets; empty where the plans do not say."""


def read_outcome(entry: Entry) -> Outcome:
    """One `[[outcomes]]` table."""
    return Outcome(
        id=entry.text("id"),
        number=entry.whole("number"),
        title=entry.text("title"),
        why=entry.text("why", ""),
        governance=entry.truth("governance", default=False),
    )


def read_board(entry: Entry) -> Board:
    """One `[[boards]]` table."""
    board = Board(
        id=entry.text("id"),
        name=entry.text("name"),
        areas=entry.texts("areas"),
        cycle=entry.text("cycle", ""),
        parent=entry.text("parent", "") or None,
        kind=entry.one_of("kind", BoardKind, BoardKind.BOARD),
        remit=entry.text("remit", ""),
        watches=entry.texts("watches", ()),
        chair=entry.text("chair", ""),
        since=entry.whole("since", 0) or None,
        until=entry.whole("until", 0) or None,
        aliases=entry.texts("aliases", ()),
        notes=entry.text("notes", ""),
    )
    if board.cycle not in CYCLES:
        said = f"must be one of {', '.join(CYCLES[1:])}"
        raise entry.wrong("cycle", said, nearest(board.cycle, CYCLES[1:]))
    if board.since and board.until and board.since > board.until:
        raise entry.wrong("until", "lies before since", "Change the two round.")
    return board


def read_priority(entry: Entry) -> Priority:
    """One `[[priorities]]` table, its aims within."""
    return Priority(
        id=entry.text("id"),
        number=entry.whole("number"),
        title=entry.text("title"),
        outcome=entry.text("outcome", ""),
        aims=entry.tables("aims", _aim, needed=False),
    )


def _aim(entry: Entry) -> Aim:
    return Aim(entry.text("id"), entry.text("text"), entry.texts("evidence", ()))


def read_statement(entry: Entry) -> Statement:
    """One table of a way of working, a principle, a success or a challenge."""
    return Statement(entry.text("id"), entry.text("text"), entry.text("title", ""))


def read_commitment(entry: Entry) -> Commitment:
    """One `[[commitments]]` table."""
    return Commitment(entry.text("id"), entry.text("text"), entry.text("outcome", ""))


def read_impact(entry: Entry) -> Impact:
    """One `[[impact]]` table: a measure of impact names the series that show it."""
    return Impact(
        entry.text("id"), entry.whole("number"), entry.text("text"), entry.texts("measures")
    )


def read_theme(entry: Entry) -> Theme:
    """One `[[themes]]` table."""
    return Theme(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=entry.one_of("kind", ThemeKind, ThemeKind.KEY),
        year=entry.whole("year", 0) or None,
    )
