"""The demonstration: the sample partnership from twelve files to two signed packs, told as it goes."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.domain.decision import DecisionKind, Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Verdict
from cypworkbench.domain.record import Picture
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, outputs, packing, pictured, proving, receive, sample, signoff
from cypworkbench.flow.decide import Desk
from cypworkbench.flow.receive import FileCheck
from cypworkbench.flow.sample import TrialIdentity
from cypworkbench.store.recovery import looked_at
from cypworkbench.store.workspace import Workspace

Tell = Callable[[str], None]


def run(folder: Path, tell: Tell) -> Verdict:
    """Do the whole journey in a folder. Returns the worst verdict of the packs made.

    Files of an earlier run with the same names are replaced. Raises Refusal when the folder cannot be written, or its
    workspace was worked in since.
    """
    started = time.perf_counter()
    path = _prepared(folder)
    framework = catalogue.load_framework(sample.FRAMEWORK)
    tell(f"The sample partnership: {framework.partnership}, {framework.title}")
    with sample.open_workspace(path) as workspace:
        _receive(workspace, framework, tell)
        verdicts = _packs(workspace, framework, folder, tell)
    tell("")
    took = time.perf_counter() - started
    tell(f"Workspace {_sized(path)}, kept while all this was done")
    tell(f"All of it took {took:.1f} s.")
    worst = next((v for v in verdicts if v is not Verdict.AS_SIGNED), Verdict.AS_SIGNED)
    tell(f"Verdict: {worst.value}")
    return worst


def _prepared(folder: Path) -> Path:
    path = folder / "sample.cypw"
    if path.exists() and not _is_untouched(path):
        raise Refusal(
            f"{path.name} in {folder} was worked in after it was made, or is another workspace.",
            "Choose another folder, or move that file away first.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(
            f"{folder} cannot be written.", "Choose a folder you may write in, with 20 MB free."
        ) from error
    return path


def _is_untouched(path: Path) -> bool:
    """Whether a workspace ends as the demonstration ends: with the signature of a trial identity."""
    try:
        last = looked_at(path).decisions[-1]
    except Refusal:
        return False
    trial = {(f"Trial {box.role.lower()}", box.role) for box in signoff.signatories()}
    signed = last.kind is DecisionKind.PACK_SIGNED
    return signed and (last.by.name, last.by.role) in trial


def _receive(workspace: Workspace, framework: Framework, tell: Tell) -> None:
    label = pictured.round_label(workspace.record())
    tell("")
    tell("What the boards sent")
    checks = receive.check_files(sample.returns(), framework, label)
    for check in checks:
        _tell_file(check, tell)
    receive.accept(workspace, checks, sample.ANALYST, sample.RETURNED_AT)
    tell("")
    tell("What came back corrected")
    again = receive.check_files(sample.resubmitted(), framework, label)
    for check in again:
        _tell_file(check, tell)
    receive.accept(workspace, again, sample.ANALYST, sample.ANSWERED_AT)
    desk = Desk(workspace, sample.ANALYST, sample.ANSWERED_AT)
    answered = sample.answer(desk, pictured.picture(workspace.record(), framework))
    tell("")
    tell(f"Decided: {answered} explanations, comments, actions and figures set aside.")


def _tell_file(check: FileCheck, tell: Tell) -> None:
    if check.returned is None:
        refusal = check.refusal
        tell(f"  {check.name}: refused. {refusal.what} {refusal.remedy}" if refusal else check.name)
        return
    doubts = [f for f in check.returned.findings if f.needs_answer]
    tell(f"  {check.name}: {len(check.returned.observations)} figures, {len(doubts)} to answer")
    for finding in doubts:
        tell(f"    {finding.code} {finding.message}")


def _packs(workspace: Workspace, framework: Framework, folder: Path, tell: Tell) -> list[Verdict]:
    signed_at = datetime.now(UTC).replace(microsecond=0)
    desk = Desk(workspace, sample.ANALYST, sample.PACKED_AT)
    boards = packing.pack_boards(framework)
    shown = [boards[0], *(b for b in boards if sample.DISTRICT_SHOWN in b.name)]
    for board in shown:
        for stage, person in sample.STAGES:
            signoff.pass_step(replace(desk, by=person), board.id, stage)
    trial = sample.identities(signed_at)
    picture = pictured.picture(workspace.record(), framework)
    # The candidates are drawn before the certificates are trusted: those differ from run to run, the packs must not.
    made = [
        _candidate(desk, picture, board.id, folder / f"{board.name} pack.pdf", tell)
        for board in shown
    ]
    for identity in trial:
        decide.trust(desk, identity.name, identity.certificate.decode())
    return [_signed(replace(desk, at=signed_at), path, trial, tell) for path in made]


def _candidate(desk: Desk, picture: Picture, board: str, path: Path, tell: Tell) -> Path:
    started = time.perf_counter()
    plan = packing.plan_pack(picture, board, Edition.BOARD, 1, sample.PACKED_AT)
    pack = packing.issue_pack(plan)
    outputs.put(path, pack.content)
    packing.keep_pack(desk, plan, pack)
    took = time.perf_counter() - started
    tell("")
    tell(
        f"{_sized(path)}, {pack.pages} pages, {len(pack.figures):,} figures, drawn in {took:.1f} s"
    )
    for blocker in plan.blockers:
        tell(f"  Not for signature: {blocker.what} {blocker.remedy}")
    return path


def _signed(desk: Desk, path: Path, trial: tuple[TrialIdentity, ...], tell: Tell) -> Verdict:
    started = time.perf_counter()
    content = path.read_bytes()
    for identity in trial:
        key = proving.Key(identity.content, sample.PASSPHRASE)
        after = proving.sign_pack(content, key, identity.role, desk.at)
        signer = replace(desk, by=Person(identity.name, identity.role))
        proving.keep_signed(signer, content, after, identity.role)
        content = after
    signed = path.with_name(f"{path.stem}, signed.pdf")
    outputs.put(signed, content)
    took = time.perf_counter() - started
    tell("")
    tell(f"{_sized(signed)}, {len(trial)} signatures in {took:.1f} s")
    started = time.perf_counter()
    record = desk.workspace.record()
    found = proving.verify_pack(content, proving.trusted(record), record)
    took = time.perf_counter() - started
    tell(
        f"  {found.printed:,} printed figures computed again, {len(found.differ)} differ; "
        f"gate {found.gate}; {took:.1f} s"
    )
    tell(f"  {found.verdict.value}: {found.sentence}")
    return found.verdict


def _sized(path: Path) -> str:
    return f"{path.name}: {path.stat().st_size / 1000:,.0f} kB"
