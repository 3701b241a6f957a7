"""What each command does. Results go to standard output, progress and messages to standard error."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from cypworkbench import catalogue
from cypworkbench.cli import told
from cypworkbench.domain.decision import Person
from cypworkbench.domain.framework import Framework
from cypworkbench.domain.pack import Edition, Verdict
from cypworkbench.domain.plain import Plain
from cypworkbench.domain.record import Picture, Round
from cypworkbench.domain.refusal import Refusal
from cypworkbench.flow import decide, packing, pictured, proving, receive
from cypworkbench.store.workspace import Workspace

DONE, NO = 0, 1
_Options = argparse.Namespace


def print_json(document: Plain) -> None:
    """The one JSON document a command with --json prints."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """A message beside the result."""
    print(text, file=sys.stderr)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _desk(options: _Options, workspace: Workspace) -> decide.Desk:
    return decide.Desk(workspace, _person(options), _now())


def _person(options: _Options) -> Person:
    name = told.one_line(options.person)
    if not name:
        raise Refusal("Nobody was named as deciding.", "Say who, by role: --as analyst.")
    return Person(name)


def _framework(workspace: Workspace) -> Framework:
    return catalogue.load_framework(workspace.framework)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"{path.name} could not be opened: {_why(path)}.",
            "Check the folder and the name, and that you may read it.",
        ) from error


def _why(path: Path) -> str:
    if path.is_dir():
        return "it is a folder"
    return "it may not be read here" if path.exists() else "it is not there"


def _text(path: Path) -> str:
    try:
        return _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{path.name} is not a text file in UTF-8.",
            "In Excel, use Save As and choose CSV UTF-8.",
        ) from error


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none: beside the target first, then in its place."""
    beside = path.with_name(f".{path.name}.saving")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        why = "a folder has that name" if path.is_dir() else (error.strerror or "not allowed")
        raise Refusal(
            f"{path.name} could not be written: {why}.",
            "Choose a name in a folder you may write in, with room left.",
        ) from error


def demo(options: _Options) -> int:
    """The whole journey on the sample partnership."""
    from cypworkbench.flow import journey  # the whole journey, only when asked for

    verdict = journey.run(Path(options.to), _say_or_print(options))
    return DONE if verdict is Verdict.AS_SIGNED else NO


def _say_or_print(options: _Options) -> Callable[[str], None]:
    return say if options.json else print


def plan_list(options: _Options) -> int:
    """The plans this program serves."""
    rows = [
        (f.id, f.title, len(f.measures))
        for f in map(catalogue.load_framework, catalogue.list_frameworks())
    ]
    if options.json:
        print_json([{"id": i, "title": t, "measures": n} for i, t, n in rows])
    else:
        for framework_id, title, count in rows:
            print(f"{framework_id:<14}{title} ({count} measures)")
    return DONE


def plan_show(options: _Options) -> int:
    """One plan: outcomes, measures, boards."""
    framework = catalogue.load_framework(options.framework)
    if options.json:
        print_json(told.framework(framework))
    else:
        print(told.framework_text(framework))
    return DONE


def new(options: _Options) -> int:
    """Make a workspace."""
    framework = catalogue.load_framework(options.framework)
    with Workspace.create(Path(options.workspace), framework.id, _person(options), _now()):
        say(f"Made {options.workspace} for {framework.title}.")
    return DONE


def open_round(options: _Options) -> int:
    """Open a reporting round."""
    days = {key: _day(getattr(options, key)) for key in ("due", "meeting", "as_at")}
    with Workspace.open(Path(options.workspace)) as workspace:
        opened = Round(told.one_line(options.round), **days, note=told.one_line(options.note))
        decide.open_round(_desk(options, workspace), opened)
    print(f"Opened: {opened.label}.")
    return DONE


