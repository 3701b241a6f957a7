"""The way in: the window, or the terminal."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command given; with none, open the window. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] == "open":
        from cypworkbench.desktop import app  # Qt: only where there is a window

        return app.main(given[1:])
    from cypworkbench import cli  # the terminal's parts: only in a terminal

    return cli.main(given)


if __name__ == "__main__":
    sys.exit(main())
