"""The store of one release in memory: every named graph, and their union as the default graph.

RDF 1.1 Concepts, section 4 (datasets); SPARQL 1.1 Query Language, section 13. Keeps no record of the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from hasila.engine.formats import format_of

_COPY = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Stock:
    """A loaded store and what was counted while loading it.

    `store` holds the named graphs; its default graph is their union where it is `filled`, and is empty otherwise. `union`
    has the union as its default graph in any case. `triples` are distinct ones over all graphs. `disjoint` says that no
    triple stands in two graphs, `covered` that the union holds nothing but what the named graphs hold.
    """

    store: Store
    union: Store
    triples: int
    graphs: tuple[str, ...]
    disjoint: bool
    covered: bool
    filled: bool


def load(files: Sequence[tuple[Path, str | None]]) -> Stock:
    """Return the store holding the files; a graph IRI names where the triples without a graph of their own go.

    Without one they stand in the default graph only. Blank nodes are kept apart per file, and are the same node in a
    named graph and in the union. Raises ValueError for an unknown extension, OSError and SyntaxError for a bad file.
    """
    store = Store()
    for path, graph in files:
        target = None if graph is None else NamedNode(graph)
        store.bulk_load(path=str(path), format=format_of(path), to_graph=target, lenient=False)
    loose = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    named = len(store) - loose
    graphs = tuple(sorted(graph.value for graph in store.named_graphs()))
    # A store of its own: Oxigraph walks through lists that all graphs share, so copies in one store double their length.
    union = Store()
    every = store.quads_for_pattern(None, None, None, None)
    union.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in every)
    triples = len(union)
    if loose == 0 and triples == named:
        return Stock(store, union, triples, graphs, disjoint=True, covered=True, filled=False)
    # A triple of two graphs would come twice from a union made while asking.
    store.update(_COPY)
    return Stock(store, store, triples, graphs, disjoint=False, covered=loose == 0, filled=True)
