"""The last page: the steps taken, the boxes to sign, what signatures prove and do not, and where the pack comes from.

It is finished before the first signature, so it never prints a verdict on itself.
"""

from cypworkbench import __version__
from cypworkbench.domain.pack import Signatory
from cypworkbench.packs import fonts, words
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet, cut
from cypworkbench.packs.tagged import Page

_STEPS = (("drafted", "Drafted"), ("checked", "Checked"), ("commented", "Commented"))
_LISTED = 6
_BOX_WIDE, _BOX_HIGH, _BOX_TOP = 54.0, 34.0, 103.0
_PROVED = (
    ("✔", "Unchanged", "Nothing was altered since the holder of each key signed."),
    ("✔", "Added", "Nothing but signatures can be added after the first."),
    (
        "✔",
        "Figures",
        "Every printed figure can be computed again from the record attached to this file.",
    ),
    (
        "✔",
        "History",
        "Each decision seals those before it: change one, and the digest below no longer fits.",
    ),
    ("✘", "When", "The time is the signing computer's own; nobody else recorded it."),
    (
        "✘",
        "Who",
        "A trial identity vouches for nobody; withdrawal of a certificate was not checked.",
    ),
)


def draw(sheet: Sheet, snapshot_digest: str) -> None:
    """Draw the sign-off page, with empty signature boxes unless the pack is a draft."""
    with sheet.page("Provenance and signatures", "Whole pack") as page:
        sheet.heading(page, "Sign-off", 29)
        with page.tag("P"):
            said = "This page is fixed before the first signature; only the boxes below fill in."
            if sheet.plan.is_draft:
                said = (
                    "A draft is not signed. The final candidate has boxes for the signatures here."
                )
            page.paragraph(LEFT, 38, RIGHT - LEFT, said, sheet.lead)
        _steps(sheet, page)
        _interests(sheet, page)
        sheet.subheading(page, "Signatures", (LEFT, 95, RIGHT - LEFT))
        if sheet.plan.is_draft:
            _open(sheet, page)
        else:
            for i, signatory in enumerate(sheet.plan.signatories):
                _box(sheet, page, signatory, LEFT + (_BOX_WIDE + 5) * i)
        _proves(sheet, page, 153)
        _provenance(sheet, page, 229, snapshot_digest)


def _open(sheet: Sheet, page: Page) -> None:
    """What is still open, as far as it fits where the signature boxes would be."""
    blockers = sheet.plan.blockers
    count = words.counted(len(blockers))
    are = "things are" if len(blockers) > 1 else "thing is"
    with page.tag("P"):
        said = f"This is a draft: {count} {are} still open, so there is nothing to sign yet."
        page.paragraph(LEFT, 103, RIGHT - LEFT, said, sheet.body)
    style, y = sheet.style(10, 12.6), 109.5
    with page.tag("L", numbering="Disc"):
        for blocker in blockers[:_LISTED]:
            with page.tag("LI"):
                with page.tag("Lbl"):
                    page.text(LEFT, y, "• ", style)
                with page.tag("LBody"):
                    page.text(LEFT + 4, y, cut(blocker.what, style, RIGHT - LEFT - 4), style)
            y += 5
    if len(blockers) > _LISTED:
        with page.tag("P"):
            rest = words.counted(len(blockers) - _LISTED)
            page.text(LEFT + 4, y, f"and {rest} more, listed in the program.", style)


def _steps(sheet: Sheet, page: Page) -> None:
    taken = {
        str(d.body.get("stage")): d
        for d in sheet.plan.picture.stages
        if d.subject == sheet.plan.board
    }
    names = [(key, name, taken.get(key)) for key, name in _STEPS]
    centres = [LEFT + 14 + 36 * i for i in range(5)]
    where = "not yet" if sheet.plan.is_draft else "signature below"
    later = [("Approved", where), ("Signed", where)]
    palette, y = sheet.palette, 58.0
    page.line((centres[0], y), (centres[-1], y), palette["line_strong"], 0.9, (2, 2))
    for x, (_, name, decision) in zip(centres, names, strict=False):
        done = decision is not None
        page.circle(
            x,
            y,
            3.4,
            palette["met" if done else "surface"],
            palette["met" if done else "unknown"],
            (1.0, ()),
        )
        page.glyph(
            x,
            y + 1.4,
            "✔" if done else "–",
            sheet.style(10, 12, fonts.BOLD, "surface" if done else "ink3"),
        )
        who = decision.by.role or decision.by.name if decision else "not recorded"
        when = words.day(decision.at.date()) if decision else ""
        _step_words(sheet, page, x, (name, who, when))
    for x, (name, said) in zip(centres[3:], later, strict=True):
        page.circle(x, y, 3.4, palette["surface"], palette["ink"], (1.2, ()))
        _step_words(sheet, page, x, (name, said, ""))


