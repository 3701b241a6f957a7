"""What the helper process does for a board's own look; as `tasks`, it is never run in the window's own process."""

from dataclasses import replace

from cypworkbench.desktop import tasks
from cypworkbench.desktop.helper_process import Channel
from cypworkbench.desktop.wishes import PackWish
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.record import Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import templates


def tried(
    channel: Channel, record: Record, framework: Framework, wish: PackWish, template: Template
) -> bytes:
    """A board's pack as it would look under a template that nobody has decided yet."""
    from cypworkbench.flow import packing  # ReportLab, in the helper process only

    seen = tasks.picture(channel, record, framework)
    channel.progress(0, 0, "Drawing the pages")
    plan = packing.plan_pack(seen, wish.board, wish.edition, wish.version, wish.at)
    return packing.issue_pack(replace(plan, template=template)).content


def logo(channel: Channel, content: bytes) -> str | Refusal:
    """A logo as a template holds it, or why it cannot be taken in."""
    channel.progress(0, 0, "Reading the picture")
    try:
        return templates.logo_from(content)
    except Refusal as refusal:
        return refusal
