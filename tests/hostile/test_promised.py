"""Every fault that the workspace must bear has its test, and the report says it was brought about before a release."""

import ast
from pathlib import Path

import pytest

from tests.hostile.faults import REPORT
from tests.hostile.promised import PROMISED, Promise

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("promise", PROMISED, ids=lambda promise: promise.fault)
def test_every_promised_fault_names_a_test_that_is_there(promise: Promise) -> None:
    file, name = promise.test.split("::")
    module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_the_report_tells_of_each_fault_as_often_as_before_a_release_and_of_no_harm() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in REPORT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    promised = {row[0]: row for row in rows if row[-1].startswith("`")}
    assert list(promised) == [promise.fault for promise in PROMISED]
    for promise in PROMISED:
        done = int(promised[promise.fault][4].removesuffix(" each").replace(",", ""))
        assert done >= promise.release, promise.fault
    harm = [row for row in rows if row[1].replace(",", "").isdigit() and row[2:5] != ["0"] * 3]
    assert harm == []
