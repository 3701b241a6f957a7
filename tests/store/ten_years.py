"""A partnership's ten years, made of the sample's twelve returns: 40 rounds, each a quarter later, 480 returns.

The figures are the sample's own, moved in time; they say nothing about anybody.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.record import Round, StoredFile
from cypworkbench.flow import decide, receive, sample, targets
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import sample_path
from cypworkbench.store.workspace import Workspace
from tests.store.made import ANALYST, digest

ROUNDS = 40
BEGAN = datetime(2016, 10, 1, 9, 0, tzinfo=UTC)
_TEXT = re.compile(r"(<t(?: [^>]*)?>)([^<]*)(</t>)")
_QUARTER = re.compile(r"Q([1-4]) (20\d\d)/(\d\d)")
_YEAR = re.compile(r"(?<![\d/-])(20\d\d)(?:/(\d\d))?(?![\d-])")


def moved(content: bytes, quarters: int) -> bytes:
    """A workbook with every period in its text that many quarters earlier."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in book.namelist():
            part = book.read(name)
            if name.startswith("xl/worksheets/"):
                part = _TEXT.sub(_earlier(quarters), part.decode()).encode()
            member = zipfile.ZipInfo(name, (2016, 1, 1, 0, 0, 0))
            made.writestr(member, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _earlier(quarters: int) -> Callable[[re.Match[str]], str]:
    def quarter(found: re.Match[str]) -> str:
        number = int(found.group(2)) * 4 + int(found.group(1)) - 1 - quarters
        return f"Q{number % 4 + 1} {number // 4}|{(number // 4 + 1) % 100:02}"

    def year(found: re.Match[str]) -> str:
        number = int(found.group(1)) - quarters // 4
        return f"{number}/{(number + 1) % 100:02}" if found.group(2) else str(number)

    def text(found: re.Match[str]) -> str:
        inside = _QUARTER.sub(quarter, found.group(2))
        kept = inside.split("|")
        inside = "|".join(_YEAR.sub(year, one) if "Q" not in one[-8:] else one for one in kept)
        return found.group(1) + inside.replace("|", "/") + found.group(3)

    return text


def make(path: Path, rounds: int = ROUNDS) -> Path:
    """The workspace of ten years. Takes some seconds."""
    framework = catalogue.load_framework(sample.FRAMEWORK)
    contents = {
        board.id: _given(board.id.removeprefix("dctb-")) for board in framework.district_boards
    }
    with Workspace.create(path, framework.id, ANALYST, BEGAN) as workspace:
        workspace.saves_at_once = False
        desk = Desk(workspace, ANALYST, BEGAN)
        for name in ("published.csv", "county.csv"):
            receive.add_published(workspace, sample_path(name), framework, ANALYST, BEGAN)
        said = sample_path("targets.csv")
        decide.set_targets(desk, targets.read(said.read_bytes(), said.name, framework))
        for number in range(rounds):
            at = BEGAN + timedelta(days=91 * number)
            meeting = date(2016, 10, 20) + timedelta(days=91 * number)
            decide.open_round(replace(desk, at=at), Round(f"Round {number + 1}", meeting=meeting))
            files, intents = [], []
            for board, content in contents.items():
                earlier = moved(content, rounds - 1 - number)
                file = stored(earlier, f"{board} {number + 1}.xlsx", at)
                files.append(file)
                body = {"file": file.name, "board": board}
                intents.append(Intent(DecisionKind.RETURN_ACCEPTED, file.sha256, body))
            workspace.append(intents, ANALYST, at, files=files)
    return path


def stored(content: bytes, name: str, at: datetime) -> StoredFile:
    marked = io.BytesIO(content)
    with zipfile.ZipFile(marked, "a") as book:
        book.comment = name.encode()
    return StoredFile(digest(marked.getvalue()), name, marked.getvalue(), at)


def _given(name: str) -> bytes:
    """A board's return; the one that never came is made of another's."""
    for folder in ("resubmitted", "returns"):
        found = sample_path(folder) / f"{name}.xlsx"
        if found.exists():
            return found.read_bytes()
    return (sample_path("returns") / "burnley.xlsx").read_bytes()
