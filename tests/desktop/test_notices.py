"""Messages take the room they need and no more: a small screen still holds the window when many come at once."""

from pytestqt.qtbot import QtBot

from cypworkbench.desktop.window import Window
from cypworkbench.domain.refusal import Refusal

WIDE, HIGH = 1366, 768


def test_many_long_messages_leave_the_window_on_a_small_screen_with_the_newest_in_view(
    qtbot: QtBot, window: Window
) -> None:
    window.resize(WIDE, HIGH)
    window.show()
    for number in range(9):
        window.notices.tell(
            Refusal(f"File {number} is an old Excel file, " * 6, "Save it anew. " * 9)
        )
    strip = window.notices
    qtbot.waitUntil(lambda: 0 < strip.height() < HIGH / 5)
    assert (window.width(), window.height()) == (WIDE, HIGH)
    assert window.minimumSizeHint().height() <= HIGH
    bar = strip.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    strip.close_button.click()
    assert strip.isHidden()
