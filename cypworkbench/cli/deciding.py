"""What a command that records something needs: who, when, in which workspace and round."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from cypworkbench.cli import told
from cypworkbench.cli.saying import say
from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, plan_kept
from cypworkbench.store.workspace import Workspace


def now() -> datetime:
    """This moment, to the second: the one place where a command asks the clock."""
    return datetime.now(UTC).replace(microsecond=0)


def desk(options: argparse.Namespace, workspace: Workspace) -> decide.Desk:
    """The desk at which `--as` decides, now."""
    return decide.Desk(workspace, person(options), now())


def person(options: argparse.Namespace) -> Person:
    """Whom `--as` names. Raises Refusal for nobody."""
    name = told.one_line(options.person)
    if not name:
        raise Refusal("Nobody was named as deciding.", "Say who, by role: --as analyst.")
    return Person(name)


def opened(options: argparse.Namespace) -> Workspace:
    """The workspace a command names; says what was found at opening, and when it may only be read."""
    workspace = Workspace.open(Path(options.workspace))
    for told_of in (workspace.notice, workspace.read_only):
        if told_of is not None:
            say(f"{told_of.what} {told_of.remedy}")
    return workspace


def framework(workspace: Workspace) -> Framework:
    """The plan that a workspace serves."""
    return plan_kept.served(workspace.record())


def round_in_hand(picture: Picture, asked: str | None) -> None:
    """Refuse another round than the one in hand: its dates and targets would be the wrong ones."""
    label = picture.round.label
    if asked is not None and told.one_line(asked) != label:
        raise Refusal(
            f"The round in hand is {label}, not {asked}." if label else "No round is open yet.",
            "Open the round first, with `cypworkbench round`, or name the one in hand.",
        )


def day(text: str | None) -> date | None:
    """A day written as 2026-09-25. Raises Refusal."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"{text} is not a date.", "Write dates as 2026-09-25.") from error
