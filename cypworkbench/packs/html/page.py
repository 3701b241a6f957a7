"""From a pack's passages to one web page that anybody can read, with whatever they read with."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from cypworkbench.packs import marks, words
from cypworkbench.packs.html.sketch_svg import sketch_svg
from cypworkbench.packs.html.style import sheet
from cypworkbench.packs.html.svg import svg
from cypworkbench.packs.palette import Palette
from cypworkbench.packs.told.edition import Told
from cypworkbench.packs.told.passages import (
    Cell,
    Facts,
    Grid,
    Heading,
    Items,
    Line,
    Passage,
    Picture,
    Prose,
    Said,
    plain,
)

_FIGURE = re.compile(r"^[−–-]?[\d,.]+%?( to [−–]?[\d,.]+%?)?$|^[–?]$|^\[\w+\]$|^Target$")
_LETTERS = {name: marks.LETTERS[status] for status, name in words.STATUS_NAMES.items()}
_KINDS = {letter: letter.lower() if letter in "MTCXJ" else "o" for letter in marks.LETTERS.values()}
_MOST = 9  # columns on an upright sheet of paper
_NOT_AN_ID = re.compile(r"[^A-Za-z0-9-]+")


def write(told: Told, colours: Palette) -> bytes:
    """The page's bytes, the same for the same pack. Nothing in it is fetched from elsewhere, and nothing runs."""
    setting = _Setting(told, colours)
    body = "\n".join(setting.body())
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # whatever a browser's makers add, this page may fetch nothing and run nothing
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_safe(told.title)}</title>\n"
        f'<meta name="author" content="{_safe(told.author)}">\n<style>{sheet()}</style>\n</head>\n<body>\n'
        f"{body}\n</body>\n</html>\n"
    ).encode()


