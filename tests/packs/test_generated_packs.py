"""Packs nobody would wish for: of 0, 1 or 200 measures, of nothing, with names in any script and texts made to harm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import pytest

from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import ValueState
from cypworkbench.domain.framework import Framework, Measure
from cypworkbench.domain.judgement import Assessment, Status
from cypworkbench.domain.pack import Edition, PackPlan
from cypworkbench.domain.record import Comment
from cypworkbench.flow import packing, sample
from cypworkbench.packs import plan as planning
from cypworkbench.packs import render
from cypworkbench.packs.tagged import Document
from cypworkbench.packs.tagged.words import words
from cypworkbench.packs.young import pages
from cypworkbench.packs.young.village import Village, village
from cypworkbench.signing import readback
from tests.journey.sampled import BURNLEY, COUNTY, sampled
from tests.packs.everything import HOSTILE
from tests.packs.test_leftward import NAMES
from tests.support import boxes, structure, verapdf

_LONG_NAME = "Partnership for the children, young people and families of the whole of Central and West Lancashire"
_UNBROKEN = ("Donaudampfschifffahrtsgesellschaft" * 9)[:300]


@dataclass(frozen=True, slots=True)
class Made:
    """A generated pack: what it is called, its plan, and what it says where young people are its readers."""

    name: str
    plan: PackPlan
    village: Village | None = None

    def draw(self) -> Document:
        if self.village:
            return pages.draw(self.plan, self.village)
        return render.draw(self.plan, "0" * 64)


def _planned(edition: Edition, board: str = COUNTY) -> PackPlan:
    if (
        edition is Edition.PUBLIC
    ):  # the pages alone are tried: without the search for what may be published
        return planning.plan(sampled().picture, board, edition, 1, sample.PACKED_AT)
    return packing.plan_pack(sampled().picture, board, edition, 1, sample.PACKED_AT)


def _called(plan: PackPlan, said: str) -> PackPlan:
    """The plan with its partnership, its first measure and the person who writes of it named so, and so commented."""
    first = plan.measures[0]
    measure = replace(
        first.measure, title=said[:110], short_title=said[:28], question=(said * 6)[:160]
    )
    by = Person(said[:60], said[:60])
    comment = Comment(measure.id, plan.area, said, by, sample.PACKED_AT)
    framework = replace(plan.picture.framework, partnership=said[:90])
    picture = replace(plan.picture, framework=framework, comments=(comment,))
    own = replace(first, series=replace(first.series, measure=measure))
    return replace(plan, picture=picture, measures=(own, *plan.measures[1:3]))


def _of(plan: PackPlan, count: int) -> PackPlan:
    """The plan with so many measures, each the copy of one of the sample's under a name of its own."""
    made = tuple(_copied(a, n) for n, a in enumerate(islice(cycle(plan.measures), count)))
    picture = plan.picture
    keyed = {(a.measure.id, a.area): a for a in made}
    framework = _with(picture.framework, [a.measure for a in made])
    picture = replace(picture, framework=framework, assessments={**picture.assessments, **keyed})
    return replace(plan, picture=picture, measures=made, compared={})


def _copied(assessment: Assessment, number: int) -> Assessment:
    measure = assessment.measure
    own = replace(measure, id=f"{measure.id}-{number}", title=f"{measure.title}, part {number + 1}")
    return replace(assessment, series=replace(assessment.series, measure=own))


def _with(framework: Framework, measures: list[Measure]) -> Framework:
    return replace(framework, measures=(*framework.measures, *measures))


def _bare(plan: PackPlan) -> PackPlan:
    """The plan with nothing in it: no figure, no word, no return, no board's decision."""
    measures = tuple(_empty(a) for a in plan.measures)
    picture = replace(
        plan.picture,
        assessments={(a.measure.id, a.area): a for a in measures},
        comments=(),
        actions=(),
        suppliers=tuple(replace(s, returned=None) for s in plan.picture.suppliers),
    )
    return replace(plan, picture=picture, measures=measures, compared={}, ahead={})


def _empty(assessment: Assessment) -> Assessment:
    points = tuple(replace(p, value=None, state=ValueState.BLANK) for p in assessment.series.points)
    return Assessment(replace(assessment.series, points=points), Status.NOT_REPORTED)


def _packs() -> Iterator[Made]:
    for edition in Edition:
        county, district = _planned(edition), _planned(edition, BURNLEY)
        for count in (0, 1, 200):
            yield Made(f"{edition}-{count}", _of(county, count))
        yield Made(f"{edition}-nothing", _bare(county))
        yield Made(f"{edition}-district-nothing", _bare(district))
        for number, said in enumerate((_LONG_NAME, _UNBROKEN, *NAMES)):
            yield Made(f"{edition}-named-{number}", _called(district, said))
    yield from _young()
    board = _planned(Edition.BOARD, BURNLEY)
    for number, said in enumerate(HOSTILE):
        yield Made(f"hostile-{number}", _called(board, said))


def _young() -> Iterator[Made]:
    """What is told of one fact and of six, of a place under any name; where there is no fact, none is made."""
    plan = _planned(Edition.PUBLIC)
    told = village(plan)
    assert len(told.facts) == 6
    yield Made("young", plan, told)
    yield Made("young-1", plan, replace(told, facts=told.facts[:1], movements=()))
    for number, said in enumerate((_LONG_NAME, _UNBROKEN, *NAMES)):
        yield Made(f"young-named-{number}", plan, replace(told, place=said[:60]))


@pytest.mark.slow
def test_sixty_generated_packs_keep_both_standards_their_words_and_their_lines(
    tmp_path: Path,
) -> None:
    files = []
    for made in _packs():
        document = made.draw()
        assert boxes.clashes(document) == [], made.name
        content = document.seal()
        meant = [w for w in words(document) if w.text]
        assert list(readback.printed(content).words) == meant, made.name
        assert structure.faults(content) == [], made.name
        files.append(tmp_path / f"{made.name}.pdf")
        files[-1].write_bytes(content)
    assert len(files) > 60
    assert [(v.file.name, v.failures) for v in verapdf.validate(files) if not v.passed] == []