def _round_in_hand(picture: Picture, asked: str | None) -> None:
    """Refuse another round than the one in hand: its dates and targets would be the wrong ones."""
    label = picture.round.label
    if asked is not None and told.one_line(asked) != label:
        raise Refusal(
            f"The round in hand is {label}, not {asked}." if label else "No round is open yet.",
            "Open the round first, with `cypworkbench round`, or name the one in hand.",
        )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"{text} is not a date.", "Write dates as 2026-09-25.") from error


def check(options: _Options) -> int:
    """Read and check files; keep nothing."""
    workspace = Workspace.open(Path(options.workspace)) if options.workspace else None
    framework = _framework(workspace) if workspace else catalogue.load_framework(options.framework)
    label = pictured.round_label(workspace.record()) if workspace else ""
    paths = [Path(name) for name in options.files]
    checks = receive.check_files(paths, framework, label, progress=_progress)
    if options.observations:
        _write(Path(options.observations), told.observations_csv(checks).encode())
    if options.json:
        print_json({"files": [told.file_check(check) for check in checks]})
    else:
        print(told.checks_text(checks))
    return (
        NO if any(check.verdict in {"errors", "refused", "queries"} for check in checks) else DONE
    )


def _progress(done: int, total: int, name: str) -> None:
    if total > 1 and name:
        say(f"Reading {done + 1} of {total}: {name}")


def accept(options: _Options) -> int:
    """Take returns into the workspace."""
    with Workspace.open(Path(options.workspace)) as workspace:
        framework = _framework(workspace)
        label = pictured.round_label(workspace.record())
        paths = [Path(name) for name in options.files]
        checks = receive.check_files(paths, framework, label, progress=_progress)
        receive.accept(workspace, checks, Person(options.person), _now())
        if options.json:
            print_json({"files": [told.file_check(check) for check in checks]})
        else:
            for check in checks:
                print(told.accepted_line(check))
    return NO if any(check.verdict == "refused" for check in checks) else DONE


def explain(options: _Options) -> int:
    """Say why a finding may stand."""
    with Workspace.open(Path(options.workspace)) as workspace:
        picture = pictured.picture(workspace.record(), _framework(workspace))
        finding = told.named_finding(picture.findings, options.finding)
        decide.explain(_desk(options, workspace), finding, options.because)
        print(f"Explained: {finding.message}")
    return DONE


def set_aside(options: _Options) -> int:
    """Leave a return or a measure of it out, with a reason."""
    with Workspace.open(Path(options.workspace)) as workspace:
        board = told.named_board(_framework(workspace), options.board)
        decide.set_aside(
            _desk(options, workspace), board.areas[0], options.measure, options.because
        )
    print(f"Set aside: {board.name}, {options.measure or 'the whole return'}.")
    return DONE


def target(options: _Options) -> int:
    """Record targets from a CSV."""
    with Workspace.open(Path(options.workspace)) as workspace:
        text = _text(Path(options.source))
        targets = decide.read_targets(text, _framework(workspace))
        decide.set_targets(_desk(options, workspace), targets)
        print(f"Recorded {told.counted(len(targets), 'target')}.")
    return DONE


def published(options: _Options) -> int:
    """Take in published comparators."""
    with Workspace.open(Path(options.workspace)) as workspace:
        for name in options.files:
            found = receive.add_published(
                workspace, Path(name), _framework(workspace), _person(options), _now()
            )
            print(f"{Path(name).name}: {len(found):,} published figures.")
    return DONE


def issue(options: _Options) -> int:
    """Write blank returns."""
    from cypworkbench.returns import template  # openpyxl: only when returns are sent out

    with Workspace.open(Path(options.workspace)) as workspace:
        framework = _framework(workspace)
        picture = pictured.picture(workspace.record(), framework)
    _round_in_hand(picture, options.round)
    named = [told.named_board(framework, name) for name in options.board or ()]
    for board in named or framework.district_boards:
        path = Path(options.to) / f"{board.name} return.xlsx"
        _write(path, template.write(framework, board, picture.round, picture.observations))
        print(path)
    return DONE


