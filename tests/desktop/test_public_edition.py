"""A board's settings are decided in the window, and what would be withheld is found again under them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cypworkbench.desktop.disclosure_dialog import DisclosureDialog
from cypworkbench.desktop.pack_desk import PackDesk
from cypworkbench.desktop.window import Window
from cypworkbench.desktop.withheld_dialog import WithheldDialog
from cypworkbench.domain.disclosure import Disclosure
from cypworkbench.flow import sample
from cypworkbench.flow.disclosing import settings_for
from tests.journey.sampled import BURNLEY

WAIT = 60_000


@pytest.fixture
def settle(qtbot: QtBot, empty: Window) -> Callable[[], None]:
    """Wait until nothing is under way."""
    return lambda: qtbot.waitUntil(lambda: empty.workbench.is_quiet, timeout=WAIT)


@pytest.mark.slow
def test_settings_are_decided_where_what_is_withheld_is_seen(
    empty: Window, settle: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "w.cypw"
    sample.open_workspace(path).close()
    empty.workbench.open(path)
    settle()
    public = empty.desk(PackDesk).public
    public.show(BURNLEY)
    settle()
    (seen,) = empty.findChildren(WithheldDialog)
    assert "Counts up to 5 are small" in seen.more.text()
    seen.settings.click()
    (asked,) = seen.findChildren(DisclosureDialog)
    asked.threshold.setCurrentIndex(asked.threshold.findData(7))
    asked.because.setPlainText("Agreed in June.")
    asked.keep.click()
    settle()
    decided = settings_for(empty.workbench.record, BURNLEY)
    assert decided == Disclosure(BURNLEY, threshold=7, because="Agreed in June.")
    assert "Counts up to 7 are small" in seen.more.text()
    public.decide(seen, BURNLEY, Disclosure(BURNLEY, threshold=2, because="Too low."))
    settle()
    assert "The settings are as they were. A threshold of 2" in seen.warned.text()
    assert "Counts up to 7 are small" in seen.more.text()
    seen.close_it.click()
