"""One `[[measures]]` table of a plan's file into a Measure, with what its kind needs."""

from cypworkbench.catalogue.entry import MISSING, Entry, nearest
from cypworkbench.domain.framework import Kind, Measure, MeasureRole, Polarity
from cypworkbench.domain.measuring import (
    AuditTerms,
    Break,
    Comparator,
    EvidenceTerms,
    Frequency,
    Geography,
    MilestoneTerms,
    Relation,
    SeriesRef,
    SurveyTerms,
    Tie,
)
from cypworkbench.domain.period import PeriodKind

SHORT_TITLE = 24
"""The most letters a short title may have: it stands beside a chart and in a narrow column."""

TITLE = 100
"""The most letters a title may have: it heads a page in large type, in two lines at most."""

PERCENT = 100

DISCLOSURE = ("none", "low", "counts", "hospital")
NOT_NUMBERS = (Kind.MILESTONE, Kind.EVIDENCE)


def read_measure(entry: Entry) -> Measure:
    """The measure of one table. Raises Refusal naming the key that is wrong."""
    kind = entry.one_of("kind", Kind)
    measure = Measure(
        id=entry.text("id"),
        title=entry.text("title"),
        short_title=entry.text("short_title"),
        question=entry.text("question"),
        wording=entry.text("wording"),
        outcome=entry.text("outcome"),
        kind=kind,
        unit=entry.text("unit"),
        per=entry.whole("per", 1),
        polarity=entry.one_of("polarity", Polarity),
        period_kind=entry.one_of("period_kind", PeriodKind),
        numerator=entry.text("numerator", ""),
        denominator=entry.text("denominator", ""),
        source=entry.text("source"),
        role=entry.one_of("role", MeasureRole, MeasureRole.KEY),
        decimals=entry.whole("decimals", 0),
        hard=entry.bounds("hard"),
        soft=entry.bounds("soft"),
        additive=entry.truth("additive", default=True),
        binomial=entry.truth("binomial", default=True),
        disclosure=entry.text("disclosure", "none"),
        themes=entry.texts("themes", ()),
        notes=entry.text("notes", ""),
        asked=entry.truth("asked", default=False),
        also_in=entry.texts("also_in", ()),
        published_as=entry.text("published_as", ""),
        not_compared=entry.texts("not_compared", ()),
        listed_in=entry.text("listed_in", ""),
        also_wording=entry.texts("also_wording", ()),
        frequency=entry.maybe_one_of("frequency", Frequency),
        geography=entry.maybe_one_of("geography", Geography),
        comparators=entry.some_of("comparators", Comparator),
        same_as=tuple(series_ref(entry, "same_as", text) for text in entry.texts("same_as", ())),
        related_to=entry.tables("related_to", _relation, needed=False),
        breaks=entry.tables("breaks", _break, needed=False),
        worded=entry.maybe_one_of("worded", Polarity),
        in_doubt=entry.text("in_doubt", ""),
        milestone=entry.table("milestone", _milestone, needed=kind is Kind.MILESTONE),
        evidence=entry.table("evidence", _evidence, needed=kind is Kind.EVIDENCE),
        audit=entry.table("audit", _audit, needed=kind is Kind.AUDIT),
        survey=entry.table("survey", _survey, needed=kind is Kind.SURVEY),
    )
    _check(entry, measure)
    return measure


def series_ref(entry: Entry, key: str, text: str) -> SeriesRef:
    """A measure of a plan, written "plan/measure"."""
    framework, slash, measure = text.partition("/")
    if not (framework and slash and measure):
        raise entry.wrong(
            key,
            f"must be written plan/measure, not {text!r}",
            'Write the plan’s id and the measure’s: "cypp-2014/gld".',
        )
    return SeriesRef(framework, measure)


def _relation(entry: Entry) -> Relation:
    text, tie, why = entry.text("to"), entry.one_of("tie", Tie), entry.text("why")
    return Relation(series_ref(entry, "to", text), tie, why)


def _break(entry: Entry) -> Break:
    at, why = entry.day("at"), entry.text("why")
    if at is None:
        raise entry.wrong("at", MISSING, "Give the day of the change: at = 2020-04-01.")
    return Break(at, why)


def _milestone(entry: Entry) -> MilestoneTerms:
    terms = MilestoneTerms(entry.texts("states"), entry.text("evidence"), entry.day("due"))
    if len(terms.states) < 2:  # noqa: PLR2004  not done, and done
        raise entry.wrong(
            "states",
            "must name at least two states, the last one done",
            'Write them in their order: states = ["not begun", "done"].',
        )
    return terms


def _evidence(entry: Entry) -> EvidenceTerms:
    asks = entry.texts("asks")
    if not asks:
        raise entry.wrong(
            "asks", "must name what each entry says", 'Write it so: asks = ["what was said"].'
        )
    return EvidenceTerms(asks)


