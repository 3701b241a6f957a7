"""Smart cards by PKCS#11, on a card that SoftHSM plays: signed with, verified like any other, refused in words."""

import io
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from cypworkbench import cli
from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import batch, sample
from cypworkbench.flow.proving import CardKey
from cypworkbench.signing import cards, detached
from cypworkbench.signing.identity import new_trial_identity
from cypworkbench.signing.sign import sign
from cypworkbench.signing.verify import inspect
from tests.journey.sampled import BURNLEY, sampled
from tests.signing.conftest import AT, BOXES

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="SoftHSM is set up for tests on Linux only"
)
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
HYNDBURN = "dctb-hyndburn"
PIN, LABEL, NUMBER = "246813", "Chair's card", "a1"


@dataclass(frozen=True, slots=True)
class Card:
    """A card with one signing key, and the certificate of whoever vouches for its holder."""

    folder: Path
    issuer: bytes


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Card:
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        made = new_trial_identity("Chi Example", "Board chair", "A council", "x", now=AT)
        key, certificate, others = pkcs12.load_key_and_certificates(made, b"x")
        assert key is not None
        assert certificate is not None
        pem = folder / "key.pem"
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _softhsm("--init-token", "--free", "--label", LABEL, "--so-pin", "1234", "--pin", PIN)
        named = ("--token", LABEL, "--label", "signing", "--id", NUMBER, "--pin", PIN)
        _softhsm("--import", str(pem), *named)
        _put(certificate.public_bytes(Encoding.DER))
        pkcs11.lib(str(MODULE))  # it reads its settings once, now
    return Card(folder, others[0].public_bytes(Encoding.PEM))


def _softhsm(*words: str) -> None:
    tool = shutil.which("softhsm2-util")
    assert tool, "softhsm2 is among the packages that packaging/dev.py installs"
    subprocess.run([tool, *words], check=True, capture_output=True)


def _put(certificate: bytes) -> None:
    """Store a certificate on the card, under the number of its key."""
    (token,) = pkcs11.lib(str(MODULE)).get_tokens(token_label=LABEL)
    subject = asn1_x509.Certificate.load(certificate).subject.dump()
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: bytes.fromhex(NUMBER),
                pkcs11.Attribute.LABEL: "signing",
                pkcs11.Attribute.SUBJECT: subject,
                pkcs11.Attribute.VALUE: certificate,
            }
        )


def test_a_pack_signed_with_a_card_verifies_like_any_other(
    card: Card, stages: tuple[bytes, ...], trust: tuple[bytes, ...]
) -> None:
    with cards.opened(MODULE, PIN, LABEL) as held:
        assert (held.name, held.role, held.trial) == ("Chi Example", "Board chair", True)
        made = sign(stages[2], held, field=BOXES[2], role=held.role, reason="", at=AT)
        beside = detached.sign(b"a form", held, AT)
    found = inspect(made, trust=(*trust, card.issuer))
    assert found.verdict is Verdict.AS_SIGNED, found.sentence
    assert found.signatures[2].trusted_by == "Trial issuer for Chi Example"
    assert found.signatures[2].trial
    assert detached.look(b"a form", beside, (card.issuer,)).intact
    assert not detached.look(b"another form", beside, (card.issuer,)).intact


def test_a_card_is_refused_in_words_with_a_remedy(card: Card, tmp_path: Path) -> None:
    def refused(why: str, module: Path = MODULE, pin: str = PIN, label: str = "") -> None:
        with pytest.raises(Refusal, match=why), cards.opened(module, pin, label):
            raise AssertionError

    refused("The PIN is wrong", pin="000000")
    refused("no card called", label="Another")
    refused("no card library", tmp_path / "none.so")
    (tmp_path / "empty.so").write_bytes(b"no library")
    refused("no library for smart cards", tmp_path / "empty.so")
    assert card.folder.exists()


def test_the_terminal_signs_with_a_card_and_reads_its_pin_unseen(
    card: Card, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(b"a form")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    given = ["sign-file", str(form), "--card", str(MODULE), "--card-label", LABEL]
    assert cli.main([*given, "--passphrase-stdin"]) == 0
    assert PIN not in capsys.readouterr().out
    seen = detached.look(b"a form", (tmp_path / "form.xlsx.p7s").read_bytes(), (card.issuer,))
    assert (seen.signer, seen.intact) == ("Chi Example", True)


def test_many_packs_are_signed_with_a_card_whose_pin_is_used_once(card: Card) -> None:
    del card
    seen, record = sampled().picture, sampled().record
    wish = batch.Wish((HYNDBURN, BURNLEY), sample.PACKED_AT, CardKey(MODULE, PIN), "Board chair")
    late, ready = batch.prepare(record, seen, wish, lambda *_: None)
    assert late.refusal is not None
    (fact,) = inspect(ready.signed, trust=()).signatures
    assert (fact.role, fact.signer, fact.intact) == ("Board chair", "Chi Example", True)
    wrong = replace(wish, key=CardKey(MODULE, "000000"))
    with pytest.raises(Refusal, match="PIN"):
        batch.prepare(record, seen, wrong, _refuse_to_be_told)


def _refuse_to_be_told(_done: int, _total: int, name: str) -> None:
    message = f"{name} was begun with a PIN that does not open the card"
    raise AssertionError(message)
