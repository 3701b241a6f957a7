"""The manual's page on judging figures: its examples run, and it speaks of every method the program offers."""

import doctest
import inspect

import pytest

from cypworkbench.analysis import (
    controlcharts,
    forecast,
    funnel,
    inequality,
    intervals,
    spc,
    summaries,
    trend,
)
from cypworkbench.domain.judgement import TargetKind
from cypworkbench.locations import resource_path

PAGE = resource_path("manual", "how-figures-are-judged.md").read_text(encoding="utf-8")


def test_every_example_of_the_page_comes_out_as_printed() -> None:
    example = doctest.DocTestParser().get_doctest(PAGE, {}, "manual", None, 0)
    told: list[str] = []
    found = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(example, out=told.append)
    assert found.failed == 0, "".join(told)
    assert found.attempted > 20


WORKINGS = {"poisson_limits", "exact_poisson_limits", "z_value", "project"}
"""Steps of the methods, which a reader meets only inside them."""


def _functions() -> list[str]:
    modules = (intervals, spc, controlcharts, trend, funnel, inequality, forecast, summaries)
    return [
        f"{module.__name__.rsplit('.', maxsplit=1)[-1]}.{name}("
        for module in modules
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not name.startswith("_") and name not in WORKINGS
    ]


@pytest.mark.parametrize("called", _functions())
def test_each_method_is_worked_through_on_the_page(called: str) -> None:
    assert called in PAGE


@pytest.mark.parametrize("kind", list(TargetKind))
def test_each_kind_of_target_is_worked_through_on_the_page(kind: TargetKind) -> None:
    assert f"TargetKind.{kind.name}" in PAGE
