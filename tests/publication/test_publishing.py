"""A release is published to a store: repeated or broken off, the store ends up holding it and nothing else of its.

SPARQL 1.1 Graph Store HTTP Protocol; SPARQL 1.1 Update. Against real stores, and against one that plays a part.
"""

from __future__ import annotations

import dataclasses
import json
import urllib.parse
import urllib.request
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hasila.cli import main
from hasila.errors import ReleaseInvalid, StoreDiffers, StoreRefused, StoreUnavailable
from hasila.publication.graph_store import Credentials, GraphStore
from hasila.publication.publishing import publish
from hasila.release import Release

BASE = "https://data.example/forests/"
STALE = BASE + "graph/report/1999"
FOREIGN = "https://data.example/meadows/graph/all"
TRIPLE = b"<x:s> <x:p> <x:o> .\n"
HOLDS_NOTHING = b'{"head":{"vars":["g","n"]},"results":{"bindings":[]}}'


@pytest.fixture(params=["oxigraph", "virtuoso"])
def peer(request: pytest.FixtureRequest) -> Any:
    """A real store."""
    return request.getfixturevalue(request.param)


def store_of(peer: Any, *, update: bool) -> GraphStore:
    """Return where the peer takes graphs or updates."""
    return GraphStore(peer.updates if update else peer.graphs, peer.credentials)


def put(peer: Any, graph: str, content: bytes) -> None:
    """Put a graph there beside the release."""
    store_of(peer, update=False).put(graph, BytesIO(content), len(content))


def counts(peer: Any) -> dict[str, int]:
    """Return how many triples each graph of the example has."""
    pattern = "GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://data.example/'))"
    query = f"SELECT ?g (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?g"
    data = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(peer.endpoint, data, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        rows = json.load(answer)["results"]["bindings"]
    return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}


def expected(release: Release) -> dict[str, int]:
    """Return what the release says of its graphs."""
    return {graph.iri: graph.triples for graph in release.publication.graphs if graph.triples}


def silent(text: str) -> None:
    """Say nothing."""


@pytest.mark.parametrize("update", [False, True], ids=["graphs", "updates"])
def test_store_holds_the_release_however_often_it_is_published(peer: Any, forestry: Release, update: bool) -> None:
    put(peer, STALE, TRIPLE)
    put(peer, FOREIGN, TRIPLE)
    told: list[str] = []
    for _ in range(2):
        publish(forestry, store_of(peer, update=update), [peer.endpoint], told.append, update=update)
        assert counts(peer) == {**expected(forestry), FOREIGN: 1}
    assert sum("no longer published" in text for text in told) == 1
    assert sum(f"{BASE}graph/ontology: " in text for text in told) == 2


@pytest.mark.parametrize("update", [False, True], ids=["graphs", "updates"])
def test_run_that_is_broken_off_is_mended_by_the_next(
    peer: Any, forestry: Release, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(peer, update=update)
    publish(forestry, store, [peer.endpoint], silent, update=update)
    put(peer, BASE + "graph/ontology", TRIPLE)
    calls = iter(range(100))
    name = "update" if update else "put"
    original = getattr(store, name)

    def interrupted(*arguments: object) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        original(*arguments)

    monkeypatch.setattr(store, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(forestry, store, [peer.endpoint], silent, update=update)
    monkeypatch.undo()
    publish(forestry, store, [peer.endpoint], silent, update=update)
    assert {iri: n for iri, n in counts(peer).items() if iri.startswith(BASE)} == expected(forestry)


def test_large_graph_goes_out_whole(peer: Any, tmp_path: Path, forestry: Release) -> None:
    graph = BASE + "graph/large"
    content = b"".join(b'<x:s> <x:p> "%d \xd8\xb4\xd8\xb1\xd8\xb7\xd8\xa9" .\n' % number for number in range(20_000))
    store = store_of(peer, update=False)
    store.probe()
    store.put(graph, BytesIO(content), len(content))
    assert counts(peer)[graph] == 20_000
    store.delete(graph)
    assert graph not in counts(peer)


def test_wrong_password_is_refused_before_anything_is_sent(virtuoso: Any, forestry: Release) -> None:
    before = counts(virtuoso)
    for credentials in (None, Credentials("dba", "wrong"), Credentials("nobody", "dba")):
        for url, update in ((virtuoso.graphs, False), (virtuoso.updates, True)):
            with pytest.raises(StoreRefused, match="--password-file") as caught:
                publish(forestry, GraphStore(url, credentials), [virtuoso.endpoint], silent, update=update)
            assert caught.value.exit_code == 2
    assert counts(virtuoso) == before


def test_basic_authentication_is_spoken_too(play: Any) -> None:
    def guarded(connection: Any) -> None:
        granted = b"Authorization: Basic dXNlcjpw4oKs" in actor.requests[-1]
        connection.sendall(
            b"HTTP/1.1 204 No Content\r\n\r\n"
            if granted
            else b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
        )

    actor = play(guarded)
    store = GraphStore(actor.url, Credentials("user", "p\u20ac"))
    store.put("x:g", BytesIO(TRIPLE), len(TRIPLE))
    store.put("x:h", BytesIO(TRIPLE), len(TRIPLE))
    assert [request.endswith(TRIPLE) for request in actor.requests] == [True] * 3


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (b"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops", StoreUnavailable, 3),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", StoreRefused, 2),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", StoreRefused, 2),
        (b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n", StoreRefused, 2),
        (b"garbage\r\n\r\n", StoreUnavailable, 3),
        (b"", StoreUnavailable, 3),
    ],
)
def test_what_a_store_says_is_told(play: Any, forestry: Release, answer: bytes, error: type, code: int) -> None:
    store = play(answer)
    with pytest.raises(error) as caught:
        publish(forestry, GraphStore(store.url), [store.url], silent)
    assert caught.value.exit_code == code and store.url in caught.value.message
    assert len(store.requests) == 1


