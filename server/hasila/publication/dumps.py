"""Dumps: everything published, and each named graph, in RDF syntaxes, the same bytes on every machine.

N-Triples and N-Quads in the order of code points, one statement a line; Turtle, TriG, RDF/XML and JSON-LD by subject,
its type first. Formats without named graphs hold the union. There are no blank nodes, so nothing needs canonical names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
    quads, triples = dataset.quads(), dataset.triples()
    for with_graphs in (False, True):
        # Sorting is what takes long, so the formats that share an order share the sorted list.
        lines = quads if with_graphs else triples
        blocks = for_readers(lines)
        for form in DUMP_FORMATS:
            if (form.name in _WITH_GRAPHS) == with_graphs:
                content = write(lines if form.name in _BY_LINE else blocks, form, every)
                yield Offer(f"{name}.{form.extension}", form, content, triples=len(lines))
    parts: dict[str, list[Quad]] = {}
    for quad in quads:
        parts.setdefault(str(quad.graph_name), []).append(quad)
    for graph in graphs:
        part = parts.get(f"<{graph.iri}>", [])
        for form in (TURTLE, NTRIPLES) if graph.year is None else DUMP_FORMATS:
            yield Offer(
                f"graph/{graph.name}.{form.extension}", form, _written(part, form, every),
                graph=graph.iri, year=graph.year, triples=len(part),
            )  # fmt: skip


def _written(quads: Sequence[Quad], form: Format, prefixes: Mapping[str, str]) -> bytes:
    if form.name not in _WITH_GRAPHS:
        # JSON-LD could name the graph, and readers of one graph would then find nothing.
        quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return write(quads if form.name in _BY_LINE else for_readers(quads), form, prefixes)
