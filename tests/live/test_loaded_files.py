"""A real `hasila serve --load`: a file at hand becomes an endpoint, pages, graphs and a dump, and leaves nothing behind."""

from __future__ import annotations

import csv
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.compare import isomorphic

HTML = {"Accept": "text/html"}
PEOPLE = """@prefix : <people/> .
@prefix ex: <http://ex.example/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:fatima rdfs:label "فاطمة الزهراء"@ar , "Fatima"@en ; ex:knows :ali , [ rdfs:label "شخص ما"@ar ] ; ex:born 1980 .
:ali rdfs:label "Ali" ; ex:address _:home ; ex:from <id/city/rabat> .
_:home ex:city <id/city/rabat> .
<id/city/rabat> rdfs:label "الرباط"@ar .
"""
PLACES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://place.example/rabat> a <http://place.example/City> ; rdfs:label "Rabat" ; rdfs:seeAlso _:home .
"""
PLACE_GRAPH = "http://place.example/all?part=1"


class Server:
    """A running server and one connection to it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.base = f"http://127.0.0.1:{port}/"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
        """Return status, headers and body."""
        self.connection.request("GET", path, headers=headers or {})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def select(self, query: str) -> list[list[str]]:
        """Return the rows of a query."""
        status, _, body = self.get("/sparql?" + urlencode({"query": query, "format": "csv"}))
        assert status == 200, body
        return list(csv.reader(body.decode().splitlines()))[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are served, and a place for what is temporary."""
    made = tmp_path_factory.mktemp("loaded")
    (made / "people.ttl").write_text(PEOPLE, encoding="utf-8")
    (made / "places.ttl").write_text(PLACES, encoding="utf-8")
    (made / "temporary").mkdir()
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server on one file as it is and one in a named graph."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "hasila", "serve", "--port", str(port)]
    loads = ["--load", "people.ttl", f"{PLACE_GRAPH}=places.ttl"]
    with subprocess.Popen([*command, *loads], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "TMPDIR": str(folder / "temporary")}) as process:  # fmt: skip
        try:
            assert process.stdout and process.stderr
            line = process.stdout.readline()
            assert "14 triples" in line, line or process.stderr.read()
            started = Server(process, port)
            yield started
            started.connection.close()
        finally:
            process.terminate()
            process.communicate(timeout=20)


def test_query_sees_both_files_with_their_blank_nodes_apart(server: Server) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert server.select(f'SELECT ?s {{ ?s {label} "فاطمة الزهراء"@ar }}') == [[server.base + "people/fatima"]]
    assert server.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [["14"]]
    assert server.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == [["3"]]
    both = "SELECT * { ?a <http://ex.example/terms/address> ?h . ?b <http://www.w3.org/2000/01/rdf-schema#seeAlso> ?h }"
    assert server.select(both) == []
    city = f"SELECT ?c {{ ?p {label} 'Ali' ; <http://ex.example/terms/address>/<http://ex.example/terms/city> ?c }}"
    assert server.select(city) == [[server.base + "id/city/rabat"]]


def test_graphs_are_in_the_store_and_in_the_dump_as_written(server: Server) -> None:
    people = rdflib.Graph().parse(data=PEOPLE, format="turtle", publicID=server.base)
    places = rdflib.Graph().parse(data=PLACES, format="turtle")
    _, _, whole = server.get("/store?default&format=nt")
    assert isomorphic(rdflib.Graph().parse(data=whole, format="nt"), people + places)
    _, _, named = server.get(f"/store?graph={quote(PLACE_GRAPH, safe='')}&format=nt")
    assert isomorphic(rdflib.Graph().parse(data=named, format="nt"), places)
    _, _, listed = server.get("/dumps/?format=json")
    [entry] = json.loads(listed)
    status, headers, dump = server.get(entry["href"])
    assert (status, headers["Content-Type"], len(dump)) == (200, "application/n-quads", entry["bytes"])
    # What stands in no graph has no fourth term.
    loose = b"".join(line for line in dump.splitlines(keepends=True) if PLACE_GRAPH.encode() not in line)
    assert isomorphic(rdflib.Graph().parse(data=loose, format="nt"), people)


def test_every_link_of_the_pages_leads_somewhere(server: Server) -> None:
    seen: dict[str, int] = {}
    waiting = ["/", "/people/fatima"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/sparql?", "/static/")):
            continue
        status, headers, body = server.get(path, HTML if "." not in path.rpartition("/")[2] else {})
        seen[path] = status
        if status == 303:
            waiting.append(headers["Location"])
        elif headers.get_content_type() == "text/html":
            waiting += [unescape(link) for link in re.findall(r'href="(/[^"#]*)', body.decode())]
    assert set(seen.values()) <= {200, 303}, seen
    assert {"/graph/part-1", "/dumps/files.nq", "/people/ali", "/doc/city/rabat", "/queries"} <= set(seen)


def test_page_of_any_path_shows_arabic_right_to_left(server: Server) -> None:
    _, _, body = server.get("/people/fatima", HTML)
    page = body.decode()
    assert '<bdi lang="ar" dir="rtl">فاطمة الزهراء</bdi>' in page
    assert "people.ttl, places.ttl" in page
    status, _, turtle = server.get("/people/fatima.ttl")
    described = rdflib.Graph().parse(data=turtle, format="turtle")
    assert status == 200 and len(described) == 5
    assert "@prefix ex: <http://ex.example/terms/>" in turtle.decode()
    assert server.get("/people/nobody")[0] == 404


def test_nothing_claims_a_licence_or_an_ontology(server: Server) -> None:
    for path in ("/", "/dumps/", "/graph/part-1", "/people/ali"):
        _, headers, body = server.get(path, HTML)
        assert 'rel="license' not in body.decode() + str(headers["Link"])
        assert 'href="/def/"' not in body.decode()
    _, headers, description = server.get("/sparql", {"Accept": "text/turtle"})
    assert b"license" not in description and "license" not in headers.get("Link", "")
    assert f"<{PLACE_GRAPH}>".encode() in description
    assert server.get("/def/")[0] == 404


def test_answer_is_known_again(server: Server) -> None:
    _, headers, _ = server.get("/people/ali.ttl")
    assert server.get("/people/ali.ttl", {"If-None-Match": headers["ETag"]})[0] == 304


def test_health_counts_what_is_published(server: Server) -> None:
    health = json.loads(server.get("/health")[2])
    assert health["triples"] == health["engine"]["triples"] == 14


# The last of this file: it ends the server.
def test_end_leaves_nothing_behind(server: Server, folder: Path) -> None:
    assert len(list((folder / "temporary").glob("hasila-*/manifest.json"))) == 1
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    assert not list((folder / "temporary").iterdir())
