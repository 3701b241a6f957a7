"""A board's logo: from a PNG or JPEG file, made small, set on white, and written anew, so that nothing else comes."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from cypworkbench.domain.refusal import Refusal

MOST_BYTES = 5_000_000
_MOST_PIXELS = 40_000_000
_ROOM = (708, 213)  # 60 by 18 mm, at 300 dots an inch
_WRITTEN = 150_000
_ANOTHER = "Choose a PNG or JPEG of the logo alone, as your communications team keeps it."


def remade(content: bytes) -> bytes:
    """The picture as a PNG of at most 60 by 18 mm at 300 dots an inch, without transparency or anything but its pixels.

    Raises Refusal for what is no PNG or JPEG, or is too large to be opened safely.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("The picture's file is larger than 5 MB.", _ANOTHER)
    if content.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<svg>"):
        raise Refusal(
            "An SVG may hold scripts and links, so none is taken in.",
            "Save it as a PNG, 700 pixels wide or more, and choose that.",
        )
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            wide, high = picture.size
            if wide * high > _MOST_PIXELS:
                raise Refusal(
                    f"The picture is {wide} by {high} pixels, which is too many.", _ANOTHER
                )
            picture.load()
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refusal("That file is no PNG or JPEG that can be read.", _ANOTHER) from error
    upright.thumbnail(_ROOM, Image.Resampling.LANCZOS)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "PNG", optimize=True)
    if len(written.getvalue()) > _WRITTEN:
        raise Refusal("The picture has too much in it for a logo.", _ANOTHER)
    return written.getvalue()


def size(png: bytes) -> tuple[int, int]:
    """The width and height in pixels of a logo made by `remade`."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        return picture.size
