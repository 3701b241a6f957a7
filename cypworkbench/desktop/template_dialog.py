"""A board's own pages and cover: what it chooses at the left, its pack as it would then look at the right."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cypworkbench.desktop.page_order import PageOrder
from cypworkbench.desktop.preview import Preview
from cypworkbench.desktop.text import button, field, label, writing
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.template import Template
from cypworkbench.flow import templates
from cypworkbench.packs.editions import PAGES

_PAUSE_MS = 500  # after the last key, before the pages are drawn again
_SWATCH = 22


class TemplateDialog(QDialog):
    """Opens with what was decided. `tried(template)` asks for the pages, `logo_wanted` for a picture to take in."""

    tried = Signal(object)
    logo_wanted = Signal()

    def __init__(self, parent: QWidget, framework: Framework, now: Template, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("The board’s own pages and cover")
        self.resize(1180, 680)
        self._framework, self._now = framework, now
        self._logo = now.logo
        self.title = field("Title on the cover", "Board pack")
        self.title.setText(now.title)
        self.words = writing("Words on the cover", "In place of the sentence about the pack")
        self.words.setPlainText(now.text)
        self.words.setFixedHeight(64)
        self.colour = field("Colour", "#0B5C7E")
        self.colour.setText(now.colour)
        self.swatch = QLabel()
        self.choose = button("C&hoose a picture…")
        self.take_off = button("Take it &off")
        self.says = field("The logo for whoever cannot see it", "What it shows, in a few words")
        self.says.setText(now.logo_says)
        self.order = PageOrder(now.pages or PAGES[Edition.BOARD])
        self.preview = Preview()
        self.wrong = label("", "base", wrap=True)
        self.keep = button("&Decide", primary=True)
        self.own = button("The program’s own &look")
        self.cancel = button("Cancel")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out(name)
        self._connect()
        self._check()

    def _lay_out(self, name: str) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("&Title", self.title)
        form.addRow("&Words", self.words)
        colour, logo = QHBoxLayout(), QHBoxLayout()
        logo.setSpacing(8)
        colour.addWidget(self.colour, 1)
        colour.addWidget(self.swatch)
        logo.addWidget(self.choose)
        logo.addWidget(self.take_off)
        logo.addStretch(1)
        named = label("&Colour")
        named.setBuddy(self.colour)
        form.addRow(named, colour)
        form.addRow("Logo", logo)
        form.addRow("It &shows", self.says)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(label(f"{name}: its own pages and cover", "section", wrap=True))
        said = (
            "Title and pages are the board edition’s; words, colour and logo those of every cover."
        )
        left.addWidget(label(said, "small", wrap=True))
        left.addLayout(form)
        left.addWidget(self.order, 1)
        left.addWidget(self.wrong)
        foot = QHBoxLayout()
        foot.addWidget(self.own)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        left.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(16)
        whole.addLayout(left, 1)
        whole.addWidget(self.preview, 1)

    def _connect(self) -> None:
        for line in (self.title, self.colour, self.says):
            line.textChanged.connect(self._changed)
        self.words.textChanged.connect(self._changed)
        self.order.changed.connect(self._changed)
        self.choose.clicked.connect(self.logo_wanted)
        self.take_off.clicked.connect(lambda: self.take_logo(""))
        self._pause.timeout.connect(self.try_it)
        self.own.clicked.connect(self._give_up)
        self.keep.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.finished.connect(lambda _how: self.preview.close_pages())

    @property
    def template(self) -> Template:
        """What is chosen: empty where it is the program's own."""
        pages = self.order.pages
        return replace(
            self._now,
            title=self.title.text(),
            text=self.words.toPlainText(),
            colour=self.colour.text().strip(),
            logo=self._logo,
            logo_says=self.says.text() if self._logo else "",
            pages=() if pages == PAGES[Edition.BOARD] else pages,
        )

    def take_logo(self, logo: str | Refusal) -> None:
        """Take in the picture that was chosen, or say why it cannot be."""
        if isinstance(logo, Refusal):
            self.wrong.setText(f"{logo.what} {logo.remedy}")
            return
        self._logo = logo
        self._changed()

    def show_pages(self, pdf: bytes) -> None:
        """Show the pack as it would look."""
        self.preview.show_pdf(pdf)

    def try_it(self) -> None:
        """Ask for the pages, once nobody has typed for a moment."""
        if self.keep.isEnabled():
            self.tried.emit(templates.checked(self._framework, self.template))

    def _give_up(self) -> None:
        for line in (self.title, self.colour, self.says):
            line.clear()
        self.words.clear()
        self._logo = ""
        self.order.show_pages(PAGES[Edition.BOARD])
        self._changed()

    def _changed(self) -> None:
        self._check()
        self._pause.start()

    def _check(self) -> None:
        refusal = self._refusal()
        self.wrong.setText(f"{refusal.what} {refusal.remedy}" if refusal else "")
        self.keep.setEnabled(refusal is None)
        self.take_off.setEnabled(bool(self._logo))
        self.says.setEnabled(bool(self._logo))
        shown = QColor(self.colour.text().strip())
        patch = QPixmap(_SWATCH, _SWATCH)
        patch.fill(shown if shown.isValid() else QColor("white"))
        self.swatch.setPixmap(patch)
        self.swatch.setVisible(shown.isValid())

    def _refusal(self) -> Refusal | None:
        """Why what is chosen cannot be decided."""
        return templates.wrong_with(self._framework, self.template)
