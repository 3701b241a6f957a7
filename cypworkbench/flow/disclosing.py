"""What a public pack will withhold and why, before it is made; and the board's settings, as decisions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cypworkbench.domain.decision import Decision, DecisionKind, Intent
from cypworkbench.domain.disclosure import EVERYWHERE, Disclosure, in_force
from cypworkbench.domain.judgement import Point, Series
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.plain import Plain, to_plain
from cypworkbench.domain.record import Picture, Record
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import plan_kept
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.pack_system import Known, PackSystem, Place, count_of, systems
from cypworkbench.flow.public import Withholding, known_to_readers, withhold
from cypworkbench.flow.savings import Saving, savings

MOST, LEAST = 20, 3  # a threshold below protects nobody; one above withholds a whole pack


@dataclass(frozen=True, slots=True)
class Hidden:
    """One figure that will be withheld: where it stands, in words, and the reason in a sentence."""

    place: Place
    measure: str
    area: str
    period: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the public pack of a board would withhold under its settings, and what else could be done."""

    settings: Disclosure
    hidden: tuple[Hidden, ...]
    savings: tuple[Saving, ...]
    lost: tuple[Place, ...]


def set_disclosure(desk: Desk, setting: Disclosure) -> Decision:
    """Record a board's settings for what the public may see.

    Raises Refusal for a board, measure or cell there is none of, for a threshold that protects nobody, for another
    choice about zeros after a public pack was issued, and without a reason.
    """
    framework = plan_kept.served(desk.workspace.record())
    measures = {measure.id for measure in framework.measures}
    if setting.board not in {EVERYWHERE, *(board.id for board in framework.boards)}:
        raise Refusal(
            f"The plan has no board called {setting.board!r}.",
            "Use the board's id, as `cypworkbench plan show` prints it, or * for all.",
        )
    for name in (*setting.rounded, *(cell.partition("|")[0] for cell in setting.shown)):
        if name not in measures:
            raise Refusal(
                f"The plan has no measure called {name!r}.",
                "Use the measure's id, as `cypworkbench plan show` prints it.",
            )
    if not LEAST <= setting.threshold <= MOST:
        raise Refusal(
            f"A threshold of {setting.threshold} is outside {LEAST} to {MOST}.",
            "5 is usual; sources that demand more are given more by themselves.",
        )
    if not setting.because.strip():
        raise Refusal(
            "A setting needs a reason.", "Write one sentence that a board member could follow."
        )
    _refuse_other_zeros(desk.workspace.record(), setting)
    intent = Intent(DecisionKind.DISCLOSURE_SET, setting.board, to_plain(setting))
    return desk.record(intent)[0]


def _refuse_other_zeros(record: Record, setting: Disclosure) -> None:
    for pack in record.packs:
        if pack.edition == Edition.PUBLIC and setting.board in (EVERYWHERE, pack.board):
            before = settings_for(record, pack.board)
            if before.zeros_shown != setting.zeros_shown:
                raise Refusal(
                    "Public packs were issued already, and zeros were "
                    f"{'shown' if before.zeros_shown else 'withheld'} in them: to change that gives old figures away.",
                    "Keep to one choice about zeros for the whole series of packs.",
                )


def settings_for(record: Record, board: str) -> Disclosure:
    """The settings in force for a board."""
    return in_force(tuple(fold(record.decisions).disclosures.values()), board)


def preview(picture: Picture, record: Record, board: str) -> Preview:
    """What a board's public pack would withhold, figure by figure, with the reason, and what else would save figures.

    Raises Refusal where nothing safe can be published.
    """
    settings = settings_for(record, board)
    known = known_to_readers(picture, record)
    found = withhold(picture, settings, known)
    return Preview(
        settings,
        tuple(_hidden(picture, settings, known, found)),
        tuple(savings(picture, settings, known, found)),
        found.lost,
    )


def _hidden(
    picture: Picture, settings: Disclosure, known: Known, found: Withholding
) -> Iterator[Hidden]:
    framework = picture.framework
    names = {area.code: area.name for area in framework.areas}
    small = set(found.small)
    built = systems(_series(picture), framework, settings, known) if found.beside else ()
    for place in found.places:
        measure, area, period = place
        assessment = picture.assessments[measure, area]
        point = next(p for p in assessment.series.points if p.period.iso == period)
        if place in small:
            why = _small(assessment.series, point, settings)
        else:
            why = _beside(place, built, set(found.places), names)
        title = assessment.measure.short_title or assessment.measure.title
        yield Hidden(place, title, names[area], point.period.label, why)


def _small(series: Series, point: Point, settings: Disclosure) -> str:
    demands = settings.demands(series.measure)
    most = demands[0] if demands else settings.threshold
    count, whole = count_of(series.measure, point), point.denominator
    if count is None or (whole is not None and whole <= settings.group and count in (0, whole)):
        return "all or none of a few people, which tells of each of them"
    if count <= most:
        return f"it counts {most} people or fewer"
    return f"it leaves {most} people or fewer out, and readers can know how many there are"


def _beside(
    place: Place, built: Sequence[PackSystem], hidden: set[Place], names: Mapping[str, str]
) -> str:
    """What a figure would give away if it were shown: found by attacking its measure with it shown."""
    from cypworkbench.smallcounts.attacker import attack  # SciPy: only where a reason is asked for

    for system in built:
        if "|".join(place) not in system.places:
            continue
        leaks = attack(_shown_too(system, place, hidden))
        areas = {leak.cell.split("|")[1] for leak in leaks} - {place[1]}
        others = sorted(names[area] for area in areas if area in names)
        if others:
            return f"shown together with the others and their sum, it would give {_listed(others)} away"
    return "together with others left out, it keeps a small figure from being worked out"


def _shown_too(system: PackSystem, place: Place, hidden: set[Place]) -> Plain:
    """One measure of a system as published, but with one more figure shown."""
    mine = {c["id"] for c in system.document["cells"] if c["id"].startswith(f"{place[0]}|")}
    cells = []
    for cell in system.document["cells"]:
        if cell["id"] not in mine:
            continue
        where = system.places.get(cell["id"])
        shown = where is not None and (where == place or where not in hidden)
        value = system.truth[cell["id"]] if shown and not cell.get("flag") else None
        cells.append({**cell, "published": value})
    equations = [e for e in system.document["equations"] if set(e["terms"]) <= mine]
    earlier = [e for e in system.document["earlier"] if e["cell"] in mine]
    rule = system.document["rule"]
    insiders = [name for name in rule["insiders"] if name in mine]
    return {
        "rule": {**rule, "insiders": insiders},
        "insider_values": {name: system.truth[name] for name in insiders},
        "cells": cells,
        "equations": equations,
        "earlier": earlier,
    }


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _series(picture: Picture) -> list[Series]:
    return [assessment.series for assessment in picture.assessments.values()]
