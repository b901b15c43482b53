"""A small graph in memory in each of the RDF formats: the same graph gives the same bytes.

RDF 1.1 Concepts section 3.4 (blank nodes are called by what is said of them). For what the engine does not serialise: shapes,
frozen versions of the ontology, the service description. Reads nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from rdflib import Graph
from rdflib.compare import to_canonical_graph

from hasila.rdf.formats import JSONLD, Format
from hasila.rdf.namespaces import PREFIXES

_SERIALISERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the RDF formats."""


def serialised(graph: Graph, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return a graph in one of the RDF formats, its triples in order, its names shortened by the prefixes."""
    # Of rdflib's stores the one that keeps the order in which triples came.
    written = Graph("SimpleMemory", bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, **prefixes}.items():
        written.bind(prefix, namespace)
    for triple in sorted(to_canonical_graph(graph), key=lambda triple: [term.n3() for term in triple]):
        written.add(triple)
    content: bytes = written.serialize(format=_SERIALISERS[form.name], encoding="utf-8")
    return _in_order(content) if form == JSONLD else content


def _in_order(content: bytes) -> bytes:
    """Return expanded JSON-LD with nodes and values in order; a list, being one value, keeps its own."""
    nodes = json.loads(content)
    for node in nodes:
        for values in node.values():
            if isinstance(values, list):
                values.sort(key=lambda value: json.dumps(value, sort_keys=True))
    nodes.sort(key=lambda node: str(node["@id"]))
    return json.dumps(nodes, ensure_ascii=False, indent=2, sort_keys=True).encode()
