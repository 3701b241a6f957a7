"""Writes every reachable combination of verdicts with its sentences, for a person to read and a test to hold."""

from collections.abc import Iterator
from pathlib import Path

from cypworkbench.domain.judgement import Assessment
from cypworkbench.packs import narrative
from tests.packs import made
from tests.verdicts.every import assessments
from tests.verdicts.reachable import Mix, mix_of


def lines() -> Iterator[str]:
    """Two lines a combination: the verdicts, and what is said of the first series that shows them."""
    first: dict[Mix, Assessment] = {}
    for assessment in assessments():
        first.setdefault(mix_of(assessment), assessment)
    for mix in sorted(first):
        said = [narrative.claim(first[mix]), narrative.support(first[mix], made.NAMES)]
        yield str(mix)
        yield f"    {' '.join(part for part in said if part)}"


if __name__ == "__main__":
    file = Path(__file__).with_name("every_combination.txt")
    file.write_text("\n".join(lines()) + "\n", encoding="utf-8")
