"""`rebase`: new limits for a measure in an area from a period on, listed, decided and taken back."""

import argparse
from collections.abc import Iterable

from cypworkbench.cli import deciding, told
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE, print_json
from cypworkbench.domain.judgement import Rebase
from cypworkbench.domain.period import Period
from cypworkbench.domain.plain import Plain
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import pictured, rebasing

_SHOWN = 6  # periods that a refusal names, the latest


def add(adder: Adder) -> None:
    """Add `rebase`."""
    made = adder.add(
        "rebase",
        rebase,
        "rebase w.cypw --measure cla-rate --area E07000117 --from 2023/24 "
        '--because "A new way of counting." --as analyst',
    )
    made.add_argument("workspace", metavar="WORKSPACE")
    made.add_argument("--measure", metavar="ID", help="with none, the new limits are listed")
    made.add_argument("--area", metavar="CODE")
    made.add_argument(
        "--from",
        dest="since",
        metavar="PERIOD",
        help="the first period of the new limits, as it is printed (2023/24) or in ISO form",
    )
    way = made.add_mutually_exclusive_group()
    way.add_argument("--because", default="", metavar="TEXT", help="what changed then")
    way.add_argument(
        "--take-back", action="store_true", help="limits are those of all the figures again"
    )
    made.add_argument("--as", dest="person", metavar="PERSON", help="who is deciding, by role")
    may_print_json(made)


def rebase(options: argparse.Namespace) -> int:
    """List where limits start anew; with --measure start new ones for it, or take them back."""
    with deciding.opened(options) as workspace:
        plan = deciding.framework(workspace)
        picture = pictured.picture(workspace.record(), plan)
        if _decides(options):
            wanted = _wanted(options, picture)
            desk = deciding.desk(options, workspace)
            if options.take_back:
                rebasing.restore(desk, wanted)
            else:
                rebasing.rebase(desk, picture, wanted)
            picture = pictured.picture(workspace.record(), plan)
    if options.json:
        print_json({"rebases": [_plain(one) for one in picture.rebases]})
        return DONE
    for line in _lines(picture, picture.rebases):
        print(line)
    return DONE


def _decides(options: argparse.Namespace) -> bool:
    """Whether something is to be decided, and not only listed. Raises Refusal when only a part of it was said."""
    asked = (options.measure, options.area, options.since)
    if not any(asked) and not options.because and not options.take_back:
        return False
    if not all(asked):
        raise Refusal(
            "New limits belong to a measure, an area and a period.",
            "Say --measure, --area and --from, with --because or --take-back.",
        )
    if not options.person:
        raise Refusal("Nobody was named as deciding.", "Say who, by role: --as analyst.")
    return True


def _wanted(options: argparse.Namespace, picture: Picture) -> Rebase:
    """What was asked for, its period found among those of the series. Raises Refusal."""
    held = picture.assessments.get((options.measure, options.area))
    if held is None:
        raise Refusal(
            f"There are no figures of {told.one_line(options.measure)} for {told.one_line(options.area)}.",
            "Use the measure's id and the area's code, as `cypworkbench plan show` prints them.",
        )
    there = [p.period for p in held.series.points if p.value is not None]
    standing = [
        r.period for r in picture.rebases if (r.measure, r.area) == (options.measure, options.area)
    ]
    period = _named(options.since, [*there, *standing])
    if period is None:
        raise Refusal(
            f"The series has no figure for {told.one_line(options.since)}.",
            f"Choose a period that has one, such as {', '.join(p.label for p in there[-_SHOWN:])}.",
        )
    return Rebase(options.measure, options.area, period, told.one_line(options.because))


def _named(text: str, periods: Iterable[Period]) -> Period | None:
    said = text.strip().casefold()
    return next((p for p in periods if said in (p.label.casefold(), p.iso.casefold())), None)


def _plain(one: Rebase) -> Plain:
    return {
        "measure": one.measure,
        "area": one.area,
        "period": one.period.iso,
        "label": one.period.label,
        "because": one.because,
    }


def _lines(picture: Picture, held: Iterable[Rebase]) -> list[str]:
    """Each in a sentence with its reason."""
    areas = {area.code: area.name for area in picture.framework.areas}
    titles = {measure.id: measure.short_title for measure in picture.framework.measures}
    said = [
        f"{titles.get(one.measure, one.measure)} in {areas.get(one.area, one.area)}: limits start anew at "
        f"{one.period.label}: {told.one_line(one.because)}"
        for one in held
    ]
    return said or ["No limits start anew anywhere."]
