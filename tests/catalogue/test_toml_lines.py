"""The line of every key and item, for whatever tomllib reads."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypworkbench.catalogue import resource_path
from cypworkbench.catalogue.entry import Where
from cypworkbench.catalogue.toml_lines import lines_of

EVERYTHING = '''# a comment = "not a key"
top = "a # in text [[not]] = a table"
"quoted.key" = 'C:\\path'
a.b . "c" = 1   # dotted
long = """
[not.a.table]
x = 1 \\
""" # after
ends = """two quotes""\"""
raw = \'\'\'
y = 'z'\'\'\'
list = [ "one", # a comment ]
  [2, 3],
  { low = 1, "high" = [4,
    5] },
]
when = 2022-01-31 10:00:00

[table]
key = { a.b = 1, c = {} }

  [table.inner]
  k = true

[[measures]]
id = "one"
  [[measures.ties]]
  to = "x"
  [[measures.ties]]
  to = "y"
  [measures.bounds]
  low = 1

[[ measures ]]
id = "two"
  [[measures.ties]]
  to = "z"

[a.d.e]
f = -0.5
'''
LINES: dict[Where, int] = {
    ("top",): 2,
    ("quoted.key",): 3,
    ("a", "b", "c"): 4,
    ("long",): 5,
    ("ends",): 9,
    ("raw",): 10,
    ("list", 0): 12,
    ("list", 1, 1): 13,
    ("list", 2, "high"): 14,
    ("list", 2, "high", 1): 15,
    ("when",): 17,
    ("table",): 19,
    ("table", "key", "a", "b"): 20,
    ("table", "inner", "k"): 23,
    ("measures", 0): 25,
    ("measures", 0, "ties", 1, "to"): 30,
    ("measures", 0, "bounds", "low"): 32,
    ("measures", 1, "id"): 35,
    ("measures", 1, "ties", 0, "to"): 37,
    ("a", "d", "e", "f"): 40,
}


def places(value: object, where: Where = ()) -> Iterator[Where]:
    """Every key and item of what tomllib read."""
    yield where
    if isinstance(value, dict):
        for key, held in value.items():
            yield from places(held, (*where, key))
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from places(held, (*where, number))


@pytest.mark.parametrize(("where", "line"), LINES.items())
def test_each_kind_of_key_and_item_is_found_on_its_line(where: Where, line: int) -> None:
    assert lines_of(EVERYTHING)[where] == line


@pytest.mark.parametrize(
    "path",
    [EVERYTHING, *(p.read_text("utf-8") for p in sorted(resource_path().rglob("*.toml")))],
    ids=lambda text: text[:40],
)
def test_nothing_is_found_but_what_tomllib_reads_and_all_of_that_is(path: str) -> None:
    assert set(lines_of(path)) == set(places(tomllib.loads(path)))


NAMES = st.from_regex(r"[a-z]{1,3}", fullmatch=True)
TEXTS = st.sampled_from(
    [
        '"a"',
        '"]"',
        '"#"',
        '"\\""',
        "'}'",
        '"""x\n"""',
        '"""a""""',
        "'''\n='''",
        '"\\\\"',
        "1",
        "nan",
    ]
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda held: "[\n" + ", # c\n".join(held) + "\n]"),
        st.dictionaries(NAMES, inner, max_size=2).map(
            lambda held: "{" + ", ".join(f"{k} = {v}" for k, v in held.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(NAMES, st.dictionaries(NAMES, VALUES, max_size=3)), max_size=4))
def test_whatever_a_file_holds_its_keys_are_found_where_they_stand(
    tables: list[tuple[str, dict[str, str]]],
) -> None:
    text = "".join(
        f"[[{name}]]\n" + "".join(f"{key} = {value}\n" for key, value in held.items())
        for name, held in tables
    )
    found = lines_of(text)
    assert set(found) == set(places(tomllib.loads(text)))
    lines = text.split("\n")
    for where, line in found.items():
        if len(where) == 3:
            assert lines[line - 1].startswith(f"{where[2]} = ")
