"""The sample from twelve files to signed packs, as a person in a terminal would have it."""

import json
import random
import subprocess
import sys
import tomllib
from pathlib import Path

import pypdfium2
import pytest

from cypworkbench.catalogue import sample_path
from cypworkbench.domain.pack import Verdict
from cypworkbench.flow import packing, proving, sample
from cypworkbench.signing.verify import inspect
from cypworkbench.store.workspace import Workspace
from tests.journey.sampled import BURNLEY, COUNTY, packed, planned, sampled
from tests.support.verapdf import assert_valid

SEED = 20261122
PLANTED = {
    ("hyndburn.xlsx", "R008"),  # numbers kept as text
    ("burnley.xlsx", "R014"),  # a percentage typed as 0.34
    ("chorley.xlsx", "R004"),  # a renamed heading
    ("lancaster.xlsx", "R015"),  # a hidden row
    ("preston.xlsx", "R005"),  # a missing measure
    ("pendle.xlsx", "R003"),  # the wrong board
    ("fylde.xls", "refused"),  # an old Excel file
}
PROGRAM = [sys.executable, "-m", "cypworkbench"]


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, *words]
    return subprocess.run(
        command, capture_output=True, text=True, input=given, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", "--to", str(folder), "--no-window")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith("Verdict: as signed")
    return folder


@pytest.fixture(scope="module")
def signed(made: Path) -> tuple[Path, Path]:
    county, district = sorted(made.glob("*signed.pdf"), key=lambda p: "Burnley" in p.name)
    return county, district


def test_every_planted_fault_is_found_at_its_cell_and_the_old_file_is_refused_by_name() -> None:
    planted = tomllib.loads(sample_path("faults.toml").read_text(encoding="utf-8"))["faults"]
    assert {(fault["file"], fault["code"]) for fault in planted} == PLANTED
    checks = {check.name: check for check in sampled().first}
    for fault in planted:
        check = checks[fault["file"]]
        if fault["code"] == "refused":
            assert check.refusal is not None
            assert "older Excel file (.xls)" in check.refusal.what
            assert "Save As" in check.refusal.remedy
            continue
        assert check.returned is not None
        found = {(f.origin.sheet, f.origin.cell, f.code) for f in check.returned.findings}
        assert (fault.get("sheet", ""), fault.get("cell", ""), fault["code"]) in found


def test_a_return_with_another_boards_name_replaces_nobodys_figures() -> None:
    pendle = next(c for c in sampled().first if c.name == "pendle.xlsx")
    assert pendle.returned is not None
    assert (pendle.returned.board, pendle.returned.expected_board) == (BURNLEY, "dctb-pendle")
    files = {s.board: s.returned.file for s in sampled().picture.suppliers if s.returned}
    assert (files[BURNLEY], files["dctb-pendle"]) == ("burnley.xlsx", "pendle.xlsx")
    assert not sampled().picture.open_findings


def test_the_board_that_never_came_is_printed_as_not_reported() -> None:
    pdf = pypdfium2.PdfDocument(packed(COUNTY).content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    text = " ".join(text.split())
    assert "Wyre District Children’s Trust Board Not reported" in text
    assert "Wyre, the whole return" in text
    assert "Wyre not reported" in text  # beside each measure's chart of districts
    assert "11 of 12" in text


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_every_cover_says_that_the_sample_is_a_fiction(board: str) -> None:
    cover = pypdfium2.PdfDocument(packed(board).content)[0].get_textpage().get_text_bounded()
    assert "is a fiction" in " ".join(cover.split())


def test_pdfsig_finds_every_signature_valid(signed: tuple[Path, Path]) -> None:
    for pack in signed:
        said = subprocess.run(
            ["pdfsig", "-nocert", str(pack)], capture_output=True, text=True, check=False
        ).stdout
        assert said.count("Signature is Valid") == 3
        assert "invalid" not in said.lower().replace("not invalid", "")


def test_the_signed_packs_pass_both_standards(signed: tuple[Path, Path]) -> None:
    assert_valid(*signed)


def test_verify_says_as_signed_and_names_its_facts(made: Path, signed: tuple[Path, Path]) -> None:
    for pack in signed:
        done = run("verify", str(pack), "--workspace", str(made / "sample.cypw"), "--json")
        found = json.loads(done.stdout)
        assert (done.returncode, found["verdict"]) == (0, "as signed"), done.stdout
        assert (found["gate"], found["chain"]["matches_workspace"]) == ("passed", True)
        assert found["figures"]["differ"] == []
        assert found["figures"]["printed"] == found["figures"]["recomputed"] > 700
        assert len(found["signatures"]) == 3


def test_without_trusting_anyone_nothing_is_as_signed(signed: tuple[Path, Path]) -> None:
    done = run("verify", str(signed[1]))
    assert done.returncode == 1
    assert "not trusted" in done.stdout


@pytest.mark.parametrize("which", [0, 1], ids=["county", "district"])
def test_no_signed_pack_with_one_flipped_bit_is_as_signed(
    made: Path, signed: tuple[Path, Path], which: int
) -> None:
    content = signed[which].read_bytes()
    with Workspace.open(made / "sample.cypw", read_only=True) as workspace:
        trust = proving.trusted(workspace.record())
    assert inspect(content, trust=trust).verdict is Verdict.AS_SIGNED
    chance = random.Random(SEED)  # noqa: S311  chance for a test, not for a secret
    for _ in range(24):
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << bit
        found = inspect(bytes(spoilt), trust=trust)
        assert found.verdict in (Verdict.CHANGED, Verdict.UNREADABLE), (f"seed {SEED}", place, bit)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97, 1.0])
