"""Times as intervals: what is known is neither shortened nor made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hasila.rdf.intervals import Interval, read_interval

NEW_YEAR, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("begin", "end", "first", "last"),
    [
        ("2025-03-02", "", date(2025, 3, 2), date(2025, 3, 2)),
        ("2025-03-02", "2025-03-05", date(2025, 3, 2), date(2025, 3, 5)),
        ("2025", "", NEW_YEAR, LAST_DAY),
        ("2024-02", "", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", "2025", date(2025, 2, 1), LAST_DAY),
        ("2025Z", "", NEW_YEAR, LAST_DAY),
        ("2025-03-02+01:00", "", date(2025, 3, 2), date(2025, 3, 2)),
        ("2025-12-17T19:52:00", "", datetime(2025, 12, 17, 19, 52), datetime(2025, 12, 17, 19, 52)),
        ("2025-12-17T19:52:00Z", "2025-12-17T20:00:00Z",
         datetime(2025, 12, 17, 19, 52, tzinfo=UTC), datetime(2025, 12, 17, 20, tzinfo=UTC)),
        ("2025-12-17T19:52:00", "2025-12-18", date(2025, 12, 17), date(2025, 12, 18)),
        ("2025-12-17T19:52:00Z", "2025-12-18T00:00:00", date(2025, 12, 17), date(2025, 12, 18)),
    ],
)  # fmt: skip
def test_interval_holds_what_is_said(begin: str, end: str, first: date, last: date) -> None:
    found = read_interval(begin, end)
    assert found == Interval(first, last)
    assert found is not None and found.is_of_days == (type(first) is date)


@pytest.mark.parametrize(
    ("begin", "end"),
    [("", ""), ("soon", ""), ("2025-13-01", ""), ("2025-02-30", ""), ("2025-03-02", "2025-03-01"), ("2025", "soon"),
     ("-0044-03-15", ""), ("2025-12-17T25:00:00", ""), ("2025-03-02 ", ""), ("0000", "")],
)  # fmt: skip
def test_what_is_no_time_gives_none(begin: str, end: str) -> None:
    assert read_interval(begin, end) is None
