"""The wheel carries everything the program needs, and is the same each time it is built."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FINDS_ITS_OWN = """
from cypworkbench.locations import resource_path, sample_path
print(resource_path("fonts"))
print(sample_path("published"))
"""


def _build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_package_resources_and_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, kept in (("resources", "_resources"), ("sample_data", "_sample_data")):
        listed = subprocess.run(
            ["git", "-c", "core.quotepath=off", "ls-files", folder],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        wanted = {f"cypworkbench/{kept}{name[len(folder) :]}" for name in listed.stdout.split("\n")}
        assert wanted - {f"cypworkbench/{kept}"} <= names
    assert not [name for name in names if "__pycache__" in name]
    assert "cypworkbench/desktop/window.qss" in names


def test_the_wheel_gives_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        (entry,) = [name for name in held.namelist() if name.endswith("entry_points.txt")]
        assert "cypworkbench = cypworkbench.__main__:main" in held.read(entry).decode()


def test_the_installed_program_uses_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-P", "-c", FINDS_ITS_OWN]
    said = subprocess.run(
        command, cwd=tmp_path, env=env, check=True, capture_output=True, text=True
    )
    package = tmp_path.resolve() / "cypworkbench"
    assert said.stdout.splitlines() == [
        str(package / "_resources" / "fonts"),
        str(package / "_sample_data" / "published"),
    ]


def test_the_wheel_is_the_same_twice(wheel: Path, tmp_path: Path) -> None:
    assert _build(tmp_path).read_bytes() == wheel.read_bytes()
