"""When and where one resource is, as far as standard terms say it of it or of the nodes that it points to.

OWL-Time sections 4.2 (hasTime, hasBeginning, hasEnd, inXSD…), schema.org (startDate, endDate, geo, location), WGS 84 Basic
Geo, GeoSPARQL 1.1 (hasGeometry, asWKT), DCAT 3 section 6.15 (centroid). Terms of a publication's own are not known here. Asks
the engine node by node.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from hasila.engine.protocol import Query
from hasila.rdf.formats import SPARQL_JSON
from hasila.rdf.geometries import Geometry, read_geometry
from hasila.rdf.intervals import Interval, read_interval
from hasila.rdf.iris import is_iri
from hasila.rdf.namespaces import DCAT, GEO, GEOSPARQL, SCHEMA, SCHEMA_SECURE, TIME
from hasila.web.site import site

_INSTANTS = tuple(
    TIME + name for name in ("inXSDDateTimeStamp", "inXSDDateTime", "inXSDDate", "inXSDgYearMonth", "inXSDgYear")
)
"""What an instant is written with, the most exact first."""
_BEGIN = (SCHEMA + "startDate", SCHEMA_SECURE + "startDate", DCAT + "startDate")
_END = (SCHEMA + "endDate", SCHEMA_SECURE + "endDate", DCAT + "endDate")
_HAS_TIME, _HAS_BEGINNING, _HAS_END = TIME + "hasTime", TIME + "hasBeginning", TIME + "hasEnd"
_TIMED = frozenset({_HAS_TIME, _HAS_BEGINNING, *_INSTANTS, *_BEGIN})
_WKT = (GEOSPARQL + "asWKT", DCAT + "centroid")
_GEOMETRIES = (GEOSPARQL + "hasDefaultGeometry", GEOSPARQL + "hasGeometry", SCHEMA + "geo", SCHEMA_SECURE + "geo")
_LATITUDES = (GEO + "lat", SCHEMA + "latitude", SCHEMA_SECURE + "latitude")
_LONGITUDES = (GEO + "long", SCHEMA + "longitude", SCHEMA_SECURE + "longitude")
_LOCATIONS = (SCHEMA + "location", SCHEMA_SECURE + "location")
_PLACED = frozenset({*_WKT, *_GEOMETRIES, *_LATITUDES, *_LOCATIONS})
_MOST = 20
"""So many nodes of one kind are followed: a thing with more times than that is no event."""

Said = Mapping[str, Sequence[str]]
"""What is said of a node: values, in their order, by predicate."""


def intervals_of(iri: str, predicates: Collection[str]) -> list[Interval]:
    """Return the times of a resource in their order; none where it has none, or none that is written as a date.

    `predicates` are those it is described with: without one of time, nothing is asked.
    """
    if _TIMED.isdisjoint(predicates):
        return []
    said = _said(iri)
    nodes = [said, *(_said(node) for node in said.get(_HAS_TIME, ())[:_MOST])]
    found = {interval for node in nodes if (interval := _interval(node)) is not None}
    return sorted(found, key=lambda interval: (interval.first.isoformat(), interval.last.isoformat()))


def _interval(said: Said) -> Interval | None:
    begin = _first(said, _BEGIN) or _instant(said, _HAS_BEGINNING) or _first(said, _INSTANTS)
    end = _first(said, _END) or _instant(said, _HAS_END)
    return read_interval(begin, end) if begin else None


def _instant(said: Said, predicate: str) -> str:
    node = _first(said, (predicate,))
    return _first(_said(node), _INSTANTS) if node else ""


def geometry_of(iri: str, predicates: Collection[str]) -> Geometry | None:
    """Return where a resource is, or else what it took place in; None where that is not said.

    Of several places with a point, the points. See `intervals_of` for `predicates`.
    """
    if _PLACED.isdisjoint(predicates):
        return None
    said = _said(iri)
    own = _geometry(said)
    if own is not None:
        return own
    places = [node for predicate in _LOCATIONS for node in said.get(predicate, ())]
    found = [geometry for place in places[:_MOST] if (geometry := _geometry(_said(place))) is not None]
    points = [geometry["coordinates"] for geometry in found if geometry["type"] == "Point"]
    return {"type": "MultiPoint", "coordinates": points} if len(points) > 1 else next(iter(found), None)


def _geometry(said: Said) -> Geometry | None:
    nodes = [node for predicate in _GEOMETRIES for node in said.get(predicate, ())]
    for node in [said, *map(_said, nodes[:_MOST])]:
        latitude, longitude = _first(node, _LATITUDES), _first(node, _LONGITUDES)
        written = _first(node, _WKT) or (f"{latitude} {longitude}" if latitude and longitude else "")
        found = read_geometry(written)
        if found is not None:
            return found
    return None


def _first(said: Said, predicates: Sequence[str]) -> str:
    return next((said[predicate][0] for predicate in predicates if said.get(predicate)), "")


def _said(iri: str) -> Said:
    if not is_iri(iri):
        # A literal says nothing more, and a blank node cannot be asked about.
        return {}
    query = Query(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} ORDER BY ?p ?o", SPARQL_JSON.name)
    with site().engine.answer(query, own=True) as answer:
        rows = json.loads(answer.read())["results"]["bindings"]
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row["p"]["value"], []).append(row["o"]["value"])
    return said
