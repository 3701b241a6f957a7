"""The sample's journey, done once for all the tests that look at what it makes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp

from cypworkbench import catalogue
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Pack, PackPlan
from cypworkbench.domain.record import Picture, Record
from cypworkbench.flow import packing, pictured, receive, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.receive import FileCheck

FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
COUNTY, BURNLEY = "cypfp", "dctb-burnley"


@dataclass(frozen=True)
class Sampled:
    """The sample after everything was received and decided, before any pack."""

    first: tuple[FileCheck, ...]
    again: tuple[FileCheck, ...]
    record: Record
    picture: Picture
    framework: Framework
    path: Path


@cache
def sampled() -> Sampled:
    """Receive the twelve files and the corrected ones, and make the sample's decisions."""
    path = Path(mkdtemp(prefix="cypworkbench-test-")) / "sample.cypw"
    with sample.open_workspace(path) as workspace:
        label = pictured.round_label(workspace.record())
        first = receive.check_files(sample.returns(), FRAMEWORK, label)
        receive.accept(workspace, first, sample.ANALYST, sample.RETURNED_AT)
        again = receive.check_files(sample.resubmitted(), FRAMEWORK, label)
        receive.accept(workspace, again, sample.ANALYST, sample.ANSWERED_AT)
        desk = Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)
        sample.answer(desk, pictured.picture(workspace.record(), FRAMEWORK))
        for board in (COUNTY, BURNLEY):
            for stage, by in sample.STAGES:
                signoff.pass_step(Desk(workspace, by, sample.PACKED_AT), board, stage)
        record = workspace.record()
    return Sampled(first, again, record, pictured.picture(record, FRAMEWORK), FRAMEWORK, path)


def settled_at(path: Path) -> Path:
    """A copy of the sample's workspace as `sampled` left it, for a test that goes on with it."""
    return Path(copyfile(sampled().path, path))


@cache
def planned(board: str) -> PackPlan:
    """The plan of a board's pack."""
    return packing.plan_pack(sampled().picture, board, Edition.BOARD, 1, sample.PACKED_AT)


@cache
def packed(board: str) -> Pack:
    """A board's finished pack."""
    return packing.issue_pack(planned(board))
