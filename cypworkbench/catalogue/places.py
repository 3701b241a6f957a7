"""A file of places, or a plan's own tables of them: areas, groups of areas, and what becomes of areas."""

from datetime import date
from decimal import Decimal

from cypworkbench.catalogue.entry import MISSING, Entry
from cypworkbench.domain.area import Area, AreaGroup, AreaKind, GroupKind, Places, Succession


def read_places(entry: Entry) -> Places:
    """The `[[areas]]`, `[[groups]]` and `[[lineage]]` tables of an entry."""
    return Places(
        areas=entry.tables("areas", _area),
        groups=entry.tables("groups", _group, needed=False),
        lineage=entry.tables("lineage", _succession, needed=False),
    )


def _area(entry: Entry) -> Area:
    return Area(
        code=entry.text("code"),
        name=entry.text("name"),
        kind=entry.one_of("kind", AreaKind),
        parent=entry.text("parent", "") or None,
        aliases=entry.texts("aliases", ()),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        dfe_code=entry.text("dfe_code", ""),
    )


def _group(entry: Entry) -> AreaGroup:
    return AreaGroup(
        id=entry.text("id"),
        name=entry.text("name"),
        kind=entry.one_of("kind", GroupKind),
        members=entry.texts("members"),
        of=entry.text("of", ""),
        edition=entry.text("edition", ""),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        source=entry.text("source", ""),
    )


def _succession(entry: Entry) -> Succession:
    on = entry.day("on")
    made = Succession(
        old=entry.text("old"),
        new=entry.text("new"),
        on=on or date.min,
        share=entry.decimal("share", Decimal(1)) or Decimal(0),
        basis=entry.text("basis", ""),
    )
    if on is None:
        raise entry.wrong("on", MISSING, "Give the successor’s first day: on = 2028-04-01.")
    return made
