"""Calendars and maps: a parser reads from them what the data say of time and place, and no more than is known."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from flask.testing import FlaskClient

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app

HTML = {"Accept": "text/html"}
BASE = "https://data.example/forests/"
DATA = """
@prefix event: <https://data.example/forests/id/event/> .
@prefix place: <https://data.example/forests/id/place/> .
@prefix when: <https://data.example/forests/id/when/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix geosparql: <http://www.opengis.net/ont/geosparql#> .
@prefix schema: <http://schema.org/> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

event:planting rdfs:label "Planting; of oaks, and pines"@en , "Plantation"@fr ;
    dcterms:description "Some time in the year."@en , "Un jour de l'année."@fr ;
    time:hasTime when:2024 ; schema:location place:slope .
event:visit rdfs:label "Visit"@en , "Visite"@fr ; schema:location place:slope , place:gate , place:nowhere .
place:gate rdfs:label "Gate"@en , "Porte"@fr ; dcat:centroid "POINT(11.5 50)"^^geosparql:wktLiteral .
event:count rdfs:label "Count"@en , "Comptage"@fr ;
    schema:startDate "2024-05-02"^^xsd:date ; schema:endDate "2024-05-04"^^xsd:date .
event:fire rdfs:label "Fire"@en , "Feu"@fr ; time:hasTime when:fire .
event:undated rdfs:label "Undated"@en , "Sans date"@fr ; time:hasTime when:unknown .
when:2024 rdfs:label "2024"@en , "2024"@fr ; time:hasBeginning when:2024-01-01 ; time:hasEnd when:2024-12-31 .
when:2024-01-01 rdfs:label "1 January"@en , "1er janvier"@fr ; time:inXSDDate "2024-01-01"^^xsd:date .
when:2024-12-31 rdfs:label "31 December"@en , "31 décembre"@fr ; time:inXSDDate "2024-12-31"^^xsd:date .
when:fire rdfs:label "the fire"@en , "le feu"@fr ; time:inXSDDateTime "2024-07-01T18:30:00+02:00"^^xsd:dateTime .
when:unknown rdfs:label "unknown"@en , "inconnu"@fr .
place:slope rdfs:label "North slope"@en , "Versant nord"@fr ; geo:lat "50.5"^^xsd:decimal ; geo:long "11.25"^^xsd:decimal .
place:wood rdfs:label "Wood"@en , "Bois"@fr ; geosparql:hasGeometry place:outline .
place:outline rdfs:label "Outline"@en , "Contour"@fr ;
    geosparql:asWKT "POLYGON((11 50,12 50,12 51,11 50))"^^geosparql:wktLiteral .
