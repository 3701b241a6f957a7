"""The last look before a public pack is signed: read back from the finished file, held against itself, and attacked.

Four questions. Does the attached record hold anything that is not published? Do the pages say, or their charts show
when they are measured, anything else? Does the file hold anything that the attached record alone does not draw? And can
a small count be worked out from what was read, with all that readers know besides?
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cypworkbench.domain.account import CHANGED, CONSENT, SAID, Account
from cypworkbench.domain.disclosure import Disclosure, Exposure
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Framework, Kind
from cypworkbench.domain.judgement import Series
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.plain import Plain, from_plain
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import State
from cypworkbench.flow.pack_system import Known, PackSystem, Place, systems
from cypworkbench.flow.pictured import Given, compute
from cypworkbench.flow.public import may_be_public, speaks_of_people, states_number, tells_of_few

if TYPE_CHECKING:
    from cypworkbench.flow.measuring import Stray

SNAPSHOT, WORDS = "snapshot.json", "words.json"
_DIGEST = re.compile(r"(?<![0-9a-zA-Z])(?=[0-9]*[a-f])[0-9a-f]{32,128}(?![0-9a-zA-Z])")
_WITHDRAWN = ", which was withdrawn: "
_OPEN_GIVEN = {"series", "suppliers", "accounts"}
_OPEN_STATE = {"round", "set_aside", "targets", "rebases", "comments", "actions", "stages"}
_FIGURES = ("value", "numerator", "denominator", "lower", "upper")

Redraw = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Against:
    """What a pack is attacked with: the true picture, the settings in force, and what readers know besides."""

    picture: Picture
    settings: Disclosure
    known: Known


def audit(pdf: bytes, redraw: Redraw, against: Against | None = None) -> tuple[Exposure, ...]:
    """Everything that a finished, unsigned public pack gives away; nothing for a clean one.

    `redraw` makes the file of an attached record again. Without the true picture, the file is held against its own
    record only, and not attacked.
    """
    # pikepdf: only when a finished pack is read
    from cypworkbench.flow import page_audit
    from cypworkbench.signing import readback
    from cypworkbench.signing.exposed import attached

    held = attached(pdf)
    if SNAPSHOT not in held:
        return (Exposure("attachments", "the record that the pack was made from is missing"),)
    found = list(_attachments(held))
    try:
        said = json.loads(held[SNAPSHOT])
        found += [*_record(said), *_digests(held, said), *_redrawn(pdf, redraw(held[SNAPSHOT]))]
        shown = _picture(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        unread = f"it is not the record of a pack ({error})"
        return (*found, Exposure(f"attachment {SNAPSHOT}", unread))
    drawn, read = page_audit.misdrawn(pdf, shown), readback.printed(pdf)
    found += [Exposure(each.where, each.what) for each in drawn]
    found += page_audit.misprinted(read.figures, shown)
    found += page_audit.mistold(pdf, read.words, shown)
    if against is not None:
        seen = _attached_figures(said) | set(page_audit.printed(read.figures))
        found += _worked_out(seen, drawn, against)
    return tuple(found)


def audit_record(pdf: bytes) -> tuple[Exposure, ...]:
    """What the record attached to a public pack holds and is not published: every other format is made from it."""
    from cypworkbench.signing import readback  # pikepdf: only when a finished pack is read

    try:
        return tuple(_record(json.loads(readback.attachment(pdf, SNAPSHOT) or b"{}")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return (Exposure(f"attachment {SNAPSHOT}", f"it is not the record of a pack ({error})"),)


def refuse_exposed(found: tuple[Exposure, ...]) -> None:
    """Raise Refusal with the first of what a pack gives away; nothing is issued then."""
    for first in found:
        more = f" There are {len(found) - 1} more." if len(found) > 1 else ""
        raise Refusal(
            f"The finished pack gives something away. {first.where}: {first.what}.{more}",
            "Nothing was issued. Make the pack again from the workspace; if it is found again, report a fault.",
        )


# ---- what the attached record holds


def _attachments(held: Mapping[str, bytes]) -> Iterator[Exposure]:
    for name in sorted(set(held) - {SNAPSHOT, WORDS}):
        yield Exposure(
            f"attachment {name}", "a public pack attaches its record and its words, nothing else"
        )


def _record(said: Plain) -> Iterator[Exposure]:
    if said["pack"]["edition"] != Edition.PUBLIC:
        yield Exposure(f"attachment {SNAPSHOT}", "the record is of a restricted edition")
    for part, allowed in (("given", _OPEN_GIVEN), ("state", _OPEN_STATE)):
        for key, value in said[part].items():
            if value and key not in allowed:
                yield Exposure(
                    f"attachment {SNAPSHOT}, {part}", f"it holds {key}, which is not published"
                )
    for supplier in said["given"].get("suppliers", ()):
        for key in ("returned", "open_findings", "received_at"):
            if supplier.get(key):
                yield Exposure(
                    f"attachment {SNAPSHOT}, suppliers", f"it holds {key} of {supplier['board']}"
                )
    for series in said["given"].get("series", ()):
        yield from _points(series)
    yield from _prose(said)
    yield from _accounts(said)
    yield from _targets(said)


def _points(series: Plain) -> Iterator[Exposure]:
    where = f"attachment {SNAPSHOT}, {series['measure']['id']} {series['area']}"
    for point in series["points"]:
        if point.get("state") == ValueState.SUPPRESSED:
            for key in (*_FIGURES, "flags"):
                if point.get(key) is not None and point.get(key) != []:
                    yield Exposure(
                        where, f"a withheld figure has its {key} at {point['period']['start']}"
                    )
        for key in ("origins", "missing"):
            if point.get(key):
                yield Exposure(where, f"a figure has its {key}")


def _prose(said: Plain) -> Iterator[Exposure]:
    guarded = {
        m["id"] for m in said["framework"]["measures"] if m.get("disclosure", "none") != "none"
    }
    places = [a["name"] for a in said["framework"]["areas"] if a.get("kind") == "district"]
    state, framework = said["state"], from_plain(Framework, said["framework"])
    for where, text in _headings(said):
        if tells_of_few(text, framework) if where == "round" else states_number(text):
            yield Exposure(
                f"attachment {SNAPSHOT}, {where}", f"a text states a number: {text.strip()!r}"
            )
    for kind in ("comments", "actions", "set_aside", "rebases"):
        held = state.get(kind) or {}
        for each in held.values() if isinstance(held, dict) else held:
            words = (each.get(key, "") for key in ("text", "progress", "reason", "because"))
            text = " ".join(map(str, words))
            exposed = each.get("measure", "") in guarded | {""} or speaks_of_people(text, places)
            if exposed and states_number(text):
                yield Exposure(
                    f"attachment {SNAPSHOT}, {kind}", f"a text states a number: {text.strip()!r}"
                )


def _accounts(said: Plain) -> Iterator[Exposure]:
    """Entries of registers: only with consent, only what was said and done, and nothing of where they came from."""
    registers = {m["id"] for m in said["framework"]["measures"] if m["kind"] == Kind.EVIDENCE}
    where = f"attachment {SNAPSHOT}, accounts"
    for given in said["given"].get("accounts", ()):
        account = from_plain(Account, given)
        if account.measure not in registers or not may_be_public(account):
            yield Exposure(where, f"an entry that is not for everyone, of {account.measure}")
        if account.sha256 or account.sheet or any(account.cells) or account.period:
            yield Exposure(where, "an entry with the place that it came from")
        for name, _ in account.said:
            if name not in (SAID, CHANGED) and CONSENT not in name.casefold():
                yield Exposure(where, f"an entry with its “{name}”")


def _headings(said: Plain) -> Iterator[tuple[str, str]]:
    """What was written about the pack itself: the round's note, why an earlier one was withdrawn, the board's words."""
    pack = said.get("pack", {})
    yield "round", str((said["state"].get("round") or {}).get("note", ""))
    yield "pack", str(pack.get("replaces", "")).partition(_WITHDRAWN)[2]
    yield "template", str((pack.get("template") or {}).get("text", ""))


def _targets(said: Plain) -> Iterator[Exposure]:
    """A target's baseline is a figure of the series itself, and must not stand where one is withheld."""
    hidden = {
        (series["measure"]["id"], series["area"])
        for series in said["given"].get("series", ())
        if any(point.get("state") == ValueState.SUPPRESSED for point in series["points"])
    }
    county = said["framework"]["county"]
    for target in (said["state"].get("targets") or {}).values():
        measure, area = target["measure"], target["area"]
        mine = {place for place in hidden if place[0] == measure and area in ("*", place[1])}
        if mine and target.get("baseline") is not None:
            yield Exposure(
                f"attachment {SNAPSHOT}, targets",
                f"the baseline of a withheld series: {measure} {area}",
            )
        if mine and area not in ("*", county) and states_number(target.get("reason", "")):
            yield Exposure(
                f"attachment {SNAPSHOT}, targets", f"a text states a number: {target['reason']!r}"
            )