class _Setting:
    """Sets passages one by one; a heading of the second level begins a section."""

    def __init__(self, told: Told, colours: Palette) -> None:
        self.told, self.colours = told, colours
        self.ids: dict[str, str] = {}
        self.drawn = 0
        for passage in told.passages:
            if isinstance(passage, Heading) and passage.level > 1:
                self._id(passage)

    def body(self) -> Iterator[str]:
        parts = list(self.told.passages)
        first = next(
            (n for n, p in enumerate(parts) if isinstance(p, Heading) and p.level > 1), len(parts)
        )
        yield '<a class="skip" href="#main">Skip to the pack</a>'
        yield "<header>"
        yield from self._all(parts[:first])
        yield "</header>"
        yield '<main id="main" tabindex="-1">'
        yield from self._all(parts[first:])
        yield "</main>"
        yield "<footer>"
        yield f"<p>{_safe(self.told.origin)} It carries no signature.</p>"
        yield f'<p class="digest">SHA-256 of that pack: {self.told.digest}</p>'
        yield "</footer>"

    def _all(self, passages: Sequence[Passage]) -> Iterator[str]:
        for passage in passages:
            match passage:
                case Heading():
                    yield self._heading(passage)
                case Prose():
                    yield self._prose(passage)
                case Facts():
                    yield self._facts(passage)
                case Items():
                    yield self._items(passage)
                case Grid():
                    yield self._grid(passage)
                case Picture():
                    yield from self._picture(passage)

    # ---- passages

    def _heading(self, heading: Heading) -> str:
        said, tag = self._line(heading.line), f"h{heading.level}"
        if heading.level == 1:
            return f"<h1>{said}</h1>"
        return f'<{tag} id="{self._id(heading)}">{said}</{tag}>'

    def _id(self, heading: Heading) -> str:
        """An id for a heading: by its place where links lead to it, else by its number."""
        key = heading.place or f"at {id(heading)}"
        if key not in self.ids:
            named = _NOT_AN_ID.sub("-", heading.place.lower()).strip("-")
            taken = set(self.ids.values())
            self.ids[key] = named if named and named not in taken else f"h{len(self.ids)}"
        return self.ids[key]

    def _prose(self, prose: Prose) -> str:
        """A paragraph; the name of a status with the mark that stands beside it on the page."""
        letter = _LETTERS.get(plain(prose.line), "")
        mark = (
            f'<span class="mark {_KINDS[letter]}" aria-hidden="true">{letter}</span>'
            if letter
            else ""
        )
        key = ' class="key"' if mark else ""
        return f"<p{key}>{mark}{self._line(prose.line)}</p>"

    def _facts(self, facts: Facts) -> str:
        groups = "".join(
            f"<div><dt>{self._line(name)}</dt>"
            f"{''.join(f'<dd>{self._line(line)}</dd>' for line in rest)}</div>"
            for name, *rest in facts.groups
        )
        return f'<dl class="facts">{groups}</dl>'

    def _items(self, items: Items) -> str:
        tag = "ol" if items.numbered else "ul"
        said = "".join(f"<li>{self._line(line)}</li>" for line in items.items)
        return f"<{tag}>{said}</{tag}>"

    def _grid(self, grid: Grid) -> str:
        numeric = _numeric(grid)
        heads = "".join(self._row(row, numeric, head=True) for row in grid.heads)
        rows = "".join(self._row(row, numeric, head=False) for row in grid.rows)
        broad = " broad" if any(len(row) > _MOST for row in grid.rows) else ""
        # a table too wide for the screen scrolls by itself, by keyboard too
        return (
            f'<div class="wide{broad}" role="region" tabindex="0" aria-label="Table: {_safe(grid.caption)}">'
            f"<table><caption>{_safe(grid.caption)}</caption><thead>{heads}</thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, row: Sequence[Cell], numeric: frozenset[int], *, head: bool) -> str:
        cells, column = [], 0
        for cell in row:
            cells.append(self._cell(cell, right=column in numeric, head=head))
            column += cell.columns
        group = ' class="group"' if not head and len(row) == 1 and row[0].columns > 1 else ""
        return f"<tr{group}>{''.join(cells)}</tr>"

    def _cell(self, cell: Cell, *, right: bool, head: bool) -> str:
        tag = "th" if cell.scope else "td"
        said = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        said += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        if cell.scope:
            said += f' scope="{"col" if head else "row"}"'
        if right and not (cell.scope and not head):
            said += ' class="n"'
        return f"<{tag}{said}>{self._line(cell.line)}</{tag}>"

    def _picture(self, picture: Picture) -> Iterator[str]:
        if picture.drawing is None and picture.sketch and picture.sketch.shapes:
            drawing = sketch_svg(picture.sketch, self.colours)
            yield f"<figure>{drawing}<figcaption>{_safe(picture.words)}</figcaption></figure>"
            return
        if picture.drawing is None:
            yield f'<p class="picture">{_safe(picture.words)}</p>'
            return
        self.drawn += 1
        drawing = svg(picture.drawing, self.colours, f"c{self.drawn}")
        yield f"<figure>{drawing}<figcaption>{_safe(picture.words)}</figcaption></figure>"
        table = self.told.tables.get(picture.measure)
        if table is not None:
            yield f"<details><summary>Every figure of this chart</summary>{self._grid(table)}</details>"

    # ---- text

    def _line(self, line: Line) -> str:
        return "".join(self._said(each) for each in line)

    def _said(self, each: Said) -> str:
        text = _safe(each.text)
        if each.instead:
            bare = each.text.strip()
            kind = f"mark {_KINDS.get(bare, 'o')}"
            return f' <span class="{kind}" role="img" aria-label="{_safe(each.instead)}">{_safe(bare)}</span>'
        if each.figure:
            bare = each.text.strip()
            before = " " if each.text[:1] == " " else ""
            after = " " if each.text[-1:] == " " else ""
            return f'{before}<span data-figure="{_safe(each.figure)}">{_safe(bare)}</span>{after}'
        if each.goes_to.startswith("https://"):
            return f'<a href="{_safe(each.goes_to)}">{text}</a>'
        if each.goes_to in self.ids:
            return f'<a href="#{self.ids[each.goes_to]}">{text}</a>'
        return text


def _numeric(grid: Grid) -> frozenset[int]:
    """The columns, from 0, that hold figures: their text stands to the right."""
    columns: dict[int, list[bool]] = {}
    for row in grid.rows:
        place = 0
        for cell in row:
            if not cell.scope and cell.columns == 1:
                said = "".join(s.text for s in cell.line if not s.instead).strip()
                columns.setdefault(place, []).append(bool(_FIGURE.match(said)))
            place += cell.columns
    return frozenset(place for place, are in columns.items() if 2 * sum(are) > len(are))


def _safe(text: str) -> str:
    """Text for a page: no letter that a browser would take for more, none that HTML forbids."""
    kept = "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff"))
    return escape(kept)
