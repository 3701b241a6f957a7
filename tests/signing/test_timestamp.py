"""A timestamp asked for and added without a network, by an authority made for the tests."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import keys, tsp  # type: ignore[import-untyped]  # ships no types
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from cypworkbench.domain.pack import Verdict
from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing import timestamp
from cypworkbench.signing.verify import inspect
from tests.signing.conftest import AT, draw_pack
from tests.support import verapdf

LATER = AT + timedelta(days=2)
Stages = tuple[bytes, ...]


@cache
def authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Timestamps")])
    made = (
        x509.CertificateBuilder(own, own, key.public_key(), 7)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=3000))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, made


def vouching() -> bytes:
    return authority()[1].public_bytes(serialization.Encoding.PEM)


def answered(question: bytes) -> bytes:
    """What an authority sends back for a request."""
    key, certificate = authority()
    encoding, no_lock = serialization.Encoding.DER, serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_lock)
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(encoding)),
        keys.PrivateKeyInfo.load(private),
        fixed_dt=LATER,
    )
    made: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()
    return made


@pytest.fixture(scope="module")
def stamped(stages: Stages) -> bytes:
    return timestamp.stamp(stages[3], answered(timestamp.question(stages[3])))


def test_a_timestamp_is_only_added_and_then_proves_longer_than_the_signers_certificates(
    stages: Stages, stamped: bytes, trust: tuple[bytes, ...], tmp_path: Path
) -> None:
    assert stamped.startswith(stages[3])
    found = inspect(stamped, trust=(*trust, vouching()))
    assert found.verdict is Verdict.AS_SIGNED, found.sentence
    ends = (AT + timedelta(days=3000)).strftime("%d/%m/%Y")
    assert (
        "A trusted timestamp shows that it stood so by 14/10/2026 09:30 UTC, says Example Timestamps; "
        f"that proof ends on {ends}." in found.sentence
    )
    (fact,) = found.timestamps
    assert (fact.at, fact.intact, fact.trusted_by) == (LATER, True, "Example Timestamps")
    path = tmp_path / "stamped.pdf"
    path.write_bytes(stamped)
    verapdf.assert_valid(path)


def test_the_same_pack_asks_the_same_question_and_another_pack_another(stages: Stages) -> None:
    assert timestamp.question(stages[3]) == timestamp.question(stages[3])
    assert timestamp.question(stages[3]) != timestamp.question(stages[2])


def test_a_timestamp_of_an_authority_nobody_trusts_proves_nothing_and_says_so(
    stamped: bytes, trust: tuple[bytes, ...]
) -> None:
    found = inspect(stamped, trust=trust)
    assert found.verdict is Verdict.AS_SIGNED
    assert (
        "It holds a timestamp that no certificate you trust vouches for. Without" in found.sentence
    )


@pytest.mark.parametrize("step", range(12))
def test_a_stamped_pack_that_was_changed_is_found_out(
    stamped: bytes, stages: Stages, trust: tuple[bytes, ...], step: int
) -> None:
    before = len(stages[3])
    place = (*range(1000, before, before // 9), before + 900, -40, -700)[step]
    damaged = bytearray(stamped)
    damaged[place] ^= 0x01
    found = inspect(bytes(damaged), trust=(*trust, vouching()))
    assert found.verdict in (Verdict.CHANGED, Verdict.UNREADABLE), place


def test_something_added_after_the_timestamp_is_a_change(
    stamped: bytes, trust: tuple[bytes, ...]
) -> None:
    found = inspect(stamped + b"\n% more\n", trust=(*trust, vouching()))
    assert found.verdict is Verdict.CHANGED


def test_what_takes_no_timestamp_is_refused(stages: Stages, stamped: bytes) -> None:
    answer = answered(timestamp.question(stages[3]))
    for pdf, given, says in (
        (stages[2], answer, "given for another file"),
        (stamped, answer, "holds a timestamp already"),
        (draw_pack(), answer, "Only a signed pack"),
        (stages[3], b"<html>busy</html>", "no answer of a timestamp authority"),
        (stages[3], refused(), "refused the timestamp: it answered 'rejection'"),
    ):
        with pytest.raises(Refusal, match=says):
            timestamp.stamp(pdf, given)


def refused() -> bytes:
    made: bytes = timestamp.Answer({"status": {"status": "rejection"}}).dump()
    return made
