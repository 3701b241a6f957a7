"""What Round asks of the helper process: what goes on into the next round, and the blank returns to send out."""

from datetime import date
from pathlib import Path

from cypworkbench.desktop import tasks
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record, Round
from cypworkbench.flow import next_round, outputs, suppliers


def onward(
    channel: Channel, record: Record, framework: Framework, today: date
) -> tuple[Round, next_round.Onward]:
    """The next round as the last suggests it, and what goes on into it."""
    seen = tasks.picture(channel, record, framework)
    return next_round.proposed(record), next_round.onward(record, seen, today)


def blanks(channel: Channel, record: Record, framework: Framework, folder: Path) -> tuple[str, ...]:
    """Write the blank return of every board that is asked for anything; answers with their names.

    Raises Refusal, with none written, where another file has the name of one: it may be filled in.
    """
    seen = tasks.picture(channel, record, framework)
    made: list[tuple[str, bytes]] = []
    for name, content in suppliers.blanks(seen):
        channel.progress(len(made), len(seen.suppliers), name)
        outputs.refuse_filled(folder / name, content)
        made.append((name, content))
    for name, content in made:
        outputs.put_blank(folder / name, content)
    return tuple(name for name, _ in made)
