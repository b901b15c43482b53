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
    for form in DUMP_FORMATS:
        content = dataset.quads() if form.name in _WITH_GRAPHS else dataset.triples()
        yield f"{name}.{form.extension}", write(content if form.name in _BY_LINE else for_readers(content), form, every)
