"""What no figure says: milestones with their proof, entries of registers that may be printed, the audit's grades."""

from collections.abc import Iterator, Sequence
from datetime import date

from cypworkbench.domain.account import CONSENT, DATE, PROOF, STATE, Account, added, is_account
from cypworkbench.domain.framework import Kind, Measure
from cypworkbench.packs import fonts, milestone_strip, words
from cypworkbench.packs.pages import story
from cypworkbench.packs.pages.sheet import LEFT, RIGHT, Sheet
from cypworkbench.packs.pages.story import Block
from cypworkbench.packs.tagged import Run

TITLE = "What no figure says"
_HEADINGS = {
    Kind.MILESTONE: "Milestones",
    Kind.AUDIT: "Audits of case files",
    Kind.EVIDENCE: "What was said and what changed",
}


def draw(sheet: Sheet) -> None:
    """Draw the pages; none where nothing was asked for or said."""
    blocks = [block for kind in _HEADINGS for block in _of_kind(sheet, kind)]
    title = TITLE
    while blocks:
        with sheet.page(TITLE, sheet.place) as page:
            sheet.heading(page, title, 29)
            blocks = story.flow(sheet, page, blocks, (LEFT, 42, RIGHT - LEFT))
        title = f"{TITLE}, continued"


def _of_kind(sheet: Sheet, kind: Kind) -> list[Block]:
    measures = [
        m for m in sheet.plan.picture.framework.measures if m.kind is kind and is_account(m)
    ]
    told = [block for measure in measures for block in _of_measure(sheet, measure)]
    return [Block(_HEADINGS[kind], sheet.section, 6, heading=True), *told] if told else []


def _of_measure(sheet: Sheet, measure: Measure) -> list[Block]:
    accounts = [a for a in sheet.plan.picture.accounts if a.measure == measure.id]
    aside = [s for s in sheet.plan.picture.set_aside if s.measure == measure.id]
    if not accounts and not aside:
        return []
    text = sheet.style(11, 15.4)
    blocks = [Block(measure.title, sheet.style(11, 15.4, fonts.SEMIBOLD), 3)]
    if measure.kind is Kind.MILESTONE:
        for account in accounts:
            as_at, place = sheet.plan.picture.round.as_at, sheet.names[account.area]
            shown = milestone_strip.strip(measure, account, place, as_at)
            blocks += [Block("", text, 2, strip=shown)] if shown else []
            blocks.append(Block(_milestone(sheet, measure, account), text))
    elif measure.kind is Kind.AUDIT:
        blocks += _audit(sheet, measure, accounts)
    else:
        blocks += _register(sheet, accounts)
    blocks += [Block(f"{sheet.names[s.area]}: not reported. {s.reason}", text) for s in aside]
    return blocks


def _milestone(sheet: Sheet, measure: Measure, account: Account) -> str:
    """Where a milestone stands among its states, since when, and what proves it."""
    states = measure.milestone.states if measure.milestone else ()
    state = account.text(STATE)
    place = next((n for n, s in enumerate(states, 1) if s.casefold() == state.casefold()), 0)
    step = f" (step {place} of {len(states)})" if place else ""
    day = f", {_day(account.text(DATE))}" if account.text(DATE) else ""
    proof = f" What proves it: {account.text(PROOF).rstrip('.')}." if account.text(PROOF) else ""
    return f"{sheet.names[account.area]}: {state or 'no state given'}{step}{day}.{proof}"


def _day(text: str) -> str:
    """A day as it is printed; as it was written where it is none."""
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text


def _register(sheet: Sheet, accounts: Sequence[Account]) -> Iterator[Block]:
    """The entries whose givers consent; how many others are kept and not printed."""
    text, quiet = sheet.style(11, 15.4), sheet.style(10.5, 14, fonts.ITALIC, "ink3")
    shown = [a for a in accounts if a.may_be_printed]
    for account in shown:
        said = [
            f"{name}: {told.rstrip('.')}."
            for name, told in account.said
            if told and CONSENT not in name.casefold()
        ]
        yield Block(f"{sheet.names[account.area]}. {' '.join(said)}", text, 1.6)
    held = len(accounts) - len(shown)
    if held:
        entries = "entry is" if held == 1 else "entries are"
        yield Block(
            f"{words.capital(words.counted(held))} more {entries} kept and not printed: consent was not given.",
            quiet,
            1.6,
        )


def _audit(sheet: Sheet, measure: Measure, accounts: Sequence[Account]) -> Iterator[Block]:
    """Each period's grades, the share that met the standard with its range, and the period before."""
    terms = measure.audit
    if terms is None:
        return
    style = sheet.style(11, 15.4)
    held = sheet.plan.picture.assessments.get((measure.id, sheet.plan.area))
    for period in sorted({a.period for a in accounts if a.period}, reverse=True):
        mine = [a for a in accounts if a.period == period]
        count = added(measure, mine)
        total = sum(count.values())
        given = ", ".join(f"{grade} {number}" for grade, number in count.items())
        asked = f" of the {terms.sample} planned" if sheet.is_county else ""
        lead = f"{period.label}: {total} case files audited{asked}. {given}. "
        point = held.series.at(period) if held else None
        if point is None or point.value is None:
            yield Block(lead.rstrip(), style, 1.6)
            continue
        figure = sheet.mark_id("audit", measure.id, sheet.plan.area, "value", period.iso)
        range_ = ""
        if point.lower is not None and point.upper is not None:
            low, high = words.figure(measure, point.lower), words.figure(measure, point.upper)
            range_ = f" (95% interval {low} to {high})"
        before = held.series.at(period.same_last_year) if held else None
        year = ""
        if before is not None and before.value is not None:
            year = f" The year before it was {words.figure(measure, before.value)}."
        value = Run(words.figure(measure, point.value), figure=figure)
        met = words.listed(list(terms.met)).replace(" and ", " or ")
        yield Block(f" were {met}{range_}.{year}", style, 1.6, lead=(Run(lead), value))
