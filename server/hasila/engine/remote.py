"""The backend over other SPARQL endpoints: the same questions and the same answers as over a store of this machine.

SPARQL 1.1 Query Language, sections 13.2, 16.2 and 16.4; SPARQL 1.1 Protocol, section 2.1.4. Only SELECT and ASK are ever
sent (decision 0008 says why); graphs are made and every format is written here. Opens no connection, see `exchange`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from hasila.engine import description, evaluation
from hasila.engine.backend import Backend, Output, Presentation, Question
from hasila.engine.exchange import Inquiry
from hasila.engine.lookups import RemoteReader, Row, about
from hasila.engine.protocol import QueryForm
from hasila.engine.remote_endpoints import Endpoints, Results
from hasila.engine.rewriting import NOWHERE, Text
from hasila.engine.rows import iter_at_most
from hasila.engine.templates import Template
from hasila.errors import EngineUnavailable, ServiceRefused

_DESCRIPTORS = 64


@dataclass(frozen=True)
class RemoteSource:
    """The endpoints that hold the published graphs; `triples` is what the release says they hold."""

    endpoints: tuple[str, ...]
    graphs: tuple[str, ...]
    triples: int | None = None
    descriptors: int = _DESCRIPTORS

    def open(self, presentation: Presentation) -> Backend:
        """Return the backend for this worker; the workers begin with different endpoints."""
        return RemoteBackend(Endpoints(self.endpoints, os.getpid()), self.graphs, presentation)


@dataclass(frozen=True)
class _Dataset:
    default: Sequence[str]
    named: Sequence[str]

    def inquiry(self, text: str, *, boolean: bool = False) -> Inquiry:
        # An empty list would mean everything to some, and a graph that is not listed is a riddle to others.
        return Inquiry(text, self.default or (NOWHERE,), (*self.named, NOWHERE), boolean)


class _Watched:
    """Passes bytes on and remembers whether there were any."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._written = False

    def write(self, data: bytes) -> int:
        self._written = True
        return self._output.write(data)

    def flush(self) -> None:
        self._output.flush()

    def untouched(self) -> bool:
        return not self._written


class RemoteBackend:
    """Answers from the published graphs of other endpoints, and from nothing else that is there."""

    def __init__(self, endpoints: Endpoints, graphs: Sequence[str], presentation: Presentation) -> None:
        self._endpoints = endpoints
        self._published = _Dataset(graphs, graphs)
        self._presentation = presentation
        self._reader = RemoteReader(partial(self._rows, self._published))

    def answer(self, question: Question, output: Output) -> None:
        """Evaluate the query; raises what `Endpoints.ask` raises, NotAcceptable, BadRequest, TooManyRows, SyntaxError."""
        if question.services:
            raise ServiceRefused("The store behind this endpoint is not asked to call others.")
        if question.base_iri is not None:
            evaluation.node(question.base_iri)
        # Read here first: every engine takes the same language, none sees an extension of its own, and errors are alike.
        Store().query(question.text, base_iri=question.base_iri)
        dataset = self._dataset(question)
        text = Text(evaluation.name_columns(question), question.base_iri)
        watched = _Watched(output)
        if text.form is QueryForm.CONSTRUCT:
            self._construct(text, dataset, question, watched)
        elif text.form is QueryForm.DESCRIBE:
            self._describe(text, dataset, question, watched)
        else:
            inquiry = dataset.inquiry(text.confined(dataset.named), boolean=text.form is QueryForm.ASK)
            self._endpoints.ask(
                inquiry, lambda results: evaluation.write_results(results, question, watched), watched.untouched
            )

    def describe(self, iri: str, format_name: str, output: Output) -> None:
        """Write the triples with that subject."""
        description.describe(self._reader, iri, format_name, self._presentation.prefixes, output)

    def describe_resource(self, iri: str, limit: int) -> dict[str, Any]:
        """Return what a page about the resource needs."""
        return description.describe_resource(self._reader, iri, limit, self._presentation.label_properties)

    def health(self) -> dict[str, Any]:
        """Return how many endpoints there are and how many answer; raises EngineUnavailable when none does."""
        answering = self._endpoints.answering()
        if not answering:
            raise EngineUnavailable("No store behind this endpoint can be reached at the moment.")
        return {"endpoints": self._endpoints.count, "answering": answering}

    def _construct(self, text: Text, dataset: _Dataset, question: Question, watched: _Watched) -> None:
        construction = text.construction(dataset.named)
        template = Template(construction.template)

        def take(results: Results) -> None:
            assert isinstance(results, QuerySolutions)
            triples = _bounded(template.fill(results), question)
            evaluation.write(triples, question.format, self._presentation.prefixes, watched)

        self._endpoints.ask(dataset.inquiry(construction.select), take, watched.untouched)

    def _describe(self, text: Text, dataset: _Dataset, question: Question, watched: _Watched) -> None:
        outright, select = text.description(dataset.named)
        nodes = {NamedNode(iri) for iri in outright}
        if select is not None:
            nodes.update(term for row in self._rows(dataset, select) for term in row if isinstance(term, NamedNode))
        ordered = sorted(nodes, key=lambda node: node.value)
        triples = _bounded(about(partial(self._rows, dataset), ordered), question)
        evaluation.write(triples, question.format, self._presentation.prefixes, watched)

    def _rows(self, dataset: _Dataset, text: str) -> list[Row]:
        found: list[Row] = []

        def take(results: Results) -> None:
            assert isinstance(results, QuerySolutions)
            found[:] = [tuple(solution) for solution in results]

        self._endpoints.ask(dataset.inquiry(text), take, lambda: True)
        return found

    def _dataset(self, question: Question) -> _Dataset:
        """Return the dataset asked for as far as it is published (SPARQL 1.1 Protocol, 2.1.4)."""
        default, named = question.default_graphs, question.named_graphs
        if default is None and named is None:
            if not question.from_default and not question.from_named:
                return self._published
            default, named = question.from_default, question.from_named
        asked = [[evaluation.node(iri).value for iri in dict.fromkeys(graphs or ())] for graphs in (default, named)]
        published = set(self._published.named)
        return _Dataset(*([iri for iri in graphs if iri in published] for graphs in asked))


def _bounded(triples: Iterable[Triple], question: Question) -> Iterable[Triple]:
    return triples if question.rows is None else iter_at_most(triples, question.rows)
