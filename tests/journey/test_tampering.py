"""Two hundred ways to tamper with a signed pack: each is named for what it is, and none reads "as signed"."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata

from cypworkbench.domain.pack import Verdict, Verification
from cypworkbench.domain.record import Record
from cypworkbench.flow import packing, proving, sample
from cypworkbench.flow.decide import Desk
from cypworkbench.signing.addition import Addition
from cypworkbench.signing.identity import Identity, load_identity, new_trial_identity
from cypworkbench.signing.sign import _SignerAt, sign
from cypworkbench.signing.verify import Inspection, inspect
from cypworkbench.store.workspace import Workspace
from tests.journey.keep_pack import PEOPLE
from tests.journey.sampled import BURNLEY, packed, planned, sampled, settled_at
from tests.journey.test_changed_digits import saved, with_a_drawn_digit_changed
from tests.signing.conftest import draw_pack
from tests.signing.tampering import TAMPERING, gap, written

SEED = 20261122
AT = sample.PACKED_AT
BOXES = ("analyst", "head", "chair")
CHANGED, UNTRUSTED = (Verdict.CHANGED,), (Verdict.NOT_TRUSTED,)
SPOILT = (Verdict.CHANGED, Verdict.UNREADABLE)
NOT_AS_SIGNED = "The file is not as it was signed: "
DIFFERS = r"not what the attached record gives; the first is .+: printed .+, should be "


@dataclass(frozen=True)
class Case:
    """A way to tamper, the file it leaves, and the verdict and words that must follow."""

    name: str
    pdf: Callable[[], bytes]
    verdicts: tuple[Verdict, ...]
    says: str
    record: Callable[[], Record] | None = None
    whole: bool = True  # look at figures, words and chain too; else at the signatures alone, which can only be quicker


@cache
def people() -> tuple[Identity, ...]:
    return tuple(own(*who) for who in PEOPLE)


@cache
def stranger() -> Identity:
    return own("Dee Example", "Board chair", "Elsewhere")


def own(name: str, role: str, council: str = "A council") -> Identity:
    return load_identity(new_trial_identity(name, role, council, "trial", now=AT), "trial")


def trust() -> list[bytes]:
    return [person.issuer_pem for person in people() if person.issuer_pem]


def signed(pdf: bytes, by: tuple[Identity, ...]) -> bytes:
    for person, box in zip(by, BOXES, strict=False):
        pdf = sign(pdf, person, field=box, role=person.role, reason="", at=AT)
    return pdf


def _stages(pdf: bytes) -> tuple[bytes, ...]:
    return tuple(signed(pdf, people()[:count]) for count in range(4))


@cache
def stages() -> tuple[bytes, ...]:
    """A small pack of forty pages unsigned, and after each of three signatures: its bytes are what matters."""
    return _stages(draw_pack(40, 10))


@cache
def real() -> tuple[bytes, ...]:
    """Burnley's pack unsigned, and after each of three signatures."""
    return _stages(packed(BURNLEY).content)


def by_another(pdf: bytes) -> bytes:
    """All three boxes signed, the last by somebody nobody vouches for."""
    return signed(pdf, (*people()[:2], stranger()))


def flipped(place: int, bit: int) -> bytes:
    damaged = bytearray(stages()[3])
    damaged[place] ^= 1 << bit
    return bytes(damaged)


def drawn_over(page: int) -> bytes:
    """Something drawn over a page, by an update behind the signatures."""
    writer = IncrementalPdfFileWriter(io.BytesIO(stages()[3]))
    found = writer.find_page_for_modification(page)  # type: ignore[no-untyped-call]  # pyHanko's
    target = found[0].get_object()
    over = writer.add_object(generic.StreamObject(stream_data=b"1 g 0 0 200 200 re f"))
    before = target.raw_get("/Contents")
    known = before if isinstance(before, generic.ArrayObject) else generic.ArrayObject([before])
    target["/Contents"] = generic.ArrayObject([*known, over])
    writer.update_container(target)
    return written(writer)


