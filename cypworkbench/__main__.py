"""The way in: the window, or the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cypworkbench.domain.refusal import Refusal
from cypworkbench.store import private

_REFUSED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command given; with none, open the window. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        private.keep_temporary_files_here()
        return _run(given)
    except Refusal as refusal:
        sys.stderr.write(f"Refused: {refusal.what}\n{refusal.remedy}\n")
        return _REFUSED
    finally:
        private.leave_nothing()


def _run(given: Sequence[str]) -> int:
    if not given or given[0] == "open":
        return _window(given[1:])
    from cypworkbench import cli  # the terminal's parts: only in a terminal

    code = cli.main(given)
    made = cli.demonstrated(given) if code == 0 else None
    return _window([str(made)]) if made is not None and _has_screen() else code


def _window(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="cypworkbench open",
        description="Open the window.",
        epilog="Example:  cypworkbench open lancashire.cypw",
    )
    parser.add_argument("workspace", nargs="?", type=Path, metavar="WORKSPACE")
    parser.add_argument(
        "--measure-start", action="store_true", help="print ms to first paint, and quit"
    )
    options = parser.parse_args(list(given))
    if not _has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        # Qt would abort the whole process here, with a core file and no sentence.
        sys.stderr.write(
            "Refused: there is no screen here to open a window on.\n"
            "Use the commands instead: `cypworkbench --help` lists them.\n"
        )
        return _REFUSED
    from cypworkbench.desktop import app  # Qt: only where there is a window

    return app.run(options.workspace, measure_start=options.measure_start)


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


if __name__ == "__main__":
    sys.exit(main())
