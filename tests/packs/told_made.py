"""A pack told in reading order, once for the tests of every edition that has no pages."""

from functools import cache

from cypworkbench.flow import formats
from cypworkbench.packs.told import edition
from cypworkbench.packs.told.edition import Told
from tests.journey.sampled import packed


@cache
def told(board: str) -> Told:
    """The board's pack of the sample, as every such edition is made from it."""
    source = formats.source_of(packed(board).content)
    return edition.told(source.plan, source.digest, source.record_digest)
