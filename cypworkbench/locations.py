"""Where the resources and the sample lie: packed into the installed program, or in the checkout it runs from."""

from pathlib import Path

from cypworkbench.domain.refusal import Refusal

_PACKAGE = Path(__file__).resolve().parent


def _find(packed: str, checkout: str, parts: tuple[str, ...]) -> Path:
    roots = (_PACKAGE / packed, _PACKAGE.parent / checkout)
    for root in roots:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    wanted = "/".join((checkout, *parts))
    raise Refusal(f"The program’s own file {wanted} is missing.", "Install cypworkbench again.")


def resource_path(*parts: str) -> Path:
    """The path of a file or folder of the program's resources. Raises Refusal when it is not there."""
    return _find("_resources", "resources", parts)


def sample_path(*parts: str) -> Path:
    """The path of a file or folder of the sample partnership. Raises Refusal when it is not there."""
    return _find("_sample_data", "sample_data", parts)
