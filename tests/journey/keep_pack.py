"""Sign the sample's Burnley pack and keep it for ever: `python -m tests.journey.keep_pack`, once a released version.

Nothing already kept is ever made anew: later versions must verify what earlier ones signed.
"""

import sys
from pathlib import Path

from cypworkbench import __version__
from cypworkbench.flow import proving, sample
from cypworkbench.signing.identity import load_identity, new_trial_identity
from tests.journey.sampled import BURNLEY, packed

KEPT = Path(__file__).with_name("kept")
PEOPLE = (
    ("Ada Example", "Analyst"),
    ("Ben Example", "Head of service"),
    ("Chi Example", "Board chair"),
)


def main() -> int:
    """Write `kept/VERSION.pdf` and the certificates that vouch for its signers; refuse when they are there."""
    path = KEPT / f"{__version__}.pdf"
    if path.exists():
        print(f"{path.name} is kept already.")  # noqa: T201  a command's answer
        return 1
    pdf, vouching = packed(BURNLEY).content, b""
    for name, role in PEOPLE:
        made = new_trial_identity(name, role, "A trial council", "trial", now=sample.PACKED_AT)
        pdf = proving.sign_pack(pdf, proving.Key(made, "trial"), role, sample.PACKED_AT)
        vouching += load_identity(made, "trial").issuer_pem or b""
    path.write_bytes(pdf)
    path.with_suffix(".pem").write_bytes(vouching)
    return 0


if __name__ == "__main__":
    sys.exit(main())
