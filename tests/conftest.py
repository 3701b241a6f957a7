"""What holds for every test: no network, no unnoticed skip, no screen needed."""

import os
import socket
import sys
import tempfile
from collections.abc import Generator
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The program's own folder (working copies, temporary files): never the one of whoever runs the tests.
os.environ["CYPWORKBENCH_HOME"] = tempfile.mkdtemp(prefix="cypworkbench-tests-")

NETWORK_EVENTS = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "urllib.Request",
    "http.client.connect",
    "ftplib.connect",
    "smtplib.connect",
}
_reached: list[str] = []


class NetworkReached(BaseException):
    """Something tried to leave this machine. No `except Exception` may hide it."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in NETWORK_EVENTS or _stays_here(event, arguments):
        return
    _reached.append(f"{event} {arguments[-1]!r}")
    raise NetworkReached(_reached[-1])


def _stays_here(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a socket cannot leave this machine: a Unix one, or Windows' stand-in for a pair."""
    if event not in {"socket.connect", "socket.sendto"}:
        return False
    family = arguments[0].family
    if family == getattr(socket, "AF_UNIX", None):
        return True
    # asyncio needs a pair of sockets; Windows makes one over the loopback address
    return sys.platform == "win32" and str(arguments[1][0]) in {"127.0.0.1", "::1"}


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network() -> Generator[None]:
    """Fail the test that reached for the network, even if the attempt was swallowed."""
    _reached.clear()
    yield
    assert not _reached, f"reached for the network: {_reached}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="a skipped test is a failure")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and no test may be skipped here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--fail-on-skip"):
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--fail-on-skip"):
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Benchmarks, and whatever beats a pulse, are measured by themselves."""
    for item in items:
        if "benchmarks" in item.path.parts or item.path.name.startswith("test_window_journey"):
            item.add_marker("alone")
