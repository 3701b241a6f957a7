"""The tagged page: the only way to draw. Every mark is inside a structure element or is an artifact."""

from cypworkbench.packs.tagged.document import Document, Metadata
from cypworkbench.packs.tagged.page import Page
from cypworkbench.packs.tagged.style import Run, Style

__all__ = ["Document", "Metadata", "Page", "Run", "Style"]
