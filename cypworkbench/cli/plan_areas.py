"""The command about the places of a plan: their first and last days, their successors, and groups of them."""

import argparse
from collections.abc import Iterator

from cypworkbench.cli import saying
from cypworkbench.cli.adder import Adder, may_print_json
from cypworkbench.cli.saying import DONE
from cypworkbench.domain import dates
from cypworkbench.domain.area import Area, AreaGroup, Succession
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.plain import to_plain
from cypworkbench.flow import plan_kept


def add(adder: Adder) -> None:
    """Add `plan areas`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    made = plan.add("areas", plan_areas, "plan areas cypfp-2022")
    made.add_argument("framework", nargs="?", default="cypfp-2022", metavar="FRAMEWORK")
    may_print_json(made)


def plan_areas(options: argparse.Namespace) -> int:
    """The places of one plan: their first and last days, their successors, and the groups they are in."""
    plan = plan_kept.named(options.framework)
    if options.json:
        saying.print_json(
            {
                "framework": plan.id,
                "areas": to_plain(plan.areas),
                "groups": to_plain(plan.groups),
                "lineage": to_plain(plan.lineage),
            }
        )
    else:
        print("\n".join(_lines(plan)))
    return DONE


def _lines(plan: Framework) -> Iterator[str]:
    names = {area.code: area.name for area in plan.areas}
    for area in plan.areas:
        yield f"{area.code:<11}{area.name:<26}{area.kind.value.replace('_', ' '):<11}{_days(area)}".rstrip()
    for group in plan.groups:
        yield ""
        yield f"{group.name} ({group.id}) {_days(group)}".rstrip()
        yield from (f"  {names.get(code, code)}" for code in group.members)
    for step in plan.lineage:
        yield ""
        yield _became(step, names)


def _days(there: Area | AreaGroup) -> str:
    first = f"from {dates.short_day(there.valid_from)}" if there.valid_from else ""
    last = f"until {dates.short_day(there.valid_to)}" if there.valid_to else ""
    return " ".join(part for part in (first, last) if part)


def _became(step: Succession, names: dict[str, str]) -> str:
    part = "" if step.is_whole else f"{step.share * 100:.1f}% of "
    basis = f" ({step.basis})" if step.basis else ""
    old, new = (names.get(code, code) for code in (step.old, step.new))
    return f"From {dates.short_day(step.on)}, {part}{old} is in {new}{basis}."
