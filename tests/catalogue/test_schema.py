"""The JSON schema that ships is the reader's own, and says of the plans what the reader says."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cypworkbench import cli
from cypworkbench.catalogue import resource_path
from cypworkbench.catalogue.schema import NAME, schema, schema_text
from cypworkbench.catalogue.schema_words import WORDS
from tests.catalogue.mistakes import MISTAKES

SHIPPED = resource_path("frameworks", NAME)
PLANS = sorted(resource_path("frameworks").glob("*.toml"))
EXAMPLE = resource_path("frameworks", "example.toml").read_text("utf-8")
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": (str, date),  # TOML has dates of its own
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
SEEN = {
    *("$schema", "title", "description", "default", "format", "type", "properties", "items"),
    *("required", "additionalProperties", "enum", "const", "oneOf", "allOf", "if", "then"),
    *("minLength", "maxLength", "minItems", "pattern", "minimum", "maximum", "exclusiveMinimum"),
}


def wrongs(value: Any, said: dict[str, Any], where: str = "") -> Iterator[str]:  # noqa: ANN401  whatever TOML holds
    """What of the value the schema does not allow, for the words of JSON Schema that ours uses."""
    assert set(said) <= SEEN
    kind = TYPES.get(said.get("type", ""), object)
    if not isinstance(value, kind) or (isinstance(value, bool) and said["type"] != "boolean"):
        yield f"{where}: type"
        return
    if "enum" in said and value not in said["enum"]:
        yield f"{where}: enum"
    if said.get("const", value) != value:
        yield f"{where}: const"
    if "oneOf" in said and sum(not list(wrongs(value, each)) for each in said["oneOf"]) != 1:
        yield f"{where}: oneOf"
    yield from sizes(value, said, where)
    if isinstance(value, list) and "items" in said:
        for number, item in enumerate(value):
            yield from wrongs(item, said["items"], f"{where}[{number}]")
    if isinstance(value, dict):
        yield from keys(value, said, where)


def sizes(value: Any, said: dict[str, Any], where: str) -> Iterator[str]:  # noqa: ANN401  as above
    if isinstance(value, str | list):
        least = said.get("minLength", said.get("minItems", 0))
        if not least <= len(value) <= said.get("maxLength", 10**9):
            yield f"{where}: length"
    elif not isinstance(value, dict | date) and value < said.get("minimum", value):
        yield f"{where}: minimum"


def keys(value: dict[str, Any], said: dict[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}: {key} missing" for key in said.get("required", ()) if key not in value)
    known = said.get("properties", {})
    for key, held in value.items():
        if key in known:
            yield from wrongs(held, known[key], f"{where}.{key}")
        elif said.get("additionalProperties") is False:
            yield f"{where}: {key} unknown"
    for each in said.get("allOf", ()):
        if not list(keys(value, each["if"], where)):
            yield from keys(value, each["then"], where)


def test_the_schema_that_ships_is_what_the_reader_asks_for() -> None:
    # write it anew with: cypworkbench plan schema > resources/frameworks/framework.schema.json
    assert SHIPPED.read_text("utf-8") == schema_text()


def test_every_key_has_its_words_and_no_words_are_of_a_key_that_is_gone() -> None:
    def paths(said: Any, above: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: ANN401  as above
        for each in (said, *said.get("oneOf", ())):
            for key, inner in each.get("items", each).get("properties", {}).items():
                yield ".".join((*above, key))
                yield from paths(inner, (*above, key))

    assert set(paths(schema())) == set(WORDS)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_plan_that_ships_is_as_the_schema_says(path: Path) -> None:
    assert list(wrongs(tomllib.loads(path.read_text("utf-8")), schema())) == []


@pytest.mark.parametrize(
    "kind",
    [
        *("an unknown key", "a missing key", "a missing choice", "a number as text"),
        *("a text for a list", "an empty text", "an unknown kind", "a multiplier of nothing"),
        *("a title too long for a page", "a milestone without its states"),
    ],
)
def test_a_mistake_that_a_schema_can_see_is_seen_by_it(kind: str) -> None:
    (mistake,) = [each for each in MISTAKES if each.kind == kind]
    text = EXAMPLE.replace(mistake.before, mistake.after)
    assert list(wrongs(tomllib.loads(text), schema()))


def test_the_terminal_prints_the_schema_and_the_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["plan", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
    assert cli.main(["plan", "example"]) == 0
    assert capsys.readouterr().out == EXAMPLE