def _interests(sheet: Sheet, page: Page) -> None:
    """The interests that members declared, in two lines at most; the record holds them whole."""
    mine = [i for i in sheet.plan.picture.interests if i.board == sheet.plan.board]
    if mine:
        said = "Declared interests: " + "; ".join(f"{i.person}: {i.text}" for i in mine)
        style = sheet.style(9.5, 12)
        with page.tag("P"):
            page.paragraph(
                LEFT, 82.5, RIGHT - LEFT, cut(said, style, 2 * (RIGHT - LEFT) - 12), style
            )


def _step_words(sheet: Sheet, page: Page, x: float, said: tuple[str, str, str]) -> None:
    name, who, when = said
    with page.tag("P"):
        page.text(x, 67.5, f"{name} ", sheet.style(11, 14, fonts.SEMIBOLD), "centre")
        page.text(
            x, 72, f"{who} " if when else who, sheet.style(9.5, 12, fonts.REGULAR, "ink2"), "centre"
        )
        if when:
            page.text(x, 76.2, when, sheet.style(9.5, 12, fonts.REGULAR, "ink2"), "centre")


def _box(sheet: Sheet, page: Page, signatory: Signatory, left: float) -> None:
    page.rectangle(
        (left, _BOX_TOP, _BOX_WIDE, _BOX_HIGH),
        edge=sheet.palette["line_strong"],
        pen=(0.9, (2.4, 1.8)),
        radius=1.4,
    )
    with page.tag("P"):
        page.text(left + 3, _BOX_TOP + 6, signatory.meaning, sheet.style(11, 14, fonts.SEMIBOLD))
    with page.tag("P"):
        page.text(
            left + 3, _BOX_TOP + 10.6, signatory.role, sheet.style(9.5, 12, fonts.REGULAR, "ink2")
        )
    # Nothing else stands where the signature will: the box stays empty until it is signed.
    description = f"Signature, {signatory.meaning.lower()}: {signatory.role}"
    inside = (left + 1.6, _BOX_TOP + 12.5, left + _BOX_WIDE - 2, _BOX_TOP + _BOX_HIGH - 2)
    sheet.document.signature_field(signatory.field, description, inside)


def _proves(sheet: Sheet, page: Page, y: float) -> None:
    y = (
        sheet.subheading(
            page, "What these signatures prove, and what they do not", (LEFT, y, RIGHT - LEFT)
        )
        + 6
    )
    for sign, what, said in _PROVED:
        good = sign == "✔"
        page.glyph(LEFT + 3, y, sign, sheet.style(12, 14, fonts.BOLD, "met" if good else "ink"))
        with page.tag("P"):
            page.text(
                LEFT + 8,
                y,
                f"{what}: " if good else f"Not {what.lower()}: ",
                sheet.style(11, 14, fonts.SEMIBOLD),
            )
            page.text(LEFT + 34, y, said, sheet.style(10.5, 14))
        sheet.rule(page, LEFT, y + 2.2, RIGHT - LEFT)
        y += 7.4
    with page.tag("P"):
        said = "To check: open the file in the program and choose Verify. A paper copy proves nothing by itself."
        page.paragraph(
            LEFT, y + 1, RIGHT - LEFT, said, sheet.style(10.5, 14, fonts.REGULAR, "ink2")
        )


def _provenance(sheet: Sheet, page: Page, y: float, snapshot_digest: str) -> None:
    picture = sheet.plan.picture
    y = sheet.subheading(page, "Where this pack comes from", (LEFT, y, RIGHT - LEFT)) + 6
    rows = (
        ("Decisions", f"{picture.sequence:,}, the last with digest {picture.head}"),
        ("Record", f"snapshot.json, attached to this file; SHA-256 {snapshot_digest[:32]}"),
        ("", snapshot_digest[32:]),
        ("Plan", f"{picture.framework.title} ({picture.framework.id})"),
        (
            "Methods",
            "Wilson and exact or Byar intervals; usual ranges by the making-data-count rules",
        ),
        ("Program", f"cypworkbench {__version__}"),
    )
    for name, said in rows:
        with page.tag("P"):
            if name:
                page.text(LEFT, y, f"{name}: ", sheet.style(9.5, 12, fonts.SEMIBOLD, "ink2"))
            page.text(LEFT + 24, y, said, sheet.style(9.5, 12))
        y += 5.6
