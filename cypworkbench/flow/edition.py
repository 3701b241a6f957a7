"""Which build of the program this is: two builds of one release may word a sentence differently."""

import hashlib
from functools import cache
from pathlib import Path

import cypworkbench
from cypworkbench.locations import resource_path

_DRAWN_WITH = ("fonts", "visual")  # the resources that a page is drawn with


@cache
def build() -> str:
    """The release and a digest of everything that decides how a pack is worded and drawn, such as 0.1.0+3f2a…."""
    home = Path(cypworkbench.__file__).parent
    made = hashlib.sha256()
    for root, pattern in ((home, "*.py"), *((resource_path(name), "*") for name in _DRAWN_WITH)):
        for path in sorted(p for p in root.rglob(pattern) if p.is_file()):
            name = path.relative_to(root).as_posix()
            made.update(f"{root.name}/{name}\0".encode())
            made.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{cypworkbench.__version__}+{made.hexdigest()[:16]}"
