"""What each kind of decision did, as the rest of a sentence that begins with whoever decided."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from cypworkbench.domain import dates
from cypworkbench.domain.contribution import UNSIGNED, Vouched
from cypworkbench.domain.decision import DecisionKind
from cypworkbench.domain.judgement import Target
from cypworkbench.domain.plain import from_plain
from cypworkbench.domain.refresh import Refresh
from cypworkbench.domain.rule_words import RULES
from cypworkbench.domain.supply import OWN_BOARD
from cypworkbench.flow.log_names import DIGEST, Names
from cypworkbench.packs import target_words, words

Body = Mapping[str, object]
Word = Callable[[Names, str, Body], str]
_WAYS = {"higher": "higher is better", "lower": "lower is better", "neutral": "neither is better"}
_KEY_PARTS = 6  # of a finding's key, its place the last
_STEPS = {"drafted": "drafted", "checked": "checked", "commented": "commented on"}


def _text(body: Body, key: str) -> str:
    return str(body.get(key) or "")


def _because(body: Body, key: str = "because") -> str:
    said = _text(body, key)
    return f": “{said}”" if said else ""


def _day(text: str) -> str:
    with suppress(ValueError):
        return dates.day(date.fromisoformat(text))
    return text


def _opened(_: Names, about: str, body: Body) -> str:
    said = [f"opened {about}"]
    if body.get("due"):
        said.append(f"returns due {_day(_text(body, 'due'))}")
    if body.get("meeting"):
        said.append(f"board meeting {_day(_text(body, 'meeting'))}")
    return ", ".join(said)


def _published(names: Names, about: str, body: Body) -> str:
    measure = _text(body, "measure")
    of = f" of {names.measure(measure)}" if measure else ""
    return f"took in published figures{of}: {names.file(about)}"


def _accepted(names: Names, about: str, body: Body) -> str:
    board = names.board(_text(body, "board"))
    return f"accepted {names.file(about, _text(body, 'file'))} as the return of {board}"


def _rejected(names: Names, about: str, body: Body) -> str:
    return f"sent back {names.file(about)}{_because(body)}"


def _finding(names: Names, about: str, cell: str) -> str:
    """The rule, the cell and what stands there: never what the cell holds, which the log must not repeat."""
    parts = about.split("|")
    code, measure, area, period = (*parts, "", "", "")[:4]
    named = [names.measure(measure)] if measure else []
    named += [names.area(area)] if area else []
    named += [names.period(measure, period)] if period else []
    # decided before cells were noted: only what is about no measure has its cell in its key
    cell = cell or (parts[-1] if len(parts) == _KEY_PARTS and not measure else "")
    where = f" at {cell}" if cell else ""
    what = ": ".join(filter(None, (RULES.get(code, ""), ", ".join(named))))
    return f"{code}{where} ({what})" if what else f"{code}{where}"


def _explained(names: Names, about: str, body: Body) -> str:
    return f"explained {_finding(names, about, _text(body, 'cell'))}{_because(body)}"


def _set_aside(names: Names, about: str, body: Body) -> str:
    area, measure, *board = about.split("|", maxsplit=2)
    what = f"{names.measure(measure)} of {names.area(area)}" if measure else names.area(area)
    if board:
        what = f"the return of {names.board(board[0])}"
    return f"set aside {what}{_because(body)}"


def _target(names: Names, about: str, body: Body) -> str:
    measure = names.measures.get(about.split("|", maxsplit=1)[0])
    with suppress(ValueError, KeyError, TypeError):  # words of an odd record are still told
        target = from_plain(Target, body)
        if measure is not None:
            asked = target_words.with_tolerance(target, measure, names.areas)
            return f"set a target for {names.about(about)}: {asked}"
    return f"set a target for {names.about(about)}"


def _supplied(names: Names, about: str, body: Body) -> str:
    board = _text(body, "board")
    who = "each district’s own board" if board == OWN_BOARD else names.board(board)
    return f"agreed that {who} gives {names.about(about)}{_because(body, 'reason')}"


def _directed(names: Names, about: str, body: Body) -> str:
    way = _WAYS.get(_text(body, "polarity"), _text(body, "polarity"))
    return f"recorded the board’s decision on {names.measure(about)}, that {way}{_because(body)}"


def _threshold(names: Names, about: str, body: Body) -> str:
    name, board, measure = (*about.split("|"), "", "")[:3]
    whose = "every board" if board in ("", "*") else names.board(board)
    of = f", {names.measure(measure)}" if measure else ""
    return f"set {name} to {_text(body, 'value')} for {whose}{of}{_because(body)}"


def _recipe(names: Names, about: str, body: Body) -> str:
    board = _text(body, "board")
    return f"saved how to read the files of {names.board(board) if board else about} ({about})"


def _rebased(names: Names, about: str, body: Body) -> str:
    measure, _, rest = about.partition("|")
    area, _, period = rest.partition("|")
    since = names.period(measure, period)
    return f"gave {names.measure(measure)} in {names.area(area)} new limits from {since}{_because(body)}"


def _disclosed(names: Names, about: str, body: Body) -> str:
    whose = "every board" if about == "*" else names.board(about)
    return f"set what the public may see of small counts, for {whose}{_because(body)}"


def _templated(names: Names, about: str, body: Body) -> str:
    parts = {
        "title": "title",
        "text": "words",
        "colour": "colour",
        "logo": "logo",
        "pages": "pages",
    }
    chosen = [name for key, name in parts.items() if body.get(key)]
    whose = f"the packs of {names.board(about)}"
    if not chosen:
        return f"gave {whose} the program’s own look again"
    listed = " and ".join([*([", ".join(chosen[:-1])] if chosen[:-1] else []), chosen[-1]])
    return f"chose for {whose} a {listed} of their own"


def _commented(names: Names, about: str, body: Body) -> str:
    return f"wrote of {names.about(about)}{_because(body, 'text')}"


def _worded(names: Names, about: str, body: Body) -> str:
    if not body.get("text"):
        return f"let the program’s own sentence stand again for {names.about(about)}"
    return (
        f"put the sentence about {names.about(about)} in words of their own{_because(body, 'text')}"
    )


def _matter(names: Names, about: str, body: Body) -> str:
    kind, area, number = [*about.split("|"), "", ""][:3]
    what = (
        f"{'local priority' if kind == 'priority' else 'question'} {number} of {names.area(area)}"
    )
    text, answered = _text(body, "text"), _text(body, "answer")
    if body.get("dropped") is True:
        return f"dropped {what}: “{text}”"
    return f"answered {what}: “{answered}”" if answered else f"set down {what}: “{text}”"


def _action(names: Names, about: str, body: Body) -> str:
    owner, due = _text(body, "owner"), _day(_text(body, "due"))
    said = f"agreed an action on {names.about(about)}: “{_text(body, 'text')}”, {owner} by {due}"
    progress = _text(body, "progress")
    state = "done" if body.get("done") is True else "so far"
    return f"{said}; {state}: “{progress}”" if progress else said


def _stage(names: Names, about: str, body: Body) -> str:
    stage = _text(body, "stage")
    return f"recorded the pack of {names.board(about)} as {_STEPS.get(stage, stage)}"


def _duty(names: Names, about: str, body: Body) -> str:
    person, role, other = (_text(body, key) for key in ("person", "role", "deputy_for"))
    deputy = f" as deputy for {other}" if other else ""
    until = f", until {_day(_text(body, 'until'))}" if body.get("until") else ""
    return f"named {person} as {role} of {names.board(about)}{deputy}{until}"


def _interest(names: Names, about: str, body: Body) -> str:
    return f"declared an interest to {names.board(about)}{_because(body, 'text')}"


def _approval(names: Names, about: str, body: Body) -> str:
    person, role, minute = (_text(body, key) for key in ("person", "role", "minute"))
    when = _day(_text(body, "meeting"))
    return (
        f"recorded that {person} ({role}) approved {names.pack(about)} on {when}, minute {minute}"
    )


def _on_paper(names: Names, about: str, body: Body) -> str:
    person, role = _text(body, "person"), _text(body, "role")
    when = _day(_text(body, "signed_on"))
    return f"attested that {person} ({role}) signed {names.pack(about)} on paper on {when}, and kept the scan"


def _issued(names: Names, _: str, body: Body) -> str:
    board = names.board(_text(body, "board"))
    verb = "made a draft of" if body.get("draft") else "issued"
    edition = f", {_text(body, 'edition')} edition" if body.get("edition") else ""
    return f"{verb} the pack of {board}, version {_text(body, 'version')}{edition}"


def _refreshed(names: Names, about: str, body: Body) -> str:
    with suppress(ValueError, KeyError, TypeError):  # words of an odd record are still told
        refresh = from_plain(Refresh, body)
        count = len(refresh.passages)
        return (
            f"moved from {names.plan(refresh.was)} to {names.plan(about)}, from {dates.day(refresh.at)}, "
            f"and said what becomes of {count} measures"
        )
    return f"moved to {names.plan(about)}"


def _removed(names: Names, _: str, body: Body) -> str:
    """How many decisions' words, by number, and which files and packs by name."""
    given = body.get("removed")
    removed = [str(one) for one in given] if isinstance(given, list | tuple) else []
    contents = [one for one in removed if len(one) == DIGEST]
    numbers = [one for one in removed if len(one) != DIGEST]
    said = []
    if numbers:
        several = f"{len(numbers)} decisions" if len(numbers) > 1 else "1 decision"
        said.append(f"the words of {several} ({words.listed(numbers)})")
    if contents:
        said.append(f"the bytes of {words.listed([names.content(one) for one in contents])}")
    return f"removed {' and '.join(said) or 'words or files'}{_because(body)}"


