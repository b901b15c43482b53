"""Dumps: everything published, in each RDF syntax, the same bytes on every machine.

N-Triples and N-Quads in the order of code points, one statement a line; Turtle, TriG, RDF/XML and JSON-LD by subject,
its type first. Formats without named graphs hold the union. There are no blank nodes, so nothing needs canonical names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hasila.publication.store import Dataset, for_readers, write
from hasila.rdf.formats import DUMP_FORMATS
from hasila.rdf.namespaces import PREFIXES

_WITH_GRAPHS = ("nquads", "trig")
_BY_LINE = ("ntriples", "nquads")


def dumps(dataset: Dataset, name: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of the complete dump in each format."""
    every = {**PREFIXES, **prefixes}
    # Sorting is what takes long, so the formats that share an order share the sorted list.
    for with_graphs in (False, True):
        lines = dataset.quads() if with_graphs else dataset.triples()
        blocks = for_readers(lines)
        for form in DUMP_FORMATS:
            if (form.name in _WITH_GRAPHS) == with_graphs:
                yield f"{name}.{form.extension}", write(lines if form.name in _BY_LINE else blocks, form, every)
