"""Words that must go are found however they are spelled, are in no name that is kept, and go with their round."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from cypworkbench.domain import evidence
from cypworkbench.domain.decision import DecisionKind, Intent
from cypworkbench.domain.evidence import Finding, Origin, Severity
from cypworkbench.domain.record import Record, Round, StoredFile
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.state import fold
from cypworkbench.flow import decide, keeping, retention
from cypworkbench.flow.decide import Desk
from cypworkbench.locations import own_folder
from cypworkbench.store.rebuild import Removal
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace
from tests.hostile.unpacking import holders, paths_of, quoted
from tests.store.made import ANALYST, NOON, accepted, digest, stored

SECRET = "Zoë O'Mara & the twins"  # a made-up name
_RETENTIONS = {
    *(DecisionKind.WORKSPACE_OPENED, DecisionKind.ROUND_OPENED, DecisionKind.RETENTION_SET),
    *(DecisionKind.HELD, DecisionKind.HOLD_LIFTED, DecisionKind.DISPOSED, DecisionKind.UNDONE),
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home"))
    where = tmp_path / "share" / "Lancashire.cypw"
    where.parent.mkdir()
    with Workspace.create(where, "cypfp-2022", ANALYST, NOON) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Round 1", meeting=date(2015, 1, 20)))
    return where


def _book(part: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", part)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    {
        "as LibreOffice writes it": _book(f"<t>{quoted(SECRET)}</t>".encode()),
        "numbered": _book(b"<t>Zo&#235; O&#39;Mara &#x26; the twins</t>"),
        "in other case": b"note,ZO\xc3\x8b O'MARA & THE TWINS",
        "no-break spaces": SECRET.replace(" ", "\u00a0").encode(),
        "accents apart": normalize("NFD", SECRET).encode(),
        "without accents": b"Zoe O'Mara & the twins",
        "a typographer's apostrophe": SECRET.replace("'", "\u2019").encode(),
        "a Western code page": SECRET.encode("cp1252"),
        "two bytes a letter": SECRET.encode("utf-16-be"),
        "as JSON": json.dumps({"note": SECRET}).encode(),
        "in runs": _book(
            b"<si><r><t>Zo&#235; O&apos;M</t></r><r><t>ara &amp; the twins</t></r></si>"
        ),
        "over two lines": SECRET.replace(" & ", "\n& ").encode(),
        "with a soft hyphen": SECRET.replace("Mara", "Ma\u00adra").encode(),
    }.items(),
    ids=lambda case: case[0],
)
def test_words_are_found_however_a_file_spells_them(content: tuple[str, bytes]) -> None:
    assert keeping.contains(content[1], SECRET)
    assert not keeping.contains(content[1], "Zoë O'Hara")


def _finding(read: str) -> Finding:
    origin = Origin("0" * 64, "Notes", "B7")
    return Finding("R005", Severity.QUERY, origin, f"Notes!B7: {read}", "Say so.", read=read)


def test_what_a_cell_holds_is_in_no_name_that_is_kept_and_goes_with_its_return(
    path: Path, tmp_path: Path
) -> None:
    file = stored(SECRET.encode(), "Wyre.xlsx")
    with Workspace.open(path) as workspace:
        workspace.append([accepted(file)], ANALYST, NOON, files=[file])
        desk = Desk(workspace, ANALYST, NOON)
        made = decide.explain(desk, _finding(SECRET), "Checked by telephone.")
        assert paths_of(SECRET, tmp_path), "planted"
        found = keeping.holding(workspace.record(), SECRET)
        keeping.remove(desk, found.removal, "Names a child")
    assert holders(SECRET, tmp_path, own_folder()) == []
    explained = fold(looked_at(path).decisions).explanations
    assert list(explained) == [made.subject] == [_finding(SECRET).key]
    assert _finding(SECRET).key != _finding("another note").key


def test_a_finding_named_by_an_older_version_still_counts_and_its_name_is_said_to_stay(
    path: Path,
) -> None:
    old = f"R005||||{SECRET}|Notes!B7"
    assert (evidence.is_bare(old), evidence.settled(old)) == (True, _finding(SECRET).key)
    for now in (_finding(SECRET).key, _finding("").key, "R014|2"):
        assert (evidence.is_bare(now), evidence.settled(now)) == (False, now)
    with Workspace.open(path) as workspace:
        intent = Intent(DecisionKind.FINDING_EXPLAINED, old, {"because": "By telephone."})
        made = workspace.append([intent], ANALYST, NOON)[0]
        assert list(fold(workspace.record().decisions).explanations) == [_finding(SECRET).key]
        with pytest.raises(Refusal, match="the chain needs those"):
            keeping.holding(workspace.record(), SECRET)
        desk = Desk(workspace, ANALYST, NOON)
        with pytest.raises(Refusal, match="the chain needs that name"):
            keeping.remove(desk, Removal(frozenset({made.sequence})), "Names a child")


def _planted(workspace: Workspace) -> dict[int, DecisionKind]:
    """A decision of every kind that says the words, and files that came with some of them."""
    found = {}
    for kind in DecisionKind:
        if kind in _RETENTIONS:
            continue
        files: list[StoredFile] = []
        body: dict[str, object] = {"because": f"{SECRET}: {kind}"}
        if kind in (DecisionKind.MERGED, DecisionKind.PAPER_SIGNED):
            kept = stored(f"{SECRET} {kind}".encode(), "signed.xlsx")
            files, body["signed"] = [kept], {"file": kept.sha256}
        made = workspace.append([Intent(kind, f"about {kind}", body)], ANALYST, NOON, files=files)
        found[made[0].sequence] = kind
    return found


def _saying(record: Record) -> set[int]:
    return {d.sequence for d in record.decisions if SECRET in str(d.body)}


def test_disposing_of_a_round_takes_every_word_but_of_kinds_that_stay_and_names_those(
    path: Path,
) -> None:
    with Workspace.open(path) as workspace:
        planted = _planted(workspace)
        desk = Desk(workspace, ANALYST, NOON)
        decide.open_round(desk, Round("Round 2", meeting=date(2015, 4, 20)))
        retention.set_schedule(desk, 1)
        certificate = retention.dispose(desk, "Round 1", NOON.date()).text
        record = workspace.record()
    assert {planted[n] for n in _saying(record)} == set(retention.STAYS) - _RETENTIONS
    left = " ".join(line for line in certificate.splitlines() if line.startswith("Left with"))
    for number in _saying(record):
        assert f" {number}," in f"{left.replace('.', ',')}", planted[number]
    assert [f.content for f in record.files] == [b"", b""]
    assert all(
        digest(f"{SECRET} {kind}".encode()) in certificate for kind in ("merged", "paper_signed")
    )
    assert SECRET not in certificate


def test_a_figure_left_out_stays_out_while_the_return_that_gave_it_is_kept(path: Path) -> None:
    early = stored(b"an early sheet")
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, ANALYST, NOON)
        workspace.append([accepted(early)], ANALYST, NOON, files=[early])
        decide.open_round(desk, Round("Round 2", meeting=date(2015, 4, 20)))
        decide.set_aside(desk, "E07000128", "cla-rate", "Counted twice.")
        decide.open_round(desk, Round("Round 3", meeting=date(2015, 7, 20)))
        retention.set_schedule(desk, 1)
        first, second = retention.rounds(workspace.record())
        assert second.removal.named == []
        assert second.stays[-1][1] == retention.STAYS[DecisionKind.TARGET_SET]
        retention.dispose(desk, first.label, NOON.date())
        (_, second) = retention.rounds(workspace.record())
        assert len(second.removal.decisions) == 1
