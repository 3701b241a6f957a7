"""What changed since the board's last pack: figures revised, statuses crossed, measures added, words changed."""

from itertools import groupby

from cypworkbench.packs import words
from cypworkbench.packs.pages.running import part, running
from cypworkbench.packs.pages.sheet import Sheet

TITLE = "What changed since the last pack"


def draw(sheet: Sheet) -> None:
    """Draw the pages; none where there was no pack before."""
    since = sheet.plan.since
    if since is None:
        return
    with running(sheet, TITLE) as flow:
        flow.paragraph(f"Compared with {since.name}. {since.counted}", sheet.body)
        for kind, told in groupby(since.about, key=lambda pair: pair[0]):
            part(sheet, flow, words.capital(kind))
            flow.items([sentence for _, sentence in told], sheet.style(10.5, 14))
        if since.elsewhere:
            flow.gap(4)
            changes = "change is" if since.elsewhere == 1 else "changes are"
            count = words.capital(words.counted(since.elsewhere))
            said = f"{count} more {changes} of other areas, and not listed here."
            flow.paragraph(said, sheet.caption)
