"""Who a return is from and what it answers: its cover, and the manifest hidden in it when it was issued."""

from collections.abc import Iterator, Mapping

from cypworkbench.domain.evidence import Cell, Origin, Sheet
from cypworkbench.returns.names import key
from cypworkbench.returns.rows import CoverCell
from cypworkbench.returns.values import text_of

MANIFEST = "_manifest"
_LABELS = {
    "board": "board",
    "name of board": "board",
    "district": "district",
    "round": "round",
    "reporting round": "round",
    "plan": "plan",
    "due": "due",
    "due date": "due",
    "completed by role": "completed by",
    "completed by": "completed by",
    "date completed": "date completed",
}
_FEWEST_LABELS = 2
_MANIFEST_KEYS = {"framework", "board", "round"}
_WRITTEN = {*_MANIFEST_KEYS, "template", "edition", "digest"}


def read_cover(sheet: Sheet, sha256: str, *, date_1904: bool) -> Mapping[str, CoverCell]:
    """What each known label of a cover is followed by; empty when the sheet is no cover."""
    found: dict[str, CoverCell] = {}
    for meaning, label, value in _labelled(sheet):
        place = value.a1 if value else label.a1
        text = text_of(value, date_1904=date_1904)
        found[meaning] = CoverCell(text, Origin(sha256, sheet.name, place))
    return found if len(found) >= _FEWEST_LABELS else {}


def _labelled(sheet: Sheet) -> Iterator[tuple[str, Cell, Cell | None]]:
    """The first cell for each known label: what it means, the label, and what follows it in its row."""
    met: set[str] = set()
    for _, row in sheet.rows():
        cells = list(row.values())
        for label, value in zip(cells, [*cells[1:], None], strict=True):
            meaning = _LABELS.get(key(label.raw))
            if meaning and meaning not in met:
                met.add(meaning)
                yield meaning, label, value


def cover_cells(sheet: Sheet) -> Iterator[Cell]:
    """The cells that `read_cover` goes by."""
    for _, label, value in _labelled(sheet):
        yield label
        if value:
            yield value


def manifest_cells(sheet: Sheet) -> Iterator[Cell]:
    """The cells of a manifest that the blank return was issued with, and none that somebody put beside them."""
    for _, row in sheet.rows():
        cells = list(row.values())
        if len(cells) > 1 and key(cells[0].raw) in _WRITTEN:
            yield from cells[:2]


def read_manifest(sheet: Sheet) -> Mapping[str, str]:
    """The keys and values of a manifest; empty when the sheet is none."""
    pairs = {}
    for _, row in sheet.rows():
        cells = list(row.values())
        if len(cells) > 1:
            pairs[key(cells[0].raw)] = text_of(cells[1])
    return pairs if pairs.keys() >= _MANIFEST_KEYS else {}
