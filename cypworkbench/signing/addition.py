"""What is added behind a finished pack: nothing but what a signature or a timestamp needs."""

import io

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class Addition(IncrementalPdfFileWriter):
    """An addition that leaves metadata, catalogue and version alone: pyHanko's rewriting of them breaks PDF/A.

    With `mark`, 16 bytes, the addition is the same whenever it is made of the same file.
    """

    def __init__(self, stream: io.BytesIO, mark: bytes = b"") -> None:
        super().__init__(stream)
        if mark:
            first = self._document_id[0]
            self._document_id = ArrayObject([first, ByteStringObject(mark)])

    def _update_meta(self) -> None:
        """Nothing."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Nothing: a pack stays the PDF 1.7 that PDF/A-3 asks for."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Nothing: the catalogue may not change after the first signature, whatever kind of key the next one uses."""
