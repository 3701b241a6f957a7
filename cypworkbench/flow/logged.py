"""The log of a workspace in sentences: who decided what, about what, and whether it stands.

The terminal and the window show the same sentences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cypworkbench.domain import dates
from cypworkbench.domain.decision import Decision, DecisionKind, Person
from cypworkbench.domain.record import Record
from cypworkbench.domain.undoing import may_go, taken_back
from cypworkbench.flow.log_names import Names
from cypworkbench.flow.log_words import WORDS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `back` is the decision that took this one back, or 0; `may_go` whether it could be."""

    sequence: int
    at: datetime
    who: str
    said: str
    kind: DecisionKind
    back: int = 0
    may_go: bool = False

    @property
    def sentence(self) -> str:
        """Who did what."""
        end = "" if self.said.endswith((".", ".”", "?”", "!”")) else "."
        return f"{self.who} {self.said}{end}"

    @property
    def whole(self) -> str:
        """The sentence, and that it no longer counts where it does not."""
        return (
            f"{self.sentence} Taken back by decision {self.back}." if self.back else self.sentence
        )


def one_line(text: str) -> str:
    """Text with its line breaks and other control characters made spaces, so that it stays on its own line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def entries(record: Record, decisions: Sequence[Decision] | None = None) -> tuple[Entry, ...]:
    """A line a decision, oldest first; of the whole record unless some of its decisions are given."""
    names, back = Names(record), taken_back(record.decisions)
    wanted = record.decisions if decisions is None else decisions
    return tuple(
        Entry(
            d.sequence,
            d.at,
            _who(d.by),
            one_line(_said(d, names, record.decisions)),
            d.kind,
            back.get(d.sequence, 0),
            may_go(d),
        )
        for d in wanted
    )


def lines(record: Record, decisions: Sequence[Decision] | None = None) -> Iterator[str]:
    """The log as text: number, day, time, sentence."""
    for entry in entries(record, decisions):
        when = f"{dates.short_day(entry.at):>11} {entry.at:%H:%M}"
        yield f"{entry.sequence:>5}  {when}  {entry.whole}"


def _who(by: Person) -> str:
    named = by.name if by.role.casefold() in ("", by.name.casefold()) else f"{by.name} ({by.role})"
    return one_line(named)


def _said(decision: Decision, names: Names, every: Sequence[Decision]) -> str:
    if decision.kind is DecisionKind.UNDONE:
        return _undone(decision, names, every)
    if decision.is_redacted:
        return f"recorded something whose words were removed since ({_plain(decision.kind)})"
    word = WORDS.get(decision.kind)
    if word is None:
        return f"recorded: {_plain(decision.kind)}, {decision.subject}"
    return word(names, decision.subject, decision.body)


def _undone(decision: Decision, names: Names, every: Sequence[Decision]) -> str:
    """Follow an undoing down to what it is about: an undoing of an undoing brings back."""
    back, about = False, decision
    while about.kind is DecisionKind.UNDONE and 0 < int(about.subject) < about.sequence:
        back, about = not back, every[int(about.subject) - 1]
    verb = "took back" if back else "brought back"
    return (
        f"{verb} decision {about.sequence}: {_said(about, names, every)}"
        if about is not decision
        else verb
    )


def _plain(kind: DecisionKind) -> str:
    return kind.value.replace("_", " ")