def swapped(first: int, second: int) -> bytes:
    """Two pages in each other's place, in a file written anew."""
    with pikepdf.open(io.BytesIO(stages()[3])) as opened:
        one, other = opened.pages[first], opened.pages[second]
        opened.pages[first], opened.pages[second] = other, one
        return saved(opened)


def rewritten(**how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(stages()[3])) as opened:
        opened.save(out, **how)  # type: ignore[arg-type]  # each case gives what pikepdf knows
    return out.getvalue()


def attachment_changed() -> bytes:
    """The attached record replaced by an update behind the signatures."""
    writer = IncrementalPdfFileWriter(io.BytesIO(stages()[3]))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    file = names[1]["/EF"]["/F"]
    file._data, file._encoded_data = b"{}", None
    writer.update_container(file)
    return written(writer)


def observed(chance: random.Random) -> tuple[bytes, str]:
    """The pack's record with one digit of one observed figure changed; and the measure it is of."""
    whole = json.loads(packing.snapshot(planned(BURNLEY)))
    rows = [o for r in whole["given"]["returns"] for o in r["observations"] if digits(o)]
    shown = {a.series.measure.id for a in planned(BURNLEY).measures}
    row = chance.choice([o for o in rows if o["measure"] in shown])
    key = chance.choice(digits(row))
    row[key] = str(row[key])[:-1] + str((int(str(row[key])[-1]) + 3) % 10)
    said = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode(), str(row["measure"])


def digits(row: dict[str, object]) -> list[str]:
    return [k for k in ("value", "numerator") if str(row.get(k, ""))[-1:].isdigit()]


def with_record(record: bytes) -> bytes:
    """The pack as drawn, another record attached, all signed by those who may."""
    with pikepdf.open(io.BytesIO(packed(BURNLEY).content)) as opened:
        opened.attachments["snapshot.json"].obj.EF.F.write(record)
        return by_another(saved(opened))


def made_at(box: int, days: int) -> bytes:
    """One of the three signatures made on a day for which its certificate was not given."""
    pdf = stages()[0]
    for number, (person, name) in enumerate(zip(people(), BOXES, strict=True)):
        if number == box:
            pdf = written_by(_SignerAt(_meta(name), person.signer), pdf, AT + timedelta(days=days))
        else:
            pdf = sign(pdf, person, field=name, role=person.role, reason="", at=AT)
    return pdf


def _meta(box: str, **more: object) -> PdfSignatureMetadata:
    kind = SigSeedSubFilter.PADES
    return PdfSignatureMetadata(field_name=box, md_algorithm="sha256", subfilter=kind, **more)  # type: ignore[arg-type]  # each case gives what pyHanko knows


def written_by(signer: _SignerAt, pdf: bytes, at: datetime) -> bytes:
    out = io.BytesIO()
    signer.at = at
    signer.sign_pdf(Addition(io.BytesIO(pdf)), output=out)
    return out.getvalue()


