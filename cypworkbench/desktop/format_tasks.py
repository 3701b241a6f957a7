"""What the helper process does for a pack's other formats; as `tasks`, it is never run in the window's own process."""

from cypworkbench.desktop.helper_process import Channel
from cypworkbench.desktop.wishes import YoungMade
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format


def young(channel: Channel, pdf: bytes) -> YoungMade:
    """The young people's edition of a finished public pack."""
    channel.progress(0, 0, "Reading the pack's record")
    source = formats.source_of(pdf)
    return YoungMade(formats.made_from(source, Format.YOUNG), formats.reading_age(source))


def in_format(channel: Channel, pdf: bytes, wanted: Format) -> bytes:
    """A finished pack in another format, from the record attached to it."""
    channel.progress(0, 0, "Reading the pack's record")
    return formats.make(pdf, wanted)
