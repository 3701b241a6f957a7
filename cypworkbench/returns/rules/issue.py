"""Is this the return that was asked for: its template, its round, its board."""

from collections.abc import Iterator

from cypworkbench.domain.evidence import Origin, Severity
from cypworkbench.domain.framework import Framework
from cypworkbench.returns.cover import MANIFEST
from cypworkbench.returns.names import key
from cypworkbench.returns.register import Doubt, Facts, Need, rule
from cypworkbench.returns.wording import plain_number

TEMPLATE = "cypworkbench return"
EDITIONS = ("1",)
_MANIFEST_CELLS = {"template": "B1", "edition": "B2", "framework": "B3", "round": "B4"}


@rule(
    "R001",
    Severity.STOP,
    (Need.MANIFEST,),
    says=(
        "this return was made from {was}, and this workspace reads {wanted}.",
        "Send the board the blank return of this round, and ask for its figures in that.",
    ),
)
def wrong_template(facts: Facts) -> Iterator[Doubt]:
    """Made from another template, edition or plan."""
    manifest = facts.sent.manifest if facts.sent else {}
    wanted = {
        "template": ((TEMPLATE,), "the template “{}”"),
        "edition": (EDITIONS, "edition {} of the template"),
        "framework": ((facts.framework.id,), "the plan {}"),
    }
    for part, (allowed, phrase) in wanted.items():
        was = manifest.get(part, "")
        if was not in allowed:
            yield Doubt(
                Origin(facts.returned.sha256, MANIFEST, _MANIFEST_CELLS[part]),
                {"was": phrase.format(was or "(none)"), "wanted": phrase.format(allowed[0])},
                read=was,
            )
            return


@rule(
    "R001",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "the hidden sheet that every issued return carries is missing; the cover was believed.",
        "Check that this is the return that was issued, and say so; or ask the board to use it.",
    ),
)
def no_manifest(facts: Facts) -> Iterator[Doubt]:
    """The hidden manifest is missing."""
    if facts.sent and not facts.sent.manifest:
        yield Doubt(facts.sent.cover_origin("board"), read="no manifest")


@rule(
    "R002",
    Severity.ERROR,
    (Need.TEMPLATE, Need.ROUND),
    says=(
        "the return is for {was}, and the round in hand is {wanted}.",
        "Ask the board for its return for {wanted}.",
    ),
)
def wrong_round(facts: Facts) -> Iterator[Doubt]:
    """For another round."""
    if facts.sent is None:
        return
    on_cover = facts.sent.cover.get("round")
    issued = facts.sent.manifest.get("round", "")
    for was in (on_cover.text if on_cover else "", issued):
        if was and key(was) != key(facts.around.round_label):
            words = {"was": was, "wanted": facts.around.round_label}
            yield Doubt(facts.sent.cover_origin("round"), words, read=was)
            return


@rule(
    "R003",
    Severity.ERROR,
    (Need.MANIFEST,),
    says=(
        "the cover says {said}, but this return was issued to {issued}.",
        "Ask the sender whose figures these are; have the cover corrected, and the return sent again.",
    ),
)
def wrong_board(facts: Facts) -> Iterator[Doubt]:
    """The cover names another board than the return was issued to."""
    expected = facts.returned.expected_board
    if facts.sent is None or not expected or facts.returned.board == expected:
        return
    cell = facts.sent.cover.get("board")
    said = cell.text if cell else ""
    words = {
        "said": said or "no board",
        "issued": _name(facts.framework, expected),
    }
    yield Doubt(facts.sent.cover_origin("board"), words, read=said)


@rule(
    "R031",
    Severity.NOTE,
    says=(
        "“{measure}” is asked of another supplier, so what stands here was not counted.",
        "Nothing to do if the other supplier’s figures are meant; if these are, change who supplies the measure.",
    ),
)
def asked_of_another(facts: Facts) -> Iterator[Doubt]:
    """Figures that are asked of another supplier."""
    met: set[str] = set()
    for o in facts.returned.observations:
        if o.measure in facts.around.elsewhere and o.value is not None and o.measure not in met:
            met.add(o.measure)
            title = facts.measures[o.measure].title
            yield Doubt(o.origin, {"measure": title}, o.measure, read=plain_number(o.value))


def _name(framework: Framework, board_id: str) -> str:
    return framework.board(board_id).name
