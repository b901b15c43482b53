"""The remote engine before stores that fail, lie or say too much, and what it sends them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Query
from hasila.errors import (
    ClientError,
    EngineError,
    EngineFault,
    EngineUnavailable,
    MalformedQuery,
    QueryMemoryExceeded,
    QueryTimedOut,
    ResultTooLarge,
    ServiceRefused,
    TooManyRows,
)

from .conftest import E, whole

GRAPHS = [E + "g/1", E + "g/2"]
NOBODY = "http://127.0.0.1:9/sparql"
JSON = b"application/sparql-results+json"
ROW = b'{"s":{"type":"uri","value":"http://example.org/a"}}'
HEAD = b'{"head":{"vars":["s"]},"results":{"bindings":['
SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
# Time enough on a busy machine: what is asked for is the count, the size or the fault.
LIMITS = Limits(seconds=30.0, mebibytes=128, workers=1, result_mebibytes=2, result_rows=50_000)
SHORT = replace(LIMITS, seconds=2.0)


def http(
    body: bytes, status: bytes = b"200 OK", kind: bytes = JSON, *headers: bytes, length: int | None = None
) -> bytes:
    """Return the bytes of an answer."""
    announced = str(len(body) if length is None else length).encode()
    lines = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Content-Length: " + announced, *headers]
    return b"\r\n".join([*lines, b"", body])


FINE = http(HEAD + ROW + b"]}}")


@contextmanager
def asking(*urls: str, limits: Limits = LIMITS) -> Iterator[Callable[..., bytes]]:
    """Hand out a function that asks an engine before these endpoints."""
    with EmbeddedEngine.over(urls, GRAPHS, limits) as engine:

        def _ask(text: str = SELECT, form: str = "csv", **options: Any) -> bytes:
            return whole(engine.answer(Query(text, form, **options)))

        yield _ask


def test_no_store_is_unavailable_at_once() -> None:
    begun = time.monotonic()
    with asking(NOBODY, "http://127.0.0.1:1/") as ask, pytest.raises(EngineUnavailable):
        ask()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("first", [True, False])
def test_one_store_of_two_is_enough(play: Any, first: bool) -> None:
    fine = play(FINE)
    with asking(*((NOBODY, fine.url) if first else (fine.url, NOBODY))) as ask:
        assert [ask() for _ in range(4)] == [b"s\r\nhttp://example.org/a\r\n"] * 4


def test_store_that_is_not_available_is_asked_last_for_a_while(play: Any) -> None:
    ill, fine = play(http(b"", b"503 Service Unavailable")), play(FINE)
    with asking(ill.url, fine.url) as ask:
        for _ in range(6):
            ask()
    assert len(fine.requests) == 6 and len(ill.requests) <= 1


def test_store_that_fails_on_a_query_leaves_it_to_the_next(play: Any) -> None:
    with asking(play(http(b"oops", b"500 Broken")).url, play(FINE).url) as ask:
        assert ask() == b"s\r\nhttp://example.org/a\r\n"
    with asking(play(http(b"oops", b"500 Broken")).url, NOBODY) as ask, pytest.raises(EngineFault, match="oops"):
        ask()


@pytest.mark.parametrize("said", [b"", FINE[:20], FINE[:-60]])
def test_store_that_stalls_is_out_of_time(play: Any, said: bytes) -> None:
    def stall(connection: socket.socket) -> None:
        connection.sendall(said)
        time.sleep(6)

    with asking(play(stall).url, limits=SHORT) as ask:
        begun = time.monotonic()
        with pytest.raises(QueryTimedOut):
            ask()
        assert time.monotonic() - begun < SHORT.seconds + 2
        with pytest.raises(QueryTimedOut):
            ask(seconds=0.3)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(http(HEAD + ROW, length=5000), id="cut short"),
        pytest.param(http(HEAD + ROW * 1000 + b"]}}"), id="no JSON"),
        pytest.param(http(HEAD + ROW), id="cut at the source"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n2e\r\n%s\r\n" % (JSON, HEAD),
            id="cut between chunks",
        ),
        pytest.param(http(b"\x00\xff garbage"), id="garbage"),
        pytest.param(http(b"{}"), id="another object"),
        pytest.param(http(b""), id="nothing"),
        pytest.param(http(b'{"head":{},"boolean":true}'), id="another form"),
        pytest.param(http(b"<html>Welcome</html>", kind=b"text/html"), id="a page"),
        pytest.param(http(HEAD + ROW + b"]}}", kind=b"text/plain"), id="another type"),
        pytest.param(http(HEAD + ROW + b"]}}", b"206 Partial Content"), id="a part"),
        pytest.param(http(b"", b"204 No Content"), id="no content"),
        pytest.param(b"ICY 200 OK\r\n\r\n", id="no HTTP"),
        pytest.param(http(b"Who are you?", b"401 Unauthorized"), id="locked"),
        pytest.param(http(b"Nothing here", b"404 Not Found"), id="not there"),
        pytest.param(http(b"Go away", b"400 Bad Request"), id="refused for no reason"),
    ],
)
def test_answer_that_is_none_is_a_fault_of_the_server(play: Any, answer: bytes) -> None:
    with asking(play(answer).url) as ask:
        with pytest.raises(EngineError) as caught:
            ask()
        assert not isinstance(caught.value, ClientError | QueryTimedOut)


@pytest.mark.parametrize(
    "answer", [b"ICY 200 OK\r\n\r\n", http(b""), http(b"<html>", kind=b"text/html"), http(b"", b"206 Partial Content")]
)
def test_another_store_is_asked_while_nothing_was_written(play: Any, answer: bytes) -> None:
    with asking(play(answer).url, play(FINE).url) as ask:
        assert [ask() for _ in range(3)] == [b"s\r\nhttp://example.org/a\r\n"] * 3


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"303 See Other", b"307 Temporary", b"308 Permanent"])
def test_redirect_is_followed_nowhere(play: Any, status: bytes) -> None:
    elsewhere = play(FINE)
    answer = http(b"", status, JSON, b"Location: " + elsewhere.url.encode())
    with asking(play(answer).url) as ask, pytest.raises(EngineUnavailable):
        ask()
    assert not elsewhere.requests


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(HEAD + ROW + b"]}}", b"200 OK", JSON, b"X-SQL-State: S1TAT"), QueryTimedOut),
        (http(HEAD + ROW + b"]}}", b"200 OK", JSON, b"X-SPARQL-MaxRows: 1"), ResultTooLarge),
        (http(HEAD + ROW + b",The SPARQL operation has been cancelled"), QueryTimedOut),
        (http(b"Virtuoso S1T00 Error SR171: Transaction timed out", b"500 SPARQL Request Failed"), QueryTimedOut),
        (http(b"The estimated execution time 9 (sec) exceeds the limit", b"500 Failed"), QueryTimedOut),
        (http(b"SPARQL compiler, line 1: syntax error", b"400 Bad Request"), MalformedQuery),
    ],
)
def test_part_of_an_answer_and_refusals_are_told_for_what_they_are(play: Any, answer: bytes, error: type) -> None:
    with asking(play(answer).url) as ask, pytest.raises(error):
        ask()


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_answer_without_end_meets_the_limits(play: Any, form: str) -> None:
    def rows(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON + b"\r\n\r\n" + HEAD + ROW)
        while True:
            connection.sendall((b"," + ROW) * 1000)

    with asking(play(rows).url) as ask, pytest.raises((TooManyRows, ResultTooLarge)):
        ask(form=form)


@pytest.mark.parametrize("beginning", [HEAD + b'{"s":{"type":"literal","value":"', b'{"results":{"bindings":['])
def test_text_without_end_meets_the_limits(play: Any, beginning: bytes) -> None:
    def text(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON + b"\r\n\r\n" + beginning)
        while True:
            connection.sendall(b"a" * 65_536 if b"value" in beginning else (ROW + b",") * 1000)

    with asking(play(text).url, limits=SHORT) as ask:
        with pytest.raises((QueryMemoryExceeded, QueryTimedOut, ResultTooLarge, TooManyRows, EngineFault)):
            ask()
        begun = time.monotonic()
        with pytest.raises(EngineError):
            ask()
        assert time.monotonic() - begun < SHORT.seconds + 2


def test_question_goes_out_by_post_with_the_published_graphs_and_nothing_of_its_own(play: Any) -> None:
    actor = play(FINE)
    with asking(actor.url) as ask:
        ask(
            f"BASE <{E}> SELECT * FROM <g/1> FROM <x:unknown> FROM NAMED <g/2> {{ ?s ?p ?o GRAPH <x:y> {{ ?a ?b ?c }} }}"
        )
    head, _, body = actor.requests[0].decode().partition("\r\n\r\n")
    assert head.startswith("POST /sparql HTTP/1.1") and "Accept: application/sparql-results+json\r\n" in head
    sent = parse_qs(body)
    (text,) = sent.pop("query")
    assert "FROM" not in text and "x:y" not in text and "?s ?p ?o ?a ?b ?c" in text
    assert sent == {
        "default-graph-uri": [E + "g/1"],
        "named-graph-uri": [E + "g/2", "urn:hasila:no-graph"],
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('define get:soft "soft" SELECT * { ?s ?p ?o }', MalformedQuery),
        ("PREFIX bif: <bif:> SELECT (bif:sys_stat('st_dbms_name') AS ?x) {}", MalformedQuery),
        ("SELECT * { ?s ?p ?o OPTION (TRANSITIVE) }", MalformedQuery),
        ("SELECT * { ?s ?p }", MalformedQuery),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", ServiceRefused),
    ],
)
def test_what_is_no_standard_query_is_not_sent_at_all(play: Any, text: str, error: type) -> None:
    actor = play(FINE)
    with asking(actor.url) as ask, pytest.raises(error):
        ask(text)
    assert not actor.requests


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE ?s WHERE { ?s ?p ?o }", "DESCRIBE <x:y>"])
def test_only_select_and_ask_are_sent(play: Any, text: str) -> None:
    actor = play(http(HEAD.replace(b'"s"', b'"s","p","o"') + b"]}}"))
    with asking(actor.url) as ask:
        ask(text, "turtle")
    for request in actor.requests:
        (sent,) = parse_qs(request.decode().partition("\r\n\r\n")[2])["query"]
        assert sent.startswith("SELECT ") and "CONSTRUCT" not in sent and "DESCRIBE" not in sent


def test_health_tells_how_many_stores_answer(play: Any) -> None:
    fine = play(http(b'{"head":{},"boolean":true}'))
    with EmbeddedEngine.over([NOBODY, fine.url], GRAPHS, LIMITS, triples=7) as engine:
        health = engine.health()
        assert (health["endpoints"], health["answering"], health["triples"]) == (2, 1, 7)
    with EmbeddedEngine.over([NOBODY], GRAPHS, LIMITS) as engine, pytest.raises(EngineUnavailable):
        engine.health()


def test_odd_spellings_are_mended_wherever_they_are_split(play: Any) -> None:
    odd = (
        b'{"head":{"vars":["s","b"]},"results":{"bindings":[{"s":{ "type": "bnode", "value": "nodeID://b1" },"b":'
        b'{ "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }},'
        b'{"s":{"type":"literal","value":"\\"bnode\\", \\"value\\": \\"nodeID://b1"}}]}}'
    )
    for padding in (0, 65_500 - len(HEAD), 65_530, 131_000):
        with asking(play(http(b" " * padding + odd)).url) as ask:
            header, row, other, *_ = ask("SELECT ?s ?b WHERE { ?s ?p ?b }", "tsv").decode().splitlines()
            assert (header, row) == ("?s\t?b", "_:b1\ttrue")
            assert other.startswith('"\\"bnode\\", \\"value\\": \\"nodeID://b1"')


TRICKY = (
    rb'plain', rb'},{\"s\":{', rb'},{', rb'a\r\nb', rb'\n\n\n', rb'<result>', rb'say \"no\"', rb'\"', rb',', rb'\"\"\r\n\"',
    rb'[{', rb'\\', rb'\\\"',
)  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_rows_are_counted_whatever_is_in_them(play: Any, form: str) -> None:
    rows = b",".join(
        b'{"s":{"type":"literal","value":"%s"},"o":{"type":"uri","value":"x:y"}}' % text for text in TRICKY
    )
    actor = play(http(b'{"head":{"vars":["s","o"]},"results":{"bindings":[' + rows + b"]}}"))
    for most, fits in ((len(TRICKY), True), (len(TRICKY) - 1, False)):
        with EmbeddedEngine.over([actor.url], GRAPHS, Limits(workers=1, result_rows=most)) as engine:
            query = Query("SELECT ?s ?o WHERE { ?s ?p ?o }", form)
            if fits:
                whole(engine.answer(query))
                continue
            with pytest.raises(TooManyRows) as caught:
                engine.answer(query)
            assert caught.value.facts == {"rows": most}


@pytest.mark.parametrize("text", ["CONSTRUCT { ?s <x:p> ?o } WHERE { ?s ?p ?o }", "DESCRIBE <x:y>"])
def test_triples_are_counted_too(play: Any, text: str) -> None:
    rows = b",".join(
        b'{"s":{"type":"uri","value":"x:s"},"p":{"type":"uri","value":"x:p"},"o":{"type":"literal","value":"%d"}}' % i
        for i in range(10)
    )
    columns = b'"s","o"' if "CONSTRUCT" in text else b'"s","p","o"'
    if "CONSTRUCT" in text:
        rows = rows.replace(b'"p":{"type":"uri","value":"x:p"},', b"")
    actor = play(http(b'{"head":{"vars":[' + columns + b']},"results":{"bindings":[' + rows + b"]}}"))
    with EmbeddedEngine.over([actor.url], GRAPHS, Limits(workers=1, result_rows=10)) as engine:
        assert whole(engine.answer(Query(text, "ntriples"))).count(b"\n") == 10
    with (
        EmbeddedEngine.over([actor.url], GRAPHS, Limits(workers=1, result_rows=9)) as engine,
        pytest.raises(TooManyRows),
    ):
        engine.answer(Query(text, "turtle"))