def _digests(held: Mapping[str, bytes], said: Plain) -> Iterator[Exposure]:
    """Digests that nothing accounts for: one of a small count, or of a file, can be guessed and tried."""
    known = {said["chain"]["head"]}
    for decision in said["state"].get("stages", ()):
        known |= {decision["digest"], decision["previous"], decision.get("salt", "")}
    for name in sorted(held):
        for found in sorted(
            {m.group() for m in _DIGEST.finditer(held[name].decode("utf-8", "replace"))}
        ):
            # the pages print the digest of the attached record itself, which anyone can compute
            if found not in known and name != WORDS:
                yield Exposure(
                    f"attachment {name}", f"a digest that nothing accounts for, {found[:12]}…"
                )


# ---- what the file holds


def _redrawn(pdf: bytes, again: bytes) -> Iterator[Exposure]:
    """What stands in the file and is not drawn from the attached record alone, place by place."""
    from cypworkbench.signing.exposed import (
        REST,
        exposed,
    )  # pikepdf: only when a finished pack is read

    if again == pdf:
        return
    there, meant = exposed(pdf), exposed(again)
    found = False
    for place in sorted(set(there) - {REST}):
        more = there[place] - meant.get(place, type(there[place])())
        if more:
            found = True
            thing = f"{more.total()} things" if more.total() > 1 else "a thing"
            yield Exposure(place, f"{thing} there that the published figures do not account for")
    if not found:
        yield Exposure(REST, "bytes that the published figures do not account for")


