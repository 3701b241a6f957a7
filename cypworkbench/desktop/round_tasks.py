"""What Round asks of the helper process: what goes on into the next round, and the blank returns to send out."""

from datetime import date
from pathlib import Path

from cypworkbench.desktop import tasks
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import next_round, suppliers


def onward(
    channel: Channel, record: Record, framework: Framework, today: date
) -> tuple[Round, next_round.Onward]:
    """The next round as the last suggests it, and what goes on into it."""
    seen = tasks.picture(channel, record, framework)
    return next_round.proposed(record), next_round.onward(record, seen, today)


def blanks(channel: Channel, record: Record, framework: Framework, folder: Path) -> tuple[str, ...]:
    """Write the blank return of every board that is asked for anything; answers with their names."""
    seen = tasks.picture(channel, record, framework)
    written: list[str] = []
    for name, content in suppliers.blanks(seen):
        channel.progress(len(written), len(seen.suppliers), name)
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            raise Refusal(
                f"{name} could not be written in {folder.name}: {error.strerror}.",
                "Close it if it is open in Excel, or choose another folder; then write them again.",
            ) from error
        written.append(name)
    return tuple(written)
