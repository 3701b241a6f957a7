"""Every fault that the workspace must bear has its test."""

import ast
from pathlib import Path

import pytest

from tests.hostile.promised import PROMISED, Promise

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("promise", PROMISED, ids=lambda promise: promise.fault)
def test_every_promised_fault_names_a_test_that_is_there(promise: Promise) -> None:
    file, name = promise.test.split("::")
    module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
