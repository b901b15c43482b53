"""Dereferencing: 303, negotiation by Accept, suffix and parameter, odd keys, and 404 for what is not there."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from hasila.release import Release
from hasila.web.resources import readings

HTML = {"Accept": "text/html"}
BASE = "https://bad.example/data/"
PARSERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


def test_thing_is_303_to_its_document_with_the_query_string(forest: FlaskClient) -> None:
    response = forest.get("/id/stand/oak-1?format=nt&lang=fr")
    assert (response.status_code, response.headers["Location"]) == (303, "/doc/stand/oak-1?format=nt&lang=fr")


@pytest.mark.parametrize("extension", list(PARSERS))
@pytest.mark.parametrize("path", ["doc/stand/oak-1", "def/Stand", "dataset/forests", "graph/report/2024", "def"])
def test_rdf_is_offered_by_suffix_parameter_and_accept(
    forest: FlaskClient, forestry: Release, path: str, extension: str
) -> None:
    media_type = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
                  "rdf": "application/rdf+xml"}[extension]  # fmt: skip
    plain = "def/" if path == "def" else path
    answers = [
        forest.get(f"/{path}.{extension}", headers=HTML),
        forest.get(f"/{plain}?format={extension}", headers=HTML),
        forest.get(f"/{plain}", headers={"Accept": media_type}),
    ]
    for response in answers:
        assert response.status_code == 200
        assert response.content_type.split(";")[0] == media_type
        assert response.headers["Content-Location"] == f"/{path}.{extension}"
        assert "Accept" in response.headers["Vary"]
        links = response.headers["Link"]
        assert f'<{forestry.publication.licence}>; rel="license"' in links
        assert f'</{path}.html>; rel="alternate"; type="text/html"' in links
        assert f"</{path}.{extension}>" not in links
    graph = Graph().parse(data=answers[0].data, format=PARSERS[extension])
    assert len(graph) > 0
    # The IRIs are canonical, whatever this server is called.
    assert not [node for node in graph.all_nodes() if "localhost" in str(node)]


def test_document_describes_the_thing_and_only_it(forest: FlaskClient) -> None:
    graph = Graph().parse(data=forest.get("/doc/stand/oak-1.nt").data, format="nt")
    assert set(graph.subjects()) == {URIRef("https://data.example/forests/id/stand/oak-1")}


def test_whole_graph_and_whole_ontology_are_complete(forest: FlaskClient, forestry: Release) -> None:
    for named in forestry.publication.graphs:
        graph = Graph().parse(data=forest.get(f"/graph/{named.name}.nt").data, format="nt")
        assert len(graph) == named.triples
    ontology = Graph().parse(data=forest.get("/def/", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert len(ontology) == next(g.triples for g in forestry.publication.graphs if g.name == "ontology")


def test_frozen_version_is_the_file_of_the_release(forest: FlaskClient, forestry: Release) -> None:
    frozen = (forestry.path / "ontology/versions/1.0.0.ttl").read_bytes()
    for path in ("/def/1.0.0", "/def/1.0.0.ttl"):
        response = forest.get(path)
        assert (response.status_code, response.data) == (200, frozen)
        assert response.content_type == "text/turtle; charset=utf-8"
    assert forest.get("/def/1.0.0", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(("accept", "ending", "syntax"), [
    ("application/rdf+xml", "rdf", "xml"), ("application/n-triples", "nt", "nt"), ("application/ld+json", "jsonld", "json-ld"),
])  # fmt: skip
def test_frozen_version_comes_in_every_format(forest: FlaskClient, accept: str, ending: str, syntax: str) -> None:
    whole = Graph().parse(data=forest.get("/def/1.0.0").data, format="turtle")
    for response in (forest.get("/def/1.0.0", headers={"Accept": accept}), forest.get(f"/def/1.0.0.{ending}")):
        assert (response.status_code, response.content_type) == (200, accept)
        assert response.headers["Content-Location"] == f"/def/1.0.0.{ending}"
        assert isomorphic(Graph().parse(data=response.data, format=syntax), whole)


def test_graph_leads_to_what_is_said_of_it(forest: FlaskClient, forestry: Release) -> None:
    graph = forestry.publication.graphs[0]
    response = forest.get(f"/graph/{graph.name}.ttl")
    (link,) = [link for link in response.headers["Link"].split(", ") if link.startswith("</sparql?")]
    described = forest.get(link[1 : link.index(">")], headers={"Accept": "application/n-triples"})
    assert described.status_code == 200
    lines = described.get_data(as_text=True).splitlines()
    assert all(line.startswith(f"<{graph.iri}> ") for line in lines)


def test_program_that_accepts_anything_is_given_data(forest: FlaskClient) -> None:
    assert forest.get("/doc/stand/oak-1", headers={"Accept": "*/*"}).content_type.startswith("text/turtle")
    assert forest.get("/doc/stand/oak-1").content_type.startswith("text/turtle")


@pytest.mark.parametrize("accept", ["application/atom+xml", "image/png", "text/calendar"])
def test_what_there_is_not_is_404_in_any_format(forest: FlaskClient, accept: str) -> None:
    assert forest.get("/doc/stand/nothing", headers={"Accept": accept}).status_code == 404
    assert forest.get("/doc/stand/oak-1", headers={"Accept": accept}).status_code == 406


@pytest.mark.parametrize("path", ["/doc/stand/oak-1", "/def/Stand", "/dataset/forests", "/queries/list-stands"])
def test_address_of_a_page_in_a_chosen_language_names_the_language(forest: FlaskClient, path: str) -> None:
    page = forest.get(f"{path}?lang=fr", headers={"Accept": "text/html", "Accept-Language": "en"})
    location = page.headers["Content-Location"]
    assert location == f"{path}.html?lang=fr"
    there = forest.get(location, headers={"Accept-Language": "en"})
    assert there.headers["Content-Language"] == page.headers["Content-Language"] == "fr"


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/csv"])
def test_format_that_is_not_offered_is_406(forest: FlaskClient, accept: str) -> None:
    assert forest.get("/doc/stand/oak-1", headers={"Accept": accept}).status_code == 406


def test_page_has_links_to_its_data_and_keeps_the_language(forest: FlaskClient) -> None:
    response = forest.get("/doc/stand/oak-1?lang=fr", headers=HTML)
    page = response.get_data(as_text=True)
    assert response.headers["Content-Language"] == "fr"
    assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))
    assert 'rel="describedby"' in response.headers["Link"]
    assert '<html lang="fr" dir="ltr">' in page
    assert 'href="/def/Stand?lang=fr"' in page
    assert 'href="/doc/stand/oak-1.ttl"' in page


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/doc/thing/2025.ttl", "The year"),  # the Turtle of `2025`, not the thing that ends in .ttl
        ("/doc/thing/2025.ttl.ttl", "A thing that ends like a file"),
        ("/doc/thing/only.nt", "A thing without a shorter twin"),
        ("/doc/thing/only.nt.ttl", "A thing without a shorter twin"),
        ("/doc/thing/2025.clearance-rate", "A dotted key"),
        ("/doc/thing/2025.clearance-rate.ttl", "A dotted key"),
        ("/doc/thing/" + quote("شرطة"), "شرطة"),
        ("/doc/thing/" + quote("شرطة") + ".ttl", "شرطة"),
    ],
)
def test_odd_key_finds_its_thing(hostile: FlaskClient, path: str, label: str) -> None:
    response = hostile.get(path)
    assert response.status_code == 200
    assert f'"{label}"' in response.get_data(as_text=True)


def test_arabic_iri_goes_round(hostile: FlaskClient) -> None:
    see = hostile.get("/id/thing/" + quote("شرطة"))
    assert see.headers["Location"] == "/doc/thing/" + quote("شرطة")
    response = hostile.get(see.headers["Location"], headers={"Accept": "application/n-triples"})
    assert f"<{BASE}id/thing/شرطة>" in response.get_data(as_text=True)
    assert response.headers["Content-Location"] == "/doc/thing/" + quote("شرطة") + ".nt"


def test_escaped_iri_goes_round_through_the_links_of_pages(hostile: FlaskClient) -> None:
    page = hostile.get("/sparql", query_string={"query": 'SELECT ?s { ?s ?p "An escaped space"@en }'}, headers=HTML)
    assert 'href="/doc/thing/a%2520b"' in page.get_data(as_text=True)
    assert hostile.get("/doc/thing/a%2520b").status_code == 200
    # And by its own address, whose escape stands for the one in the IRI.
    own = hostile.get("/doc/thing/a%20b", headers={"Accept": "application/n-triples"})
    assert own.get_data(as_text=True).startswith(f"<{BASE}id/thing/a%20b> ")


def test_misspelt_names_are_404(hostile: FlaskClient) -> None:
    for path in (
        "/doc/thing/hubb",
        "/doc/thing/hub.exe",
        "/doc/thing/hub/",
        "/doc/thing/Hub",
        "/def/Thing",
        "/graph/thing",
    ):
        assert hostile.get(path).status_code == 404
    # Only pointed to, never described.
    assert hostile.get("/doc/thing/nowhere", headers=HTML).status_code == 404


def test_inverse_links_are_counted_and_cut_at_10(hostile: FlaskClient) -> None:
    page = hostile.get("/doc/thing/hub", headers=HTML).get_data(as_text=True)
    assert page.count('href="/doc/thing/n') == 10 - page.count('href="/doc/thing/attack"')
    assert "See all (41), page by page" in page


def test_readings_try_the_suffix_first() -> None:
    assert [(r.path, r.suffix and r.suffix.name) for r in readings("a/b.ttl")] == [("a/b", "turtle"), ("a/b.ttl", None)]
    for plain in ("a/b", "a/b.csv", "a/.ttl", "a/b.2024"):
        assert [(r.path, r.suffix) for r in readings(plain)] == [(plain, None)]


def test_jsonld_context_of_the_terms_is_served(forest: FlaskClient, forestry: Release) -> None:
    response = forest.get("/def/context.jsonld")
    assert response.content_type == "application/ld+json"
    assert response.get_json()["@context"]["forest"] == "https://data.example/forests/def/"
