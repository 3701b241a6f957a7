"""What may be done to a signed file without its signers' keys."""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def gap(pdf: bytes) -> tuple[int, int]:
    """Where the last signature's own digits stand, brackets included."""
    numbers = re.findall(rb"/ByteRange\s*\[\s*0 (\d+) (\d+) \d+", pdf)
    return int(numbers[-1][0]), int(numbers[-1][1])


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko's
    return out.getvalue()


def content_added(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    found = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]  # pyHanko's
    page = found[0].get_object()
    added = generic.StreamObject(stream_data=b"BT /F1+0 20 Tf 100 400 Td (99.9) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(added)])
    writer.update_container(page)
    return written(writer)


def rewritten(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def last_signature_blanked(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = [one for one in writer.root["/AcroForm"]["/Fields"] if "/V" in one.get_object()][
        -1
    ].get_object()
    del field["/V"]
    writer.update_container(field)
    return written(writer)


def all_boxes_gone(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    del writer.root["/AcroForm"]
    writer.update_root()  # type: ignore[no-untyped-call]  # pyHanko's
    return written(writer)


TAMPERING: dict[str, Callable[[bytes], bytes]] = {
    "content added by an update": content_added,
    "rewritten by another program": rewritten,
    "last signature blanked by an update": last_signature_blanked,
    "all boxes removed by an update": all_boxes_gone,
    "a line added at the end": lambda pdf: pdf + b"\n",
    "the last line break removed": lambda pdf: pdf[:-1],
    "the last tenth cut off": lambda pdf: pdf[: len(pdf) * 9 // 10],
    "cut in the middle of the last signature": lambda pdf: pdf[: gap(pdf)[0] + 100],
    "a byte put in front": lambda pdf: b" " + pdf,
}
