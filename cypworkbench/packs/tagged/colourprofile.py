"""The sRGB colour profile every pack carries, the same bytes every time."""

import io
from functools import cache

from PIL import ImageCms

_CREATED = slice(24, 36)  # the profile header's date
_DIGEST = slice(84, 100)  # the profile header's digest, optional


@cache
def srgb() -> bytes:
    """An sRGB profile whose date is fixed, so that the same pack has the same bytes."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    made = bytearray(profile.tobytes())
    made[_CREATED] = b"".join(n.to_bytes(2) for n in (2026, 1, 1, 0, 0, 0))
    made[_DIGEST] = bytes(16)
    ImageCms.ImageCmsProfile(io.BytesIO(made))  # still one, or an error here
    return bytes(made)
