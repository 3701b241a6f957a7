"""Whether a file grew by nothing but signatures since its first one: told from the changed objects alone.

Comparing whole revisions, as `verify` does through pyHanko, walks through every object of a pack and takes seconds.
Before the next person signs it is enough to look at what was added: the one old object that may change is a signature
box, and it must read as before but for what filling it adds. What is not plainly so is left to the long comparison,
and `verify` always makes it.
"""

from collections.abc import Sequence

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cypworkbench.signing import envelope

_FILLED = {"/V", "/AP"}  # what filling a box adds to it, or replaces
_KEPT = ("/Root", "/Info")


def plainly_signed(pdf: bytes, reader: PdfFileReader) -> bool:
    """Whether each signature fits its bytes, the last covers the whole file, and all between them are signatures.

    False does not say that the file was changed, only that the long comparison must tell. Raises what pyHanko raises
    of a damaged file.
    """
    signatures = sorted(reader.embedded_signatures, key=lambda one: int(one.signed_revision))
    if not signatures or not envelope.covers_whole_file(pdf, signatures[-1]):
        return False
    added = range(int(signatures[0].signed_revision) + 1, int(reader.total_revisions))
    by_signing = {int(one.signed_revision) for one in signatures}
    return (
        by_signing.issuperset(added)
        and all(_fills_a_box(reader, number) for number in added)
        and _fit(signatures)
    )


def _fit(signatures: Sequence[EmbeddedPdfSignature]) -> bool:
    """Whether the bytes that each signature covers are those it was made over, by its own key."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    found = [validate_pdf_signature(one, nobody, skip_diff=True) for one in signatures]
    return all(status.intact and status.valid for status in found)


def _fills_a_box(reader: PdfFileReader, number: int) -> bool:
    """Whether a revision changes one old object only: a signature box, empty until then."""
    before = reader.get_historical_resolver(number - 1)
    after = reader.get_historical_resolver(number)
    if any(_number(before, key) != _number(after, key) for key in _KEPT):
        return False
    if reader.xrefs.refs_freed_in_revision(number):
        return False
    written = reader.xrefs.explicit_refs_in_revision(number)
    old = [one for one in written if not before.is_ref_unassignable(one)]
    return len(old) == 1 and _filled(before.get_object(old[0]), after.get_object(old[0]))


def _number(resolver: HistoricalResolver, key: str) -> int | None:
    found = resolver.trailer_view.raw_get(key) if key in resolver.trailer_view else None
    return int(found.idnum) if isinstance(found, generic.IndirectObject) else None


def _filled(was: generic.PdfObject, now: generic.PdfObject) -> bool:
    if not isinstance(was, generic.DictionaryObject) or not isinstance(
        now, generic.DictionaryObject
    ):
        return False
    if was.get("/FT") != "/Sig" or "/V" in was or "/V" not in now:
        return False
    kept, left = ({k: _plain(v) for k, v in one.items() if k not in _FILLED} for one in (was, now))
    return kept == left


def _plain(value: generic.PdfObject) -> object:
    """A value for comparing: one that is referred to by its number, which the revision leaves alone."""
    return value.idnum if isinstance(value, generic.IndirectObject) else value