def test_one_flipped_byte_anywhere_makes_verify_say_no(
    made: Path, signed: tuple[Path, Path], tmp_path: Path, share: float
) -> None:
    content = bytearray(signed[1].read_bytes())
    content[min(int(len(content) * share), len(content) - 1)] ^= 1
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(content)
    done = run("verify", str(spoilt), "--workspace", str(made / "sample.cypw"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["verdict"] != "as signed"
    assert "Traceback" not in done.stderr


def test_the_same_record_gives_the_same_bytes_in_another_process(made: Path) -> None:
    again = made.parent / "again"
    assert run("demo", "--to", str(again), "--no-window").returncode == 0
    for pack in made.glob("*pack.pdf"):
        assert pack.read_bytes() == (again / pack.name).read_bytes(), pack.name


@pytest.mark.parametrize("board", [COUNTY, BURNLEY])
def test_the_attached_record_gives_every_figure_and_word_again_and_the_same_bytes(
    board: str,
) -> None:
    plan = packing.replay(packing.snapshot(planned(board)))
    again = packing.issue_pack(plan)
    assert again.figures == packed(board).figures
    assert again.words == packed(board).words
    assert again.content == packed(board).content


def test_a_districts_pack_holds_no_other_districts_figures() -> None:
    snapshot = json.loads(packing.snapshot(planned(BURNLEY)))
    areas = {o["area"] for r in snapshot["given"]["returns"] for o in r["observations"]}
    assert areas == {"E07000117"}
    county = sampled().framework.county
    assert {s["area"] for s in snapshot["given"]["series"]} == {county}
    assert not [p for s in snapshot["given"]["series"] for p in s["points"] if p.get("origins")]


def test_wrong_use_refusals_and_noes_have_their_own_exit_codes(tmp_path: Path) -> None:
    assert run("no-such-command").returncode == 2
    refused = run("new", str(tmp_path / "a.cypw"), "--framework", "no-such-plan")
    assert refused.returncode == 3
    assert "Refused: " in refused.stderr
    assert "Traceback" not in refused.stderr
    checked = run("check", str(sample_path("returns", "fylde.xls")), "--json")
    assert checked.returncode == 1
    assert json.loads(checked.stdout)["files"][0]["verdict"] == "refused"
    missing = run("verify", str(tmp_path / "nothing.pdf"), "--json")
    assert missing.returncode == 3
    assert json.loads(missing.stdout)["refused"]["remedy"]


def test_a_draft_has_no_place_for_a_signature(tmp_path: Path) -> None:
    workspace = tmp_path / "w.cypw"
    sample.open_workspace(workspace).close()
    draft = run("pack", str(workspace), "--board", "dctb-wyre", "--to", str(tmp_path / "d.pdf"))
    assert draft.returncode == 1
    assert "has not returned" in draft.stderr
    identity = ["identity", "new", "--name", "Trial", "--role", "Analyst", "--to"]
    made = run(*identity, str(tmp_path / "a.p12"), "--passphrase-stdin", given="trial\n")
    assert made.returncode == 0
    words = ["sign", str(tmp_path / "d.pdf"), "--identity", str(tmp_path / "a.p12")]
    refused = run(*words, "--role", "Analyst", "--passphrase-stdin", given="trial\n")
    assert refused.returncode == 3
    assert "has no place to sign" in refused.stderr
