"""SPARQL 1.1 Service Description: what the endpoint says of itself."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, VOID, BNode, Graph, Literal, Namespace, URIRef

from hasila.rdf.formats import NTRIPLES
from hasila.release import Counts, NamedGraph, Release
from hasila.settings import LIMITS, resolve
from hasila.web import service_description

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Namespace("http://schema.org/")
FORMATS = {f"http://www.w3.org/ns/formats/{name}" for name in (
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV",
    "SPARQL_Results_TSV")}  # fmt: skip


def _described(client: FlaskClient, base_url: str | None = None, **headers: str) -> Graph:
    response = client.get("/sparql", base_url=base_url, headers={"Accept": "text/turtle", **headers})
    assert response.status_code == 200
    return Graph().parse(data=response.data, format="turtle")


def _endpoints(graph: Graph) -> set[str]:
    return {str(endpoint) for endpoint in graph.objects(None, SD.endpoint)}


@pytest.mark.parametrize(
    ("accept", "parser"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
     ("application/rdf+xml", "xml"), ("*/*", "turtle")],
)  # fmt: skip
def test_get_without_query_describes_the_service(
    forest: FlaskClient, forestry: Release, accept: str, parser: str
) -> None:
    response = forest.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 200
    graph = Graph().parse(data=response.data, format=parser)
    service = graph.value(predicate=RDF.type, object=SD.Service)
    assert (service, SD.endpoint, URIRef(forestry.publication.base + "sparql")) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert len(list(graph.objects(service, SD.resultFormat))) == 8
    names = {str(name) for name in graph.objects(None, SD.name)}
    assert names == {named.iri for named in forestry.publication.graphs}
    assert (None, VOID.triples, Literal(forestry.publication.triples)) in graph
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


def test_browser_without_query_gets_a_form(forest: FlaskClient) -> None:
    page = forest.get("/sparql", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert '<form action="/sparql" method="get"' in page
    assert 'name="query"' in page


def test_description_in_a_format_that_is_none_is_406(forest: FlaskClient) -> None:
    assert forest.get("/sparql", headers={"Accept": "text/csv"}).status_code == 406


def test_description_says_what_the_endpoint_can_do_and_nothing_more(forest: FlaskClient, forestry: Release) -> None:
    graph = _described(forest)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert {str(form) for form in graph.objects(service, SD.resultFormat)} == FORMATS
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(graph.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    assert not list(graph.objects(service, SD.inputFormat))
    assert set(graph.objects(service, SD.defaultEntailmentRegime)) == {URIRef("http://www.w3.org/ns/entailment/Simple")}
    assert (service, DCTERMS.license, URIRef(forestry.publication.licence)) in graph
    dataset = graph.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert graph.value(dataset, SD.defaultGraph) is not None


def test_description_counts_each_graph_as_a_query_does(forest: FlaskClient, forestry: Release) -> None:
    graph = _described(forest)
    dataset = graph.value(predicate=RDF.type, object=SD.Dataset)
    scopes = {graph.value(dataset, SD.defaultGraph): "?s ?p ?o"}
    for entry in graph.objects(dataset, SD.namedGraph):
        name = graph.value(entry, SD.name)
        scopes[graph.value(entry, SD.graph)] = f"GRAPH <{name}> {{ ?s ?p ?o }}"
    assert len(scopes) == len(forestry.publication.graphs) + 1
    counted = (
        (VOID.triples, "*", ""), (VOID.distinctSubjects, "DISTINCT ?s", ""), (VOID.properties, "DISTINCT ?p", ""),
        (VOID.distinctObjects, "DISTINCT ?o", ""), (VOID.classes, "DISTINCT ?o", f"FILTER(?p = <{RDF.type}>)"),
    )  # fmt: skip
    for scope, pattern in scopes.items():
        for term, what, chosen in counted:
            query = f"SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} {chosen} }}"
            answer = forest.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
            assert str(graph.value(scope, term)) == answer.get_data(as_text=True).split()[1], (scope, term)


def test_limits_in_force_are_stated_with_their_units(forest: FlaskClient) -> None:
    graph = _described(forest)
    (service,) = graph.subjects(RDF.type, SD.Service)
    limits = set(graph.objects(service, SCHEMA.additionalProperty))
    assert {str(graph.value(limit, SCHEMA.propertyID)) for limit in limits} == {setting.name for setting in LIMITS}
    stated = {str(graph.value(limit, SCHEMA.propertyID)): limit for limit in limits}
    for setting in LIMITS:
        limit = stated[setting.name]
        assert isinstance(limit, URIRef) and (limit, RDF.type, SCHEMA.PropertyValue) in graph
        assert str(graph.value(limit, SCHEMA.description)) == setting.help
        assert str(graph.value(limit, SCHEMA.unitText)) == setting.unit
        assert graph.value(limit, SCHEMA.name)
    # The client's settings differ from the defaults in this one.
    assert graph.value(stated["request_kibibytes"], SCHEMA.value) == Literal(64)
    assert graph.value(stated["query_seconds"], SCHEMA.value).toPython() == 20


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "https://data.example", "http://[::1]:8080", "http://my_host.example:81"]
)
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_endpoint_is_the_address_asked_beside_the_canonical_one(
    forest: FlaskClient, forestry: Release, url: str, accept: str
) -> None:
    response = forest.get("/sparql", base_url=url, headers={"Accept": accept})
    graph = Graph().parse(data=response.data, format=accept)
    assert _endpoints(graph) == {forestry.publication.base + "sparql", f"{url}/sparql"}
    # Everything else keeps the canonical IRIs, whichever host is asked.
    other = {triple for triple in graph if triple[1] != SD.endpoint}
    assert other == {triple for triple in _described(forest) if triple[1] != SD.endpoint}


def test_endpoint_asked_at_its_canonical_address_is_one(hostile: FlaskClient) -> None:
    publication = hostile.application.extensions["hasila"].publication
    settings = resolve({}, {}, {})
    text = service_description.describe(publication, settings, publication.base + "sparql", NTRIPLES)
    assert _endpoints(Graph().parse(data=text, format="nt")) == {publication.base + "sparql"}


def test_proxy_may_say_by_which_scheme_it_was_asked(forest: FlaskClient) -> None:
    assert "https://data.example/sparql" in _endpoints(
        _described(forest, "http://data.example", **{"X-Forwarded-Proto": "https"})
    )
    assert not any(
        endpoint.startswith("javascript")
        for endpoint in _endpoints(_described(forest, **{"X-Forwarded-Proto": "javascript"}))
    )


@pytest.mark.parametrize(
    "host", ["", 'a"> <x:y> <x:z> . <', "a/../b", "user@evil.example", "a b", "evil.example:99999", "é", "a<b", "a,b"]
)
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_hostile_host_is_not_repeated(forest: FlaskClient, forestry: Release, host: str, accept: str) -> None:
    response = forest.get("/sparql", headers={"Accept": accept}, environ_overrides={"HTTP_HOST": host})
    assert response.status_code == 200
    graph = Graph().parse(data=response.data, format=accept)
    assert _endpoints(graph) == {forestry.publication.base + "sparql"}


def test_description_is_not_kept_by_caches_and_its_validator_knows_the_host(forest: FlaskClient) -> None:
    first = forest.get("/sparql", base_url="http://one.example", headers={"Accept": "text/turtle"})
    assert first.headers["Cache-Control"] == "no-store"
    tag = {"Accept": "text/turtle", "If-None-Match": first.headers["ETag"]}
    assert forest.get("/sparql", base_url="http://one.example", headers=tag).status_code == 304
    other = forest.get("/sparql", base_url="http://two.example", headers=tag)
    assert other.status_code == 200 and b"one.example" not in other.data
    page = forest.get("/sparql", base_url="http://one.example", headers={"Accept": "text/html"})
    assert "no-store" not in page.headers["Cache-Control"] and b"one.example" not in page.data


def test_publication_that_counted_nothing_states_no_counts(hostile: FlaskClient) -> None:
    graph = _described(hostile)
    assert list(graph.objects(None, VOID.triples))
    for term in (VOID.distinctSubjects, VOID.properties, VOID.classes, VOID.distinctObjects):
        assert not list(graph.objects(None, term))


def test_counts_are_read_where_they_are_given() -> None:
    text = {"en": "x"}
    counts = {"subjects": 1, "properties": 2, "classes": 3, "objects": 4}
    graph = {"iri": "x:g", "name": "g", "title": text, "description": text, "triples": 5}
    assert NamedGraph.from_json({**graph, "counts": counts}).counts == Counts(1, 2, 3, 4)
    assert NamedGraph.from_json(graph).counts is None
    with pytest.raises(TypeError):
        NamedGraph.from_json({**graph, "counts": {"subjects": 1}})
