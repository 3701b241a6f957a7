"""Whom to trust: what a certificate says of itself, before a workspace takes its word for signers."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cypworkbench.desktop.parts import Facts
from cypworkbench.desktop.text import button, label
from cypworkbench.domain import dates
from cypworkbench.flow.certificates import Certificate

_MEANS = (
    "From then on, whoever holds an identity that it issued is shown as trusted when a pack is verified here. "
    "Compare the fingerprint with the one the council’s ICT gives you by telephone."
)


class TrustDialog(QDialog):
    """Shows each certificate of a file, and asks whether to trust them."""

    def __init__(self, parent: QWidget, held: tuple[Certificate, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Trust a certificate")
        self.setMinimumWidth(560)
        self.held = held
        names = " and ".join(one.name for one in held)
        self.facts = Facts(130)
        self.facts.say(tuple(line for one in held for line in _lines(one)))
        self.act = button("&Trust it" if len(held) == 1 else "&Trust them", primary=True)
        self.cancel = button("Cancel")
        self.cancel.setDefault(True)
        self.act.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(f"Let this workspace trust {names}?", "section", wrap=True))
        whole.addWidget(label(_MEANS, "second", wrap=True))
        whole.addWidget(self.facts)
        whole.addLayout(foot)


def _lines(one: Certificate) -> tuple[tuple[str, str], ...]:
    issuer = "itself" if one.vouches_for_itself else one.issuer
    return (
        ("Whose", one.name),
        ("Issued by", issuer),
        ("Holds until", dates.day(one.until)),
        ("Fingerprint", one.fingerprint),
    )