def test_store_that_is_not_there_is_unavailable(forestry: Release) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        publish(forestry, GraphStore("http://127.0.0.1:9/store"), ["http://127.0.0.1:9/query"], silent)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"application/sparql-results+json", StoreDiffers),
        (b"text/html", StoreUnavailable),
    ],
)
def test_store_that_does_not_hold_it_afterwards_is_told(
    play: Any, oxigraph: Any, forestry: Release, answer: bytes, error: type
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (answer, len(HOLDS_NOTHING))
    body = HOLDS_NOTHING if error is StoreDiffers else b"<" * len(HOLDS_NOTHING)
    with pytest.raises(error) as caught:
        publish(forestry, GraphStore(oxigraph.graphs), [play(head + body).url], silent)
    assert caught.value.exit_code == (1 if error is StoreDiffers else 3)


def test_blank_nodes_are_not_split_by_updates(oxigraph: Any, tmp_path: Path) -> None:
    graph = BASE + "graph/nodes"
    release = _release(tmp_path, f"_:a <x:p> _:a <{graph}> .\n", {graph: 1})
    publish(release, GraphStore(oxigraph.graphs), [oxigraph.endpoint], silent)
    with pytest.raises(StoreRefused, match="blank nodes"):
        publish(release, GraphStore(oxigraph.updates), [oxigraph.endpoint], silent, update=True)


def test_triple_without_a_published_graph_stops_it(play: Any, tmp_path: Path) -> None:
    release = _release(tmp_path, "<x:s> <x:p> <x:o> .\n", {BASE + "graph/nodes": 1})
    with pytest.raises(ReleaseInvalid, match="line 1"):
        publish(release, GraphStore(play(b"HTTP/1.1 204 No Content\r\n\r\n").url), [], silent)


def test_triples_in_several_graphs_are_told_of(oxigraph: Any, tmp_path: Path) -> None:
    graphs = {BASE + "graph/a": 1, BASE + "graph/b": 1}
    release = _release(tmp_path, "".join(f"<x:s> <x:p> <x:o> <{graph}> .\n" for graph in graphs), graphs, triples=1)
    told: list[str] = []
    publish(release, GraphStore(oxigraph.graphs), [oxigraph.endpoint], told.append)
    assert told[0].startswith("1 triples stand in several graphs")


def _release(folder: Path, dump: str, graphs: dict[str, int], triples: int | None = None) -> Release:
    from hashlib import sha256

    from hasila.release import FileEntry, NamedGraph, Publication

    path = folder / "dumps" / "x.nq"
    path.parent.mkdir()
    path.write_text(dump)
    fields = {field.name: "" for field in dataclasses.fields(Publication)}
    named = tuple(NamedGraph(iri, iri, {}, {}, count) for iri, count in graphs.items())
    total = sum(graphs.values()) if triples is None else triples
    publication = Publication(**{**fields, "name": "x", "base": BASE, "graphs": named, "triples": total})  # type: ignore[arg-type]
    return Release(folder, "", {"dumps/x.nq": FileEntry(sha256(dump.encode()).hexdigest(), len(dump))}, publication)


def _hasila(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["publish", *arguments])


def test_command_publishes_and_checks(virtuoso: Any, forestry: Release, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("dba\n")
    release = ("--release", str(forestry.path), "--root", str(tmp_path))
    there = ("--to", virtuoso.graphs, "--endpoints", virtuoso.endpoint)
    done = _hasila(*release, *there, "--user", "dba", "--password-file", str(tmp_path / "password"))
    assert done.exit_code == 0, done.output
    assert f"{virtuoso.graphs} holds {len(forestry.publication.graphs)} graphs" in done.output
    refused = _hasila(*release, *there)
    assert refused.exit_code == 2 and "--password-file" in refused.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--to", "http://127.0.0.1:9/", "--endpoints", "http://127.0.0.1:9/"), 3),
        (("--to", "ftp://127.0.0.1/", "--endpoints", "http://127.0.0.1:9/"), 2),
        (("--to", "http://127.0.0.1:9/", "--endpoints", "nonsense"), 2),
        (("--to", "http://127.0.0.1:9/"), 2),
        (("--endpoints", "http://127.0.0.1:9/"), 2),
        (("--to", "http://127.0.0.1:9/", "--endpoints", "http://127.0.0.1:9/", "--user", "dba"), 2),
    ],
)
def test_command_refuses_with_its_documented_code(
    forestry: Release, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = _hasila("--release", str(forestry.path), "--root", str(tmp_path), *arguments)
    assert done.exit_code == code, done.output
    assert done.stderr
