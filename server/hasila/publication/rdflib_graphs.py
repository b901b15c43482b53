"""The data as an rdflib graph, for pySHACL, which reads nothing else.

RDF 1.1 Concepts. Made term by term and not through a file, which takes longer. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import rdflib
from rdflib.namespace import XSD
from rdflib.term import Node

from hasila.publication.store import Quad, read_term


def graph_of(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return the triples of the quads as one graph."""
    node = cache(node_of)
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((node(str(quad.subject)), node(str(quad.predicate)), node(str(quad.object))))
    return graph


def node_of(term: str) -> Node:
    """Return a term in N-Triples syntax as rdflib's parsers would: a plain literal has no datatype."""
    if term.startswith("<"):
        return rdflib.URIRef(term[1:-1])
    if term.startswith("_:"):
        return rdflib.BNode(term[2:])
    text, language, datatype = read_term(term)
    if language:
        return rdflib.Literal(text, lang=language)
    return rdflib.Literal(text, datatype=None if datatype == str(XSD.string) else rdflib.URIRef(datatype))