def _audit(entry: Entry) -> AuditTerms:
    terms = AuditTerms(entry.whole("sample"), entry.texts("grades"), entry.texts("met"))
    if terms.sample < 1:
        raise entry.wrong("sample", "must be 1 or more", "Say how many files are audited a year.")
    _inside(entry, "met", terms.met, terms.grades)
    return terms


def _survey(entry: Entry) -> SurveyTerms:
    return SurveyTerms(entry.text("question"), entry.text("asked_of"), entry.texts("counted"))


def _inside(entry: Entry, key: str, named: tuple[str, ...], known: tuple[str, ...]) -> None:
    for each in named:
        if each not in known:
            said = f"names {each!r}, which is none of {', '.join(known)}"
            raise entry.wrong(key, said, nearest(each, known))
    if not named:
        raise entry.wrong(key, "names nothing", "Name the grades that count as met.")


def _check(entry: Entry, measure: Measure) -> None:
    for key, most in (("short_title", SHORT_TITLE), ("title", TITLE)):
        if len(getattr(measure, key)) > most:
            said = f"has more than {most} letters, too long for a page"
            raise entry.wrong(key, said, "Shorten it; the whole wording has its own key.")
    if measure.disclosure not in DISCLOSURE:
        said = f"must be one of {', '.join(DISCLOSURE)}"
        raise entry.wrong("disclosure", said, nearest(measure.disclosure, DISCLOSURE))
    inside = (measure.soft.low, measure.soft.high)
    if any(end is not None and not measure.hard.holds(end) for end in inside):
        remedy = "Keep soft (unusual, and queried) within hard (impossible beyond it)."
        raise entry.wrong("soft", "reaches outside hard", remedy)
    if len(measure.also_wording) != len(measure.also_in):
        remedy = "Give the plan’s words in each place, in the order of also_in."
        raise entry.wrong("also_wording", "must have one text for each place in also_in", remedy)
    if measure.geography is Geography.COUNTY and Comparator.DISTRICTS in measure.comparators:
        said = "names the districts, and the measure is known for the county only"
        raise entry.wrong("comparators", said, "Take districts out, or correct geography.")
    _check_parts(entry, measure)
    _check_way(entry, measure)
    _check_terms(entry, measure)


def _check_parts(entry: Entry, measure: Measure) -> None:
    """Refuse a multiplier or parts that the measure's kind cannot have."""
    if measure.per < 1 or measure.per != 10 ** (len(str(measure.per)) - 1):
        remedy = "Write the multiplier: per = 100 for a percentage, 1 for a count."
        raise entry.wrong("per", "must be 1, 10, 100, 1000 and so on", remedy)
    if measure.kind is Kind.PERCENTAGE and measure.per != PERCENT:
        said = f"must be {PERCENT} for a percentage, not {measure.per}"
        raise entry.wrong("per", said, 'Write per = 100, or kind = "rate".')
    if measure.denominator and not measure.numerator:
        remedy = "Say what is counted above the line, or take the denominator out."
        raise entry.wrong("numerator", "is missing beside a denominator", remedy)
    shared = measure.kind in (Kind.PERCENTAGE, Kind.RATE, Kind.RATIO)
    if shared and measure.numerator and not measure.denominator:
        remedy = "Say of whom it is counted, or take the numerator out."
        raise entry.wrong("denominator", "is missing beside a numerator", remedy)


def _check_way(entry: Entry, measure: Measure) -> None:
    """Refuse a way to be good that the measure cannot have."""
    if (measure.polarity is Polarity.NONE) is not (measure.kind in NOT_NUMBERS):
        said = "is none for a milestone or an evidence register, and for nothing else"
        remedy = "Write higher, lower or neutral for a measure with figures."
        raise entry.wrong("polarity", said, remedy)
    if measure.in_doubt and measure.polarity is not Polarity.NEUTRAL:
        remedy = 'Write polarity = "neutral", and the way the words point under worded.'
        raise entry.wrong(
            "polarity", "must be neutral while in_doubt asks the board to decide", remedy
        )
    if measure.worded and not measure.in_doubt:
        said = f"gives a direction ({measure.worded}), and nothing says why it is in doubt"
        remedy = "Say why under in_doubt; or take worded out and let polarity give the direction."
        raise entry.wrong("worded", said, remedy)


def _check_terms(entry: Entry, measure: Measure) -> None:
    """Refuse the terms of a kind that the measure is not."""
    held = {
        Kind.MILESTONE: measure.milestone,
        Kind.EVIDENCE: measure.evidence,
        Kind.AUDIT: measure.audit,
        Kind.SURVEY: measure.survey,
    }
    for kind, terms in held.items():
        if terms is not None and kind is not measure.kind:
            said = f"belongs to a measure of kind {kind.value}, not {measure.kind.value}"
            raise entry.wrong(kind.value, said, f'Take it out, or write kind = "{kind.value}".')
