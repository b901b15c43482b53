"""What a graph store would hold at each point of a Graph Store Protocol test, if it were written to.

SPARQL 1.1 Graph Store HTTP Protocol, section 5: PUT replaces a graph, POST merges into it, DELETE removes it. A read-only
server is started with such a state instead, and asked what the test then reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import unquote

import rdflib
from rdflib.compare import to_canonical_graph

from .exchanges import Exchange, HttpCase

PREFIX = "/gsp"
DEFAULT = ""
"""Stands for the default graph among the IRIs of graphs."""

State = dict[str, tuple[str, ...]]
"""Graph IRI → the documents it is made of, in N-Triples."""


@dataclass(frozen=True)
class Read:
    """A reading exchange of a case, the graph it reads, and the documents that graph is made of then; none: no graph."""

    case: str
    number: int
    exchange: Exchange
    graph: str
    documents: tuple[str, ...]


def iter_reads(case: HttpCase) -> Iterator[Read]:
    """Yield the reads of a case, each with what the writes before it leave; graphs begin as absent."""
    state: State = {}
    for number, exchange in enumerate(case.exchanges):
        graph = graph_of(exchange.path)
        if exchange.method in ("GET", "HEAD"):
            yield Read(case.name, number, exchange, graph, state.get(graph, ()))
        elif exchange.method == "DELETE":
            state.pop(graph, None)
        else:
            before = state.get(graph, ()) if exchange.method == "POST" else ()
            state[graph] = before + documents_of(exchange)


def graph_of(path: str) -> str:
    """Return the graph that a request identifies; below the server's base where the path itself names it."""
    query = path.partition("?")[2]
    if query == "default":
        return DEFAULT
    if query.startswith("graph="):
        return unquote(query.removeprefix("graph="))
    return "{base}graph" + path.removeprefix(PREFIX)


def documents_of(exchange: Exchange) -> tuple[str, ...]:
    """Return the documents of a request's body, which is one itself or has them as parts (RFC 7578)."""
    assert exchange.body is not None
    kind = exchange.headers["content-type"]
    if kind.startswith("text/turtle"):
        return (_canonical(exchange.body),)
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + exchange.body, policy=HTTP)
    return tuple(_canonical(part.get_payload(decode=True)) for part in message.get_payload())


def _canonical(turtle: bytes) -> str:
    """Return the graph of a Turtle document as N-Triples that are the same however it was written."""
    graph = to_canonical_graph(rdflib.Graph().parse(data=turtle, format="turtle"))
    return "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True)))


def shared_states(reads: Iterable[Read]) -> list[State]:
    """Return as few states as serve all reads: each graph is what a read needs, or is not there.

    The default graph is the union of all graphs, so a state that has one has no other graph.
    """
    states: list[State] = []
    for read in reads:
        if all(not serves(state, read) for state in states):
            fitting = (state for state in states if _can_take(state, read))
            state = next(fitting, None)
            if state is None:
                state = {}
                states.append(state)
            if read.documents:
                state[read.graph] = read.documents
    return states


def serves(state: State, read: Read) -> bool:
    """Tell whether a server in that state gives the read what it expects."""
    alone = DEFAULT not in (read.graph, *state) or set(state) <= {DEFAULT}
    return alone and state.get(read.graph, ()) == read.documents


def _can_take(state: State, read: Read) -> bool:
    if DEFAULT in (read.graph, *state):
        return not state
    return bool(read.documents) and read.graph not in state
