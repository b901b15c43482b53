"""The backend over Oxigraph's store on this machine: in memory, shared by every worker, or on disk, opened by each.

Joins `evaluation` and `description` to one store; loads nothing (see `loading`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store

from hasila.engine import description, evaluation, sandbox
from hasila.engine.backend import Backend, Output, Presentation, Question
from hasila.engine.loading import Stock
from hasila.engine.services import DESCRIPTORS
from hasila.engine.storage import Shelf

if TYPE_CHECKING:  # it loads what only a worker that calls other endpoints needs
    from hasila.engine.federation import Broker, Federation

_STORE_FILES = 512
"""How many files of a store a worker may hold open; Oxigraph asks for 96 at least, and closes and opens beyond."""


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
        description.describe(self.stock, iri, format_name, self.presentation.prefixes, output)

    def describe_resource(self, iri: str, limit: int) -> dict[str, Any]:
        """Return what a page about the resource needs."""
        return description.describe_resource(self.stock, iri, limit, self.presentation.label_properties)


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