# ---- what can be worked out


def _worked_out(seen: set[Place], drawn: Iterable["Stray"], against: Against) -> Iterator[Exposure]:
    from cypworkbench.smallcounts.attacker import attack  # SciPy: only where a pack is attacked

    series = [a.series for a in against.picture.assessments.values()]
    framework = against.picture.framework
    read = seen | set(_measured(drawn, against.picture))
    for system in systems(series, framework, against.settings, against.known):
        published = _as_read(system, read, against.settings, framework.measure)
        for leak in attack(published):
            named = " ".join(leak.cell.split("|")[:3])
            who = " by somebody counted in another figure" if leak.insider else ""
            yield Exposure(named, f"its count can be worked out from what is shown{who}")
        for place in sorted(system.outright & read):
            yield Exposure(" ".join(place), "it says the same of all of a few people, and is shown")
        for place in sorted(_small(system) & read):
            yield Exposure(" ".join(place), "its count is small, and is shown")


def _small(system: PackSystem) -> set[Place]:
    """Where the small counts stand that nobody knows yet."""
    rule, known = system.document["rule"], {said["cell"] for said in system.document["earlier"]}
    least = 1 if rule["zeros"] == "shown" else 0
    return {
        place
        for name, place in system.places.items()
        if least <= system.truth[name] <= rule["threshold"] and name not in known
    }


def _measured(drawn: Iterable["Stray"], picture: Picture) -> Iterator[Place]:
    """The true figures that something drawn and not published tells a reader who measures it."""
    for stray in drawn:
        for (measure, area), assessment in picture.assessments.items():
            if measure != stray.measure or stray.area not in ("", area):
                continue
            for point in assessment.series.points:
                near = point.value is not None and abs(point.value - stray.value) <= stray.slip
                if near and stray.period in ("", point.period.iso):
                    yield measure, area, point.period.iso


def _as_read(system: PackSystem, seen: set[Place], settings: Disclosure, measure: Plain) -> Plain:
    """The system with only those cells published that were read in the pack, or that readers know already.

    A figure that was read is taken for the count behind it: whoever reads a rate and knows of how many has the count.
    """
    areas = {area for _, area, _ in seen}
    cells = []
    for cell in system.document["cells"]:
        place = system.places.get(cell["id"])
        if cell["id"].split("|")[1] not in areas:
            # not in this pack at all: no mark says anything of it, and other packs are attacked on their own
            cells.append({"id": cell["id"], "published": None, "flag": "none"})
        elif place is None or place not in seen:
            cells.append({**cell, "published": None})
        else:
            demands = settings.demands(measure(place[0]))
            # where sums are kept, neighbours are chosen together: the attack is given the counts themselves
            apart = demands and not settings.keeps_sums(measure(place[0]))
            multiple = demands[1] if demands and apart else 1
            near = multiple * ((2 * system.truth[cell["id"]] + multiple) // (2 * multiple))
            rounded = {"rounded_to": multiple} if multiple > 1 else {}
            cells.append({"id": cell["id"], "published": near, **rounded})
    told = {name: system.truth[name] for name in system.document["rule"]["insiders"]}
    return {**system.document, "cells": cells, "insider_values": told}


def _attached_figures(said: Plain) -> set[Place]:
    return {
        (series.measure.id, series.area, point.period.iso)
        for given in said["given"].get("series", ())
        for series in [from_plain(Series, given)]
        for point in series.points
        if point.value is not None
    }


def _picture(said: Plain) -> Picture:
    """The public picture that the attached record comes to."""
    chain = (int(said["chain"]["sequence"]), str(said["chain"]["head"]))
    framework = from_plain(Framework, said["framework"])
    given = from_plain(Given, said["given"])
    return compute(framework, from_plain(State, said["state"]), given, chain)
