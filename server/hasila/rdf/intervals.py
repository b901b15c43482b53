"""Times as intervals: what a date, a month, a year or a moment says, from its first day or moment to its last.

XML Schema 1.1 Datatypes (date, dateTime, gYearMonth, gYear), OWL-Time's intervals, whose last day belongs to them. A year is an
interval, never its first day. Pure functions.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DAY = re.compile(rf"([0-9]{{4}})(?:-([0-9]{{2}})(?:-([0-9]{{2}}))?)?{_ZONE}\Z")
_MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]+)?{_ZONE}\Z")


@dataclass(frozen=True)
class Interval:
    """A time from `first` to `last`, both in it: two days, or two moments (datetime)."""

    first: date
    last: date

    @property
    def is_of_days(self) -> bool:
        """Whether whole days are meant, no moments."""
        return not isinstance(self.first, datetime)


def read_interval(begin: str, end: str = "") -> Interval | None:
    """Return the interval from one time to another, without an end the one that `begin` is; None for what is none.

    A moment beside a day counts as its day, and so do two moments of which only one has a time zone.
    """
    from_, until = _span(begin), _span(end or begin)
    if from_ is None or until is None:
        return None
    first, last = from_[0], until[1]
    if not _comparable(first, last):
        first, last = _day_of(first), _day_of(last)
    return Interval(first, last) if first <= last else None


def _span(text: str) -> tuple[date, date] | None:
    try:
        if _MOMENT.match(text):
            moment = datetime.fromisoformat(text)
            return moment, moment
        found = _DAY.match(text)
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except ValueError:
        return None


def _comparable(first: date, last: date) -> bool:
    if isinstance(first, datetime) and isinstance(last, datetime):
        return (first.tzinfo is None) == (last.tzinfo is None)
    return isinstance(first, datetime) == isinstance(last, datetime)


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
