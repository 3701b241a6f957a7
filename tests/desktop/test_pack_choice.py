"""Every edition, every board and any districts together can be chosen in Packs, looked at, and issued."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.focus import PACKS, Focus
from cypworkbench.desktop.group_dialog import GroupDialog
from cypworkbench.desktop.matters_dialog import MatterForm, MattersDialog
from cypworkbench.desktop.pack_choice import EDITIONS, YOUNG, Wanted
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.sentence_dialog import SentenceDialog
from cypworkbench.desktop.sentences_desk import SentencesDialog
from cypworkbench.desktop.window import Window
from cypworkbench.domain.area import together
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.matter import Matter, MatterKind
from cypworkbench.domain.pack import Edition, Since
from cypworkbench.domain.record import Wording
from cypworkbench.flow import packing, sample
from cypworkbench.flow.sentences import Said
from tests.desktop import pictured
from tests.journey.sampled import BURNLEY, settled_at

WAIT = 120_000


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda is_so: qtbot.waitUntil(is_so, timeout=WAIT)


def test_a_group_is_chosen_by_its_districts_and_has_every_edition(window: Window) -> None:
    window.workbench.look(Focus(PACKS))
    desk = window.desk(PackDesk)
    choice = desk.place.choice
    wished: list[Wanted] = []
    desk.place.pack_wanted.connect(wished.append)
    choice.show(Wanted(choice.wanted.board, YOUNG))
    desk.ask_group()
    (dialog,) = window.findChildren(GroupDialog)
    assert not dialog.show_it.isEnabled()
    for number in (2, 11):  # Fylde and Wyre
        dialog.rows.item(number).setCheckState(Qt.CheckState.Checked)
    assert dialog.named.text() == "Fylde and Wyre"
    dialog.show_it.click()
    group = together([pictured.code("Fylde"), pictured.code("Wyre")])
    assert wished[-1] == choice.wanted == Wanted(group, YOUNG)
    assert desk.place.heading.title.accessibleName() == "Fylde and Wyre"
    closed = [
        name
        for name in EDITIONS
        if not choice.editions.model().flags(
            choice.editions.model().index(choice.editions.findData(name), 0)
        )
        & Qt.ItemFlag.ItemIsEnabled
    ]
    assert closed == []
    assert not desk.place.panel.public.isVisible()  # the county's settings are the group's


def test_what_changed_since_the_last_pack_is_told_by_kind(window: Window) -> None:
    page = window.desk(PackDesk).place.changes
    assert "no earlier pack" in page.sentence.text()
    told = (("figures revised", "Infant mortality: 3.1 became 3.4."), ("words changed", "A note."))
    page.present(Since("version 1", "Figures revised: 1. Words changed: 1.", told, 2))
    assert page.sentence.text().endswith("2 of them are about other areas.")
    assert page.told.text() == told[0][1]
    second = page.rows.topLevelItem(1)
    assert second is not None
    page.rows.setCurrentItem(second)
    assert page.told.text() == "A note."


@pytest.mark.slow
def test_every_edition_is_made_in_the_window_and_a_public_one_issued(
    empty: Window, until: Callable[[Callable[[], bool]], None], tmp_path: Path
) -> None:
    bench = empty.workbench
    bench.open(settled_at(tmp_path / "w.cypw"))
    until(lambda: bench.is_quiet)
    desk = empty.desk(PackDesk)
    place = desk.place
    place.board = BURNLEY
    bench.look(Focus(PACKS))
    for name in EDITIONS:
        place.choice.show(Wanted(BURNLEY, name))
        until(lambda: bench.is_quiet and bool(place.pdf) and place.preview.count > 0)
        assert place.panel.issue.isVisible() is (name != YOUNG)
    place.choice.show(Wanted(BURNLEY, Edition.PUBLIC.value))
    until(lambda: bench.is_quiet and place.made is not None)
    desk.issue()
    until(lambda: bench.is_quiet and place.is_standing)
    assert place.issued is not None
    assert packing.needed(bench.record, BURNLEY, Edition.PUBLIC).packs != ()
    last = bench.record.decisions[-1]
    assert (last.kind, last.body["edition"]) == (DecisionKind.PACK_ISSUED, "public")
    place.choice.show(Wanted("edu-strategic"))
    until(lambda: bench.is_quiet and place.made is not None)
    assert place.made is not None
    assert place.made.wish.board == "edu-strategic"


def test_a_packs_sentences_are_listed_with_how_they_stand_and_kept_in_own_words(
    window: Window,
) -> None:
    written = Wording("success:x@b", "E1", "Ours.", "Theirs.", sample.ANALYST, sample.PACKED_AT)
    told = (
        Said("headlines-status@b", "The headlines", "Ten meet the target.", 180),
        Said("success:x@b", "Success: X", "Theirs now.", 400, written),
    )
    dialog = SentencesDialog(window, "Burnley", told)
    lines = [dialog.rows.item(n).text() for n in range(dialog.rows.count())]
    assert lines[0] == "The headlines\nTen meet the target."
    assert "out of date: no pack can be issued" in lines[1]
    dialog.rows.setCurrentRow(1)
    assert dialog.chosen == told[1]
    gone = SentenceDialog(window, "X", "", written, 400)
    assert "no longer make this passage" in " ".join(
        part.text() for part in gone.findChildren(QLabel)
    )
    assert (gone.keep.isEnabled(), gone.own.isEnabled()) == (False, True)


def test_priorities_and_questions_are_listed_and_a_question_needs_somebody_who_asked(
    window: Window,
) -> None:
    picture = window.workbench.picture
    assert picture is not None
    area = picture.framework.county
    asked = Matter(MatterKind.CHALLENGE, area, 1, "Why?", (), "chair", due=date(2026, 12, 1))
    gone = Matter(MatterKind.PRIORITY, area, 1, "Gone", dropped=True)
    dialog = MattersDialog(window, "The county", area, replace(picture, matters=(gone, asked)))
    assert dialog.rows.count() == 1
    assert "An answer is owed by 1 December 2026." in dialog.rows.item(0).text()
    assert dialog.answer.isEnabled()
    form = MatterForm(dialog, picture.framework, area)
    form.text.setPlainText("Keep families together")
    assert form.matter == Matter(MatterKind.PRIORITY, area, 0, "Keep families together")
    form.kind.setCurrentIndex(1)
    assert not form.act.isEnabled()
    form.who.setText("member for schools")
    assert form.act.isEnabled()
    form.due.setText("soon")
    assert not form.act.isEnabled()
