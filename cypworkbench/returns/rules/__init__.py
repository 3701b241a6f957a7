"""The rules, a module for each kind. Adding one here is all it takes for it to run.

To add a rule: write the function in the module of its kind, declare it with @rule, and give its table of cells at
fault in tests/returns/rules/.
"""

from cypworkbench.returns.register import Rule, registered
from cypworkbench.returns.rules import (
    accounts,
    calendar,
    change,
    elsewhere,
    gaps,
    headings,
    hidden,
    issue,
    naming,
    numbers,
    parts,
    ranges,
    signed,
    small,
)

__all__ = [
    "accounts",
    "all_rules",
    "calendar",
    "change",
    "elsewhere",
    "gaps",
    "headings",
    "hidden",
    "issue",
    "naming",
    "numbers",
    "parts",
    "ranges",
    "signed",
    "small",
]


def all_rules() -> tuple[Rule, ...]:
    """Every rule of every kind, by code; importing the modules above registered them."""
    return registered()
