"""What a plan says beside its outcomes and measures: priorities, statements, commitments, impact, themes."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the plan that binds nobody to a figure: a way of working, a principle, a success, a challenge."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A line under a priority. `evidence` names the plan's measures that could show it: our reading, not the plan's."""

    id: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the plan, with its aims, under the outcome it serves (empty where the plan names none)."""

    id: str
    number: int
    title: str
    outcome: str = ""
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something the partners say they will do, under an outcome (empty where it stands for the whole plan)."""

    id: str
    text: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """One of the plan's measures of impact, and the series that show it."""

    id: str
    number: int
    text: str
    measures: tuple[str, ...]


class ThemeKind(StrEnum):
    """Which of a plan's lists of themes: its own two, or the outcomes it shares with other strategies."""

    KEY = "key"
    VULNERABILITY = "vulnerability"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that cuts across the outcomes. `year` is the year whose annual priorities name it."""

    id: str
    title: str
    kind: ThemeKind = ThemeKind.KEY
    year: int | None = None