class _Forger(_SignerAt):
    """Certifies whatever it is given."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """Nothing, where pyHanko would refuse."""


def certified_again(box: int) -> bytes:
    meta = _meta(BOXES[box], certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    return written_by(_Forger(meta, people()[box].signer), stages()[box], AT)


def fourth() -> bytes:
    """One more signature, of somebody who is trusted, in a box of its own."""
    signer = _SignerAt(_meta("fourth"), clerk().signer, new_field_spec=SigFieldSpec("fourth"))
    return written_by(signer, real()[3], AT)


@cache
def clerk() -> Identity:
    return own("Fay Example", "Clerk")


def in_each_others_boxes(order: tuple[int, ...]) -> bytes:
    pdf = stages()[0]
    for place, box in zip(order, BOXES, strict=True):
        role = people()[BOXES.index(box)].role
        pdf = sign(pdf, people()[place], field=box, role=role, reason="", at=AT)
    return pdf


def of_another_format(said: str) -> bytes:
    record = packing.snapshot(planned(BURNLEY))
    old = record.replace(b'"format":1', b'"format":0')
    assert old != record
    at = old.index(b'"program":"') + len(b'"program":"')
    old = old[:at] + said.encode() + old[old.index(b'"', at) :]
    with pikepdf.open(io.BytesIO(real()[0])) as opened:
        opened.attachments["snapshot.json"].obj.EF.F.write(old)
        return signed(saved(opened), people())


def chain_made_anew(step: int) -> Record:
    """The workspace's record, its decisions from one before the pack's on made again."""
    record = sampled().record
    start = record.sequence - step
    anew = (
        replace(d, digest=sha256(d.digest.encode()).hexdigest()) if d.sequence > start else d
        for d in record.decisions
    )
    return replace(record, decisions=tuple(anew))


def resigned(part: str, number: int) -> bytes:
    chance = random.Random(SEED + number)  # noqa: S311  chance for a test, not for a secret
    if part == "record":
        return with_record(observed(chance)[0])
    return by_another(with_a_drawn_digit_changed(real()[0], chance)[0])


def cut(number: int) -> bytes:
    chance = random.Random(SEED + number)  # noqa: S311  chance for a test, not for a secret
    return stages()[3][: chance.randrange(len(stages()[0]), len(stages()[3]) - 1)]


def in_small_letters(count: int) -> bytes:
    start, end = gap(stages()[count])
    pdf = stages()[count]
    return pdf[:start] + pdf[start:end].lower() + pdf[end:] + stages()[3][len(pdf) :]


def structural() -> Iterator[Case]:
    """What can be done to the file without anybody's key."""
    for page in range(0, 40, 4):
        yield Case(f"page {page} drawn over", partial(drawn_over, page), CHANGED, NOT_AS_SIGNED)
    for first in range(2, 12):
        yield Case(f"page {first} swapped", partial(swapped, first, 30), CHANGED, NOT_AS_SIGNED)
    for how in ({}, {"linearize": True}, {"qdf": True}, {"compress_streams": False}):
        yield Case(f"rewritten {how}", partial(rewritten, **how), CHANGED, NOT_AS_SIGNED)
    for name, tamper in TAMPERING.items():
        yield Case(name, partial(_tampered, tamper), CHANGED, NOT_AS_SIGNED)
    yield Case("record replaced", attachment_changed, CHANGED, NOT_AS_SIGNED)
    for count in (1, 2, 3):
        yield Case(f"digits of {count}", partial(in_small_letters, count), CHANGED, NOT_AS_SIGNED)
    for number in range(20):
        yield Case(f"cut at random, {number}", partial(cut, number), SPOILT, "^(The|This) file ")
    for count in (1, 2):
        left = ", ".join(BOXES[count:]).replace(", ", " and ")
        said = f"Not signed by everyone: the box(es)? (is|are) empty for {left}."
        yield Case(f"cut to {count}", partial(_stage, count), (Verdict.NOT_SIGNED,), said)


def _tampered(tamper: Callable[[bytes], bytes]) -> bytes:
    return tamper(stages()[3])


def _stage(count: int) -> bytes:
    return stages()[count]


def _real(count: int) -> bytes:
    return real()[count]


