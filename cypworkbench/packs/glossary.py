"""Terms that a reader outside the services may not know; a pack explains only those that its measures use."""

import re

TERMS = {
    "attainment": "what pupils reach in tests and examinations.",
    "child in need": "a child whom the council has assessed as needing its services to do well.",
    "child protection plan": "a written plan to keep a child safe from harm, reviewed at meetings of those involved.",
    "claimant count": "the number of people who claim benefits mainly because they are out of work.",
    "early help": "support for a family before its difficulties grow into ones that need social work.",
    "EHC plan": "an education, health and care plan, the legal document of a child’s special educational needs.",
    "Early Years Foundation Stage": "the standards for learning and care from birth to five.",
    "good level of development": "what a child is expected to have learnt by the end of the reception year.",
    "key stage": "a span of school years with tests or assessments at its end.",
    "looked after": "in the care of the council, by agreement with the parents or by a court’s order.",
    "NEET": "not in education, employment or training.",
    "percentage points": "the difference between two percentages: from 40% to 45% is five points.",
    "permanent exclusion": "a pupil’s removal from a school’s register for good.",
    "rate": "a number set against the size of the population it comes from, so that places can be compared.",
    "SEND": "special educational needs and disabilities.",
    "unauthorised absence": "absence from school that the school has not allowed.",
}


def of(text: str) -> tuple[tuple[str, str], ...]:
    """The terms that stand in a text, as whole words in any case or as plurals, A to Z, each with its meaning."""
    return tuple(
        (term, TERMS[term])
        for term in sorted(TERMS, key=str.casefold)
        if re.search(rf"\b{re.escape(term)}s?\b", text, re.IGNORECASE)
    )
