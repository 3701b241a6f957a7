"""cypworkbench: from a partnership's Excel returns to board packs that prove themselves."""

__version__ = "0.1.0"
