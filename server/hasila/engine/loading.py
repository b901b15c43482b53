"""The store of one release in memory: every named graph, and their union as the default graph.

RDF 1.1 Concepts, section 4 (datasets); SPARQL 1.1 Query Language, section 13. Keeps no record of the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from hasila.engine.formats import format_of

_COPY = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Stock:
    """A loaded store and what was counted while loading it.

    `triples` are distinct ones over all graphs. `disjoint` says that no triple stands in two graphs, `covered` that
    the default graph holds nothing but what the named graphs hold.
    """

    store: Store
    triples: int
    graphs: tuple[str, ...]
    disjoint: bool
    covered: bool


def load(files: Sequence[tuple[Path, str | None]]) -> Stock:
    """Return the store holding the files; a graph IRI names where the triples without a graph of their own go.

    Without one they stand in the default graph only. Blank nodes are kept apart per file, and are the same node in a
    named graph and in the union. Raises ValueError for an unknown extension, OSError and SyntaxError for a bad file.
    """
    store = Store()
    loose: list[Path] = []
    for path, graph in files:
        form = format_of(path)
        if graph is not None:
            store.bulk_load(path=str(path), format=form, to_graph=NamedNode(graph), lenient=False)
        elif form in (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD):
            store.bulk_load(path=str(path), format=form, lenient=False)
        else:
            loose.append(path)
    # Whatever a quads file put in the default graph is loose too; it stays there beside the copies.
    before = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    named = len(store) - before
    # Copied inside the engine: twice as fast as handing it quads from Python, and blank nodes keep their identity.
    store.update(_COPY)
    # From here on only the default graph grows, and the store knows its length without a walk through it.
    copied = len(store) - named
    for path in loose:
        store.bulk_load(path=str(path), format=format_of(path), lenient=False)
    triples = len(store) - named
    graphs = tuple(sorted(graph.value for graph in store.named_graphs()))
    # With loose triples the counts cannot tell overlap from addition, so overlap is assumed.
    covered = before == 0 and triples == copied
    return Stock(store, triples, graphs, disjoint=before == 0 and copied == named, covered=covered)
