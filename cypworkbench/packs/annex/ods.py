"""An annex as an OpenDocument spreadsheet: the same sheets, numbers as numbers, heads repeated, no clock."""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from cypworkbench.packs.annex.sheets import Annex, Cell, Number, Table

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
            *(("number", "datastyle"), ("meta", "meta")),
            *(("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CM = 0.24  # of a character of width, at 12 points


def write(annex: Annex) -> bytes:
    """The spreadsheet's bytes, the same for the same annex."""
    parts = {
        "mimetype": _KIND,
        "META-INF/manifest.xml": _manifest(),
        "meta.xml": _meta(annex),
        "styles.xml": _styles(),
        "content.xml": _content(annex),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, said in parts.items():
            plain = zipfile.ZipInfo(name, _EPOCH)
            plain.external_attr = 0o600 << 16
            # the kind comes first and uncompressed, so that programs tell the file by its first bytes
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(plain, said, how, 9)
    return held.getvalue()


def _manifest() -> str:
    parts = (
        ("/", _KIND),
        *((name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")),
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in parts
    )
    return f'{_DECLARED}<manifest:manifest {_NAMES} manifest:version="1.2">{entries}</manifest:manifest>'


def _meta(annex: Annex) -> str:
    stamp = annex.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    said = (
        f"<dc:title>{_safe(annex.title)}</dc:title><dc:creator>{_safe(annex.author)}</dc:creator>"
        f"<dc:subject>{_safe(annex.subject)}</dc:subject><dc:language>en-GB</dc:language>"
        f"<meta:creation-date>{stamp}</meta:creation-date><dc:date>{stamp}</dc:date>"
    )
    return (
        f'{_DECLARED}<office:document-meta {_NAMES} office:version="1.2">'
        f"<office:meta>{said}</office:meta></office:document-meta>"
    )


def _styles() -> str:
    return (
        f'{_DECLARED}<office:document-styles {_NAMES} office:version="1.2"><office:styles>'
        '<style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" '
        'fo:font-family="Arial" fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style>'
        "</office:styles></office:document-styles>"
    )


def _content(annex: Annex) -> str:
    places = {
        cell.decimals
        for table in annex.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
    }
    widths = {column.width for table in annex.tables for column in table.columns} | {100}
    sheets = "".join((_cover(annex), *("".join(_sheet(table)) for table in annex.tables)))
    return (
        f'{_DECLARED}<office:document-content {_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{''.join(_looks(sorted(places), sorted(widths)))}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )


def _looks(places: list[int], widths: list[int]) -> Iterator[str]:
    for wide in widths:
        yield (
            f'<style:style style:name="w{wide}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{wide * _CM:.2f}cm"/></style:style>'
        )
    for count in places:
        yield (
            f'<number:number-style style:name="n{count}"><number:number number:decimal-places="{count}" '
            f'number:min-decimal-places="{count}" number:min-integer-digits="1" number:grouping="true"/>'
            f'</number:number-style><style:style style:name="c{count}" style:family="table-cell" '
            f'style:data-style-name="n{count}"><style:paragraph-properties fo:text-align="end"/></style:style>'
        )
    yield (
        '<style:style style:name="title" style:family="table-cell"><style:text-properties fo:font-size="15pt" '
        'fo:font-weight="bold"/></style:style><style:style style:name="head" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#0E5A78" fo:wrap-option="wrap"/>'
        '<style:text-properties fo:color="#FFFFFF" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="text" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
        '<style:style style:name="mark" style:family="table-cell">'
        '<style:paragraph-properties fo:text-align="end"/></style:style>'
    )


def _cover(annex: Annex) -> str:
    rows = _row([_said(annex.title, "title")])
    rows += "".join(_row([_said(line, "text")]) for line in annex.cover)
    return f'<table:table table:name="Cover"><table:table-column table:style-name="w100"/>{rows}</table:table>'


def _sheet(table: Table) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(table.name)}>"
    for column in table.columns:
        yield f'<table:table-column table:style-name="w{column.width}"/>'
    for row, line in enumerate(table.lines):
        yield _row([_said(line, "title" if not row else "")])
    heads = _row([_said(column.heading, "head") for column in table.columns])
    yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
    numeric = [
        any(isinstance(row[n], Number) for row in table.rows) for n in range(len(table.columns))
    ]
    for cells in table.rows:
        made = [_cell(cell, right) for cell, right in zip(cells, numeric, strict=True)]
        if table.goes_to:
            made[0] = _link(str(cells[0]))
        yield _row(made)
    yield "</table:table>"


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(cell: Cell, right: bool) -> str:  # noqa: FBT001  a column's own alignment, zipped with its cells
    if not isinstance(cell, Number):
        return _said(cell, "mark" if right else "text")
    return (
        f'<table:table-cell table:style-name="c{cell.decimals}" office:value-type="float" '
        f'office:value="{cell.plain}"><text:p>{cell.plain}</text:p></table:table-cell>'
    )


def _said(text: str, style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="string"><text:p>{_safe(text)}</text:p></table:table-cell>'


def _link(name: str) -> str:
    return (
        '<table:table-cell office:value-type="string"><text:p>'
        f'<text:a xlink:type="simple" xlink:href="#{_safe(name)}">{_safe(name)}</text:a></text:p></table:table-cell>'
    )


def _safe(text: str) -> str:
    """Text for XML, without the letters that no XML may hold."""
    kept = "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff"))
    return escape(kept.replace("\ufffe", "").replace("\uffff", ""), {'"': "&quot;"})
