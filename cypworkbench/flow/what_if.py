"""What targets would change before they are recorded: who would stand where, measure by measure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Assessment, Status, Target
from cypworkbench.domain.record import Picture
from cypworkbench.packs import words
from cypworkbench.packs.words import STATUS_NAMES

_ORDER = (
    *(Status.OFF, Status.WITHIN, Status.MET, Status.TOO_CLOSE, Status.NO_JUDGEMENT),
    *(Status.NO_TARGET, Status.NOT_ASSESSED, Status.NOT_REPORTED),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One series whose status would change."""

    measure: str
    area: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change: each series that moves, a sentence a measure, and the assessments as they would be."""

    moved: tuple[Moved, ...]
    sentences: tuple[str, ...]
    assessments: tuple[Assessment, ...]


def preview(picture: Picture, targets: Iterable[Target]) -> Preview:
    """The picture's measures judged again as if these targets were recorded. Pure; records nothing."""
    # numpy and SciPy take a second to load: only once somebody asks
    from cypworkbench.analysis import assess

    new = {t.key: t for t in targets}
    touched = {t.measure for t in new.values()}
    held = {t.key: t for t in picture.targets if t.measure in touched}
    before = [a for (measure, _), a in picture.assessments.items() if measure in touched]
    after = assess.assess_series(
        [a.series for a in before], tuple((held | new).values()), picture.rebases
    )
    pairs = list(zip(before, after, strict=True))
    moved = tuple(
        Moved(old.measure.id, old.area, old.status, new.status)
        for old, new in pairs
        if old.status is not new.status
    )
    said = tuple(
        _sentence(picture.framework, m, [pair for pair in pairs if pair[0].measure.id == m.id])
        for m in picture.framework.measures
        if m.id in touched
    )
    return Preview(moved, said, after)


def _sentence(
    framework: Framework, measure: Measure, pairs: Sequence[tuple[Assessment, Assessment]]
) -> str:
    """How many districts would stand where, and where they stand now; then the county."""
    codes = {d.code for d in framework.districts}
    districts = [(old.status, new.status) for old, new in pairs if old.area in codes]
    county = next(((o.status, n.status) for o, n in pairs if o.area == framework.county), None)
    said = []
    if districts:
        now, then = (Counter(side) for side in zip(*districts, strict=True))
        parts = [
            f"{then[status]} {STATUS_NAMES[status].lower()} (now {now[status]})"
            for status in _ORDER
            if now[status] != then[status]
        ]
        kept = f"all {len(districts)} districts stand where they do now"
        said.append(f"of {len(districts)} districts {words.listed(parts)}" if parts else kept)
    if county:
        old, new = (STATUS_NAMES[status].lower() for status in county)
        name = framework.area(framework.county).name
        said.append(f"{name} {old} as now" if old == new else f"{name} {new} (now {old})")
    return f"{measure.short_title}: {'; '.join(said) or 'no figures to judge yet'}."
