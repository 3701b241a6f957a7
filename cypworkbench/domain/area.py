"""Places: the twelve districts, the county, the region, England, and "not known"."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AreaKind(StrEnum):
    """What kind of place an area is."""

    DISTRICT = "district"
    COUNTY = "county"
    UNITARY = "unitary"
    REGION = "region"
    COUNTRY = "country"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Area:
    """A place that figures are about, by its ONS code (`x` for "not known")."""

    code: str
    name: str
    kind: AreaKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


LANCASHIRE = "E10000017"
NORTH_WEST = "E12000002"
ENGLAND = "E92000001"
NOT_KNOWN = "x"
