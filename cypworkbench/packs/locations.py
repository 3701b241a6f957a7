"""Where the packs' own resources lie: inside the installed program, or beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`."""
    inside = _PACKAGE / "_resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def font_path(file: str) -> Path:
    """The path of a font file."""
    return resource("fonts", file)
