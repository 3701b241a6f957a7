"""What a board sets down beside its figures: local priorities, and the questions put to it with their answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MatterKind(StrEnum):
    """A priority of a place's own, beside the plan's; or a challenge, a question that somebody answers."""

    PRIORITY = "priority"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Matter:
    """One of them, of an area's board, numbered from 1 for each kind and area; a later one of its number replaces it.

    `text` is the priority or the question. `measures` are the ids of those that show it. `who` leads on a priority, or
    asked the question, by role. `answer` and `due`, by when one is owed, are a challenge's. `dropped`: no longer there.
    """

    kind: MatterKind
    area: str
    number: int
    text: str
    measures: tuple[str, ...] = ()
    who: str = ""
    answer: str = ""
    due: date | None = None
    dropped: bool = False

    @property
    def key(self) -> str:
        """What a later decision replaces."""
        return f"{self.kind}|{self.area}|{self.number}"

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed, and nobody answered."""
        return self.due is not None and not self.answer and self.due < on