def _years(body: Body) -> str:
    said = _text(body, "years")
    return "1 year" if said == "1" else f"{said} years"


def _merged(_: Names, about: str, body: Body) -> str:
    count, aside = _text(body, "count"), _text(body, "conflicts")
    stayed = "was left as it stands" if aside == "1" else "were left as they stand"
    left = f"; {aside} {stayed} here, because both had changed" if aside not in ("", "0") else ""
    sent = "1 decision" if count == "1" else f"{count} decisions"
    return f"merged {sent} that {about} sent, {_vouched(body)}{left}"


def _vouched(body: Body) -> str:
    """Who signed what was merged; without a signature a name is only what the sender wrote."""
    if not isinstance(body.get("signed"), dict):
        return UNSIGNED
    return from_plain(Vouched, body["signed"]).sentence


WORDS: Mapping[DecisionKind, Word] = {
    DecisionKind.WORKSPACE_OPENED: lambda names, about, _: (
        f"made the workspace for {names.plan(about)}"
    ),
    DecisionKind.PLAN_KEPT: lambda names, about, _: (
        f"kept the plan {names.plan(about)} with the record"
    ),
    DecisionKind.PLAN_REFRESHED: _refreshed,
    DecisionKind.ROUND_OPENED: _opened,
    DecisionKind.PUBLISHED_ADDED: _published,
    DecisionKind.RETURN_ACCEPTED: _accepted,
    DecisionKind.RETURN_REJECTED: _rejected,
    DecisionKind.FINDING_EXPLAINED: _explained,
    DecisionKind.SET_ASIDE: _set_aside,
    DecisionKind.TARGET_SET: _target,
    DecisionKind.SUPPLIER_NAMED: _supplied,
    DecisionKind.DIRECTION_DECIDED: _directed,
    DecisionKind.THRESHOLD_SET: _threshold,
    DecisionKind.RECIPE_SAVED: _recipe,
    DecisionKind.REBASED: _rebased,
    DecisionKind.DISCLOSURE_SET: _disclosed,
    DecisionKind.TEMPLATE_SET: _templated,
    DecisionKind.COMMENTED: _commented,
    DecisionKind.SENTENCE_WORDED: _worded,
    DecisionKind.ACTION_AGREED: _action,
    DecisionKind.MATTER_NOTED: _matter,
    DecisionKind.STAGE_PASSED: _stage,
    DecisionKind.DUTY_GIVEN: _duty,
    DecisionKind.INTEREST_DECLARED: _interest,
    DecisionKind.APPROVAL_RECORDED: _approval,
    DecisionKind.PAPER_SIGNED: _on_paper,
    DecisionKind.PACK_ISSUED: _issued,
    DecisionKind.PACK_SIGNED: lambda names, about, body: (
        f"brought back {names.pack(about)}, signed as {_text(body, 'role')} by {body['signer']}"
        if "signer" in body
        else f"signed {names.pack(about)} as {_text(body, 'role')}"
    ),
    DecisionKind.PACK_WITHDRAWN: lambda names, about, body: (
        f"withdrew {names.pack(about)}{_because(body)}"
    ),
    DecisionKind.CERTIFICATE_TRUSTED: lambda _, about, __: f"trusted the certificate of {about}",
    DecisionKind.TAKEN_OVER: lambda _, about, body: (
        f"took the workspace over from {about} on {_text(body, 'computer') or 'this computer'}"
    ),
    DecisionKind.MERGED: _merged,
    DecisionKind.MIGRATED: lambda _, about, __: f"brought the file to version {about}",
    DecisionKind.REDACTED: _removed,
    DecisionKind.SALVAGED: lambda _, about, __: f"saved what could be read of {about}",
    DecisionKind.RETENTION_SET: lambda _, __, body: (
        f"decided to keep rounds for {_years(body)} after their meeting{_because(body)}"
    ),
    DecisionKind.HELD: lambda _, about, body: f"held {about} beyond its time{_because(body)}",
    DecisionKind.HOLD_LIFTED: lambda _, about, body: f"lifted the hold on {about}{_because(body)}",
    DecisionKind.DISPOSED: lambda _, about, __: f"disposed of {about}, with a certificate",
}
