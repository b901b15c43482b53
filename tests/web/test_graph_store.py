"""SPARQL 1.1 Graph Store HTTP Protocol, the read side: which graph a request identifies, and what it gets."""

from __future__ import annotations

import gzip
from urllib.parse import quote, urlencode

import pytest
import zstandard
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.compare import isomorphic

from hasila.engine.embedded import EmbeddedEngine
from hasila.release import Release
from hasila.web import bodies, graphs

BASE = "https://data.example/forests/graph/"
FORMATS = [("ttl", "text/turtle; charset=utf-8", "turtle"), ("nt", "application/n-triples", "nt"),
           ("jsonld", "application/ld+json", "json-ld"), ("rdf", "application/rdf+xml", "xml")]  # fmt: skip


def _parsed(data: bytes, form: str = "nt") -> Graph:
    return Graph().parse(data=data, format=form)


def test_named_graph_is_the_one_at_its_own_path(forest: FlaskClient, forestry: Release) -> None:
    for named in forestry.publication.graphs:
        indirect = forest.get("/store", query_string={"graph": named.iri, "format": "nt"})
        direct = forest.get(f"/graph/{named.name}.nt")
        assert indirect.status_code == 200
        assert len(_parsed(indirect.data)) == named.triples
        assert sorted(indirect.data.splitlines()) == sorted(direct.data.splitlines())


def test_default_graph_is_the_union_a_query_sees(forest: FlaskClient, forestry: Release) -> None:
    content = _parsed(forest.get("/store?default&format=nt").data)
    assert len(content) == forestry.publication.triples
    union = Graph()
    for named in forestry.publication.graphs:
        union += _parsed(forest.get(f"/graph/{named.name}.nt").data)
    assert isomorphic(content, union)


@pytest.mark.parametrize(("ending", "content_type", "parser"), FORMATS)
@pytest.mark.parametrize("asked", ["default", "graph=" + quote(BASE + "ontology")])
def test_format_is_chosen_by_accept_or_by_parameter(
    forest: FlaskClient, asked: str, ending: str, content_type: str, parser: str
) -> None:
    by_parameter = forest.get(f"/store?{asked}&format={ending}")
    by_accept = forest.get(f"/store?{asked}", headers={"Accept": content_type})
    assert by_parameter.content_type == by_accept.content_type == content_type
    assert by_parameter.headers["ETag"] == by_accept.headers["ETag"]
    plain = _parsed(forest.get(f"/store?{asked}&format=nt").data)
    assert isomorphic(_parsed(by_parameter.data, parser), plain)
    assert isomorphic(_parsed(by_accept.data, parser), plain)


def test_alternates_and_content_location_lead_to_the_same_graph(forest: FlaskClient) -> None:
    response = forest.get("/store", query_string={"graph": BASE + "ontology"})
    assert response.headers["Content-Location"] == f"/store?graph={quote(BASE, safe='')}ontology&format=ttl"
    links = [part.split(">")[0].strip(" <") for part in response.headers["Link"].split(",") if "alternate" in part]
    assert len(links) == 3
    expected = _parsed(response.data, "turtle")
    for link in links:
        ending = link.rpartition("=")[2]
        parser = next(parser for known, _, parser in FORMATS if known == ending)
        assert isomorphic(_parsed(forest.get(link).data, parser), expected)
    assert 'rel="license"' in response.headers["Link"]
    assert forest.get("/store?default").headers["Content-Location"] == "/store?default&format=ttl"


