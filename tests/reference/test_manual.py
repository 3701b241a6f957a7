"""The manual's page on judging figures: its examples run, and it speaks of every method the program offers."""

import doctest
import inspect
from types import ModuleType

import pytest

from cypworkbench.analysis import (
    controlcharts,
    forecast,
    funnel,
    inequality,
    intervals,
    spc,
    trend,
)
from cypworkbench.locations import resource_path

PAGE = resource_path("manual", "how-figures-are-judged.md").read_text(encoding="utf-8")


def test_every_example_of_the_page_comes_out_as_printed() -> None:
    example = doctest.DocTestParser().get_doctest(PAGE, {}, "manual", None, 0)
    told: list[str] = []
    found = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(example, out=told.append)
    assert found.failed == 0, "".join(told)
    assert found.attempted > 20


@pytest.mark.parametrize(
    "module", [intervals, spc, controlcharts, trend, funnel, inequality, forecast]
)
def test_each_module_of_methods_is_worked_through_on_the_page(module: ModuleType) -> None:
    functions = [
        name
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not name.startswith("_")
    ]
    short = module.__name__.rsplit(".", maxsplit=1)[-1]
    assert any(f"{short}.{name}(" in PAGE for name in functions)
