"""What the helper process does: flow's pure verbs, called with what they need and answering with plain records.

Everything here runs in the helper process. Heavy libraries are imported there and never in the window's own process.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cypworkbench.desktop.helper_process import Channel
from cypworkbench.desktop.wishes import (
    BatchWish,
    ChartDrawing,
    ChartWish,
    FirstPage,
    MadePack,
    PackWish,
    SignWish,
)
from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.pack import Signatory, Verification
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import layouts, outputs, pictured, receive, remembered, sentences
from cypworkbench.flow.batch import Prepared
from cypworkbench.returns.pointing import Points

if TYPE_CHECKING:
    from cypworkbench.flow.bringing_back import Brought

_pictures: dict[str, Picture] = {}


def warm(channel: Channel) -> tuple[Signatory, ...]:
    """Load what the first questions will need, while the analyst is still looking at the window.

    Answers with the boxes of the signature page.
    """
    import cypworkbench.analysis.assess  # pandas and SciPy: 1 s, better spent now
    import cypworkbench.packs.charts  # noqa: F401  matplotlib: 0.3 s, better spent now
    from cypworkbench.packs import plan  # the list of signatories

    channel.progress(1, 1, "")
    return tuple(plan.SIGNATORIES)


def check_files(
    channel: Channel,
    paths: Sequence[Path],
    framework: Framework,
    record: Record,
    passphrase: str = "",
) -> tuple[receive.FileCheck, ...]:
    """Read and check files; see `flow.receive.check_files`. The sheets themselves stay behind."""
    checks = receive.check_files(
        paths,
        framework,
        pictured.around(record, framework),
        progress=channel.progress,
        cancelled=channel.cancelled,
        passphrase=passphrase,
    )
    return tuple(replace(check, workbook=None) for check in checks)


def look_into(channel: Channel, path: Path) -> Workbook:
    """The sheets of a file of another layout, to point at."""
    return layouts.look_into(path, channel.cancelled)


def try_layout(
    channel: Channel,
    workbook: Workbook,
    sheet: str,
    tables: Sequence[Points],
    named: tuple[str, str],
    framework: Framework,
) -> layouts.Trial:
    """What was pointed out, tried on the file; `named` is the recipe's name and its board."""
    channel.progress(0, 0, "")
    return layouts.attempt(workbook, sheet, tables, named, framework)


def findings(channel: Channel, record: Record, framework: Framework, kind: str, day: date) -> bytes:
    """Every finding, as the bytes of a .csv or .xlsx file."""
    from cypworkbench.returns import findings_out  # openpyxl, only when findings are written

    shown = picture(channel, record, framework)
    return findings_out.to_csv(shown) if kind == ".csv" else findings_out.to_xlsx(shown, day)


def picture(channel: Channel, record: Record, framework: Framework) -> Picture:
    """Everything that follows from the record; the last one is remembered."""
    key = f"{framework.id} {record.head}"
    if key not in _pictures:
        channel.progress(0, 0, "Working out trends")
        made = remembered.picture(record, framework, lambda: pictured.picture(record, framework))
        _pictures.clear()
        _pictures[key] = made
    return _pictures[key]


def workbook(channel: Channel, record: Record, sha256: str) -> Workbook:
    """A stored return read again, to be shown as it was sent."""
    channel.progress(0, 0, "Reading the sheet")
    return pictured.workbook(record, sha256)


def plans(channel: Channel) -> tuple[Framework, ...]:
    """Every plan the program carries, the oldest first."""
    from cypworkbench.catalogue import continuity  # read only where the plans are shown

    channel.progress(0, 0, "Reading the plans")
    return continuity.all_plans()


def chart(channel: Channel, wish: ChartWish) -> ChartDrawing:
    """A measure's chart, by the same hand that draws it on the page."""
    from cypworkbench.desktop import drawing  # matplotlib, in the helper process only

    channel.progress(0, 0, "Drawing")
    return drawing.chart(wish)


def what_if(
    channel: Channel, record: Record, framework: Framework, target: Target
) -> tuple[str, ...]:
    """What a target would change before it is recorded, a sentence a measure."""
    from cypworkbench.flow import what_if as asked  # numpy, in the helper process only

    return asked.preview(picture(channel, record, framework), [target]).sentences


