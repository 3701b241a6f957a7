"""What verification found: each fact by itself first, the one sentence last."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cypworkbench.desktop.marks import MarkView
from cypworkbench.desktop.measure_tables import RowsModel, RowsView
from cypworkbench.desktop.parts import Facts, card, clear, row
from cypworkbench.desktop.style import Theme
from cypworkbench.desktop.text import button, label
from cypworkbench.desktop.words import count
from cypworkbench.domain import dates
from cypworkbench.domain.pack import SignatureFact, Verdict, Verification
from cypworkbench.flow.verified import ADDED, COVERS, Report

_MARKS = {
    Verdict.AS_SIGNED: "ok",
    Verdict.NOT_SIGNED: "query",
    Verdict.NOT_TRUSTED: "query",
    Verdict.CHANGED: "error",
    Verdict.UNREADABLE: "error",
}


class VerdictPage(QWidget):
    """Shows one verification."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.signatures = RowsModel("Signatures")
        self.table = RowsView(self.signatures)
        self.facts = Facts(170)
        self._last = QVBoxLayout()
        self.sentence = label("Nothing has been verified yet.", "section", wrap=True)
        self._last.addWidget(self.sentence)
        self.report: Report | None = None
        self.save = button("Save what was &found…", spoken="Save what was found, to print or file")
        self.save.setEnabled(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.whose = label("Signatures", "section", wrap=True)
        whole.addWidget(card(self.whose, self.table, margin=12, spacing=8), 1)
        whole.addWidget(
            card(label("What else was looked at", "section"), self.facts, margin=12, spacing=8)
        )
        last = card(self._last, margin=14)
        whole.addLayout(row(last, self.save, spacing=12))

    def present(self, found: Verification, of: str = "", *, report: Report | None = None) -> None:
        """Show the facts, then the verdict that follows from them; `of` names a file from elsewhere.

        `report` is what is written when the analyst saves it.
        """
        self.report = report
        self.save.setEnabled(report is not None)
        self.whose.setText(f"Signatures of {of}" if of else "Signatures")
        heads = ("Role", "Signer", "When", "Intact", "Signed", "Added since", "Trusted by")
        self.signatures.present(heads, tuple(_line(f) for f in found.signatures), left=7)
        for column, width in enumerate((110, 130, 120, 52, 142, 110)):
            self.table.setColumnWidth(column, width)
        self.facts.say(_facts(found))
        clear(self._last)
        self.sentence = label(
            f"{found.verdict.value.capitalize()}. {found.sentence}", "section", wrap=True
        )
        mark = MarkView(self._theme, _MARKS[found.verdict], 24)
        line = row(mark, self.sentence, spacing=12)
        line.setStretch(1, 1)
        self._last.addLayout(line)


def _line(fact: SignatureFact) -> tuple[str, ...]:
    when = f"{dates.short_day(fact.at)} {fact.at:%H:%M}" if fact.at else "no time"
    trust = f"{fact.trusted_by or 'nobody'}{' (trial)' if fact.trial else ''}"
    intact = "yes" if fact.intact else "no"
    signed, added = COVERS[fact.covers], ADDED[fact.changes_since]
    return (fact.role, fact.signer, when, intact, signed, added, trust)


def _facts(found: Verification) -> tuple[tuple[str, str], ...]:
    figures, words = found.figures_that_differ, found.words_that_differ
    differ = count(len(figures), "figure") if figures else "none"
    otherwise = count(len(words), "line") if words else "none"
    matches = {True: "yes", False: "no", None: "no workspace to compare with"}
    return (
        ("Printed figures", f"{found.printed:,} printed, {found.recomputed:,} computed again"),
        ("Figures that differ", differ),
        ("Words", found.words.value),
        ("Words that differ", otherwise),
        ("Not verifiable here", f"{found.not_verifiable:,}"),
        ("Gate before signing", found.gate),
        ("Decisions behind it", f"{found.sequence}, chain head {found.head[:12] or 'none'}"),
        ("Leads on from this workspace", matches[found.matches_workspace]),
    )
