"""From a plan to a finished pack: the pages in order, every printed figure by its id, the snapshot inside."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from matplotlib.figure import Figure as Drawing

from cypworkbench import __version__
from cypworkbench.domain.decision import canonical
from cypworkbench.domain.pack import Edition, Figure, Pack, PackPlan
from cypworkbench.packs import editions
from cypworkbench.packs.pages import contents, register
from cypworkbench.packs.pages.fitting import Fitting, fitting, sharing
from cypworkbench.packs.pages.sheet import Sheet
from cypworkbench.packs.palette import palette, with_accent
from cypworkbench.packs.tagged import Document, Metadata
from cypworkbench.packs.tagged.document import Attachment
from cypworkbench.packs.tagged.words import words

SNAPSHOT_NAME = "snapshot.json"
WORDS_NAME = "words.json"
_STANDS_ALONE = ("cover", "plan_on_a_page")  # pages without links to others


def render(plan: PackPlan, snapshot: bytes) -> Pack:
    """Draw a pack. The same plan and snapshot give the same bytes."""
    document = draw(plan, hashlib.sha256(snapshot).hexdigest())
    said = words(document)
    content = document.seal(
        [
            Attachment(SNAPSHOT_NAME, "The record this pack was made from", snapshot),
            Attachment(
                WORDS_NAME,
                "Every word of this pack, to hold its pages against",
                canonical([[w.page, w.kind.value, w.text, w.figure] for w in said]).encode(),
            ),
        ]
    )
    return Pack(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=len(document.pages),
        figures=tuple(_figures(document)),
        created_on=plan.created_at.date(),
        words=said,
    )


def draw(
    plan: PackPlan,
    snapshot_digest: str,
    colours: str = "light",
    drawings: dict[int, Drawing] | None = None,
) -> Document:
    """The pack's pages as drawn, not yet sealed, in the light or the grey palette: what tests of overlap look at.

    `drawings`, where given, keeps each chart by the `id` of its element, for editions that have no pages.
    """
    counted = laid_out(plan, snapshot_digest, colours)
    sheet = replace(blank(plan, colours, drawings), fitting=counted.fitting)
    _pages(sheet, snapshot_digest, counted.document.places)
    return sheet.document


def laid_out(plan: PackPlan, snapshot_digest: str, colours: str = "light") -> Sheet:
    """The pack without charts and contents, its pages as they will be: again as often as something could be better."""
    counted = _counted(plan, snapshot_digest, colours, Fitting())
    better = sharing(counted.found)
    if better != counted.fitting:
        counted = _counted(plan, snapshot_digest, colours, better)
    better = fitting(counted.found, better)
    if better != counted.fitting:
        counted = _counted(plan, snapshot_digest, colours, better)
    return counted


def _counted(plan: PackPlan, snapshot_digest: str, colours: str, better: Fitting) -> Sheet:
    """The pack drawn only to see where everything comes to stand."""
    sheet = replace(blank(plan, colours), counting=True, fitting=better)
    _pages(sheet, snapshot_digest, {})
    return sheet


def blank(
    plan: PackPlan, colours: str = "light", drawings: dict[int, Drawing] | None = None
) -> Sheet:
    """A pack before its first page, for page kinds to draw on."""
    framework = plan.picture.framework
    names = {area.code: area.name for area in framework.areas}
    program = f"cypworkbench {__version__}"
    title = f"{editions.title_of(plan)}: {names[plan.area]}, {plan.picture.round.label}"
    metadata = Metadata(title, framework.partnership, framework.title, plan.created_at, program)
    own = with_accent(palette(colours), plan.template.colour if plan.template else "")
    return Sheet(plan, Document(metadata, drawings), own, names)


def first_page(plan: PackPlan) -> bytes:
    """The pack's first page alone, to look at while the rest is drawn; nothing where it cannot stand alone."""
    name, *_ = editions.pages_of(plan)
    if name not in _STANDS_ALONE:
        return b""
    sheet = blank(plan)
    register.kinds("")[name].draw(sheet)
    return sheet.document.seal()


def plan_for_everyone(public: PackPlan) -> Document:
    """The plan on a page with a public pack's figures, not yet sealed: what that pack withholds is withheld here."""
    own = replace(public, edition=Edition.PLAN, template=None)
    sheet = replace(blank(own), readers=f"For everyone, with the figures of the {_title(public)}")
    _pages(sheet, "", {})
    return sheet.document


def _title(plan: PackPlan) -> str:
    title = editions.title_of(plan)
    return title[:1].lower() + title[1:]


def _pages(sheet: Sheet, snapshot_digest: str, places: Mapping[str, tuple[int, float]]) -> None:
    """Draw every page; the contents only once the `places` of the others are known."""
    kinds = register.kinds(snapshot_digest)
    for name in editions.pages_of(sheet.plan):
        shares, said = len(sheet.unfinished), len(sheet.document.outline)
        first = len(sheet.document.pages)
        if name != editions.CONTENTS:
            kinds[name].draw(sheet)
        elif places:
            contents.draw(sheet, places)
        if len(sheet.document.outline) > said:
            first -= shares  # it began on the page of the part before it
        sheet.document.parts[name] = range(first, len(sheet.document.pages))


def _figures(document: Document) -> Iterator[Figure]:
    for element in document.root.walk():
        if element.figure:
            yield Figure(element.figure, element.said.rstrip())