def first_page(channel: Channel, record: Record, framework: Framework, wish: PackWish) -> FirstPage:
    """The first page of a board's pack, which is there long before the rest."""
    from cypworkbench.flow import packing  # as for `pack`

    seen = picture(channel, record, framework)
    try:
        plan = packing.plan_pack(seen, wish.board, wish.edition, wish.version, wish.at, record)
    except Refusal:  # said once, of the whole pack
        return FirstPage(wish, b"")
    return FirstPage(wish, packing.first_page(plan))


def pack(
    channel: Channel, record: Record, framework: Framework, wish: PackWish
) -> MadePack | Refusal:
    """Plan and draw a board's pack; of what cannot be published yet, why."""
    from cypworkbench.flow import packing  # ReportLab, in the helper process only

    seen = picture(channel, record, framework)
    channel.progress(0, 2, "Planning the pages")
    try:
        plan = packing.plan_pack(seen, wish.board, wish.edition, wish.version, wish.at, record)
    except Refusal as refusal:
        return refusal
    channel.progress(1, 2, "Drawing the pages")
    made = packing.issue_pack(plan)
    young = None
    if wish.young:
        from cypworkbench.desktop import format_tasks  # what no other edition is made with

        young = format_tasks.young(channel, made.content)
    facts = plan.area, plan.blockers, plan.signatories
    said = sentences.passages(plan)
    return MadePack(wish, *facts, made, plan.replaces, young, plan.since, said)


def sign(channel: Channel, wish: SignWish) -> bytes:
    """Sign a pack; see `flow.proving`."""
    from cypworkbench.flow import proving  # pyHanko, in the helper process only

    channel.progress(0, 0, "Signing")
    key = (
        proving.CardKey(wish.card, wish.passphrase)
        if wish.card
        else proving.Key(wish.identity, wish.passphrase)
    )
    return proving.sign_pack(wish.pdf, key, wish.signatory.role, wish.at, wish.duties)


def batch(
    channel: Channel, record: Record, framework: Framework, wish: BatchWish
) -> tuple[Prepared, ...]:
    """Make, hold against their gates and sign many boards' packs; see `flow.batch`. Nothing is kept yet."""
    from cypworkbench.flow import batch as many  # ReportLab and pyHanko, in the helper process only
    from cypworkbench.flow.proving import CardKey, Key

    key: Key | CardKey | None = None
    if wish.card:
        key = CardKey(wish.card, wish.passphrase)
    elif wish.identity:
        key = Key(wish.identity, wish.passphrase)
    seen = picture(channel, replace(record, packs=()), framework)

    asked = many.Wish(wish.boards, wish.at, key, wish.role)
    return many.prepare(record, seen, asked, channel.progress)


def verify(channel: Channel, pdf: bytes, record: Record | None) -> Verification:
    """Verify a pack, with the certificates this workspace trusts."""
    from cypworkbench.flow import proving  # pyHanko, in the helper process only

    trust = proving.trusted(record) if record else ()
    return proving.verify_pack(pdf, trust, record, lambda step: channel.progress(0, 0, step))


def signed_elsewhere(channel: Channel, record: Record, pdf: bytes) -> "Brought":
    """Hold a pack that was signed elsewhere against the workspace; nothing is kept yet."""
    from cypworkbench.flow import bringing_back  # pikepdf and pyHanko, in the helper process only

    channel.progress(0, 0, "Checking the signatures")
    return bringing_back.check(record, pdf)


def trial(channel: Channel, at: datetime, folder: Path) -> tuple[tuple[str, str], ...]:
    """Write an identity file a role into a folder; answers with each certificate's name and text."""
    from cypworkbench.flow import sample  # cryptography, in the helper process only

    channel.progress(0, 0, "Making keys")
    identities = {folder / f"{one.name}.p12": one for one in sample.identities(at)}
    for path in identities:
        outputs.refuse_taken(path)  # before the first is written: no key can be made again
    for path, identity in identities.items():
        outputs.put_new(path, identity.content)
    return tuple((one.name, one.certificate.decode()) for one in identities.values())
