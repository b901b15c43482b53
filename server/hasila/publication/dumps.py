"""Dumps: everything published, and each named graph, in RDF syntaxes, the same bytes on every machine.

N-Triples and N-Quads in the order of code points, one statement a line; Turtle, TriG, RDF/XML and JSON-LD by subject,
its type first. Formats without named graphs hold the union. There are no blank nodes, so nothing needs canonical names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hasila.publication.distributing import Offer
from hasila.publication.sources import LoadedGraph
from hasila.publication.store import Dataset, Quad, for_readers, in_graph, write
from hasila.rdf.formats import DUMP_FORMATS, NTRIPLES, TURTLE, Format
from hasila.rdf.namespaces import PREFIXES

_WITH_GRAPHS = ("nquads", "trig")


def dumps(
    dataset: Dataset, name: str, prefixes: Mapping[str, str], graphs: Sequence[LoadedGraph] = ()
) -> Iterator[Offer]:
    """Yield the complete dump in each format, then those of `graphs`: a year's in each format, others in two."""
    every = {**PREFIXES, **prefixes}
    lines, triples = dataset.quads(), dataset.triples()
    blocks = for_readers(lines)
    yield from _offers(name, _Ordered(lines, blocks, triples, for_readers(triples)), DUMP_FORMATS, every)
    lines_of, blocks_of = _by_graph(lines), _by_graph(blocks)
    for graph in graphs:
        formats = (TURTLE, NTRIPLES) if graph.year is None else DUMP_FORMATS
        part, ordered = (found.get(f"<{graph.iri}>", []) for found in (lines_of, blocks_of))
        # In JSON-LD, too, a graph by itself is not named: readers of one graph would find nothing.
        of_graph = _Ordered(part, ordered, list(in_graph(part, None)), list(in_graph(ordered, None)))
        for offer in _offers(f"graph/{graph.name}", of_graph, formats, every):
            yield replace(offer, graph=graph.iri, year=graph.year)


@dataclass(frozen=True)
class _Ordered:
    """The same statements line by line and in blocks for readers, with their graphs and without."""

    lines: Sequence[Quad]
    blocks: Sequence[Quad]
    plain_lines: Sequence[Quad]
    plain_blocks: Sequence[Quad]


def _by_graph(quads: Sequence[Quad]) -> dict[str, list[Quad]]:
    parts: dict[str, list[Quad]] = {}
    for quad in quads:
        parts.setdefault(str(quad.graph_name), []).append(quad)
    return parts


def _offers(name: str, said: _Ordered, formats: Sequence[Format], prefixes: Mapping[str, str]) -> Iterator[Offer]:
    """Yield a dump in each of the formats: with the graphs where the format has named graphs."""
    written: Mapping[str, Sequence[Quad]] = {
        "ntriples": said.plain_lines, "nquads": said.lines, "trig": said.blocks,
    }  # fmt: skip
    for form in sorted(formats, key=lambda form: form.name in _WITH_GRAPHS):
        quads = written.get(form.name, said.plain_blocks)
        yield Offer(f"{name}.{form.extension}", form, write(quads, form, prefixes), triples=len(quads))
