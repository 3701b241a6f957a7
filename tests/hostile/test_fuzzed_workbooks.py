"""Thousands of spoilt workbooks: each is read or refused, and nothing else happens."""

import io
import random
import zipfile
from collections.abc import Iterator

import pytest

from cypworkbench.domain.evidence import Workbook
from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.around import Around
from cypworkbench.returns.check import check
from cypworkbench.returns.recognise import recognise
from cypworkbench.returns.spreadsheet import read
from tests.returns.workbooks import ROUND, filled, packed, plan

NASTY = (
    *(b"<", b">", b"&", b'"', b"\0", b"\xff", b"-1", b"99999999999999999999", b"NaN"),
    *(b"<c>", b"</c>", b"<v/>", b"<row>", b"<f>", b"]]>", b"&#0;", b"xmlns=", b"r='A1'", b"s='-5'"),
)


def spoilt_bytes(chance: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case 2:
                made[at:at] = chance.choice(NASTY)
            case _:
                elsewhere = chance.randrange(len(made))
                made[elsewhere:elsewhere] = made[at : at + 64]
    return bytes(made)


def spoilt_part(chance: random.Random, named: dict[str, bytes]) -> bytes:
    part = chance.choice(sorted(named))
    return packed(named | {part: spoilt_bytes(chance, named[part])})


def spoilt(seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)  # noqa: S311  a fixed seed, so that a failure can be made again
    content = filled()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(50):
        yield spoilt_bytes(chance, content)
        yield spoilt_part(chance, named)


def used(workbook: Workbook) -> None:
    returned = check(recognise(workbook, plan()), plan(), Around(ROUND.label))
    assert returned.rules.failed == ()
    assert all(finding.message for finding in returned.findings)


@pytest.mark.parametrize(
    "seed", [0, 1, 2, *(pytest.param(n, marks=pytest.mark.slow) for n in range(3, 100))]
)
def test_a_hundred_spoilt_workbooks_are_each_read_or_refused(seed: int) -> None:
    refusals = []
    for content in spoilt(seed):
        try:
            used(read(content, "sent.xlsx"))
        except Refusal as refusal:
            refusals.append(refusal)
    assert all(each.what.endswith(".") and each.remedy.endswith(".") for each in refusals)
