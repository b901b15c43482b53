"""The backend over Oxigraph's store on this machine: in memory, shared by every worker, or on disk, opened by each.

Joins `evaluation` and `description` to one store; loads nothing (see `loading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Triple

from hasila.engine import description, evaluation
from hasila.engine.backend import Backend, Output, Presentation, Question
from hasila.engine.loading import Stock
from hasila.errors import BadRequest

_OUT = "SELECT ?p (COUNT(*) AS ?n) WHERE { %s ?p ?x } GROUP BY ?p"
_IN = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?x ?p %s } GROUP BY ?p"


@dataclass(frozen=True)
class StoreReader:
    """Reads a store straight from its indexes."""

    stock: Stock

    def about(self, subject: NamedNode) -> Iterator[Triple]:
        """Yield the triples with that subject."""
        return self._triples(subject, None, None)

    def count(self, node: NamedNode, *, incoming: bool) -> dict[str, int]:
        """Return how many triples of each predicate have the node at that end."""
        rows = self.stock.store.query((_IN if incoming else _OUT) % node)
        if not isinstance(rows, QuerySolutions):
            raise BadRequest("The counting query is no SELECT.")
        return {row["p"].value: int(row["n"].value) for row in rows if row["p"] is not None}

    def triples(
        self, node: NamedNode, counts: Mapping[str, int], limit: int, *, incoming: bool
    ) -> Iterator[tuple[str, Iterable[Triple]]]:
        """Yield each predicate with its triples; of more than SORTED only `limit`."""
        for name, count in counts.items():
            predicate = NamedNode(name)
            found = self._triples(None, predicate, node) if incoming else self._triples(node, predicate, None)
            yield name, found if count <= description.SORTED else islice(found, limit)

    def labels(self, iris: Sequence[str], properties: Sequence[str]) -> Iterator[tuple[str, str, Literal]]:
        """Yield resource, property and label."""
        for iri in iris:
            for name in properties:
                for triple in self._triples(NamedNode(iri), NamedNode(name), None):
                    if isinstance(triple.object, Literal):
                        yield iri, name, triple.object

    def _triples(
        self, subject: NamedNode | None, predicate: NamedNode | None, node: NamedNode | None
    ) -> Iterator[Triple]:
        quads = self.stock.store.quads_for_pattern(subject, predicate, node, DefaultGraph())
        return (quad.triple for quad in quads)


@dataclass(frozen=True)
class StoreBackend:
    """Answers from one store."""

    stock: Stock
    presentation: Presentation

    def answer(self, question: Question, output: Output) -> None:
        """Evaluate the query; raises whatever Oxigraph raises, NotAcceptable, ResultTooLarge."""
        evaluation.answer(self.stock, question, self.presentation.prefixes, output)

    def describe(self, iri: str, format_name: str, output: Output) -> None:
        """Write the triples with that subject."""
        description.describe(StoreReader(self.stock), iri, format_name, self.presentation.prefixes, output)

    def describe_resource(self, iri: str, limit: int) -> dict[str, Any]:
        """Return what a page about the resource needs."""
        labels = self.presentation.label_properties
        return description.describe_resource(StoreReader(self.stock), iri, limit, labels)

    def health(self) -> dict[str, Any]:
        """Return nothing more than the nursery knows: the store is in this process."""
        return {}


@dataclass(frozen=True)
class MemorySource:
    """A store that was loaded before the workers are forked: they share it, copy-on-write."""

    stock: Stock
    descriptors: int = 0

    @property
    def triples(self) -> int | None:
        """The number of distinct triples."""
        return self.stock.triples

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs."""
        return self.stock.graphs

    def open(self, presentation: Presentation) -> Backend:
        """Return the backend over the store that was there before the fork."""
        return StoreBackend(self.stock, presentation)