place:nowhere rdfs:label "Nowhere"@en , "Nulle part"@fr .
"""
TIMELINE = """#+ title-en: Forest calendar
#+ title-ar: رزنامة الغابات
#+ description-ar: متى حدث ماذا.
#+ description-fr: Ce qui s'est passé, et quand.
#+ description-en: What happened when.
#+ title-fr: Calendrier des forêts
#+ display: timeline
#+ display-begin: begin
#+ display-end: end
#+ display-label: event
#+ display-mark: precision
#+ column-precision-en: Precision
#+ column-precision-fr: Précision
#+ parameter: language string
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event ?eventLabel ?begin ?end ?precision ?trees WHERE {
  VALUES ?language { "en" }
  VALUES (?event ?begin ?end ?precision ?trees) {
    (<https://data.example/forests/id/event/count> "2024-05-02" "2024-05-04" "day" 12)
    (<https://data.example/forests/id/event/planting> "2024" UNDEF "year" UNDEF)
    (<https://data.example/forests/id/event/planting> "2024" UNDEF "year" UNDEF)
    (<https://data.example/forests/id/event/fire> "2024-07-01T18:30:00+02:00" UNDEF "minute" UNDEF)
    (<https://data.example/forests/id/event/undated> UNDEF UNDEF "unknown" UNDEF)
  }
  ?event rdfs:label ?eventLabel FILTER(LANG(?eventLabel) = ?language)
} ORDER BY ?begin
"""
MAP = """#+ title-en: Places
#+ title-ar: الأماكن
#+ description-ar: أين يوجد ماذا.
#+ description-fr: Où est quoi.
#+ description-en: What is where.
#+ title-fr: Lieux
#+ display: map
#+ display-point: point
#+ display-label: place
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?place ?placeLabel ?point ?stands WHERE {
  VALUES (?place ?point ?stands) {
    (<https://data.example/forests/id/place/slope> "50.5 11.25" 3)
    (<https://data.example/forests/id/place/wood> "POINT(11.5 50.25)" 2.5)
    (<https://data.example/forests/id/place/nowhere> UNDEF UNDEF)
  }
  ?place rdfs:label ?placeLabel FILTER(LANG(?placeLabel) = "en")
} ORDER BY ?place
"""
Build = Callable[..., Release]
Start = Callable[[str, Release, Limits], EmbeddedEngine]


@pytest.fixture(scope="module")
def forest(start: Start, build_whole: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the small publication with events and places."""
    folder = tmp_path_factory.mktemp("events")
    root = Path(shutil.copytree(Path(__file__).parents[1] / "publications" / "forestry", folder / "forestry"))
    with (root / "data" / "2024.ttl").open("a", encoding="utf-8") as data:
        data.write(DATA)
    (root / "queries" / "list-moments.rq").write_text(TIMELINE, encoding="utf-8")
    (root / "queries" / "list-points.rq").write_text(MAP, encoding="utf-8")
    release = build_whole(root, folder / "out")
    limits = Limits(seconds=5.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
    with start("embedded", release, limits) as engine:
        yield create_app(release, engine, resolve({}, {}, {})).test_client()


def events(response: Any) -> dict[str, icalendar.Event]:
    """Return the events of a calendar by UID; the calendar itself is as RFC 5545 asks."""
    assert response.status_code == 200 and response.content_type == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.data)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    # Lines end with CRLF and have 75 octets at most.
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n")) and b"\n" not in response.data.replace(
        b"\r\n", b""
    )
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    assert all(event.errors == [] and "DTSTAMP" in event for event in found.values())
    return found


def features(response: Any) -> list[dict[str, Any]]:
    """Return the features of a collection; it is as RFC 7946 asks."""
    assert response.status_code == 200 and response.content_type == "application/geo+json"
    told = json.loads(response.data)
    assert told["type"] == "FeatureCollection"
    for feature in told["features"]:
        assert feature["type"] == "Feature" and isinstance(feature["properties"], dict)
        assert feature["geometry"] is None or feature["geometry"].keys() == {"type", "coordinates"}
    return list(told["features"])


def test_answer_is_a_calendar(forest: FlaskClient) -> None:
    found = events(forest.get("/queries/list-moments.ics"))
    assert set(found) == {f"{BASE}id/event/{name}" for name in ("count", "planting", "fire")}
    count = found[f"{BASE}id/event/count"]
    # The end is the first day that is no longer in it.
    assert (count["DTSTART"].dt, count["DTEND"].dt) == (date(2024, 5, 2), date(2024, 5, 5))
    assert count["SUMMARY"] == "Count" and count["URL"] == f"{BASE}id/event/count"
    assert "Precision: day" in count["DESCRIPTION"] and "trees: 12" in count["DESCRIPTION"]
    fire = found[f"{BASE}id/event/fire"]
    assert fire["DTSTART"].dt == datetime(2024, 7, 1, 16, 30, tzinfo=UTC) and "DTEND" not in fire


def test_year_is_no_entry_of_its_first_day(forest: FlaskClient) -> None:
    for address in ("/queries/list-moments.ics", "/doc/event/planting.ics"):
        planting = events(forest.get(address))[f"{BASE}id/event/planting"]
        assert (planting["DTSTART"].dt, planting["DTEND"].dt) == (date(2024, 1, 1), date(2025, 1, 1))
        assert "Time as it is known: 2024." in planting["DESCRIPTION"] and planting["TRANSP"] == "TRANSPARENT"
        assert planting["SUMMARY"] == "Planting; of oaks, and pines"
    assert planting["LOCATION"] == "North slope" and "Some time in the year." in planting["DESCRIPTION"]


def test_calendar_speaks_the_readers_language(forest: FlaskClient) -> None:
    for request in ({"path": "/queries/list-moments.ics?lang=fr"},
                    {"path": "/queries/list-moments.ics", "headers": {"Accept-Language": "fr"}}):  # fmt: skip
        response = forest.get(**request)  # type: ignore[arg-type]
        assert response.headers["Content-Language"] == "fr" and "Accept-Language" in response.headers["Vary"]
        planting = events(response)[f"{BASE}id/event/planting"]
        assert planting["SUMMARY"] == "Plantation" and planting["SUMMARY"].params["LANGUAGE"] == "fr"
        assert "Précision: year" in planting["DESCRIPTION"]
    plain = forest.get("/queries/list-moments.ics").headers["ETag"]
    assert plain != response.headers["ETag"]


@pytest.mark.parametrize(
    ("name", "first", "end"),
    [
        ("event/count", date(2024, 5, 2), date(2024, 5, 5)),
        ("when/2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("when/2024-01-01", date(2024, 1, 1), date(2024, 1, 2)),
        ("event/fire", datetime(2024, 7, 1, 16, 30, tzinfo=UTC), None),
    ],
)
def test_thing_with_a_time_is_a_calendar(forest: FlaskClient, name: str, first: date, end: date | None) -> None:
    for response in (forest.get(f"/doc/{name}.ics"), forest.get(f"/doc/{name}", headers={"Accept": "text/calendar"})):
        assert response.headers["Content-Location"] == f"/doc/{name}.ics"
        (event,) = events(response).values()
        assert event["DTSTART"].dt == first and (event["DTEND"].dt if end else None) == end
    assert f'href="/doc/{name}.ics"' in forest.get(f"/doc/{name}", headers=HTML).get_data(as_text=True)


def test_answer_is_a_map(forest: FlaskClient) -> None:
    nowhere, slope, wood = features(forest.get("/queries/list-points", headers={"Accept": "application/geo+json"}))
    assert slope["geometry"] == {"type": "Point", "coordinates": [11.25, 50.5]}
    assert wood["geometry"] == {"type": "Point", "coordinates": [11.5, 50.25]}
    assert slope["id"] == f"{BASE}id/place/slope" and slope["properties"]["name"] == "North slope"
    assert (slope["properties"]["stands"], wood["properties"]["stands"]) == (3, 2.5)
    # What has no point is in the answer all the same.
    assert nowhere["geometry"] is None and nowhere["properties"]["name"] == "Nowhere"


def test_thing_with_a_point_is_a_map(forest: FlaskClient) -> None:
    (slope,) = features(forest.get("/doc/place/slope.geojson?lang=fr"))
    assert slope["geometry"] == {"type": "Point", "coordinates": [11.25, 50.5]}
    assert (slope["id"], slope["properties"]["name"]) == (f"{BASE}id/place/slope", "Versant nord")
    (wood,) = features(forest.get("/doc/place/wood", headers={"Accept": "application/geo+json"}))
    assert wood["geometry"]["type"] == "Polygon" and wood["geometry"]["coordinates"][0][0] == [11.0, 50.0]


def test_event_is_where_its_places_are(forest: FlaskClient) -> None:
    (gate,) = features(forest.get("/doc/place/gate.geojson"))
    assert gate["geometry"] == {"type": "Point", "coordinates": [11.5, 50.0]}
    (planting,) = features(forest.get("/doc/event/planting.geojson"))
    assert planting["geometry"] == {"type": "Point", "coordinates": [11.25, 50.5]}
    (visit,) = features(forest.get("/doc/event/visit.geojson"))
    assert visit["geometry"]["type"] == "MultiPoint"
    assert sorted(visit["geometry"]["coordinates"]) == [[11.25, 50.5], [11.5, 50.0]]


@pytest.mark.parametrize(
    "name", ["event/undated", "stand/oak-1", "place/nowhere", "when/unknown", "organization/office"]
)
def test_what_has_no_time_or_place_is_offered_neither(forest: FlaskClient, name: str) -> None:
    for ending, media_type in (("ics", "text/calendar"), ("geojson", "application/geo+json")):
        assert forest.get(f"/doc/{name}.{ending}").status_code == 404
        refused = forest.get(f"/doc/{name}", headers={"Accept": media_type})
        assert refused.status_code == 406
        assert f".{ending}" not in forest.get(f"/doc/{name}", headers=HTML).get_data(as_text=True)
        second = forest.get(f"/doc/{name}", headers={"Accept": f"{media_type}, text/turtle;q=0.5"})
        assert second.content_type.startswith("text/turtle")


@pytest.mark.parametrize(
    "path",
    ["/queries/list-points.ics", "/queries/list-moments.geojson", "/queries/list-stands.ics", "/dataset/forests.ics",
     "/graph/report/2024.geojson", "/def.ics", "/def/1.0.0.ics", "/doc/event/nothing.ics", "/releases/2024.1.0/citation.ics"],
)  # fmt: skip
def test_what_is_no_calendar_and_no_map_is_not_found(forest: FlaskClient, path: str) -> None:
    assert forest.get(path).status_code == 404


def test_events_of_the_publication_are_all_in_its_calendar(client: FlaskClient) -> None:
    listed = client.get("/queries", headers={"Accept": "application/json"}).get_json()
    fitting = [entry["name"] for entry in listed if "text/calendar" in entry["formats"]]
    assert "list-events-timeline" in fitting
    assert ".ics" in client.get("/queries/list-events-timeline", headers=HTML).get_data(as_text=True)
    for name in fitting:
        rows = json.loads(client.get(f"/queries/{name}.json").data)["results"]["bindings"]
        assert events(client.get(f"/queries/{name}.ics?lang=ar")) or not rows
    rows = json.loads(client.get("/queries/list-events-timeline.json").data)["results"]["bindings"]
    calendar = events(client.get("/queries/list-events-timeline.ics?lang=ar"))
    assert {row["event"]["value"] for row in rows} == {str(event["URL"]) for event in calendar.values()}
    for row in rows:
        event = calendar[row["event"]["value"]]
        assert event["DTSTART"].dt.isoformat() == row["begin"]["value"]
        assert ("الزمن المعروف" in event.get("DESCRIPTION", "")) == (row["begin"]["value"] != row["end"]["value"])
