"""Days and periods as readers write them: `3 May 2025`, a whole month as `May 2025`, a whole year as `2025`.

ISO 8601 in, the names of months from `translations.toml` out. What is no date is returned as it is.
"""

from __future__ import annotations

import calendar
import datetime

from hasila.web.languages import page_language, translate


def period(begin: str, end: str = "") -> str:
    """Return the period from one day to another, both of them in it; without an end, or with the same, the day."""
    try:
        first = datetime.date.fromisoformat(begin[:10])
        last = datetime.date.fromisoformat(end[:10]) if end else first
    except ValueError:
        return begin if end in ("", begin) else f"{begin} – {end}"
    if first == last:
        return day(first)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return _months(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_number(first)}–{day(last)}"
    return (
        f"{_number(first)} {_month(first)} – {day(last)}" if first.year == last.year else f"{day(first)} – {day(last)}"
    )


def day(date: datetime.date) -> str:
    """Return a day in the language of the page."""
    return f"{_number(date)} {_month(date)} {date.year}"


def _months(first: datetime.date, last: datetime.date) -> str:
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{_month(first)} {first.year}"
    begin = _month(first) if first.year == last.year else f"{_month(first)} {first.year}"
    return f"{begin} – {_month(last)} {last.year}"


def _number(date: datetime.date) -> str:
    return "1er" if date.day == 1 and page_language() == "fr" else str(date.day)


def _month(date: datetime.date) -> str:
    return translate("months", page_language()).split()[date.month - 1]
