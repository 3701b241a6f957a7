"""Every format of a public pack holds what the public pack holds, and nothing of the restricted picture."""

import io
import zipfile
from functools import cache

import pypdfium2
import pytest

from cypworkbench.domain.disclosure import WITHHELD
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format
from cypworkbench.signing import readback
from tests.journey.sampled import COUNTY, packed, sampled
from tests.smallcounts.test_public_pack import packed as public
from tests.smallcounts.test_public_pack import withheld

pytestmark = (
    pytest.mark.slow
)  # each format is made twice: of the public pack and of the board's own


@cache
def unpacked(wanted: Format, *, of_public: bool) -> str:
    """Everything a format of the county's pack says or carries, decompressed."""
    pack = (public if of_public else packed)(COUNTY).content
    content = formats.make(pack, wanted)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(package.read(n).decode(errors="replace") for n in package.namelist())
    if content.startswith(b"%PDF"):
        leaves = pypdfium2.PdfDocument(content)
        text = [leaf.get_textpage().get_text_bounded() for leaf in leaves]
        return "\n".join([*text, *(w.text for w in readback.printed(content).words)])
    return content.decode()


def _restricted() -> list[str]:
    """What only the board may read: explanations, findings, the names and digests of files, what boards wrote."""
    picture = sampled().picture
    said = [e.text for e in picture.explanations.values()]
    said += [f.message for f in picture.findings]
    said += [s.returned.file for s in picture.suppliers if s.returned]
    said += [s.returned.sha256 for s in picture.suppliers if s.returned]
    # in the first words of each, so that a line's end does not hide it
    return [text[:28] for text in said]


@pytest.mark.parametrize("wanted", list(Format))
def test_no_format_of_a_public_pack_holds_anything_restricted(wanted: Format) -> None:
    assert len(_restricted()) > 30
    text = unpacked(wanted, of_public=True)
    assert len(text) > 1000
    assert not [said for said in _restricted() if said in text]


@pytest.mark.parametrize("wanted", [Format.HTML, Format.DOCX, Format.TXT, Format.LARGE])
def test_the_same_search_finds_the_restricted_in_the_boards_own(wanted: Format) -> None:
    """Otherwise the search above would find nothing anywhere."""
    text = " ".join(unpacked(wanted, of_public=False).split())
    assert sum(said in text for said in _restricted()) > 5
    assert WITHHELD not in text
    hidden = {place[0] for place in withheld().places}
    assert hidden
    assert WITHHELD in unpacked(wanted, of_public=True)
