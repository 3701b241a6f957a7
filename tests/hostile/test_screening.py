"""Records of single children keep a file out whole, wherever they stand; totals are let in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cypworkbench.cli import main
from cypworkbench.domain.cells import Cell, CellKind
from cypworkbench.domain.decision import Person
from cypworkbench.domain.evidence import Sheet
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import pictured, remembered
from cypworkbench.returns.screening import (
    Trace,
    heading,
    is_nhs_number,
    is_upn,
    told,
    told_by_sheet,
)
from cypworkbench.returns.spreadsheet import read
from cypworkbench.store.workspace import Workspace
from tests.hostile.child_records import PLACES, clean, nhs, upn, with_records
from tests.hostile.unpacking import unpacked
from tests.returns.workbooks import filled, plan

MANY = 200
AT = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine's folders: home, temporary files, and the workspace's own."""
    for name in ("home", "temp", "kept"):
        (tmp_path / name).mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temp"))
    monkeypatch.setenv("CYPWORKBENCH_HOME", str(tmp_path / "home" / "own"))
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path


def left(folder: Path) -> Iterator[bytes]:
    """Every file below a folder, as it is and unpacked."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield from unpacked(path.read_bytes())


def test_two_hundred_files_with_records_are_all_refused_and_nothing_of_them_remains(
    place: Path,
) -> None:
    sent = place / "sent"
    sent.mkdir()
    tokens, stretches, paths = set[str](), set[bytes](), []
    for number, (_, content, planted) in enumerate(with_records(MANY)):
        paths.append(sent / f"{number}.xlsx")
        paths[-1].write_bytes(content)
        tokens |= set(planted)
        stretches.add(content[len(content) // 2 :][:48])
    workspace = place / "kept" / "made.cypw"
    Workspace.create(workspace, "cypfp-2022", Person("analyst"), AT).close()
    good = place / "good.xlsx"
    good.write_bytes(filled())
    assert main(["accept", str(workspace), str(good), *map(str, paths), "--as", "analyst"]) == 1
    with Workspace.open(workspace) as opened:
        record = opened.record()
        assert [file.name for file in record.files] == ["good.xlsx"]
    # as the window does, so that there is something remembered to search
    remembered.picture(record, plan(), lambda: pictured.picture(record, plan()))
    assert list((place / "home").rglob("derived/*/*/*")), "nothing was remembered"
    remains = b"\n".join(b for name in ("home", "temp", "kept") for b in left(place / name))
    assert b"E07000117" in remains, "what is remembered of the good file was not unpacked"
    assert len(tokens) > MANY
    for token in tokens:
        assert token.encode() not in remains
        assert token.encode("utf-16-le") not in remains
    assert not [stretch for stretch in stretches if stretch in remains]
    assert list((place / "temp").iterdir()) == []


def test_each_refusal_says_what_was_found_and_where_and_repeats_none_of_it() -> None:
    for name, content, tokens in with_records(len(PLACES) * 4):
        with pytest.raises(Refusal, match="holds records of single children: ") as refused:
            read(content, "sent.xlsx")
        said = refused.value.what + refused.value.remedy
        assert not [token for token in tokens if token in said], name
        assert ", in " in refused.value.what
        assert "Ask the board for totals only" in refused.value.remedy


@pytest.mark.parametrize(
    ("which", "said"),
    [(0, "the sheet Workings"), (4, "the hidden sheet Workings"), (16, "that a pivot table keeps")],
)
def test_the_place_is_named_as_a_person_would_look_for_it(which: int, said: str) -> None:
    content = list(with_records(which + 1))[which][1]
    with pytest.raises(Refusal, match=said):
        read(content, "sent.xlsx")


def test_two_hundred_files_of_totals_are_all_let_in() -> None:
    for name, content in clean(MANY):
        assert read(content, f"{name}.xlsx").sheets


def test_check_letters_and_digits_are_worked_out_as_their_makers_do() -> None:
    # the NHS Data Dictionary's own example, and the pupil number of the DfE's guide to its check letter
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("0000000000")
    assert all(is_upn(upn(n)) for n in range(1, 2000, 37))
    assert not is_upn("A" + upn(1)[1:])
    assert all(is_nhs_number(nhs(n)) for n in range(1, 2000, 37))


def test_a_bare_word_for_a_person_needs_two_names_under_it() -> None:
    def sheet(*texts: str) -> Sheet:
        return Sheet(
            "S", "visible", tuple(Cell(n, 1, CellKind.TEXT, t) for n, t in enumerate(texts, 1))
        )

    assert told_by_sheet(sheet("Child", "Testchild Beta"), set()) is Trace.NAME
    assert told_by_sheet(sheet("Pupil", "All pupils", "Burnley", "Total Lancashire"), set()) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("born 3 March 2012", True),
        ("DOB 03/03/2012", True),
        ("d.o.b. 2012-03-03", True),
        ("Pupil name: Testchild A", True),
        ("NHS no. 9434765919", True),
        ("Call 01772 533 201 on 31/03/2024", False),
        ("Children born in 2012", False),
        ("Date of birth was missing for 12 of 98 as at 31/03/2024", False),
        ("A000000000000", False),
        ("0x1F3870BE274F6C49B3E31A0C6728957F", False),
    ],
)
def test_a_text_gives_a_child_away_or_does_not(text: str, found: bool) -> None:  # noqa: FBT001  a table's column
    assert (told(text) is not None) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Child’s Surname", True),
        ("Surname", True),
        ("FORENAME(S)", True),
        ("DateOfBirth", True),
        ("Child ID", True),
        ("Mosaic ID", True),
        ("LCS number", True),
        ("Client NHS number", True),
        ("Full name", True),
        ("Surname, forename", True),
        ("Name of child/YP", True),
        ("PupilMatchingRef", True),
        ("Child", False),
        ("Pupils", False),
        ("School name", False),
        ("Board", False),
        ("Case numbers", False),
        ("Measure", False),
    ],
)
def test_a_heading_promises_records_or_does_not(text: str, found: bool) -> None:  # noqa: FBT001  a table's column
    assert (heading(text) is not None) is found
