"""What data served as files may say of services: nothing, for files answer no question, or where a server does.

DCAT 3 section 6.9 (Data Service), VoID sections 2.4 and 3.3 to 3.5 (what answers), OpenAPI 3.1 (servers). Pure functions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCAT, VOID

from hasila.rdf.formats import JSONLD, NTRIPLES, RDFXML, TURTLE
from hasila.rdf.namespaces import CATALOG_PREFIXES, PREFIXES
from hasila.web.serialising import serialised

_PARSERS = {TURTLE: "turtle", NTRIPLES: "nt", JSONLD: "json-ld", RDFXML: "xml"}
_FORMATS = {form.extension: form for form in _PARSERS}
_DESCRIBED = ("/catalog.", "/void.", "/dataset/")
"""Where the paths begin of what tells of services."""
_ANSWERING = (VOID.sparqlEndpoint, VOID.uriLookupEndpoint, VOID.openSearchDescription)
OPENAPI = "/openapi.json"
"""The path of what describes a server, and nothing else."""


def tells_of_services(path: str) -> bool:
    """Tell whether what is at a path is to be rewritten before it is served as a file."""
    return path == OPENAPI or (path.startswith(_DESCRIBED) and path.rpartition(".")[2] in _FORMATS)


def rewritten(content: bytes, path: str, origin: str, live: str | None) -> bytes:
    """Return a description in which services are those of the server at `live`, or without any where there is none.

    `origin` is the address that the description names them below.
    """
    if path == OPENAPI:
        document = {**json.loads(content), "servers": [{"url": live or origin}]}
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    form = _FORMATS[path.rpartition(".")[2]]
    graph = Graph(bind_namespaces="none").parse(data=content, format=_PARSERS[form])
    prefixes = {**PREFIXES, **CATALOG_PREFIXES, **dict(graph.namespaces())}
    services = set(_services(graph))
    if live is None:
        for service in services:
            graph.remove((service, None, None))
            graph.remove((None, None, service))
        for answering in _ANSWERING:
            graph.remove((None, answering, None))
    else:
        for triple in list(graph):
            if triple[0] in services or triple[1] in _ANSWERING:
                _move(graph, triple, origin, live)
    return serialised(graph, form, {prefix: str(namespace) for prefix, namespace in prefixes.items()})


def _services(graph: Graph) -> Iterator[URIRef]:
    named = (
        graph.subjects(RDF.type, DCAT.DataService),
        graph.objects(None, DCAT.service),
        graph.subjects(DCAT.servesDataset),
    )
    for nodes in named:
        yield from (node for node in nodes if isinstance(node, URIRef))


def _move(graph: Graph, triple: tuple[object, object, object], origin: str, live: str) -> None:
    """Have a statement that names an address below `origin` name the same below `live`."""
    subject, predicate, address = triple
    is_address = predicate in (*_ANSWERING, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage)
    if is_address and isinstance(address, URIRef) and address.startswith(origin):
        graph.remove(triple)  # type: ignore[arg-type]
        graph.add((subject, predicate, URIRef(live + address.removeprefix(origin))))  # type: ignore[arg-type]
