"""A trusted timestamp, added to a signed pack without a network: a question goes out as a file, its answer comes back.

The question is the digest of the pack with an empty timestamp behind its signatures. The same pack always gives the
same question, so the answer fits when the pack is prepared again. RFC 3161; ISO 32000-2, 12.8.5.
"""

import hashlib
import io

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]  # ships no types
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper

from cypworkbench.domain.refusal import Refusal
from cypworkbench.signing import verify
from cypworkbench.signing.addition import Addition

FIELD = "timestamp"
_SPOKEN = "Trusted timestamp"
_RESERVED = 32_768  # hexadecimal digits kept for the answer; the largest seen from a public authority was 14,000
_ALGORITHM = "sha256"


def question(pdf: bytes) -> bytes:
    """The timestamp request (.tsq) for a signed pack, for any RFC 3161 authority. Raises Refusal as `stamp` does."""
    digest = _digest(pdf)
    asker = _Question(include_nonce=False)  # type: ignore[no-untyped-call]  # pyHanko's
    _, asked = asker.request_cms(digest, _ALGORITHM)  # type: ignore[no-untyped-call]  # pyHanko's
    made: bytes = asked.dump()
    return made


def stamp(pdf: bytes, answer: bytes) -> bytes:
    """The pack with an authority's answer (.tsr) behind its signatures: `pdf` unchanged, and an addition after it.

    Raises Refusal when the pack is not signed, was changed, or holds a timestamp already; when the answer is none, says
    no, or belongs to another file.
    """
    token = _token(answer)
    wanted, given = _digest(pdf), _imprint(token)
    if given != wanted:
        raise Refusal(
            "This timestamp was given for another file.",
            "Make the request again from this very file, and ask the authority anew.",
        )
    return _prepared(pdf, _Given(token))


class Answer(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    """An authority's answer (RFC 3161, 2.4.2): a refusal holds no timestamp, which asn1crypto's own class demands."""

    _fields = [  # noqa: RUF012  asn1crypto fills it in
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class _Asked(Exception):  # noqa: N818  how far pyHanko is to go, not an error
    """Carries the digest out of pyHanko."""

    def __init__(self, digest: bytes) -> None:
        super().__init__()
        self.digest = digest


class _Question(TimeStamper):
    """Asks nobody: stops where an authority would be asked."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        del md_algorithm
        raise _Asked(message_digest)


class _Given(TimeStamper):
    """Asks nobody: has the answer already."""

    def __init__(self, token: cms.ContentInfo) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's
        self._token = token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        del message_digest, md_algorithm
        return self._token


def _digest(pdf: bytes) -> bytes:
    _refuse_unready(pdf)
    try:
        _prepared(pdf, _Question())  # type: ignore[no-untyped-call]  # pyHanko's
    except _Asked as asked:
        return asked.digest
    raise AssertionError  # pyHanko asks, or raises


def _prepared(pdf: bytes, authority: TimeStamper) -> bytes:
    """The pack with a timestamp in a box outside the page: seen by programs, and in nobody's way."""
    outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    stamper = PdfTimeStamper(authority, FIELD, outside, _SPOKEN)
    writer = Addition(io.BytesIO(pdf), hashlib.sha256(pdf).digest()[:16])
    try:
        out: io.BytesIO = stamper.timestamp_pdf(
            writer, _ALGORITHM, bytes_reserved=_RESERVED, output=io.BytesIO()
        )
    except PdfError as fault:
        raise Refusal(
            "This file takes no timestamp.", "Ask whoever signed it last for the file again."
        ) from fault
    return out.getvalue()


def _refuse_unready(pdf: bytes) -> None:
    found = verify.inspect(pdf, trust=())
    if found.timestamps:
        raise Refusal("This pack holds a timestamp already.", "One is enough until it runs out.")
    if not found.signatures or not all(fact.intact for fact in found.signatures):
        raise Refusal(
            "Only a signed pack that nobody has changed can be given a timestamp.",
            "Verify the file first; sign it, or ask for it again.",
        )


def _token(answer: bytes) -> cms.ContentInfo:
    try:
        response = Answer.load(answer)
        status = response["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise Refusal(
                f"The authority refused the timestamp: it answered {status.replace('_', ' ')!r}.",
                "Ask it why, or ask another authority.",
            )
        token = response["time_stamp_token"]
        _imprint(token)
    except (ValueError, KeyError, TypeError) as fault:
        raise Refusal(
            "This file is no answer of a timestamp authority.",
            "Give the .tsr file that came back for the request.",
        ) from fault
    return token


def _imprint(token: cms.ContentInfo) -> bytes:
    info = token["content"]["encap_content_info"]["content"].parsed
    made: bytes = info["message_imprint"]["hashed_message"].native
    return made