def test_head_says_what_get_says(forest: FlaskClient) -> None:
    for path in ("/store?default", "/store?" + urlencode({"graph": BASE + "ontology"})):
        got, head = forest.get(path), forest.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.data))
        assert head.content_type == got.content_type
    assert forest.head("/store?graph=http://elsewhere.example/").status_code == 404


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("path", ["/store?default&format=nt", "/graph/ontology.nt"])
def test_large_graph_comes_coded_and_is_not_written_for_head(
    forest: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, coding: str
) -> None:
    plain = forest.get(path, headers={"Accept-Encoding": "identity"})
    monkeypatch.setattr(bodies, "WHOLE", 100)
    monkeypatch.setattr(graphs, "_LARGE", 1)
    asked = {"Accept-Encoding": coding, "Accept-Language": "fr"}  # not what was asked before, and kept
    got = forest.get(path, headers=asked)
    assert got.headers["Content-Encoding"] == coding and int(got.headers["Content-Length"]) == len(got.data)
    assert _decoded(got.data, coding) == plain.data
    assert "Accept-Encoding" in got.headers["Vary"]
    monkeypatch.setattr(EmbeddedEngine, "answer", None)  # who asked it would fail
    head = forest.head(path, headers=asked)
    assert (head.status_code, head.data) == (200, b"")
    assert sorted(head.headers) == sorted(pair for pair in got.headers if pair[0] != "Content-Length")


def _decoded(body: bytes, coding: str) -> bytes:
    return gzip.decompress(body) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(body)


def test_validators_differ_by_graph_and_format_and_are_honoured(forest: FlaskClient) -> None:
    paths = [f"/store?{graph}&format={form}" for form in ("ttl", "nt")
             for graph in ("default", "graph=" + BASE + "ontology", "graph=" + BASE + "report/2024")]  # fmt: skip
    tags = [forest.head(path).headers["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)
    for path, tag in zip(paths, tags, strict=True):
        again = forest.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert "Accept" in again.headers["Vary"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?format=ttl", 400),
        ("?default&graph=" + BASE + "ontology", 400),
        ("?default&default", 400),
        ("?graph=" + BASE + "ontology&graph=" + BASE + "ontology", 400),
        ("?default=yes", 400),
        ("?graph", 400),
        ("?graph=", 400),
        ("?graph=graph/ontology", 400),
        ("?graph=/graph/ontology", 400),
        ("?graph=https://data.example/a%20b", 400),
        ("?graph=%ff", 400),
        ("?graph=" + BASE + "nothing", 404),
        ("?graph=http://127.0.0.1:1/", 404),
        ("?graph=" + BASE + "ontology&format=csv", 406),
        ("?default&format=ttl&format=nt", 400),
    ],
)
def test_request_that_identifies_no_graph_is_refused(forest: FlaskClient, query: str, status: int) -> None:
    response = forest.get("/store" + query)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_iri_is_percent_decoded_once(forest: FlaskClient) -> None:
    once = quote(BASE + "ontology", safe="")
    assert forest.get(f"/store?graph={once}").status_code == 200
    assert forest.get("/store?graph=" + BASE + "%6Fntology").status_code == 200
    assert forest.get("/store?graph=" + quote(once, safe="")).status_code == 400
    assert forest.get("/store?graph=" + BASE + "%256Fntology").status_code == 404


def test_plus_in_an_iri_is_a_plus(forest: FlaskClient) -> None:
    # A space could not stand in an IRI; that the name is unknown, and not malformed, shows how it was read.
    assert forest.get("/store?graph=" + BASE + "a+b").status_code == 404


def test_nothing_else_is_accepted_where_only_a_page_would_do(forest: FlaskClient) -> None:
    assert forest.get("/store?default", headers={"Accept": "text/html"}).status_code == 406
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert forest.get("/store?default", headers=browser).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/store", "/store?default", "/store?graph=" + BASE + "ontology", "/graph/ontology",
                                  "/graph/nothing"])  # fmt: skip
def test_writing_is_405_and_says_what_is_allowed(forest: FlaskClient, method: str, path: str) -> None:
    response = forest.open(path, method=method, data="<a:s> <a:p> <a:o> .", content_type="text/turtle")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.content_type == "application/problem+json"


def test_options_tells_a_browser_what_it_may_do(forest: FlaskClient) -> None:
    response = forest.options("/store?default", headers={"Origin": "https://app.example"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