def pack(options: _Options) -> int:
    """Make a board pack."""
    with Workspace.open(Path(options.workspace)) as workspace:
        picture = pictured.picture(workspace.record(), _framework(workspace))
        _round_in_hand(picture, options.round)
        version = 1 + sum(p.board == options.board for p in workspace.record().packs)
        plan = packing.plan_pack(picture, options.board, Edition(options.edition), version, _now())
        pack = packing.issue_pack(plan)
        _write(Path(options.to), pack.content)
        packing.keep_pack(_desk(options, workspace), plan, pack)
    print(f"{options.to}: {pack.pages} pages, {len(pack.figures):,} figures.")
    for blocker in plan.blockers:
        say(f"Draft, not for signature: {blocker.what} {blocker.remedy}")
    return NO if plan.is_draft else DONE


def sign(options: _Options) -> int:
    """Sign a pack."""
    path = Path(options.file)
    before = _content(path)
    identity = _content(Path(options.identity))
    signed = proving.sign_pack(before, identity, _passphrase(options), options.role, _now())
    if options.workspace:
        with Workspace.open(Path(options.workspace)) as workspace:
            proving.keep_signed(_desk(options, workspace), before, signed, options.role)
    _write(path, signed)
    print(f"{path}: signed as {options.role}.")
    if not options.workspace:
        print("Gate not checked: no workspace was named.")
    return DONE


def verify(options: _Options) -> int:
    """Say what can be proved of a signed pack."""
    trust = [_content(Path(name)) for name in options.trust]
    record = None
    if options.workspace:
        with Workspace.open(Path(options.workspace)) as workspace:
            record = workspace.record()
            trust += proving.trusted(record)
    found = proving.verify_pack(_content(Path(options.file)), trust, record, say)
    if options.json:
        print_json(told.verification(found, options.file))
    else:
        print(told.verification_text(found))
    return DONE if found.verdict is Verdict.AS_SIGNED else NO


def identity_new(options: _Options) -> int:
    """Make a trial identity, marked as one wherever it is used."""
    from cypworkbench.signing import identity  # cryptography: only when identities are made

    secret = _passphrase(options)
    made = identity.new_trial_identity(
        options.name, options.role, options.organisation, secret, now=_now()
    )
    _write(Path(options.to), made)
    print(
        f"{options.to}: a trial identity for {options.name}, {options.role}. It vouches for nobody."
    )
    return DONE


def identity_show(options: _Options) -> int:
    """Say whose identity a file holds, until when, and whether it is a trial one."""
    from cypworkbench.signing import identity  # cryptography: only when identities are read

    held = identity.load_identity(_content(Path(options.file)), _passphrase(options))
    print(f"{held.name}, {held.role}, {held.organisation}; valid to {held.not_after:%d %B %Y}.")
    if held.trial:
        print("A trial identity: it vouches for nobody.")
    return DONE


def _passphrase(options: _Options) -> str:
    return (
        sys.stdin.readline().rstrip("\n")
        if options.passphrase_stdin
        else getpass.getpass("Passphrase: ")
    )


def workspace_log(options: _Options) -> int:
    """Every decision, by whom and when, oldest first."""
    with Workspace.open(Path(options.workspace)) as workspace:
        for decision in workspace.record().decisions:
            print(told.decision_line(decision))
    return DONE


def workspace_check(options: _Options) -> int:
    """Check every file against its digest and every decision against the chain."""
    with Workspace.open(Path(options.workspace)) as workspace:
        record = workspace.record()
    print(
        f"Whole: {told.counted(len(record.files), 'file')}, {told.counted(len(record.decisions), 'decision')}, "
        f"{told.counted(len(record.packs), 'pack')}; "
        f"the chain's head is {record.head[:16]}…"
    )
    return DONE


def assess(options: _Options) -> int:
    """Assess a tidy table of observations: one row a series and point out."""
    from cypworkbench.analysis import tabular  # pandas: only when a table is assessed

    said = tabular.assess_csv(_text(Path(options.table)))
    _write(Path(options.to), said.encode())
    print(options.to)
    return DONE
