"""Events as a calendar: what is known of their time, and never more.

iCalendar (RFC 5545), written by the library `icalendar`; RFC 7986 for the calendar's name. An event of which only the year is
known fills that year and says so: it is no entry of 1 January. Asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Component

from hasila.rdf.intervals import Interval


@dataclass(frozen=True)
class Event:
    """One event: the IRI of the thing, when it is known to be, what it is called, and lines of what else is told."""

    iri: str
    interval: Interval
    label: str
    told: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class CalendarHead:
    """What a calendar says of itself: its name, the language of all texts, and the moment of the release (UTC)."""

    name: str
    language: str
    released: datetime
    product: str = field(default="-//hasila//hasila//EN")


def as_icalendar(head: CalendarHead, events: Iterable[Event]) -> bytes:
    """Return the calendar of the events, in their order; the same event at the same time stands once."""
    calendar = Calendar()
    calendar.add("prodid", head.product)
    calendar.add("version", "2.0")
    calendar.add("name", head.name, {"LANGUAGE": head.language})
    calendar.add("x-wr-calname", head.name)
    seen: dict[str, int] = {}
    for event in dict.fromkeys(events):
        seen[event.iri] = seen.get(event.iri, 0) + 1
        # One thing may have several times, and a UID stands for one.
        uid = event.iri if seen[event.iri] == 1 else f"{event.iri}#{seen[event.iri]}"
        calendar.add_component(_component(event, uid, head))
    return bytes(calendar.to_ical())


def _component(event: Event, uid: str, head: CalendarHead) -> Component:
    component = Component()
    component.add("uid", uid)
    component.add("dtstamp", head.released)
    first, last = event.interval.first, event.interval.last
    component.add("dtstart", _moment(first))
    if event.interval.is_of_days:
        # DTEND is the first day that is no longer in it.
        component.add("dtend", last + timedelta(days=1) if last < date.max else last)
    elif last != first:
        component.add("dtend", _moment(last))
    language = {"LANGUAGE": head.language}
    component.add("summary", event.label, language)
    if event.told:
        component.add("description", "\n".join(event.told), language)
    if event.place:
        component.add("location", event.place, language)
    component.add("url", event.iri)
    # What took place keeps nobody from anything.
    component.add("transp", "TRANSPARENT")
    return component


def _moment(moment: date) -> date:
    # Without a definition of the zone beside it, only UTC is understood everywhere; a moment without a zone floats.
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment
