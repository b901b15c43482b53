"""Dumps: everything published, and each named graph, in RDF syntaxes, the same bytes on every machine.

N-Triples and N-Quads in the order of code points, one statement a line; Turtle, TriG, RDF/XML and JSON-LD by subject,
its type first. Formats without named graphs hold the union. There are no blank nodes, so nothing needs canonical names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hasila.publication.distributing import Offer
from hasila.publication.sources import LoadedGraph
from hasila.publication.store import Dataset, Quad, for_readers, write
from hasila.rdf.formats import DUMP_FORMATS, NTRIPLES, TURTLE, Format
from hasila.rdf.namespaces import PREFIXES

_WITH_GRAPHS = ("nquads", "trig")
_BY_LINE = ("ntriples", "nquads")


def dumps(
    dataset: Dataset, name: str, prefixes: Mapping[str, str], graphs: Sequence[LoadedGraph] = ()
) -> Iterator[Offer]:
    """Yield the complete dump in each format, then those of `graphs`: a year's in each format, others in two."""
    every = {**PREFIXES, **prefixes}
    quads = dataset.quads()
    yield from _offers(name, quads, dataset.triples(), DUMP_FORMATS, every)
    parts: dict[str, list[Quad]] = {}
    for quad in quads:
        parts.setdefault(str(quad.graph_name), []).append(quad)
    for graph in graphs:
        part = parts.get(f"<{graph.iri}>", [])
        # In JSON-LD, too, a graph by itself is not named: readers of one graph would find nothing.
        plain = [Quad(quad.subject, quad.predicate, quad.object) for quad in part]
        formats = (TURTLE, NTRIPLES) if graph.year is None else DUMP_FORMATS
        for offer in _offers(f"graph/{graph.name}", part, plain, formats, every):
            yield replace(offer, graph=graph.iri, year=graph.year)


def _offers(
    name: str, quads: Sequence[Quad], triples: Sequence[Quad], formats: Sequence[Format], prefixes: Mapping[str, str]
) -> Iterator[Offer]:
    """Yield a dump in each of the formats: of the quads where the format has named graphs, else of the triples."""
    # Sorting is what takes long, so the formats that share an order share the sorted list.
    for with_graphs in (False, True):
        lines = quads if with_graphs else triples
        wanted = [form for form in formats if (form.name in _WITH_GRAPHS) == with_graphs]
        blocks = for_readers(lines) if any(form.name not in _BY_LINE for form in wanted) else []
        for form in wanted:
            content = write(lines if form.name in _BY_LINE else blocks, form, prefixes)
            yield Offer(f"{name}.{form.extension}", form, content, triples=len(lines))
