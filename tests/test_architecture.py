"""The house's rules that no linter holds. Each failure names the file and line."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cypworkbench"

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 12
MOST_PARAMETERS = 6
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "managers",
    "manager",
    "base",
    "misc",
}
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests"}
NETWORK |= {"smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser"}
NETWORK |= {"urllib.request", "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebSockets"}
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _sources(*folders: str) -> list[Path]:
    """Every Python file of ours below those folders."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert files
    return sorted(files)


def _ours() -> list[Path]:
    return _sources("cypworkbench", "tests", "packaging", "sample_data")


def _none(found: Iterable[str]) -> None:
    """Fail with every place named."""
    places = sorted(found)
    assert not places, "\n".join(["", *places])


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, Function):
            yield node


def _at(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{node.lineno}" if node else place


def _length(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_no_file_is_longer_than_400_lines() -> None:
    long = [_at(p) for p in _ours() if len(p.read_text("utf-8").splitlines()) > LONGEST_FILE]
    _none(long)


def test_no_function_is_longer_than_50_lines() -> None:
    long = [_at(p, f) for p in _ours() for f in _functions(p) if _length(f) > LONGEST_FUNCTION]
    _none(long)


def test_half_the_functions_are_shorter_than_12_lines() -> None:
    lengths = [_length(f) for path in _sources("cypworkbench") for f in _functions(path)]
    assert statistics.median(lengths) < MEDIAN_FUNCTION


def test_no_function_takes_more_than_6_parameters_unless_someone_else_named_them() -> None:
    wide = [(p, f) for p in _ours() for f in _functions(p) if _width(f) > MOST_PARAMETERS]
    _none(_at(p, f) for p, f in wide if "noqa: PLR0913" not in _signature(p, f))


def _signature(path: Path, function: Function) -> str:
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(lines[function.lineno - 1 : function.body[0].lineno - 1])


def _width(function: Function) -> int:
    said = function.args
    names = [a.arg for a in (*said.posonlyargs, *said.args, *said.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def test_no_module_has_a_name_that_says_nothing() -> None:
    _none(_at(p) for p in _ours() if {p.stem, p.parent.name} & EMPTY_NAMES)


def test_everything_public_says_what_it_is() -> None:
    _none(where for path in _sources("cypworkbench") for where in _undocumented(path))


def _undocumented(path: Path) -> Iterator[str]:
    tree = _tree(path)
    if not ast.get_docstring(tree):
        yield _at(path)
    yield from _silent(path, tree)


def _silent(path: Path, scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    """The public classes and functions of a module or class that have no docstring."""
    for node in scope.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        excused = isinstance(node, Function) and _is_excused(node)
        if not excused and not ast.get_docstring(node):
            yield f"{_at(path, node)} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _silent(path, node)


def _is_excused(function: Function) -> bool:
    """Qt's own methods, overridden, are documented by Qt; an override by what it overrides."""
    named = {d.id for d in function.decorator_list if isinstance(d, ast.Name)}
    return bool(named & {"override", "overload"}) or function.name != function.name.lower()


def test_every_exception_to_the_check_gives_its_reason() -> None:
    bare = re.compile(r"# (noqa(: [A-Z]+[0-9]+(,? *[A-Z]+[0-9]+)*)?|type: ignore(\[[^]]*\])?) *$")
    _none(
        f"{_at(path)}:{number}"
        for path in _ours()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if bare.search(line)
    )


def test_nothing_is_left_for_later() -> None:
    _none(
        f"{_at(path)}:{number}"
        for path in _tracked()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if any(word in line for word in UNFINISHED)
    )


def _tracked() -> list[Path]:
    """The text files we write that git keeps (or would keep)."""
    kinds = ["*.py", "*.md", "*.toml", "*.java", "*.qss", "*.yml", ".ci/run"]
    listed = [
        "git",
        "-c",
        "core.quotepath=off",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        *kinds,
    ]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.splitlines() if (path := ROOT / name).is_file()]


def test_nothing_of_ours_imports_the_network() -> None:
    _none(
        f"{_at(path, node)} {name}"
        for path in _sources("cypworkbench")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
        if name in NETWORK or name.partition(".")[0] in NETWORK
    )


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    module = node.module or ""
    return [module, *(f"{module}.{alias.name}" for alias in node.names)]


def test_an_import_inside_a_function_says_why() -> None:
    _none(
        _at(path, node)
        for path in _sources("cypworkbench", "packaging", "sample_data")
        for node in _late_imports(path)
        if not _commented(path, node)
    )


def _late_imports(path: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    for function in _functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node


def _commented(path: Path, node: ast.Import | ast.ImportFrom) -> bool:
    """Whether a comment stands on the import's lines, or on or above the imports it follows."""
    lines = path.read_text("utf-8").splitlines()
    first = node.lineno - 1
    while first > 0 and lines[first - 1].strip().startswith(("import ", "from ", "#")):
        first -= 1
    return any("#" in line for line in lines[first : node.end_lineno])


def test_the_readme_names_both_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 packaging/dev.py demo" in readme
    assert "python3 packaging/dev.py test" in readme


def test_calls_into_qt_that_return_none_lose_no_reference_to_it() -> None:
    """PySide6 6.12.0 loses one a call on Python 3.11, and the program aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("same")
    assert abs(sys.getrefcount(None) - before) < 100
