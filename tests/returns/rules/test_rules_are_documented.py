"""The list of rules that people read is the list of rules that run."""

from pathlib import Path

from cypworkbench.returns import rules
from cypworkbench.returns.check import RULES

WRITTEN = Path(rules.__file__).with_name("README.md")


def test_the_written_list_is_the_list_that_runs() -> None:
    lines = [line for line in WRITTEN.read_text(encoding="utf-8").splitlines() if line[:3] == "| R"]
    assert lines == [f"| {rule.code} | {rule.severity.value} | {rule.title} |" for rule in RULES]
