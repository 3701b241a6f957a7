"""Commands about the plans: which there are, what one holds, and what a board decided about its words."""

import argparse

from cypworkbench.catalogue.continuity import Life, all_plans, life
from cypworkbench.cli import deciding, plan_text, saying, told
from cypworkbench.cli.adder import Adder, may_print_json, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain.framework import Framework, Measure, Polarity
from cypworkbench.domain.measuring import SeriesRef
from cypworkbench.domain.plain import to_plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import directions, plan_kept

_WAYS = [way.value for way in Polarity if way is not Polarity.NONE]


def add(adder: Adder) -> None:
    """Add `plan list`, `plan show` and `direction`."""
    plan = adder.group("plan", "The plans, their measures and boards")
    may_print_json(plan.add("list", plan_list, "plan list"))
    show = plan.add("show", plan_show, "plan show cypp-2014 --measure cla-rate")
    show.add_argument("framework", nargs="?", default="cypfp-2022", metavar="FRAMEWORK")
    show.add_argument(
        "--measure", metavar="ID", help="one measure's definition, and its life across the plans"
    )
    may_print_json(show)
    direction = adder.add(
        "direction",
        decide_direction,
        'direction w.cypw eh-stepped-up --way lower --as "board" --because "Help came early."',
    )
    direction.add_argument("workspace", metavar="WORKSPACE")
    direction.add_argument("measure", metavar="MEASURE")
    direction.add_argument("--way", required=True, choices=_WAYS)
    direction.add_argument("--because", required=True, metavar="TEXT")
    takes_person(direction)


def plan_list(options: argparse.Namespace) -> int:
    """The plans this program serves."""
    plans = all_plans()
    if options.json:
        saying.print_json(
            [
                {"id": plan.id, "title": plan.title, "measures": len(plan.measures)}
                | {"follows": plan.follows, "counts": plan_text.counts(plan)}
                for plan in plans
            ]
        )
    else:
        for plan in plans:
            print(f"{plan.id:<14}{plan.title} ({told.counted(len(plan.measures), 'measure')})")
    return DONE


def plan_show(options: argparse.Namespace) -> int:
    """One plan, as its document runs; or one of its measures, with its life across the plans."""
    plan = plan_kept.named(options.framework)
    if options.measure:
        measure, lived = _life(plan, options.measure)
        if options.json:
            shown = {"measure": to_plain(measure), "life": plan_text.life_json(lived)}
            saying.print_json(shown)
        else:
            print(plan_text.card(plan, measure, lived))
    elif options.json:
        saying.print_json(plan_text.as_json(plan))
    else:
        print(plan_text.plan_text(plan))
    return DONE


def _life(plan: Framework, measure_id: str) -> tuple[Measure, Life]:
    if measure_id not in {m.id for m in plan.measures}:
        raise Refusal(
            f"The plan has no measure called {told.one_line(measure_id)}.",
            f"Use an id that `cypworkbench plan show {plan.id}` prints.",
        )
    plans = all_plans()
    own = () if plan in plans else (plan,)
    return plan.measure(measure_id), life(SeriesRef(plan.id, measure_id), (*plans, *own))


def decide_direction(options: argparse.Namespace) -> int:
    """Record which way the board decided is good, where the plan's words may not mean what they say."""
    with deciding.opened(options) as workspace:
        framework = deciding.framework(workspace)
        directions.decide_direction(
            deciding.desk(options, workspace),
            framework,
            options.measure,
            Polarity(options.way),
            options.because,
        )
    print(f"Decided: {framework.measure(options.measure).title}, {options.way}.")
    return DONE
