"""What a file is by its first bytes, never by its name; and how to turn it into a workbook."""

from cypworkbench.domain.refusal import Refusal
from cypworkbench.returns.locked import GIVE

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK_START = b"\xef\xbb\xbf \r\n\t"
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")
SAVE_AS = (
    "Open it in Excel or LibreOffice, and use Save As to save it as an Excel Workbook (.xlsx)."
)
_SEND = "Drop the Excel workbook (.xlsx) that the board filled in."
_STARTS = (
    (b"%PDF", "is a PDF", _SEND),
    (b"{\\rtf", "is a rich text document", _SEND),
    (b"\x89PNG", "is a picture", _SEND),
    (b"\xff\xd8\xff", "is a picture", _SEND),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "Unpack it, and drop the workbook that is in it."),
    (b"Rar!", "is a RAR archive", "Unpack it, and drop the workbook that is in it."),
)
_OLD_EXCEL = ("is an older Excel file (.xls)", SAVE_AS)
_STREAMS = {
    "EncryptedPackage": ("is locked with a password", GIVE),
    "Workbook": _OLD_EXCEL,
    "Book": _OLD_EXCEL,
    "WordDocument": ("is an older Word document (.doc)", _SEND),
    "PowerPoint Document": ("is an older PowerPoint presentation (.ppt)", _SEND),
    "__properties_version1.0": (
        "is an Outlook message",
        "Open the message, and drop the workbook attached to it.",
    ),
}


def refuse_unless_zip(content: bytes, name: str) -> None:
    """Raise Refusal, by its true kind and with what to do, for anything but a zipped package."""
    if content.startswith(_ZIP):
        return
    what, remedy = _true_kind(content)
    raise Refusal(f"{name} {what}.", remedy)


def _true_kind(content: bytes) -> tuple[str, str]:
    if not content:
        return "is empty: it holds no bytes at all", "Ask for the file to be sent again."
    if content.startswith(_COMPOUND):
        return _compound_kind(content)
    if content.startswith(_EMPTY_ZIP):
        return "is an empty zip archive", _SEND
    for start, what, remedy in _STARTS:
        if content.startswith(start):
            return what, remedy
    return _text_kind(content)


def _compound_kind(content: bytes) -> tuple[str, str]:
    # a compound file lists its own streams before those of the files embedded in it
    places = {stream: content.find(f"{stream}\0".encode("utf-16-le")) for stream in _STREAMS}
    found = [stream for stream, place in places.items() if place >= 0]
    if not found:
        return "is an older Office file, but not a workbook", _SEND
    return _STREAMS[min(found, key=lambda stream: places[stream])]


def _text_kind(content: bytes) -> tuple[str, str]:
    start = content[:4096].lstrip(_BLANK_START).lower()
    if start.startswith(_HTML):
        return "is a web page, whatever its name says", SAVE_AS
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "is an Excel 2003 XML file", SAVE_AS
    if start.startswith(b"<?xml"):
        return "is an XML file, not a workbook", _SEND
    if not start:
        return "holds nothing but spaces", "Ask for the file to be sent again."
    if b"\0" in content[:4096]:
        return "is not a kind of file that the workbench knows", _SEND
    return (
        "is plain text (such as .csv), which does not keep a return's sheets and cells",
        "Drop the Excel workbook that the board filled in; published figures go under Published.",
    )


def zip_kind(parts: frozenset[str]) -> tuple[str, str] | None:
    """What a zipped package is instead of a workbook, as (what, remedy), from its parts' names in lower case.

    None when nothing speaks against a workbook.
    """
    if "xl/workbook.bin" in parts:
        return "is a binary Excel workbook (.xlsb)", SAVE_AS
    if "mimetype" in parts and "content.xml" in parts:
        return "is an OpenDocument file (.ods), as LibreOffice saves it", SAVE_AS
    if any(part.startswith("word/") for part in parts):
        return "is a Word document", _SEND
    if any(part.startswith("ppt/") for part in parts):
        return "is a PowerPoint presentation", _SEND
    if any(part.endswith(".iwa") for part in parts):
        return "is an Apple Numbers file", "Export it from Numbers as an Excel workbook (.xlsx)."
    if "[content_types].xml" not in parts:
        return "is a zip archive, not a workbook", "Unpack it, and drop the workbook that is in it."
    return None
