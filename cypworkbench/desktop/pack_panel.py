"""The inspector of a pack: what stands before signing, each with a way to it, then the steps and the signatures."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cypworkbench.desktop.focus import MEASURES, RETURNS, ROUND, Focus
from cypworkbench.desktop.parts import Panel, clear, column, hairline, marked, row
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, caption, label
from cypworkbench.desktop.wishes import MadePack
from cypworkbench.desktop.words import board_of, count, day
from cypworkbench.domain.pack import Blocker, Signatory
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import STEPS
from cypworkbench.flow.issued import IssuedPack
from cypworkbench.packs.prose import told_of


class PackPanel(QObject):
    """Fills the inspector of Packs. `go` asks for another place, `sentences` for the pack's own to be listed."""

    go = Signal(object)
    sentences = Signal()

    def __init__(self, theme: Theme, panel: Panel) -> None:
        super().__init__(panel)
        self._theme = theme
        self._title = label("Before it can be signed", "section")
        self._gate = column(spacing=7)
        self._steps = column(spacing=6)
        panel.body.addWidget(self._title)
        panel.body.addLayout(self._gate)
        panel.body.addWidget(hairline())
        panel.body.addLayout(self._steps)
        panel.body.addStretch(1)
        self.stage = button("")
        self.issue = button("&Issue for signing", primary=True)
        self.sign = button("&Sign…", primary=True, spoken="Sign the pack")
        self.why = label("", "small", wrap=True)
        self.save = button("Save a &copy…", spoken="Save a copy of the pack")
        self.verify = button("Verif&y", spoken="Verify this pack")
        self.formats = button("Other f&ormats…", spoken="Save the pack in another format")
        self.public = button(
            "What the p&ublic would not see…", spoken="What the public edition would withhold"
        )
        for part in (self.stage, self.issue, self.sign, self.why, self.public):
            panel.foot.addWidget(part)
        panel.foot.addLayout(row(self.save, self.verify))
        panel.foot.addWidget(self.formats)
        self.next_stage = ""
        self._area = ""

    def present(
        self,
        picture: Picture,
        board: str,
        made: MadePack | None,
        issued: IssuedPack | None,
        boxes: tuple[Signatory, ...],
    ) -> None:
        """Show where a board's pack stands; `issued` is None unless a final candidate still stands."""
        clear(self._gate)
        self._area = made.area if made else ""
        blockers = made.blockers if made and not issued else ()
        self._title.setText("Before it can be signed" if not issued else "Signed by")
        if issued is None:
            self._say_gate(picture, blockers, known=made is not None)
        clear(self._steps)
        passed = self._say_steps(picture, board, self._steps)
        otherwise = dict(issued.otherwise) if issued else {}
        for box in boxes:
            mark, how = "todo", "not signed yet"
            if issued is not None and box.role in issued.roles:
                mark, how = "done", "signed"
            elif box.role in otherwise:
                mark, how = "done", otherwise[box.role]
            self._steps.addWidget(marked(self._theme, mark, box.role, how))
        self._say_buttons(made, issued, boxes, passed)

    def say_young(self, reading: str) -> None:
        """Say that the young people's edition is made from the public one, which is what is issued; and how it reads.

        `reading` is empty until the edition is there.
        """
        for part in (self.stage, self.issue, self.sign, self.verify, self.formats):
            part.setVisible(False)
        self.save.setEnabled(bool(reading))
        said = "It is made from the public edition: issue and sign that one."
        self.why.setText(f"{said} {reading}".strip())
        self.why.setVisible(True)

    def say_none(self, refusal: Refusal) -> None:
        """Say why no pack could be made."""
        clear(self._gate)
        self._gate.addWidget(marked(self._theme, "error", refusal.what, refusal.remedy))

    def _say_gate(self, picture: Picture, blockers: tuple[Blocker, ...], *, known: bool) -> None:
        # The steps stand below, each with its state and the button that records it.
        others = [b for b in blockers if not b.subject.startswith("step:")]
        if not known:
            self._gate.addWidget(label("The pack is being made.", "small"))
        elif not others:
            words = marked(
                self._theme, "ok", "Nothing stands in the way", "Every finding is answered"
            )
            self._gate.addWidget(words)
        for blocker in others:
            self._gate.addWidget(marked(self._theme, "error", blocker.what, blocker.remedy))
            self._gate.addWidget(self._way(picture, blocker))

    def _way(self, picture: Picture, blocker: Blocker) -> QWidget:
        if told_of(blocker.subject):
            made = button("Go to the sentence", spoken=f"Go to the sentence: {blocker.what}")
            made.clicked.connect(self.sentences)
            return made
        finding = next((f for f in picture.open_findings if f.key == blocker.subject), None)
        if finding is not None:
            focus = Focus(RETURNS, board_of(picture, finding), finding=finding.key)
            made = button("Go to the finding", spoken=f"Go to the finding: {blocker.what}")
        elif any(m.id == blocker.subject for m in picture.framework.measures):
            known = {a.code for a in picture.framework.areas}
            area = self._area if self._area in known else ""
            focus = Focus(MEASURES, measure=blocker.subject, area=area)
            made = button("Go to the measure", spoken=f"Go to the measure: {blocker.what}")
        else:
            focus = Focus(ROUND, blocker.subject)
            made = button("Go to the round", spoken=f"Go to the round: {blocker.what}")
        made.clicked.connect(lambda: self.go.emit(focus))
        return made

    def _say_steps(self, picture: Picture, board: str, steps: QVBoxLayout) -> set[str]:
        passed = {str(d.body.get("stage")): d for d in picture.stages if d.subject == board}
        gone = {str(n.step.body.get("stage")) for n in picture.lapsed if n.step.subject == board}
        for stage in STEPS:
            decision = passed.get(stage)
            mark, more = "todo", "not yet"
            if decision:
                who = decision.by.role or decision.by.name
                mark, more = "done", f"{who}, {day(decision.at.date())}"
            elif stage in gone:
                mark, more = "query", "to be done again: something changed since"
            steps.addWidget(marked(self._theme, mark, stage.capitalize(), more))
        return set(passed)

    def _say_buttons(
        self,
        made: MadePack | None,
        issued: IssuedPack | None,
        boxes: tuple[Signatory, ...],
        passed: set[str],
    ) -> None:
        self.verify.setVisible(True)
        self.formats.setVisible(True)
        left = [s for s in STEPS if s not in passed]
        self.next_stage = left[0] if left and issued is None else ""
        self.stage.setVisible(bool(self.next_stage))
        caption(self.stage, f"Record as {self.next_stage}")
        blockers = len(made.blockers) if made else 0
        self.issue.setVisible(issued is None)
        self.issue.setEnabled(made is not None and not blockers)
        unsigned = issued is not None and any(box.role not in issued.settled for box in boxes)
        self.sign.setEnabled(unsigned)
        self.sign.setVisible(issued is not None)
        if issued is None:
            ready = "Issue it first: the file is then fixed, byte for byte."
            said = f"{count(blockers, 'thing')} to do before this opens." if blockers else ready
            self.why.setText(said if made else "")
        else:
            whole = "Nothing more is wanted." if issued.otherwise else "Every box is signed."
            self.why.setText("" if unsigned else whole)
        self.why.setVisible(bool(self.why.text()))
        self.save.setEnabled(made is not None or issued is not None)
        self.formats.setEnabled(self.save.isEnabled())
        self.verify.setEnabled(issued is not None)
