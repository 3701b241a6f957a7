"""Whether a signed file shows what a file drawn anew shows: every object of it, signatures and timestamps apart.

Text that reads the same can be covered by a white box, drawn over, or set in a font that shows another digit. So the
two files are held against each other object by object, as decoded: pages, pictures, fonts, annotations, tags and
attachments.
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

# What a signature or a timestamp may add or change, and nothing else may: see `signing.sign` and `signing.timestamp`.
_OF_THE_FILE = frozenset({"/Perms", "/DSS", "/Extensions", "/Version"})
_OF_THE_FORM = frozenset({"/SigFlags"})
_OF_A_BOX = frozenset({"/V", "/AP", "/F", "/Lock", "/SV", "/M"})
_OF_A_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms"})
_ON_A_PAGE = ("/Contents", "/Annots")
_NEAR = 1e-6


def otherwise(signed: bytes, drawn: bytes) -> str:
    """Where the signed file first shows something else than the drawn one, in words; empty where nowhere.

    `signed` must be a PDF that can be opened, `drawn` one that this program drew.
    """
    with pikepdf.open(io.BytesIO(signed)) as one, pikepdf.open(io.BytesIO(drawn)) as other:
        return next(_Walk(one, other).differences(), "")


def laid_over(pdf: bytes) -> str:
    """What no pack of any build holds and could hide a page, in words; empty where there is none of it.

    For packs that cannot be drawn again here: notes laid over a page, boxes that are not signatures', and scripts.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = opened.Root.get("/Names", pikepdf.Dictionary())
        if {"/OpenAction", "/AA"} & set(opened.Root.keys()) or "/JavaScript" in names:
            return "it holds a script"
        for number, page in enumerate(opened.pages, start=1):
            for note in page.obj.get("/Annots", pikepdf.Array()):
                is_box = note.get("/Subtype") == pikepdf.Name.Widget and _is_signature(note)
                if not is_box and note.get("/Subtype") != pikepdf.Name.Link:
                    return f"something is laid over page {number}"
    return ""


def _is_signature(box: Any) -> bool:  # noqa: ANN401  pikepdf's objects are untyped
    return bool(box.get("/FT", box.get("/Parent", box).get("/FT")) == pikepdf.Name.Sig)


class _Walk:
    """Goes through both files side by side, each pair of objects once."""

    def __init__(self, one: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
        self._one, self._other = one, other
        self._seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
        # a link leads to a page, which is looked at by itself
        self._pages = [{p.obj.objgen: n for n, p in enumerate(each.pages)} for each in (one, other)]

    def differences(self) -> Iterator[str]:
        """Each part that differs, in the order in which a reader would come by it."""
        one, other = self._one, self._other
        if len(one.pages) != len(other.pages):
            yield f"it has {len(one.pages)} pages and should have {len(other.pages)}"
            return
        # what stands on each page first, then what it is set with, which pages share
        for shown in (True, False):
            for number, (mine, theirs) in enumerate(zip(one.pages, other.pages, strict=True), 1):
                if not self._same_page(mine.obj, theirs.obj, shown=shown):
                    yield f"page {number} shows something else"
        for key, what in (
            ("/AcroForm", "its boxes for signatures are others"),
            ("/Names", "what is attached to it is something else"),
            ("/StructTreeRoot", "what it tells a listener is something else"),
        ):
            if not self._same(one.Root.get(key), other.Root.get(key)):
                yield what
        if not self._same_dictionary(one.Root, other.Root, _OF_THE_FILE):
            yield "its outline, title or settings are others"
        if not self._same(one.trailer.get("/Info"), other.trailer.get("/Info")):
            yield "its title or author is another"

    def _same_page(self, one: Any, other: Any, *, shown: bool) -> bool:  # noqa: ANN401  pikepdf's objects are untyped
        """What stands on a page where `shown`, else what it is set with."""
        if not shown:
            return self._same_dictionary(one, other, frozenset({"/Parent", *_ON_A_PAGE}))
        none = pikepdf.Array()
        return all(self._same(one.get(key, none), other.get(key, none)) for key in _ON_A_PAGE)

    def _same(self, one: Any, other: Any) -> bool:  # noqa: ANN401  as above
        if not isinstance(one, pikepdf.Object) or not isinstance(other, pikepdf.Object):
            return _same_value(one, other)
        if one.is_indirect and other.is_indirect:
            pair = (one.objgen, other.objgen)
            pages = [held.get(each) for held, each in zip(self._pages, pair, strict=True)]
            if pages != [None, None]:
                return pages[0] == pages[1]
            if pair in self._seen:  # looked at already, or being looked at further up
                return True
            self._seen.add(pair)
        if isinstance(one, pikepdf.Stream) and isinstance(other, pikepdf.Stream):
            left_out = self._left_out(one) | _OF_A_STREAM
            return self._same_dictionary(one, other, left_out) and _content(one) == _content(other)
        if isinstance(one, pikepdf.Dictionary) and isinstance(other, pikepdf.Dictionary):
            return self._same_dictionary(one, other, self._left_out(other))
        if isinstance(one, pikepdf.Array) and isinstance(other, pikepdf.Array):
            mine = list(one)
            if len(mine) > len(other):
                mine = [each for each in mine if not _is_unseen_signature(each)]
            return len(mine) == len(other) and all(map(self._same, mine, other))
        return _same_value(one, other)

    def _same_dictionary(self, one: Any, other: Any, left_out: frozenset[str]) -> bool:  # noqa: ANN401  as above
        mine, theirs = (set(each.keys()) - left_out for each in (one, other))
        return mine == theirs and all(self._same(one[key], other[key]) for key in sorted(mine))

    def _left_out(self, drawn: Any) -> frozenset[str]:  # noqa: ANN401  as above
        """Which keys of an object signing may change, by what the object was drawn as."""
        if isinstance(drawn, pikepdf.Dictionary):
            if drawn.get("/FT") == pikepdf.Name.Sig:
                return _OF_A_BOX
            if "/Fields" in drawn:
                return _OF_THE_FORM
        return frozenset()


def _is_unseen_signature(box: Any) -> bool:  # noqa: ANN401  as above
    """Whether it is a further signature's box, and has no room on the page to show anything in."""
    if not isinstance(box, pikepdf.Dictionary) or not _is_signature(box) or "/Kids" in box:
        return False
    left, bottom, right, top = (float(each) for each in box.get("/Rect", (0, 0, 0, 0)))
    return left == right or bottom == top


def _content(stream: Any) -> bytes:  # noqa: ANN401  as above
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:  # in a way of packing that is not undone, such as a photograph's
        return bytes(stream.read_raw_bytes())


def _same_value(one: Any, other: Any) -> bool:  # noqa: ANN401  as above
    numbers = [each for each in (one, other) if _is_number(each)]
    if len(numbers) == 2:  # noqa: PLR2004  both of the two
        return abs(float(one) - float(other)) <= _NEAR
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
