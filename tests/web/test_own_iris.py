"""What the release says of itself in RDF leads somewhere too: each such IRI answers as a page, as Turtle and as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, Literal, Namespace, URIRef

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.release import Release
from hasila.releases import kept_releases
from hasila.settings import resolve
from hasila.web.app import create_app

BASE = "https://data.example/forests/"
PROV = Namespace("http://www.w3.org/ns/prov#")
LIMITS = Limits(seconds=1.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
TYPES = {"text/html": None, "text/turtle": "turtle", "application/ld+json": "json-ld"}


@pytest.fixture(scope="module")
def release(forestry_history: Path) -> Release:
    """The later of two sealed releases."""
    return kept_releases(forestry_history / "releases", strict=True)[-1]


@pytest.fixture(scope="module")
def historic(release: Release) -> Iterator[FlaskClient]:
    """A client of that release."""
    with EmbeddedEngine.of_release(release, LIMITS) as engine:
        yield create_app(release, engine, resolve({}, {}, {})).test_client()


def _named(release: Release) -> set[str]:
    """Return the paths of all IRIs of ours that the quality data and the feed name, without fragments."""
    files = ["quality/quality.nt", "quality/conformance.nt", "catalog/catalog.nt", "catalog/void.nt"]
    iris = set()
    for name in files:
        iris.update(re.findall(rf"<{re.escape(BASE)}([^>#]*)", (release.path / name).read_text(encoding="utf-8")))
    for name in ("feed/root.ttl", "feed/1.ttl"):
        graph = rdflib.Graph().parse(release.path / name, publicID=f"{BASE}feed")
        terms = {term for triple in graph for term in triple if isinstance(term, URIRef)}
        iris.update(str(term).removeprefix(BASE).partition("#")[0] for term in terms if term.startswith(BASE))
    # What the data are about has its own tests; here a term of a small ontology need not be described.
    return {"/" + iri for iri in iris if not iri.startswith(("def/", "id/"))}


@pytest.mark.parametrize("accept", TYPES)
def test_each_iri_that_a_release_names_of_itself_answers(release: Release, historic: FlaskClient, accept: str) -> None:
    named = _named(release)
    assert {"/validation/report", "/quality/conformance", "/releases/2024.1.1/"} <= named
    wrong = []
    for path in sorted({*named, "/", "/queries"}):
        response = historic.get(path, headers={"Accept": accept}, follow_redirects=True)
        # What names its format is of that format, whatever is asked.
        if response.status_code != 200 or (accept not in response.content_type and not path.endswith(".ttl")):
            wrong.append((path, response.status_code, response.content_type))
    assert not wrong


@pytest.mark.parametrize(("path", "target"), [
    ("/", "/catalog.ttl"), ("/queries", "/catalog.ttl"), ("/validation/report", "/quality.ttl"),
])  # fmt: skip
def test_programs_are_pointed_to_what_describes_it(historic: FlaskClient, path: str, target: str) -> None:
    response = historic.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["Location"]) == (303, target)
    assert "Accept" in response.headers["Vary"]
    described = {"/": "dcat:Catalog", "/queries": "/queries> ", "/validation/report": "sh:ValidationReport"}[path]
    assert described in historic.get(target).get_data(as_text=True)


@pytest.mark.parametrize(("path", "target"), [
    ("/feed/2024.1.1/1", "/releases/2024.1.1/?lang=fr"), ("/quality/conformance", "/quality?lang=fr"),
    ("/validation/report", "/quality?lang=fr"),
])  # fmt: skip
def test_readers_are_pointed_to_the_page_in_their_language(historic: FlaskClient, path: str, target: str) -> None:
    response = historic.get(f"{path}?lang=fr", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (303, target)


@pytest.mark.parametrize(
    "path", ["/validation/other", "/validation/result-0", "/validation/result-x", "/feed/2024.1.1/9"]
)
def test_what_is_not_there_is_still_404(historic: FlaskClient, path: str) -> None:
    assert historic.get(path, headers={"Accept": "text/html"}).status_code == 404


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]
)
def test_release_tells_in_rdf_what_came_before_and_where_its_changes_are(historic: FlaskClient, accept: str) -> None:
    response = historic.get("/releases/2024.1.1/", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=response.data, format=accept)
    me = URIRef(f"{BASE}releases/2024.1.1/")
    assert (me, RDF.type, PROV.Activity) in graph
    assert graph.value(me, PROV.wasInformedBy) == URIRef(f"{BASE}releases/2024.1.0/")
    assert URIRef(f"{BASE}feed/2024.1.1/1") in set(graph.objects(me, rdflib.RDFS.seeAlso))
    assert Literal("A correction.", lang="en") in set(graph.objects(me, rdflib.DCTERMS.description))
    for file in graph.objects(me, PROV.generated):
        assert historic.head(str(file).removeprefix(BASE[:-1])).status_code == 200, file
