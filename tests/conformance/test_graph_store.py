"""The W3C's SPARQL 1.1 Graph Store HTTP Protocol tests, the read side.

The server is read-only: every write of a test must be refused with 405. What the test reads afterwards is asked of a
server that was started with the graphs those writes would have left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from .conftest import MATERIAL
from .exchanges import Exchange, HttpCase, declared, fits, iter_http_cases
from .graph_states import DEFAULT, PREFIX, Read, State, iter_reads, serves, shared_states
from .live import Response, Service, serving
from .manifests import MF

MANIFESTS = [MATERIAL / "graph-store-protocol" / f"manifest-{kind}.ttl" for kind in ("direct", "indirect")]
CASES = [case for path in MANIFESTS if path.is_file() for case in iter_http_cases(path, MF.GraphStoreProtocolTest)]
UNREADABLE = {"post_get_new_graph": "the graph's name is given by the server that creates it, and none is created here"}
"""Cases whose reads cannot be asked, each with its reason; their writes are asked like all others."""
READS = [read for case in CASES if case.name not in UNREADABLE for read in iter_reads(case)]
WRITES = [(case, e) for case in CASES for e in case.exchanges if e.method not in ("GET", "HEAD")]
STATES = shared_states(sorted(READS, key=lambda read: (not read.documents, read.graph != DEFAULT)))


def test_every_case_of_the_manifests_is_asked(shared: object) -> None:
    names = [name for path in MANIFESTS for name in declared(path, MF.GraphStoreProtocolTest)]
    assert sorted(case.name for case in CASES) == sorted(names)
    assert len(names) == 14
    reads = sum(len(list(iter_reads(case))) for case in CASES)
    assert len(WRITES) + reads == sum(len(case.exchanges) for case in CASES)
    assert (len(WRITES), len(READS), reads) == (21, 18, 19)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Read], Service]]:
    """What gives the server that a read is asked of; each state is served once."""
    running: dict[int, Service] = {}
    with ExitStack() as stack:

        def start(read: Read) -> Service:
            number = next(n for n, state in enumerate(STATES) if serves(state, read))
            if number not in running:
                folder = tmp_path_factory.mktemp("state")
                running[number] = stack.enter_context(serving(_arguments(STATES[number], folder)))
            return running[number]

        yield start


def _arguments(state: State, folder: Path) -> list[str]:
    arguments = []
    for graph, documents in state.items():
        for document in documents:
            path = folder / f"{len(arguments)}.nt"
            path.write_text(document, encoding="utf-8")
            arguments.append(f"{graph}={path}" if graph != DEFAULT else str(path))
    return arguments


def _send(service: Service, exchange: Exchange) -> Response:
    # Direct identification has its place at /graph here, indirect identification at /store.
    path = exchange.path
    place = "/graph" if path.startswith(f"{PREFIX}/") else "/store"
    return service.ask(exchange.method, place + path.removeprefix(PREFIX), exchange.headers, exchange.body)


@pytest.mark.parametrize(
    ("case", "exchange"), WRITES, ids=[f"{case.name}-{case.exchanges.index(e)}-{e.method}" for case, e in WRITES]
)
def test_write_is_405_with_what_is_allowed(service: Service, case: HttpCase, exchange: Exchange) -> None:
    response = _send(service, exchange)
    assert response.status == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("read", READS, ids=[f"{read.case}-{read.number}-{read.exchange.method}" for read in READS])
def test_read_is_answered_as_the_standard_says(started: Callable[[Read], Service], read: Read) -> None:
    response = _send(started(read), read.exchange)
    expected = read.exchange.expected
    assert fits(response.status, expected), (response.status, response.body)
    if expected.content_type is not None:
        assert response.headers["Content-Type"] == expected.content_type
    if read.exchange.method == "HEAD":
        assert response.body == b""
    if expected.content is not None:
        wanted = rdflib.Graph().parse(data=expected.content, format="turtle")
        assert isomorphic(rdflib.Graph().parse(data=response.body, format="turtle"), wanted)
