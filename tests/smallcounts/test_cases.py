"""The 20 kinds of disclosure: each found where it is, none left in what `protect` makes, little lost on the way."""

import json
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.plain import Plain
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow.protecting import protect_case
from cypworkbench.smallcounts.attacker import attack
from tests.smallcounts.cases_read import FOLDER, NAMES, answer, case, table


@pytest.mark.parametrize("name", NAMES)
def test_the_attacker_finds_exactly_what_the_answers_list(name: str) -> None:
    found = {
        (leak.cell, leak.kind, leak.low, leak.high, leak.insider) for leak in attack(case(name))
    }
    listed = answer(name)["findings"]
    told = {(f["cell"], f["kind"], f["lo"], f["hi"], f.get("insider", "")) for f in listed}
    assert found == told


@pytest.mark.parametrize("name", NAMES)
def test_nothing_can_be_worked_out_from_a_protected_case_and_little_is_lost(name: str) -> None:
    known = answer(name)
    made = protect_case(case(name), known["truth"])
    assert not attack(made.document)
    best = known["suppressor_best"]
    if best:
        assert made.cost <= best["cost"] * 1.1
    _every_shown_number_is_true(made.document, known["truth"])


def _every_shown_number_is_true(document: Plain, truth: dict[str, int]) -> None:
    for cell in document["cells"]:
        if cell["published"] is not None:
            base = cell.get("rounded_to", 1)
            assert abs(cell["published"] - truth[cell["id"]]) <= base / 2 - (base == 1) / 2


@pytest.mark.parametrize("name", NAMES)
def test_a_case_without_true_values_only_ever_loses_numbers(name: str) -> None:
    before = {cell["id"]: cell["published"] for cell in case(name)["cells"]}
    made = protect_case(case(name), {})
    assert not attack(made.document)
    already = {said["cell"] for said in case(name)["earlier"]}
    for cell in made.document["cells"]:
        assert cell["id"] in already or cell["published"] in (None, before[cell["id"]])


def test_what_would_tell_a_withheld_count_goes_with_it() -> None:
    rates = protect_case(case("open06"), answer("open06")["truth"]).document
    hidden = {c["id"] for c in rates["cells"] if c["published"] is None}
    assert {r["num"] for r in rates["rates"] if r["published"] is None} == hidden
    ordered = protect_case(case("open15"), answer("open15")["truth"]).document
    hidden = {c["id"] for c in ordered["cells"] if c["published"] is None}
    assert hidden
    assert not hidden & set(ordered["orders"][0])
    assert protect_case(case("open16"), answer("open16")["truth"]).document["readings"] == []
    symbols = protect_case(case("open18"), answer("open18")["truth"]).document
    assert not any("flag" in cell for cell in symbols["cells"])


UNPROTECTABLE = {
    "everything beside it must be shown": {
        **table({"a": 3, "b": 20, "all": 23}, "a + b = all"),
        "cells": [
            {"id": "a", "published": 3},
            {"id": "b", "published": 20, "must_show": True},
            {"id": "all", "published": 23, "must_show": True},
        ],
    },
    "an earlier pack printed the rest": {
        **table({"a": 3, "b": 20, "all": 23}, "a + b = all"),
        "earlier": [
            {"cell": "b", "published": 20, "pack": "last year"},
            {"cell": "all", "published": 23, "pack": "last year"},
        ],
    },
    "it is small and must itself be shown": {
        **table({"a": 3, "b": 20, "all": 23}, "a + b = all"),
        "cells": [
            {"id": "a", "published": 3, "must_show": True},
            {"id": "b", "published": 20},
            {"id": "all", "published": 23},
        ],
    },
    "the others are zeros that are shown": {
        **table({"a": 3, "b": 0, "all": 3}, "a + b = all"),
        "cells": [
            {"id": "a", "published": 3},
            {"id": "b", "published": 0},
            {"id": "all", "published": 3, "must_show": True, "weight": 2},
        ],
        "earlier": [{"cell": "all", "published": 3, "pack": "last year"}],
    },
}


@pytest.mark.parametrize("why", UNPROTECTABLE)
def test_what_cannot_be_protected_is_refused_by_name(why: str) -> None:
    with pytest.raises(Refusal) as refused:
        protect_case(UNPROTECTABLE[why], {})
    assert refused.value.what.startswith(("a ", "Whatever else is withheld, a "))
    assert refused.value.remedy


def test_the_same_case_gives_the_same_bytes() -> None:
    twice = [protect_case(case("open09"), answer("open09")["truth"]) for _ in range(2)]
    assert json.dumps(twice[0].document) == json.dumps(twice[1].document)


def test_the_command_finds_the_answers_beside_a_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "out.json"
    assert cli.main(["protect", str(FOLDER / "open08.json"), "--to", str(to), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lost"] == ["Missing 2024Q1|Brackwell"]
    assert told["withheld"] == 2
    assert not attack(json.loads(to.read_text("utf-8")))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"a": 9, "b": 12, "all": 21}, "Nothing needs to be withheld."),
        ({"a": 2, "b": 3, "all": 5}, "3 cells are withheld, each because it is small."),
        (
            {"a": 2, "b": 9, "all": 11},
            "2 cells are withheld: 1 small, 1 because it would give a small one away.",
        ),
    ],
)
def test_the_command_gives_only_reasons_there_are(
    cells: dict[str, int], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "case.json"
    given.write_text(json.dumps(table(cells, "a + b = all")), "utf-8")
    assert cli.main(["protect", str(given), "--to", str(tmp_path / "out.json")]) == 0
    assert said in capsys.readouterr().out


def test_the_command_refuses_with_its_reason_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, to = tmp_path / "case.json", tmp_path / "out.json"
    given.write_text(json.dumps(UNPROTECTABLE["everything beside it must be shown"]), "utf-8")
    assert cli.main(["protect", str(given), "--to", str(to), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["refused"]["what"].count(" a ") == 1
    assert not to.exists()


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"rule": {}}',
        '{"rule": {"zeros": "sometimes"}, "cells": []}',
        '{"rule": {}, "cells": [{"id": "a", "published": 1.5}]}',
        '{"rule": {}, "cells": [{"id": "a", "published": 1}], "equations": [{"terms": {"b": 1}}]}',
        (
            '{"rule": {}, "cells": [{"id": "a", "published": 1}, {"id": "b", "published": 9}],'
            ' "equations": [{"terms": {"a": 1, "b": -1}}]}'
        ),
        '{"rule": {}, "cells": [{"id": "a"}], "truth": {"a": "three"}}',
    ],
)
def test_a_file_that_is_no_case_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "case.json"
    given.write_text(content, "utf-8")
    assert cli.main(["protect", str(given), "--to", str(tmp_path / "out.json")]) == 3
    assert "Refused" in capsys.readouterr().err
