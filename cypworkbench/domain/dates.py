"""Days and months in words: English whatever the machine's language, which Python's own formats would follow."""

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """A day: 22 October 2026."""
    return f"{value.day} {month(value)}"


def short_day(value: date) -> str:
    """A day where room is short: 22 Oct 2026."""
    return f"{value.day} {short_month(value)}"


def month(value: date) -> str:
    """A month and its year: October 2026."""
    return f"{month_name(value)} {value.year}"


def short_month(value: date) -> str:
    """A month and its year where room is short: Oct 2026."""
    return f"{month_name(value)[:3]} {value.year}"


def month_name(value: date) -> str:
    """A month: October."""
    return MONTHS[value.month - 1]
