"""The way in: the window, or the terminal."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command given; with none, open the window. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] == "open":
        from cypworkbench.desktop import app  # Qt: only where there is a window

        return app.main(given[1:])
    from cypworkbench import cli  # the terminal's parts: only in a terminal

    code = cli.main(given)
    made = cli.demonstrated(given) if code == 0 else None
    if made is not None and _has_screen():
        from cypworkbench.desktop import app  # Qt: only where there is a window

        return app.main([str(made)])
    return code


def _has_screen() -> bool:
    return sys.platform == "win32" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


if __name__ == "__main__":
    sys.exit(main())
