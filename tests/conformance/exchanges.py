"""The W3C's manifests that describe HTTP requests, read as exchanges: what is sent, and what must come back.

HTTP Vocabulary in RDF 1.0 (ht:) and Representing Content in RDF 1.0 (cnt:), as the SPARQL 1.1 Protocol and Graph Store
Protocol manifests use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection

from .manifests import BASE, MF

CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_NAMED_STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass(frozen=True)
class Expected:
    """What the response must be: one of the statuses (a code, or `2xx`), and where given answer, format and content."""

    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None
    content_type: str | None
    content: str | None


@dataclass(frozen=True)
class Exchange:
    """One request and its expected response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True)
class HttpCase:
    """One test: exchanges in their order, the features it requires, and the graphs it presupposes (IRI and file)."""

    name: str
    requires: frozenset[str]
    exchanges: tuple[Exchange, ...]
    graphs: tuple[tuple[str, Path], ...]


def read_manifest(path: Path) -> rdflib.Graph:
    """Return a manifest as a graph."""
    return rdflib.Graph().parse(path, format="turtle", publicID=f"{BASE}{path.parent.name}/{path.name}")


def declared(path: Path, kind: rdflib.URIRef) -> set[str]:
    """Return the names of all tests of a type in a manifest, whether or not its list of entries holds them."""
    return {_local(test) for test in read_manifest(path).subjects(rdflib.RDF.type, kind)}


def iter_http_cases(path: Path, kind: rdflib.URIRef) -> Iterator[HttpCase]:
    """Yield every test of a type in a manifest, by name."""
    graph = read_manifest(path)
    for test in sorted(graph.subjects(rdflib.RDF.type, kind)):
        action = graph.value(test, MF.action)
        requests = Collection(graph, graph.value(action, HT.requests))
        data = [
            (str(graph.value(entry, rdflib.RDFS.label)), _file(path, graph.value(entry, UT.graph)))
            for entry in graph.objects(test, UT.graphData)
        ]
        yield HttpCase(
            name=_local(test),
            requires=frozenset(map(_local, graph.objects(test, MF.requires))),
            exchanges=tuple(_exchange(graph, request) for request in requests),
            graphs=tuple(sorted(data)),
        )


def _exchange(graph: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    response = graph.value(request, HT.resp)
    body, expected_body = graph.value(request, HT.body), graph.value(response, HT.body)
    boolean, form = graph.value(response, MF.expectedBoolean), graph.value(response, MF.expectedFormat)
    statuses = sorted(map(_status, graph.objects(response, MF.expectedStatus)))
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=None if body is None else _content(graph, body).encode(str(graph.value(body, CNT.characterEncoding))),
        expected=Expected(
            statuses=tuple(statuses),
            boolean=None if boolean is None else bool(boolean.toPython()),
            format=None if form is None else str(form),
            content_type=_headers(graph, response).get("content-type"),
            content=None if expected_body is None else _content(graph, expected_body),
        ),
    )


def _headers(graph: rdflib.Graph, message: rdflib.term.Node) -> dict[str, str]:
    listed = graph.value(message, HT.headers)
    headers = Collection(graph, listed) if listed is not None else ()
    return {str(graph.value(h, HT.fieldName)): str(graph.value(h, HT.fieldValue)) for h in headers}


def _content(graph: rdflib.Graph, body: rdflib.term.Node) -> str:
    return str(graph.value(body, CNT.chars))


def _status(node: rdflib.term.Node) -> str:
    name = _local(node)
    return name.removeprefix("StatusCode") if name.startswith("StatusCode") else str(_NAMED_STATUSES[name])


def _local(node: rdflib.term.Node) -> str:
    return str(node).rpartition("#")[2]


def _file(manifest: Path, node: rdflib.term.Node) -> Path:
    return manifest.parent / str(node).rpartition("/")[2]


def fits(status: int, expected: Expected) -> bool:
    """Tell whether a status is one of those expected."""
    return any(str(status) == wanted or f"{status // 100}xx" == wanted for wanted in expected.statuses)
