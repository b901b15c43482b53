"""SPARQL 1.1 Service Description: what the endpoint says of itself."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, VOID, BNode, Graph, Literal, Namespace, URIRef

from hasila.release import Release

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


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
    assert graph.value(service, SD.endpoint) == URIRef(forestry.publication.base + "sparql")
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