def personal() -> Iterator[Case]:
    """What can be done by somebody with a key, and around the file."""
    for part, count in (("record", 6), ("page", 8)):
        for number in range(count):
            says = DIFFERS
            yield Case(
                f"{part} re-signed, {number}", partial(resigned, part, number), CHANGED, says
            )
    for box in range(3):
        others = [stranger() if n == box else person for n, person in enumerate(people())]
        pdf = partial(signed, stages()[0], tuple(others))
        says = "vouches for Dee Example"
        yield Case(f"self-made in {BOXES[box]}", pdf, UNTRUSTED, says, whole=False)
        pdf = partial(signed, stages()[0], (*others[:box], own(*PEOPLE[box]), *others[box + 1 :]))
        said, says = f"namesake in {BOXES[box]}", f"vouches for {PEOPLE[box][0]}"
        yield Case(said, pdf, UNTRUSTED, says, whole=False)
        for days in (1_000, -30):
            says = f"had run out by then, or did not hold yet: {PEOPLE[box][0]}"
            late = partial(made_at, box, days)
            yield Case(f"{BOXES[box]} {days} days", late, UNTRUSTED, says, whole=False)
    for order in list(permutations(range(3)))[1:]:
        says = "another role: .*the certificate says"
        yield Case(
            f"boxes {order}", partial(in_each_others_boxes, order), UNTRUSTED, says, whole=False
        )
    for box in (1, 2):
        says = "claims to seal what was signed before it|content was changed after"
        yield Case(f"second seal {box}", partial(certified_again, box), CHANGED, says, whole=False)
    for step in range(1, 11):
        says = "this workspace's decisions do not lead to it"
        record = partial(chain_made_anew, step)
        yield Case(f"chain {step}", partial(_real, 3), CHANGED, says, record)
    for version in ("0.0.1", "9.9.9"):
        says = rf"format this program does not know\. Verify it with the version .+{version}"
        made = partial(of_another_format, version)
        yield Case(f"version {version}", made, (Verdict.UNREADABLE,), says)


def cases() -> list[Case]:
    made = [*(replace(case, whole=False) for case in structural()), *personal()]
    chance = random.Random(SEED)  # noqa: S311  chance for a test, not for a secret
    whole = len(stages()[3])
    for _ in range(200 - len(made)):
        place, bit = chance.randrange(whole), chance.randrange(8)
        made.append(
            Case(
                f"byte {place} bit {bit}", partial(flipped, place, bit), SPOILT, "^(The|This) file "
            )
        )
    return made


def named(case: Case) -> str:
    """What is wrong with how a case was named; empty when nothing is."""
    record = case.record() if case.record else None
    pdf = case.pdf()
    found: Verification | Inspection = inspect(pdf, trust=tuple(trust()))
    if case.whole:
        found = proving.verify_pack(pdf, trust(), record)
    if found.verdict in case.verdicts and re.search(case.says, found.sentence):
        return ""
    return f"{case.name}: {found.verdict}. {found.sentence}"


def test_one_of_each_kind_of_tampering_is_named_for_what_it_is() -> None:
    kinds = {re.sub(r"[\d-].*", "", case.name): case for case in cases()}
    assert len(kinds) >= 15
    quick = [case for case in kinds.values() if not case.whole or case.record]
    assert [wrong for wrong in map(named, quick[::3]) if wrong] == []


@pytest.mark.slow
def test_two_hundred_tamperings_are_each_named_for_what_they_are() -> None:
    every = cases()
    assert len(every) == len({case.name for case in every}) == 200
    assert [wrong for wrong in map(named, every) if wrong] == []


def test_an_untouched_pack_is_as_signed_copied_renamed_and_with_a_fourth_signature(
    tmp_path: Path,
) -> None:
    packed_up = io.BytesIO()
    with zipfile.ZipFile(packed_up, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("renamed.pdf", real()[3])
    copy = zipfile.ZipFile(packed_up).read("renamed.pdf")
    vouching = [*trust(), clerk().issuer_pem or b""]
    path = settled_at(tmp_path / "issued.cypw")
    with Workspace.open(path) as workspace:
        desk = Desk(workspace, sample.ANALYST, AT)
        packing.keep_pack(desk, planned(BURNLEY), packed(BURNLEY))
        record = workspace.record()
    for pdf in (copy, fourth()):
        found = proving.verify_pack(pdf, vouching, record)
        assert (found.verdict, found.matches_workspace) == (Verdict.AS_SIGNED, True), found.sentence
        assert found.gate == "passed"
        # the workspace may let go of a pack's bytes, and knows it by its digest still
        emptied = replace(record, packs=tuple(replace(p, content=b"") for p in record.packs))
        assert proving.verify_pack(pdf, vouching, emptied).gate == "passed"
