"""A Word file read back: its words in order, its pictures, and every part of its package."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cypworkbench.domain.disclosure import Exposure
from cypworkbench.flow.package_reading import Attributes, Reader, beside_parts, parts_of
from cypworkbench.flow.told_audit import bare, differing, letters, words_of

if TYPE_CHECKING:  # it brings matplotlib with it
    from cypworkbench.packs.told.edition import Told

_TEXT, _TIES = "word/document.xml", "word/_rels/document.xml.rels"
_KINDS = "[Content_Types].xml"
_PICTURE = re.compile(r"word/media/image\d+\.png")
_COLOURS = ("0E5A78", "16202A")
# of the empty document that python-docx begins with
_REVISIONS = ("00FC693F", "0006063C", "00034616")
_OF_TEXT = (
    "document body p pPr pStyle keepNext spacing jc r rPr b sz color u t hyperlink bookmarkStart bookmarkEnd"
    " sectPr pgSz pgMar cols docGrid footerReference type titlePg tbl tblPr tblStyle tblW tblLayout tblLook tblCaption"
    " tblGrid gridCol tr trPr tblHeader cantSplit tc tcPr tcW gridSpan vMerge drawing inline extent docPr"
    " cNvGraphicFramePr graphicFrameLocks graphic graphicData pic nvPicPr cNvPr cNvPicPr blipFill blip stretch fillRect"
    " spPr xfrm off ext prstGeom br"
)
_OF_TIES = "Relationships Relationship Types Default Override"
_ORDINARY = re.compile(r"[A-Za-z]*|-?\d+|rId\d+|http://schemas\.[\w./-]+|Picture \d+|image\.png")
_STYLE = re.compile(r"[A-Za-z]+\d?")
_PLACE = re.compile(r"p(\d+)_\w*")


def audit_word(content: bytes, told: "Told") -> Iterator[Exposure]:
    """What a Word file says, draws or holds beyond the pack that it tells."""
    from cypworkbench.packs.word import document  # python-docx: only when a Word file is read

    try:
        parts = parts_of(content)
        yield from beside_parts(content)
        # every part that does not depend on what is told
        meant = parts_of(document.write(bare(told)))
        text = _Text(told)
        text.read(parts.pop(_TEXT))
    except (ValueError, KeyError) as error:
        yield Exposure("the file", f"it cannot be read ({error})")
        return
    yield from text.found
    last = (
        "This file has the same words and figures as the pack it was made from. It carries no signature. "
        f"SHA-256 of that pack: {told.digest}"
    )
    said = letters("".join(text.said))
    words = [*words_of(told, with_tables=False), (letters(last),)]
    yield from differing("the words of the file", said, words)
    pictures = [parts.pop(name) for name in sorted(filter(_PICTURE.fullmatch, parts), key=_number)]
    if pictures != list(_pictures(told)):
        yield Exposure("the pictures of the file", "they are not those of the pack")
    for name, held in sorted(parts.items()):
        if name in (_TIES, _KINDS):
            ties = _Ties(f"part {name}")
            ties.read(held)
            yield from ties.found
        elif held != meant.get(name):
            yield Exposure(f"part {name}", "it is not as the pack makes it")


def _number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def _pictures(told: "Told") -> Iterator[bytes]:
    """Every chart of the pack, each picture once, as it stands in a Word file."""
    from cypworkbench.packs.told.passages import Picture  # matplotlib: only where charts are
    from cypworkbench.packs.word import document

    drawn = [p.drawing for p in told.passages if isinstance(p, Picture)]
    yield from dict.fromkeys(document.picture(each) for each in drawn if each is not None)


class _Text(Reader):
    """The text of a Word file in order, and whatever in it is not text that everyone sees."""

    known = frozenset(_OF_TEXT.split())

    def __init__(self, told: "Told") -> None:
        from cypworkbench.packs.told.passages import Grid, Picture  # matplotlib, as above

        super().__init__(f"part {_TEXT}")
        self.said: list[str] = []
        self._told = {p.words for p in told.passages if isinstance(p, Picture)}
        self._told |= {p.caption for p in told.passages if isinstance(p, Grid)}

    def start(self, name: str, given: Attributes) -> None:
        """Hold each attribute against what may stand there."""
        for key, value in given.items():
            if not self._may(name, key, value):
                self.note(f"{key} of a {name} says {value[:60]!r}")

    def _may(self, name: str, key: str, value: str) -> bool:
        if key == "descr" or name == "tblCaption":
            return value in self._told
        if key in {"anchor", "name"} and _PLACE.fullmatch(value):
            return True
        if key.startswith("rsid"):
            return value in _REVISIONS
        if name == "color":
            return value in _COLOURS
        if name in {"pStyle", "tblStyle"}:
            return bool(_STYLE.fullmatch(value))
        return bool(_ORDINARY.fullmatch(value)) or key == "Ignorable"

    def end(self, name: str, text: str) -> None:
        """Only a run's text is text."""
        if name == "t":
            self.said.append(text)
        elif text.strip():
            self.note(f"a {name} that says something")


class _Ties(Reader):
    """What a Word file's parts have to do with each other."""

    known = frozenset(_OF_TIES.split())

    def start(self, name: str, given: Attributes) -> None:
        """Nothing leads out of the file."""
        if given.get("TargetMode", "Internal") != "Internal":
            self.note(f"it leads out of the file, to {given.get('Target')}")
        if name == "Relationship" and not re.fullmatch(r"[\w./]+", given.get("Target", "")):
            self.note(f"it leads to {given.get('Target')}")

    def end(self, name: str, text: str) -> None:
        """Nothing in it is text."""
        if text.strip():
            self.note(f"a {name} that says something")
