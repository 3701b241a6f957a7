"""Number formats: which one each cell style has, and what it does to the number shown."""

import re
from functools import lru_cache

from cypworkbench.returns.package import Attributes, Package

# ECMA-376 part 1, 18.8.30: the formats that a file names by number alone; dates as a British Excel shows them
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy hh:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
# what is written and not worked out: quoted text, escaped letters, gaps, fills, colours and locales
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?:\.[0#?]*)?\s*$")


def read_formats(package: Package, part: str) -> tuple[str, ...]:
    """The number format of each cell style, in the order cells refer to them."""
    named = dict(BUILT_IN)
    used: list[int] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            named[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            used.append(int(attributes.get("numFmtId", "0")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    package.walk(part, start, end)
    return tuple(named.get(number, "General") for number in used)


@lru_cache(maxsize=4096)
def _sections(number_format: str) -> tuple[str, ...]:
    return tuple(_LITERAL.sub("", number_format).split(";"))


@lru_cache(maxsize=4096)
def is_date(number_format: str) -> bool:
    """Whether the format shows a number as a date or a time."""
    first = _sections(number_format)[0].lower()
    return first != "general" and any(letter in first for letter in "dmyhs")


def _section_for(number_format: str, sign: int) -> str:
    sections = _sections(number_format)
    wanted = {1: 0, -1: 1, 0: 2}[sign]
    return sections[wanted] if wanted < len(sections) else sections[0]


def shows_percent(number_format: str, sign: int) -> bool:
    """Whether a number of that sign (1, 0 or -1) is shown times 100: a per cent sign that is not quoted."""
    return "%" in _section_for(number_format, sign)


def shows_nothing(number_format: str, sign: int) -> bool:
    """Whether a number of that sign is not shown at all, as the format ;;; does."""
    several = ";" in _LITERAL.sub("", number_format)
    return several and not _section_for(number_format, sign).strip()


def shows_scaled(number_format: str, sign: int) -> bool:
    """Whether a number of that sign is shown in thousands or millions: a comma after its last digit."""
    return bool(_SCALED.search(_section_for(number_format, sign)))
