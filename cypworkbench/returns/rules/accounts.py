"""What is said in words or grades: a milestone with its proof, an entry whole and consented to, an audit's sample."""

from collections.abc import Iterator
from datetime import date

from cypworkbench.domain.account import CONSENT, DATE, PERIOD, PROOF, STATE, YES, Account, grades
from cypworkbench.domain.evidence import Origin, Severity
from cypworkbench.domain.framework import Measure
from cypworkbench.returns import accounts
from cypworkbench.returns.names import key
from cypworkbench.returns.register import Doubt, Facts, Need, rule

_NO = ("no", "n", "refused", "not given", "withheld")


def _told(facts: Facts) -> Iterator[tuple[Measure, Account]]:
    for account in facts.returned.accounts:
        yield facts.measures[account.measure], account


def _doubt(account: Account, heading: str, **words: str) -> Doubt:
    read = account.text(heading)
    told = {"read": read, "held": f"“{read}”" if read else "nothing"}
    return Doubt(accounts.origin(account, heading), told | words, account.measure, read=read)


@rule(
    "R027",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "“{measure}” was asked for, and the return says nothing of it.",
        "Ask the board for it; or set it aside, and the pack will say “not reported”.",
    ),
)
def account_missing(facts: Facts) -> Iterator[Doubt]:
    """A milestone, register or audit that was asked for is left empty."""
    given = {account.measure for account in facts.returned.accounts}
    for measure in accounts.asked(facts.framework):
        if measure.id not in given:
            origin = Origin(facts.returned.sha256, accounts.SHEET, "")
            yield Doubt(origin, {"measure": measure.title}, measure.id)


@rule(
    "R027",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "the state of “{measure}” says {held}, and it can only be: {states}.",
        "Ask the board which of these it is.",
    ),
)
def state_unknown(facts: Facts) -> Iterator[Doubt]:
    """A milestone in a state that the plan does not know."""
    for measure, account in _told(facts):
        terms = measure.milestone
        if terms and key(account.text(STATE)) not in {key(state) for state in terms.states}:
            states = ", ".join(terms.states)
            yield _doubt(account, STATE, measure=measure.title, states=states)


@rule(
    "R027",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "“{measure}” is said to be done, and {lacks}.",
        "Ask the board when it was done and what proves it: {proof}.",
    ),
)
def done_without_proof(facts: Facts) -> Iterator[Doubt]:
    """A milestone that is done without its day or what proves it."""
    for measure, account in _told(facts):
        terms = measure.milestone
        if not terms or key(account.text(STATE)) != key(terms.states[-1]):
            continue
        lacking = [name for name in (DATE, PROOF) if not account.text(name)]
        if lacking:
            named = " and ".join(
                "no day is given" if n == DATE else "nothing proves it" for n in lacking
            )
            yield _doubt(
                account, lacking[0], measure=measure.title, lacks=named, proof=terms.evidence
            )


@rule(
    "R027",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "“{read}” is not a day that can be read.",
        "Ask the board for the day, and have it typed as a date.",
    ),
)
def day_unread(facts: Facts) -> Iterator[Doubt]:
    """A milestone's day that cannot be read."""
    for measure, account in _told(facts):
        if measure.milestone and account.text(DATE) and _day(account.text(DATE)) is None:
            yield _doubt(account, DATE)


@rule(
    "R027",
    Severity.QUERY,
    (Need.TEMPLATE, Need.AS_AT),
    says=(
        "“{measure}” is said to be done on {read}, after the day the round is as at.",
        "Ask whether the day is right, or the milestone still to come.",
    ),
)
def done_in_time_to_come(facts: Facts) -> Iterator[Doubt]:
    """A milestone done on a day still to come."""
    for measure, account in _told(facts):
        day, as_at = _day(account.text(DATE)), facts.around.as_at
        done = measure.milestone and key(account.text(STATE)) == key(measure.milestone.states[-1])
        if done and day and as_at and day > as_at:
            yield _doubt(account, DATE, measure=measure.title)


@rule(
    "R028",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "an entry of “{measure}” says nothing under: {lacking}.",
        "Ask the board for the rest of the entry, or explain why it stands so.",
    ),
)
def entry_in_part(facts: Facts) -> Iterator[Doubt]:
    """An entry of a register that leaves out what is asked."""
    for measure, account in _told(facts):
        if measure.evidence:
            lacking = [name for name, text in account.said if not text]
            if lacking:
                yield _doubt(account, lacking[0], measure=measure.title, lacking=", ".join(lacking))


@rule(
    "R028",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "consent to print this entry is “{read}”, which says neither yes nor no; it will not be printed.",
        "Ask whoever said it, and have Yes or No written there.",
    ),
)
def consent_unclear(facts: Facts) -> Iterator[Doubt]:
    """A consent that says neither yes nor no."""
    for _, account in _told(facts):
        for name, text in account.said:
            plain = text.casefold().strip(" .")
            if CONSENT in name.casefold() and text and plain not in (*YES, *_NO):
                yield _doubt(account, name)


@rule(
    "R029",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "under “{grade}” stands {held}, where a whole number of files belongs; the audit was not counted.",
        "Ask for the number of case files, 0 where there were none.",
    ),
)
def grade_unread(facts: Facts) -> Iterator[Doubt]:
    """A number of case files that cannot be read."""
    for measure, account in _told(facts):
        known = grades(measure, account)
        for grade in measure.audit.grades if measure.audit else ():
            if grade not in known:
                yield _doubt(account, grade, grade=grade)


@rule(
    "R029",
    Severity.ERROR,
    (Need.TEMPLATE,),
    says=(
        "{held} stands where the audit’s period belongs, so it was not counted.",
        "Write the year it covers, such as 2025/26.",
    ),
)
def audit_period_unread(facts: Facts) -> Iterator[Doubt]:
    """An audit for a period that cannot be read."""
    for measure, account in _told(facts):
        if measure.audit and account.period is None:
            yield _doubt(account, PERIOD)


@rule(
    "R029",
    Severity.QUERY,
    (Need.TEMPLATE,),
    says=(
        "{audited} case files were audited, more than the {sample} of the whole county’s sample.",
        "Ask whether the grades were added up for more than this place.",
    ),
)
def audit_beyond_sample(facts: Facts) -> Iterator[Doubt]:
    """An audit of more case files than the whole sample holds."""
    for measure, account in _told(facts):
        total = sum(grades(measure, account).values())
        if measure.audit and total > measure.audit.sample:
            first = measure.audit.grades[0]
            sample = str(measure.audit.sample)
            yield _doubt(account, first, audited=str(total), sample=sample)


@rule(
    "R030",
    Severity.QUERY,
    says=(
        "{measure} is given for {period} without how many people answered; a survey is read by its base.",
        "Ask the board for the numbers who answered and who gave the answers that count.",
    ),
)
def survey_without_base(facts: Facts) -> Iterator[Doubt]:
    """A survey's figure without how many people answered."""
    for given in facts.returned.observations:
        measure = facts.measures.get(given.measure)
        if measure and measure.survey and given.value is not None and not given.denominator:
            words = {"measure": measure.title, "period": given.period.label}
            yield Doubt(given.origin, words, measure.id, given.period, str(given.value))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
