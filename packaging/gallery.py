"""An example of each kind of page that a pack has, from the sample partnership, in colour and in grey.

    python packaging/gallery.py --to FOLDER

Writes a PDF of each edition, a picture of each kind's first page, and README.md, which says what each is for.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2

from cypworkbench import catalogue
from cypworkbench.domain.account import CONSENT, Account, headings
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.period import from_iso
from cypworkbench.domain.record import Picture
from cypworkbench.flow import packing, pictured, receive, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.told_since import compared_with
from cypworkbench.packs import editions, render
from cypworkbench.packs.pages import register

BOARD = "cypfp"
SHOWN = tuple(edition for edition in Edition if edition is not Edition.PUBLIC)
"""The public edition has no kind of page of its own."""
AUDIT, REGISTER = "voice-audit", "voice-report"
VOICES = (
    ("Meetings about us start without us.", "Young people now open each review themselves.", "Yes"),
    ("We never hear what came of it.", "A note of what was decided goes to each of them.", "No"),
)
MATTERS = (
    Matter(
        MatterKind.PRIORITY, "", 1, "Keep more families together", ("cla-rate",), "early help lead"
    ),
    Matter(
        *(MatterKind.CHALLENGE, "", 1, "Why do fewer families take part in groups?"),
        *(
            ("eh-group-learning",),
            "member for schools",
            "Two groups lost their room; both meet again.",
        ),
    ),
    Matter(
        *(MatterKind.CHALLENGE, "", 2, "What would bring exclusions down to the target?"),
        *(("permanent-exclusions",), "chair", "", date(2026, 11, 30)),
    ),
)
"""Invented for the gallery, like the voices above."""
SCALE = 1.5
LOOKS = {"light": "", "grey": "-grey"}


def main() -> int:
    """Draw every edition and picture every kind of page once."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, required=True)
    folder: Path = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# Every kind of page", ""]
    wanted = dict(purposes())
    for plan in plans():
        edition = plan.edition
        found = [name for name in editions.PAGES[edition] if name in wanted]
        for name, page in drawn(plan, folder, found):
            lines += [
                f"## {name}",
                "",
                f"{wanted.pop(name)}. Page {page} of {edition.value}.pdf.",
                "",
            ]
            lines += [f"![{name}]({name}.png)", "", f"![{name} in grey]({name}-grey.png)", ""]
            print(folder / f"{name}.png", flush=True)
    if wanted:
        print(f"No page shows: {', '.join(wanted)}.", file=sys.stderr)
    (folder / "README.md").write_text("\n".join(lines), "utf-8", newline="\n")
    return 1 if wanted else 0


def purposes() -> Iterator[tuple[str, str]]:
    """Each kind of page by its name, and what it is for."""
    yield editions.CONTENTS, "Every page by its name and number, each a link"
    for name, kind in register.kinds("").items():
        yield name, kind.purpose


def plans() -> Iterator[PackPlan]:
    """A pack of each edition, which between them have every kind of page."""
    first, now = pictures()
    area = now.framework.county
    matters = tuple(replace(m, area=area) for m in MATTERS)
    shown = replace(now, accounts=(*now.accounts, *_told(now)), matters=matters)
    for edition in SHOWN:
        plan = packing.plan_pack(shown, BOARD, edition, 2, sample.PACKED_AT)
        since = compared_with(plan, "the returns as they first came", first)
        yield replace(plan, since=since)


def _told(picture: Picture) -> Iterator[Account]:
    """An audit and two voices, invented for the gallery: the sample's boards were asked for none."""
    area = picture.framework.county
    audit, register = (picture.framework.measure(name) for name in (AUDIT, REGISTER))
    period = from_iso("2025-04-01/P1Y", audit.period_kind)
    terms = audit.audit
    counts = ("12", "46", "31", "11")
    grades = zip(terms.grades, counts, strict=True) if terms else ()
    yield Account(AUDIT, area, tuple(grades), "", "", ("",) * len(counts), period)
    for said, changed, consents in VOICES:
        answers = dict(zip(headings(register), (said, changed, "June 2026"), strict=False))
        told = tuple(
            (name, consents if CONSENT in name.casefold() else answers.get(name, ""))
            for name in headings(register)
        )
        yield Account(REGISTER, area, told, "", "", ("",) * len(told))


def pictures() -> tuple[Picture, Picture]:
    """The sample partnership as its twelve returns first came, and once they are answered for."""
    framework = catalogue.load_framework(sample.FRAMEWORK)
    with tempfile.TemporaryDirectory() as room:
        with sample.open_workspace(Path(room, "sample.cypw")) as workspace:
            label = pictured.round_label(workspace.record())
            checked = receive.check_files(sample.returns(), framework, label)
            receive.accept(workspace, checked, sample.ANALYST, sample.RETURNED_AT)
            before = workspace.record()
            checked = receive.check_files(sample.resubmitted(), framework, label)
            receive.accept(workspace, checked, sample.ANALYST, sample.ANSWERED_AT)
            desk = Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)
            sample.answer(desk, pictured.picture(workspace.record(), framework))
            record = workspace.record()
        return pictured.picture(before, framework), pictured.picture(record, framework)


def drawn(plan: PackPlan, folder: Path, kinds: list[str]) -> Iterator[tuple[str, int]]:
    """Write an edition, and a picture of the first page of each of these kinds that it has; each with its number."""
    first: dict[str, int] = {}
    for look, ending in LOOKS.items():
        document = render.draw(plan, "0" * 64, look)
        first = {name: p.start for name, p in document.parts.items() if p and name in kinds}
        content = document.seal()
        (folder / f"{plan.edition.value}{ending}.pdf").write_bytes(content)
        pdf = pypdfium2.PdfDocument(content)
        for name, page in first.items():
            pdf[page].render(scale=SCALE).to_pil().save(folder / f"{name}{ending}.png")
        pdf.close()
    for name, page in first.items():
        yield name, page + 1


if __name__ == "__main__":
    sys.exit(main())
