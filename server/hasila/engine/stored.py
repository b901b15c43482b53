"""The backend over Oxigraph's store on this machine: in memory, shared by every worker, or on disk, opened by each.

Joins `evaluation` and `description` to one store; loads nothing (see `loading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store, Triple

from hasila.engine import description, evaluation, sandbox
from hasila.engine.backend import Backend, Output, Presentation, Question
from hasila.engine.loading import Stock
from hasila.engine.services import DESCRIPTORS
from hasila.engine.storage import Shelf
from hasila.errors import BadRequest

if TYPE_CHECKING:  # it loads what only a worker that calls other endpoints needs
    from hasila.engine.federation import Broker, Federation

_STORE_FILES = 512
"""How many files of a store a worker may hold open; Oxigraph asks for 96 at least, and closes and opens beyond."""
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
        rows = self.stock.union.query((_IN if incoming else _OUT) % node)
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
        quads = self.stock.union.quads_for_pattern(subject, predicate, node, DefaultGraph())
        return (quad.triple for quad in quads)


@dataclass(frozen=True)
class StoreBackend:
    """Answers from one store, and from the endpoints that a query calls."""

    stock: Stock
    presentation: Presentation
    broker: Broker | None = None

    def answer(self, question: Question, output: Output) -> None:
        """Evaluate the query; raises whatever Oxigraph raises, NotAcceptable, ResultTooLarge, ServiceUnavailable."""
        prefixes = self.presentation.prefixes
        if self.broker is None or not question.services:
            evaluation.answer(self.stock, question, prefixes, output)
        else:
            with self.broker.reaching(question.services) as direct:
                evaluation.answer(self.stock, question, prefixes, output, direct)

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
    federation: Federation | None = None

    @property
    def descriptors(self) -> int:
        """How many files and sockets a worker may open: none where no endpoint may be called."""
        return DESCRIPTORS if self.federation else 0

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
        return StoreBackend(self.stock, presentation, self.federation.open() if self.federation else None)


@dataclass(frozen=True)
class DiskSource:
    """A store on disk, which each worker opens for reading once it has been forked: RocksDB's threads survive no fork."""

    shelf: Shelf
    federation: Federation | None = None

    @property
    def descriptors(self) -> int:
        """How many files and sockets a worker may open."""
        return _STORE_FILES + (DESCRIPTORS if self.federation else 0)

    @property
    def triples(self) -> int | None:
        """The number of distinct triples."""
        return self.shelf.triples

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs."""
        return self.shelf.graphs

    def open(self, presentation: Presentation) -> Backend:
        """Return the backend over the store, opened now; raises OSError when its folder is gone.

        There must be descriptors for its files, so what keeps this process from calling others is the kernel's filter.
        """
        shelf = self.shelf
        store = Store.read_only(str(shelf.path))
        stock = Stock(store, store, shelf.triples, shelf.graphs, shelf.disjoint, shelf.covered, filled=True)
        if self.federation is not None:
            return StoreBackend(stock, presentation, self.federation.open())
        sandbox.forbid_sockets()
        return StoreBackend(stock, presentation)
