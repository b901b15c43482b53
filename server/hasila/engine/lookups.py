"""One resource read from another endpoint, in as few questions as it takes.

SPARQL 1.1 Query Language, sections 10.2 (VALUES) and 11 (aggregates). Shapes nothing, see `description`; puts nothing into
a query but nodes that Oxigraph has accepted as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from hasila.engine.description import SORTED
from hasila.engine.templates import Term

_MANY = 100
"""So many nodes are asked about at once: a query of a few KiB is taken everywhere."""

Row = Sequence[Term | None]
Rows = Callable[[str], list[Row]]
"""Answers a SELECT query on the published graphs; the values of a row stand in the order of the query's columns."""


def about(rows: Rows, subjects: Sequence[NamedNode]) -> Iterator[Triple]:
    """Yield the triples with those subjects."""
    for start in range(0, len(subjects), _MANY):
        values = _values(subjects[start : start + _MANY])
        yield from _triples(rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"))


class RemoteReader:
    """Reads through SELECT queries; DISTINCT, for some engines find a triple once in each graph it stands in."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def about(self, subject: NamedNode) -> Iterator[Triple]:
        """Yield the triples with that subject."""
        return self._read(subject, None, incoming=False)

    def count(self, node: NamedNode, *, incoming: bool) -> dict[str, int]:
        """Return how many triples of each predicate have the node at that end."""
        pattern = f"?x ?p {node}" if incoming else f"{node} ?p ?x"
        rows = self._rows(f"SELECT ?p (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }} GROUP BY ?p")
        return {p.value: int(n.value) for p, n in rows if isinstance(p, NamedNode) and isinstance(n, Literal)}

    def triples(
        self, node: NamedNode, counts: Mapping[str, int], limit: int, *, incoming: bool
    ) -> Iterator[tuple[str, Iterable[Triple]]]:
        """Yield each predicate with its triples; of more than SORTED only `limit`."""
        few = {name for name, count in counts.items() if count <= SORTED}
        if sum(counts[name] for name in few) <= SORTED and few == set(counts):
            found: dict[str, list[Triple]] = {}
            for triple in self._read(node, None, incoming=incoming):
                found.setdefault(triple.predicate.value, []).append(triple)
            yield from found.items()
            return
        for name in counts:
            most = None if name in few else limit
            yield name, self._read(node, NamedNode(name), incoming=incoming, most=most)

    def labels(self, iris: Sequence[str], properties: Sequence[str]) -> Iterator[tuple[str, str, Literal]]:
        """Yield resource, property and label."""
        wanted = _values([NamedNode(name) for name in properties])
        for start in range(0, len(iris), _MANY):
            values = _values([NamedNode(iri) for iri in iris[start : start + _MANY]])
            pattern = f"VALUES ?s {{ {values} }} VALUES ?p {{ {wanted} }} ?s ?p ?o FILTER(isLiteral(?o))"
            for triple in _triples(self._rows(f"SELECT ?s ?p ?o WHERE {{ {pattern} }}")):
                if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
                    yield triple.subject.value, triple.predicate.value, triple.object

    def _read(
        self, node: NamedNode, predicate: NamedNode | None, *, incoming: bool, most: int | None = None
    ) -> Iterator[Triple]:
        # Columns are named by BIND so that each row is a triple, whichever of its terms are known.
        middle = predicate or "?p"
        pattern = f"?s {middle} {node}" if incoming else f"{node} {middle} ?o"
        columns = ("?s" if incoming else f"({node} AS ?s)", f"({predicate} AS ?p)" if predicate else "?p",
                   f"({node} AS ?o)" if incoming else "?o")  # fmt: skip
        limit = "" if most is None else f" LIMIT {most}"
        return _triples(self._rows(f"SELECT DISTINCT {' '.join(columns)} WHERE {{ {pattern} }}{limit}"))


def _triples(rows: Iterable[Row]) -> Iterator[Triple]:
    return (Triple(*row) for row in rows)  # type: ignore[arg-type]


def _values(nodes: Iterable[NamedNode]) -> str:
    return " ".join(map(str, nodes))
