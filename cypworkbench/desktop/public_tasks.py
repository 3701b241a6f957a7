"""What the helper process does for the public edition; as `tasks`, it is never run in the window's own process."""

from cypworkbench.desktop import tasks
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.desktop.wishes import MadePack
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record
from cypworkbench.flow import disclosing, packing
from cypworkbench.flow.disclosing import Preview


def withheld(channel: Channel, record: Record, framework: Framework, board: str) -> Preview:
    """What a board's public edition would withhold; `record` keeps the public packs issued before."""
    seen = tasks.picture(channel, record, framework)
    channel.progress(0, 0, "Finding what readers could work out")
    return disclosing.preview(seen, record, board)


def audited(channel: Channel, record: Record, framework: Framework, made: MadePack) -> MadePack:
    """A public pack, once it was read back and attacked. Raises Refusal where it gives anything away."""
    seen = tasks.picture(channel, record, framework)
    channel.progress(0, 0, "Reading the public pack back")
    packing.audit_public(record, seen, made.wish.board, made.pack.content)
    return made
