"""Answers and resources as calendars and as places: what has a time as iCalendar, what has a point as GeoJSON.

RFC 5545, RFC 7946 section 3.3. The display of a saved query says which column is what; a resource by itself is read by
standard terms (see `moments`). Decides nothing about data: a time is told as far as it is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from hasila.engine.protocol import ResourceDescription, Term
from hasila.errors import NotFound, ResultTooLarge
from hasila.rdf.displays import Display
from hasila.rdf.formats import EVENT_FORMATS, GEOJSON, ICALENDAR, SPARQL_JSON, Format
from hasila.rdf.geometries import Geometry, read_geometry
from hasila.rdf.intervals import Interval, read_interval
from hasila.rdf.iris import as_uri
from hasila.rdf.languages import pick
from hasila.rdf.namespaces import DCTERMS, RDFS, SCHEMA, SKOS, XSD
from hasila.rdf.saved_queries import SavedQuery, texts
from hasila.web import answers, dates
from hasila.web.languages import page_language, translate
from hasila.web.moments import geometry_of, intervals_of
from hasila.web.pages import text
from hasila.web.site import site
from hasila.web.tables import MOST_BYTES

_FITTING = {"timeline": ICALENDAR, "map": GEOJSON}
"""The format of events that a display has all parts for."""
_LABELS = 25
_LABEL_ENDINGS = ("Label", "_label")
"""The column `xLabel` holds the labels of the column `x`."""
_TOLD = (DCTERMS + "description", SCHEMA + "description", RDFS + "comment", SKOS + "note")
_LOCATION = SCHEMA + "location"
_INTEGERS = frozenset(XSD + name for name in ("integer", "int", "long", "nonNegativeInteger"))
_NUMBERS = frozenset(XSD + name for name in ("decimal", "double", "float"))
Row = Mapping[str, Term]


def formats_for(query: SavedQuery) -> tuple[Format, ...]:
    """Return the formats of events that the answer of a query comes in, beside those of any answer."""
    found = _FITTING.get(query.display.kind)
    return (found,) if found else ()


def formats_of(iri: str, predicates: set[str]) -> tuple[Format, ...]:
    """Return the formats of events that a resource comes in; `predicates` are those it is described with."""
    held = {ICALENDAR: bool(intervals_of(iri, predicates)), GEOJSON: geometry_of(iri, predicates) is not None}
    return tuple(form for form in EVENT_FORMATS if held[form])


def has(iri: str, form: Format) -> bool:
    """Tell whether a resource comes in a format of events."""
    try:
        described = site().engine.describe_resource(iri, 1)
    except NotFound:
        return False
    return form in formats_of(iri, {predicate for predicate, _ in described.out})


def answer(query: SavedQuery, values: Mapping[str, str], form: Format) -> bytes:
    """Return the answer of a saved query as a calendar or as places. Raises ResultTooLarge, and what asking it raises."""
    with answers.answer(query, values, SPARQL_JSON) as whole:
        if whole.length > MOST_BYTES:
            raise ResultTooLarge(f"The answer has {whole.length} bytes; ask for less of it.", bytes=MOST_BYTES)
        told = json.loads(whole.read())
    rows: list[Row] = told["results"]["bindings"]
    if form == ICALENDAR:
        return _calendar(text(query.title).text or query.name, _events(query, told["head"]["vars"], rows))
    return _collection([_feature(query, row) for row in rows])


def describe(iri: str, form: Format) -> bytes:
    """Return one resource as a calendar or as a place. Raises NotFound when it has no time, or no place."""
    described = site().engine.describe_resource(iri, _LABELS)
    predicates = {predicate for predicate, _ in described.out}
    label = _label(described, iri) or iri
    if form == GEOJSON:
        geometry = geometry_of(iri, predicates)
        if geometry is None:
            raise NotFound(f"No place is known of <{iri}>.")
        return _collection([_placed(iri, geometry, {"name": label})])
    intervals = intervals_of(iri, predicates)
    if not intervals:
        raise NotFound(f"No time is known of <{iri}>.")
    told = tuple(str(t["value"]) for p, t in described.out if p in _TOLD and t.get("xml:lang") == page_language())
    place = ", ".join(_label(described, str(t["value"])) for p, t in described.out if p == _LOCATION)
    return _calendar(label, ((as_uri(iri), found, label, told, place) for found in intervals))


def _label(described: ResourceDescription, iri: str) -> str:
    return pick(described.labels.get(iri, {}), page_language(), site().publication.languages)[0]


_EventParts = tuple[str, Interval, str, tuple[str, ...], str]


def _calendar(name: str, events: Iterator[_EventParts]) -> bytes:
    # The library costs more to load than the rest of a page's code, and few ask for calendars.
    from hasila.calendars import CalendarHead, Event, as_icalendar

    publication = site().publication
    released = datetime.fromisoformat(publication.released or publication.modified).replace(tzinfo=UTC)
    head = CalendarHead(name, page_language(), released)
    made = (
        Event(iri, interval, label, (*_honest(interval), *told), place) for iri, interval, label, told, place in events
    )
    return as_icalendar(head, made)


def _honest(interval: Interval) -> Iterator[str]:
    """Yield, of more than one day, what a calendar cannot show: that it is what is known, not how long it took."""
    if interval.is_of_days and interval.first != interval.last:
        known = dates.period(interval.first.isoformat(), interval.last.isoformat())
        yield translate("event-interval", page_language(), period=known)


def _events(query: SavedQuery, names: Sequence[str], rows: list[Row]) -> Iterator[_EventParts]:
    display = query.display
    noted = _noted(display, names)
    for row in rows:
        interval = read_interval(_lexical(row, display.column("begin")), _lexical(row, display.column("end")))
        if interval is None:
            continue
        column = display.column("label")
        address = next((iri for name in (column, *row) if (iri := _iri(row, name))), "")
        told = tuple(f"{_heading(query, name)}: {said}" for name in noted if (said := _said(row, name)))
        yield as_uri(address or _answer_address(query)), interval, _said(row, column), told, ""


def _noted(display: Display, names: Sequence[str]) -> list[str]:
    """Return the columns that are told in words: first those that the display marks and notes, then what else there is."""
    shown = {display.column(part) for part in ("begin", "end", "label")}
    labels = {f"{name}{ending}" for name in names for ending in _LABEL_ENDINGS}
    noted = (*display.columns("mark"), *display.columns("note"), *names)
    return [name for name in dict.fromkeys(noted) if name not in shown | labels]


def _answer_address(query: SavedQuery) -> str:
    return f"{site().publication.base}queries/{query.name}"


def _lexical(row: Row, name: str) -> str:
    return str(row[name]["value"]) if name in row else ""


def _iri(row: Row, name: str) -> str:
    return str(row[name]["value"]) if name in row and row[name]["type"] == "uri" else ""


def _said(row: Row, name: str) -> str:
    """Return what a cell says: its label, which the column of that name holds, else itself."""
    found = next((f"{name}{ending}" for ending in _LABEL_ENDINGS if f"{name}{ending}" in row), name)
    return _lexical(row, found)


def _heading(query: SavedQuery, name: str) -> str:
    return text(texts(query.facts, f"column-{name}")).text or name


def _feature(query: SavedQuery, row: Row) -> dict[str, Any]:
    column = query.display.column("label")
    properties = {"name": _said(row, column), **{name: _value(term) for name, term in row.items()}}
    # A row without a point is no place, but it is in the answer (RFC 7946 section 3.2: an unlocated feature).
    return _placed(_iri(row, column), read_geometry(_lexical(row, query.display.column("point"))), properties)


def _placed(iri: str, geometry: Geometry | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    feature = {"type": "Feature", "geometry": geometry, "properties": dict(properties)}
    return {**feature, "id": iri} if iri else feature


def _value(term: Term) -> object:
    value, datatype = str(term["value"]), term.get("datatype")
    try:
        if datatype in _INTEGERS:
            return int(value)
        if datatype in _NUMBERS:
            number = float(value)
            # JSON has no number for INF and NaN.
            return number if number - number == 0 else value
    except ValueError:
        return value
    return value == "true" if datatype == XSD + "boolean" else value


def _collection(features: list[dict[str, Any]]) -> bytes:
    told = {"type": "FeatureCollection", "features": features}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
