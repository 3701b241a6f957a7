"""The rules of the house hold: the audit hook sees the network, skips are counted as failures."""

import socket
import urllib.request
from pathlib import Path

import pytest

from tests import conftest

pytest_plugins = ["pytester"]


def _and_forget() -> None:
    conftest._reached.clear()


def test_connecting_to_another_machine_is_caught() -> None:
    with socket.socket() as one, pytest.raises(conftest.NetworkReached):
        one.connect(("192.0.2.1", 9))
    _and_forget()


def test_looking_up_a_name_is_caught() -> None:
    with pytest.raises(conftest.NetworkReached):
        socket.getaddrinfo("example.invalid", 80)
    _and_forget()


def test_asking_a_url_is_caught() -> None:
    with pytest.raises(conftest.NetworkReached):
        urllib.request.urlopen("http://example.invalid/")
    _and_forget()


SKIPPING = """
import pytest

@pytest.mark.skip(reason="not today")
def test_marked(): ...

def test_inside():
    pytest.skip("not now")

@pytest.mark.xfail(strict=True, reason="known")
def test_known_to_fail():
    assert False
"""


def test_a_skip_fails_when_asked_to(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(Path(conftest.__file__).read_text("utf-8"))
    pytester.makepyfile(test_one=SKIPPING, test_two="import pytest\npytest.importorskip('nobody')")
    strict = pytester.runpytest_subprocess("--fail-on-skip", "--continue-on-collection-errors")
    strict.assert_outcomes(failed=1, errors=2, xfailed=1)
    lenient = pytester.runpytest_subprocess()
    lenient.assert_outcomes(skipped=3, xfailed=1)
