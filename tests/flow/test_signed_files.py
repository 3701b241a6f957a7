"""A form signed at home: who signed is checked as it is merged, and told apart from a name that is only claimed."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from cypworkbench import catalogue, cli
from cypworkbench.domain.contribution import Sent
from cypworkbench.domain.decision import Person
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import (
    contributions,
    logged,
    merging,
    pictured,
    proving,
    sample,
    signed_files,
)
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.receive import accept, check_files
from cypworkbench.signing import identity
from cypworkbench.store.workspace import Workspace

FRAMEWORK = catalogue.load_framework(sample.FRAMEWORK)
WHO = "Head of Early Help"
AT = cli.deciding.now()  # the terminal signs by the clock, and identities run out
TEXT = "Two providers closed."


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead officer with a form filled in, signed with an identity of their own; the issuer's certificate."""

    folder: Path
    picture: Picture
    key: proving.Key
    issuer: str
    form: bytes
    signature: bytes


@pytest.fixture(scope="module")
def lead(tmp_path_factory: pytest.TempPathFactory) -> Lead:
    folder = tmp_path_factory.mktemp("signed")
    with sample.open_workspace(folder / "w.cypw") as workspace:
        burnley = [file for file in sample.returns() if "burnley" in file.name]
        label = pictured.round_label(workspace.record())
        accept(
            workspace, check_files(burnley, FRAMEWORK, label), sample.ANALYST, sample.RETURNED_AT
        )
        picture = pictured.picture(workspace.record(), FRAMEWORK)
    p12 = identity.new_trial_identity("Ada Example", WHO, "A council", "secret", now=AT)
    key = proving.Key(p12, "secret")
    issuer = identity.load_identity(p12, "secret").issuer_pem
    assert issuer is not None
    form = _filled(picture)
    return Lead(folder, picture, key, issuer.decode(), form, signed_files.sign(form, key, AT))


def _filled(picture: Picture) -> bytes:
    import openpyxl  # the officer's own Excel

    book = openpyxl.load_workbook(io.BytesIO(contributions.form(picture, WHO, "dctb-burnley")))
    sheet = book["Measures"]
    rows = [row for row in range(1, sheet.max_row + 1) if "|" in str(sheet.cell(row, 1).value)]
    sheet.cell(rows[0], 6).value = TEXT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def desk(lead: Lead, tmp_path: Path) -> Iterator[Desk]:
    with Workspace.open(Path(shutil.copy(lead.folder / "w.cypw", tmp_path))) as workspace:
        yield Desk(workspace, Person("Performance analyst", "analyst"), AT)


def _sent(desk: Desk, lead: Lead, form: bytes, signature: bytes | None) -> Sent:
    beside = signed_files.Signature("form.xlsx.p7s", signature) if signature else None
    return contributions.sent(
        desk.workspace.record(), form, Path("form.xlsx"), lead.picture, beside
    )


def test_a_signed_form_is_recorded_with_who_signed_it_and_both_files_are_kept(
    desk: Desk, lead: Lead
) -> None:
    proving.trust(desk, lead.issuer)
    unsigned = merging.merge(desk, _sent(desk, lead, lead.form, None))
    assert unsigned.noted is not None
    assert "not signed: the name is as claimed" in _said(desk)
    merging.merge(desk, _sent(desk, lead, lead.form, lead.signature))
    assert f"signed by Ada Example ({WHO}), for whom Trial issuer for Ada Example vouches" in _said(
        desk
    )
    assert "a trial identity, which vouches for nobody" in _said(desk)
    kept = {file.name: file.content for file in desk.workspace.record().files}
    assert (kept["form.xlsx"], kept["form.xlsx.p7s"]) == (lead.form, lead.signature)
    again = merging.merge(desk, _sent(desk, lead, lead.form, lead.signature))
    assert again.noted is None


def _said(desk: Desk) -> str:
    return logged.entries(desk.workspace.record())[-1].sentence


def test_what_is_wrong_with_a_signature_refuses_the_merge_in_words(desk: Desk, lead: Lead) -> None:
    with pytest.raises(Refusal, match="no certificate this workspace trusts vouches for Ada"):
        _sent(desk, lead, lead.form, lead.signature)
    proving.trust(desk, lead.issuer)
    before = desk.workspace.record().sequence
    other = lead.form + b"\0"
    with pytest.raises(Refusal, match="not as it was signed"):
        _sent(desk, lead, other, lead.signature)
    with pytest.raises(Refusal, match="cannot be read"):
        _sent(desk, lead, lead.form, lead.signature[:-40])
    with pytest.raises(Refusal, match="cannot be read"):
        _sent(desk, lead, lead.form, b"no signature")
    flipped = bytearray(lead.signature)
    flipped[-9] ^= 1
    with pytest.raises(Refusal, match="not as it was signed"):
        _sent(desk, lead, lead.form, bytes(flipped))
    with pytest.raises(Refusal, match="ran out"):
        signed_files.sign(lead.form, lead.key, AT + timedelta(days=999))
    assert desk.workspace.record().sequence == before


def test_somebody_else_s_signature_on_a_form_is_refused_by_their_role(
    desk: Desk, lead: Lead
) -> None:
    p12 = identity.new_trial_identity("Chi Example", "Board chair", "A council", "secret", now=AT)
    issuer = identity.load_identity(p12, "secret").issuer_pem
    assert issuer is not None
    proving.trust(desk, issuer.decode())
    signature = signed_files.sign(lead.form, proving.Key(p12, "secret"), AT)
    with pytest.raises(Refusal, match="sent to Head of Early Help, but Chi Example signed it as"):
        _sent(desk, lead, lead.form, signature)


def test_the_terminal_signs_a_form_and_merges_it_with_its_signature(
    lead: Lead,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = str(shutil.copy(lead.folder / "w.cypw", tmp_path))
    form, p12, pem = (tmp_path / name for name in ("form.xlsx", "lead.p12", "ca.pem"))
    form.write_bytes(lead.form)
    monkeypatch.setattr("sys.stdin", io.StringIO("secret\n"))
    p12.write_bytes(lead.key.identity)
    pem.write_text(lead.issuer)
    assert cli.main(["sign-file", str(form), "--identity", str(p12), "--passphrase-stdin"]) == 0
    merge = ["workspace", "merge", workspace, str(form), "--as", "analyst"]
    assert cli.main(merge) == 3
    assert "identity trust" in capsys.readouterr().err
    assert cli.main(["identity", "trust", workspace, str(pem), "--as", "analyst"]) == 0
    assert cli.main(merge) == 0
    assert f"form.xlsx: signed by Ada Example ({WHO})" in capsys.readouterr().out
