"""A pack signed at home, with the file alone, comes back into the workspace when nothing else was done to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cypworkbench import cli
from cypworkbench.domain.decision import Person
from cypworkbench.domain.refusal import Refusal
from cypworkbench.domain.signoff import Duty
from cypworkbench.flow import bringing_back, logged, packing, proving, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.issued import issued_pack
from cypworkbench.signing import identity
from tests.journey.sampled import BURNLEY, FRAMEWORK, packed, planned

AT = sample.PACKED_AT
ROLES = ("Head of service", "Board chair")


@dataclass(frozen=True, slots=True)
class Home:
    """Two people with the file alone: their identities, whom to trust for them, and what each made of it."""

    trust: str
    head: bytes
    both: bytes
    chair: bytes


@pytest.fixture(scope="module")
def home() -> Home:
    made = [identity.new_trial_identity(f"A. {r}", r, "A council", "p", now=AT) for r in ROLES]
    issuers = [identity.load_identity(each, "p").issuer_pem or b"" for each in made]
    first, second = (proving.Key(each, "p") for each in made)
    pack = packed(BURNLEY).content
    head = proving.sign_pack(pack, first, ROLES[0], AT)
    both = proving.sign_pack(head, second, ROLES[1], AT)
    chair = proving.sign_pack(pack, second, ROLES[1], AT)
    return Home(b"".join(issuers).decode(), head, both, chair)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace in which Burnley's pack was issued."""
    with sample.open_workspace(tmp_path / "w.cypw") as workspace:
        made = Desk(workspace, Person("Clerk"), AT)
        packing.keep_pack(made, planned(BURNLEY), packed(BURNLEY))
        yield made


def test_signatures_made_at_home_are_recorded_with_who_made_them(desk: Desk, home: Home) -> None:
    proving.trust(desk, home.trust)
    bringing_back.keep(desk, bringing_back.check(desk.workspace.record(), home.both))
    record = desk.workspace.record()
    entry = signoff.find(record, home.both)
    assert entry.settled == ROLES
    issued = issued_pack(record, BURNLEY)
    assert issued is not None
    assert (issued.content, issued.roles) == (home.both, ROLES)
    said = [one.sentence for one in logged.entries(record)[-2:]]
    assert "signed as Head of service by A. Head of service" in said[0]
    assert "signed as Board chair by A. Board chair" in said[1]
    with pytest.raises(Refusal, match="no signature that is not here already"):
        bringing_back.check(record, home.both)


def test_what_is_not_this_pack_plainly_signed_is_refused_in_words(desk: Desk, home: Home) -> None:
    def refused(pdf: bytes, why: str) -> None:
        with pytest.raises(Refusal, match=why):
            bringing_back.check(desk.workspace.record(), pdf)

    pack = packed(BURNLEY).content
    refused(home.head, "no certificate you trust vouches for")
    proving.trust(desk, home.trust)
    refused(pack, "no signature that is not here already")
    refused(home.head + b"\n%", "The file is not as it was signed")
    refused(home.head[:500] + b"~" + home.head[501:], "not issued from this workspace")
    bringing_back.keep(desk, bringing_back.check(desk.workspace.record(), home.head))
    refused(home.chair, "Another signature was recorded here meanwhile")
    duty = Duty(BURNLEY, ROLES[1], "Somebody else")
    signoff.give_duty(desk, FRAMEWORK, duty)
    refused(home.both, "A. Board chair is not named to sign as Board chair")


def test_the_terminal_takes_a_signed_pack_back(
    desk: Desk, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proving.trust(desk, home.trust)
    desk.workspace.close()
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(home.head)
    given = ["signoff", "bring-back", str(tmp_path / "w.cypw"), str(signed), "--as", "clerk"]
    assert cli.main(given) == 0
    assert "signed as Head of service by A. Head of service" in capsys.readouterr().out
    assert cli.main(given) == 3
