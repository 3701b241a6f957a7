"""The script every developer types, and the locked files it installs from."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import cypworkbench

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "packaging" / name for name in ("requirements.lock", "requirements-dev.lock")]
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
THREE = 3


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pins(lock: Path) -> set[tuple[str, str, str]]:
    return {(n, v, m) for n, v, m in PIN.findall(lock.read_text("utf-8"))}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.partition("lock\n")[2])
    assert len(entries) == len(_pins(lock))
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not re.search(r"https?:|index-url|find-links", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_pyside_is_never_the_release_that_loses_references(lock: Path) -> None:
    versions = {name: version for name, version, _ in _pins(lock)}
    assert versions["pyside6-essentials"] == versions["shiboken6"] == "6.11.3"


def test_developers_run_exactly_what_users_run() -> None:
    runtime, everything = ({pin[:2] for pin in _pins(lock)} for lock in LOCKS)
    assert runtime <= everything


def test_every_dependency_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locked = {name for name, _, _ in _pins(LOCKS[1])}
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assert {re.split(r"[<>=~ ;]", name)[0].lower() for name in wanted} <= locked


def test_the_version_is_said_once_and_twice_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == cypworkbench.__version__


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages are not for Windows")
class TestDebian:
    def test_without_rights_it_names_what_is_missing_and_stops(
        self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(dev, "_debian", lambda: True)
        monkeypatch.setattr(dev, "_missing", lambda _: ["libegl1", "xvfb"])
        monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
        assert dev.main(["test"]) == THREE
        said = capsys.readouterr().err.splitlines()
        assert said == ["dev.py: missing from this machine; run: sudo apt-get install libegl1 xvfb"]

    def test_a_package_counts_under_its_newer_name(
        self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        query = tmp_path / "dpkg-query"
        query.write_text("#!/bin/sh\necho 'libglib2.0-0t64 ii '\necho 'xvfb rc '\n", "utf-8")
        query.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        assert dev._missing(["libglib2.0-0", "xvfb", "xdotool"]) == ["xvfb", "xdotool"]


def test_a_word_it_does_not_know_is_wrong_use(dev: ModuleType) -> None:
    assert dev.main(["demo", "twice"]) == 2


def test_an_environment_already_made_is_left_alone(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "_call", lambda *_: pytest.fail("nothing should be installed"))
    digest = dev.hashlib.sha256(LOCKS[1].read_bytes()).hexdigest()
    monkeypatch.setattr(dev, "_stamped", lambda: {"dev": digest})
    dev.environment("dev")
    dev.environment("runtime")


def test_an_environment_of_another_checkout_is_not_trusted(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text('{"root": "/somewhere/else", "dev": "0"}', "utf-8")
    monkeypatch.setattr(dev, "STAMP", stamp)
    assert dev._stamped() == {}
