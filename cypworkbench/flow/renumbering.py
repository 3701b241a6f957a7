"""Priorities and questions set down in a copy: brought back under the next number free here, answers and all."""

from collections.abc import Mapping

from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import Decision, DecisionKind, Intent, Person, canonical
from cypworkbench.domain.record import Record
from cypworkbench.domain.state import fold


def renumbered(record: Record, sent: Sent) -> tuple[tuple[Intent, Person], ...]:
    """What was sent, with each matter that was set down there anew under a number of its own here.

    A number counts as set down anew when none stood under it where the copy parted, or one of other words did (it was
    taken back there, which freed its number). What was brought back before keeps the number it got then.
    """
    numbers = _Numbers(record, sent.sequence)
    return tuple((numbers.of(intent, by), by) for intent, by in sent.decisions)


class _Numbers:
    """The numbers taken here, and those that a copy's new matters get."""

    def __init__(self, record: Record, fork: int) -> None:
        self._texts = {m.key: m.text for m in fold(record.decisions[:fork]).matters.values()}
        self._taken = {d.subject for d in record.decisions if d.kind is DecisionKind.MATTER_NOTED}
        self._first = self._set_down(record.decisions[fork:])
        noted = [d for d in record.decisions[fork:] if d.kind is DecisionKind.MATTER_NOTED]
        self._removed = {d.subject: d.by for d in reversed(noted) if d.is_redacted}
        self._moved: dict[str, str] = {}

    def _set_down(self, since: tuple[Decision, ...]) -> dict[str, str]:
        """The subject of each matter set down here since, also where it was taken back, by what it says."""
        found: dict[str, str] = {}
        for decision in since:
            is_noted = decision.kind is DecisionKind.MATTER_NOTED and not decision.is_redacted
            if is_noted and self._texts.get(decision.subject) != decision.body.get("text"):
                found.setdefault(_words(decision.subject, decision.body), decision.subject)
        return found

    def of(self, intent: Intent, by: Person) -> Intent:
        """The decision under its number here; as it is unless it is about a matter set down anew."""
        if intent.kind is not DecisionKind.MATTER_NOTED:
            return intent
        there = intent.subject
        if there not in self._moved:
            if self._texts.get(there) == intent.body.get("text"):
                return intent
            again = self._first.pop(_words(there, intent.body), None)
            self._moved[there] = again or self._of_removed(there, by) or self._free(there)
        return _under(intent, self._moved[there])

    def _of_removed(self, there: str, by: Person) -> str:
        """The number of a matter of this author whose words were removed here since; each once, empty if none."""
        its = (k for k, who in self._removed.items() if _stem(k) == _stem(there) and who == by)
        number = min(its, key=lambda k: int(k.rpartition("|")[2]), default="")
        self._removed.pop(number, None)
        return number

    def _free(self, there: str) -> str:
        stem = _stem(there)
        taken = (int(key.rpartition("|")[2]) for key in self._taken if _stem(key) == stem)
        key = f"{stem}|{max(taken, default=0) + 1}"
        self._taken.add(key)
        return key


def _stem(key: str) -> str:
    """Kind and area, without the number."""
    return key.rpartition("|")[0]


def _words(key: str, body: Mapping[str, object]) -> str:
    """What a matter says, apart from its number."""
    return canonical([_stem(key), {k: v for k, v in body.items() if k != "number"}])


def _under(intent: Intent, key: str) -> Intent:
    number = int(key.rpartition("|")[2])
    return Intent(intent.kind, key, {**intent.body, "number": number})
