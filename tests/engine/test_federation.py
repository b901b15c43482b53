"""SERVICE: who may be called, how, and what becomes of endpoints that do not behave."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.protocol import Query
from hasila.errors import (
    HasilaError,
    MalformedQuery,
    QueryTimedOut,
    ResultTooLarge,
    ServiceRefused,
    ServiceUnavailable,
)

from .conftest import LIMITS, PREFIXES, E, whole
from .endpoint import Endpoint, serving

pytestmark = pytest.mark.alone

LOCAL = f"?n <{E}value> ?v"
HOSTS = ["localhost", "127.0.0.2", "127.1", "0x7f000002", "2130706434", "0.0.0.0", "[::1]", "[::ffff:127.0.0.2]"]
Call = Callable[..., str]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    """Return an endpoint with data of its own."""
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def federated(dump: Path, endpoint: Endpoint) -> Iterator[EmbeddedEngine]:
    """Return an engine that may call the endpoint, on the loopback address and no other private one."""
    port = endpoint.server_port
    allow = " ".join([endpoint.url + "*", *(f"http://{name}:{port}/*" for name in HOSTS)])
    limits = replace(LIMITS, seconds=2.0, service_allow=allow, service_private="127.0.0.1")
    with EmbeddedEngine.start(dump, limits, prefixes=PREFIXES) as started:
        yield started


@pytest.fixture
def call(federated: EmbeddedEngine, endpoint: Endpoint) -> Call:
    """Return a function that answers a query in which U stands for the endpoint's root."""
    endpoint.requests.clear()

    def _call(text: str, format_name: str = "csv") -> str:
        return whole(federated.answer(Query(text.replace("U/", endpoint.url), format_name))).decode()

    return _call


SQUARE = f"SERVICE <U/sparql> {{ ?n <{E}square> ?q }}"


def test_rows_of_both_endpoints_are_joined(call: Call) -> None:
    assert call(f"SELECT ?v ?q {{ {LOCAL} {SQUARE} FILTER(?v = '12') }}") == "v,q\r\n12,144\r\n"


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX x: <U/> SELECT ?v ?q {{ {LOCAL} . SERVICE x:sparql {{ ?n <{E}square> ?q }} FILTER(?q = 144) }}",
        f"PREFIX service: <U/> SELECT ?v ?q {{ {LOCAL} . SERVICE service:sparql {{ ?n ?r ?q }} FILTER(?q = 144) }}",
        f"BASE <U/x> SELECT ?v ?q {{ {LOCAL} . SeRvIcE<sparql>{{ ?n <{E}square> ?q }} FILTER(?q = 144) }}",
        f"SELECT ?v ?q {{ {LOCAL} . SERVICE SILENT # SERVICE ?x\n <U/sparql> {{ ?n <{E}square> ?q }} FILTER(?q = 144) }}",
        f"SELECT ?v ?q {{ {{ SELECT * {{ {LOCAL} OPTIONAL {{ {SQUARE} }} }} }} FILTER(?q = 144 && '}} SERVICE ?x' != ?v) }}",
        f"SELECT ?v ?q {{ {LOCAL} {SQUARE} FILTER(?q = 144) SERVICE <U/sparql> {{ ?n ?other ?q }} }}",
    ],
)
def test_call_is_made_however_it_is_written(call: Call, text: str) -> None:
    assert call(text) == "v,q\r\n12,144\r\n"


def test_every_form_calls_and_an_endpoint_may_be_asked_lazily(call: Call) -> None:
    assert call(f"ASK {{ {SQUARE} FILTER(?q = 9) }}") == "true"
    assert call(f"CONSTRUCT {{ ?n <x:q> ?q }} {{ {SQUARE} FILTER(?q = 9) }}", "ntriples").count("<x:q>") == 1
    assert f"{E}n/3" in call(f"DESCRIBE ?n {{ {SQUARE} FILTER(?q = 9) }}", "ntriples")
    both = f"{{ {SQUARE} }} UNION {{ SERVICE <U/sparql?again> {{ ?n <{E}square> ?q }} }}"
    assert call(f"SELECT (COUNT(*) AS ?c) {{ {both} }}") == "c\r\n800\r\n"


def test_star_names_the_columns_in_their_order_and_calls_once(call: Call, endpoint: Endpoint) -> None:
    assert call(f"SELECT * {{ SERVICE <U/sparql> {{ ?n <{E}square> ?a FILTER(?a = 9) }} }}") == f"n,a\r\n{E}n/3,9\r\n"
    assert len(endpoint.requests) == 1


def test_two_large_answers_are_read_side_by_side(call: Call) -> None:
    text = "SELECT (COUNT(*) AS ?c) { SERVICE <U/many> { ?s ?p ?o } SERVICE <U/many?2> { ?s ?p ?o } }"
    assert call(text) == "c\r\n20000\r\n"


@pytest.mark.parametrize("clause", ["FILTER EXISTS {", "FILTER NOT EXISTS {", "MINUS {", "OPTIONAL {"])
def test_one_request_is_made_once_however_many_rows_need_it(call: Call, endpoint: Endpoint, clause: str) -> None:
    count = call(f"SELECT (COUNT(*) AS ?c) {{ {LOCAL} {clause} {SQUARE} }} }}")
    assert count == f"c\r\n{0 if clause in ('FILTER NOT EXISTS {', 'MINUS {') else 400}\r\n"
    assert len(endpoint.requests) == 1


def test_request_is_plain_sparql_protocol_without_the_brokers_secret(call: Call, endpoint: Endpoint) -> None:
    call(f"SELECT ?q {{ SERVICE <U/sparql?default=1%2f2> {{ ?n <{E}square> ?q }} }} LIMIT 1")
    ((path, body, headers),) = endpoint.requests
    assert path == "/sparql?default=1%2F2" and body.startswith("query=")
    assert headers["host"] == f"127.0.0.1:{endpoint.server_port}" and headers["user-agent"].startswith("hasila/")
    assert headers["accept"].startswith("application/sparql-results+json") and "127.0.0.1" not in body


NOT_NOW = ["redirect", "error", "garbage", "cut-length", "cut-rows", "html", "truth", "nothing", "drip", "slow"]


@pytest.mark.parametrize("path", NOT_NOW)
def test_endpoint_that_does_not_behave_is_named(call: Call, endpoint: Endpoint, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable) as caught:
        call(f"SELECT * {{ {LOCAL} SERVICE <U/{path}> {{ ?s ?p ?o }} }}")
    assert caught.value.facts == {"service": f"{endpoint.url}{path}"} and time.monotonic() - begun < 2
    assert [request[0] for request in endpoint.requests] == [f"/{path}"]


@pytest.mark.parametrize("path", NOT_NOW)
def test_silent_takes_a_failed_call_for_one_row_without_bindings(call: Call, path: str) -> None:
    text = f"SELECT (COUNT(*) AS ?c) {{ {LOCAL} FILTER(?v < '2') SERVICE SILENT <U/{path}> {{ ?s ?p ?o }} }}"
    assert call(text) == "c\r\n112\r\n"


@pytest.mark.parametrize("clause", ["FILTER EXISTS", "FILTER NOT EXISTS", "MINUS", "OPTIONAL"])
def test_failed_call_is_never_passed_over(call: Call, clause: str) -> None:
    # Oxigraph takes an error inside EXISTS or MINUS for an empty result, and answers.
    with pytest.raises(ServiceUnavailable):
        call(f"SELECT * {{ {LOCAL} {clause} {{ SERVICE <U/error> {{ ?n ?p ?o }} }} }}")


def test_answer_of_an_endpoint_is_bounded(call: Call) -> None:
    with pytest.raises(ResultTooLarge):
        call("SELECT (COUNT(*) AS ?c) { SERVICE <U/huge> { ?s ?p ?o } }")
    with pytest.raises(ResultTooLarge):
        parts = " UNION ".join(f"{{ SERVICE <U/many?{i}> {{ ?s ?p ?o }} }}" for i in range(8))
        call(f"SELECT (COUNT(*) AS ?c) {{ {parts} }}")


def test_time_limit_holds_while_an_endpoint_is_called(call: Call) -> None:
    parts = " ".join(f"SERVICE SILENT <U/slow?{i}> {{ ?s ?p ?o }}" for i in range(8))
    begun = time.monotonic()
    with contextlib.suppress(QueryTimedOut):
        call(f"SELECT (COUNT(*) AS ?c) {{ {parts} }}")
    assert time.monotonic() - begun < 4


def test_worker_serves_on_after_endpoints_that_fail(call: Call) -> None:
    for _ in range(3):
        for path in ("redirect", "cut-length", "garbage", "nothing"):
            with pytest.raises(ServiceUnavailable):
                call(f"SELECT * {{ SERVICE <U/{path}> {{ ?s ?p ?o }} }}")
        assert call(f"SELECT * {{ SERVICE <U/many> {{ ?s ?p ?o }} {LOCAL} }} LIMIT 1").count("\r\n") == 2
        assert call(f"SELECT ?q {{ {SQUARE} }} LIMIT 1").startswith("q\r\n")


@pytest.mark.parametrize("host", HOSTS)
def test_address_that_is_private_and_not_listed_is_refused(
    federated: EmbeddedEngine, endpoint: Endpoint, host: str
) -> None:
    endpoint.requests.clear()
    text = f"SELECT * {{ SERVICE <http://{host}:{endpoint.server_port}/sparql> {{ ?s ?p ?o }} }}"
    if host in ("localhost", "127.1") and _addresses(host) == {"127.0.0.1"}:
        assert whole(federated.answer(Query(text, "csv")))  # spelt otherwise, and listed all the same
        return
    with pytest.raises(ServiceRefused):
        federated.answer(Query(text, "csv"))
    assert not endpoint.requests


def _addresses(host: str) -> set[str]:
    return {str(found[4][0]) for found in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)}


def test_loopback_is_refused_unless_listed(dump: Path, endpoint: Endpoint) -> None:
    endpoint.requests.clear()
    limits = replace(LIMITS, workers=1, service_allow=f"{endpoint.url}* http://localhost:{endpoint.server_port}/*")
    with EmbeddedEngine.start(dump, limits) as engine:
        for root in (endpoint.url, f"http://localhost:{endpoint.server_port}/"):
            text = f"SELECT * {{ SERVICE <{root}sparql> {{ ?s ?p ?o }} }}"
            with pytest.raises(ServiceRefused, match="not public"):
                engine.answer(Query(text, "csv"))
            assert whole(engine.answer(Query(text.replace("SERVICE", "SERVICE SILENT"), "csv"))) == b"s,p,o\r\n,,\r\n"
    assert not endpoint.requests


def test_name_that_is_not_known_is_told(dump: Path) -> None:
    limits = replace(LIMITS, workers=1, seconds=20.0, service_allow="http://nowhere.invalid/sparql")
    with EmbeddedEngine.start(dump, limits) as engine, pytest.raises(ServiceUnavailable, match="name"):
        engine.answer(Query("ASK { SERVICE <http://nowhere.invalid/sparql> { ?s ?p ?o } }", "csv"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <U/sparql> } SERVICE SILENT ?x { ?s ?p ?o } }",
        "SELECT * { SERVICE <U/sparql> { ?s ?p ?o SERVICE <U/sparql> { ?s ?p ?o } } }",
        "SELECT * { SERVICE <U/sparql> { FILTER EXISTS { SERVICE SILENT <U/sparql> { ?s ?p ?o } } } }",
        "SELECT * { SERVICE <http://elsewhere.example/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <U/sparql> { ?s ?p ?o } SERVICE <http://elsewhere.example/> { ?s ?p ?o } }",
        "PREFIX x: <http://elsewhere.example/> SELECT * { SERVICE x:sparql { ?s ?p ?o } }",
        "SELECT * { SERVICE y:sparql { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<U/sparql> { ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE <U/sparql> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <U/sparql> { ?s ?p ?o } }",
        "SELECT * { \u017fervice <U/sparql> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '\\u0027 SERVICE <U/sparql> {} #' }",
        "SELECT * { SERVICE <U/sparql> ?x }",
        "SELECT * { SERVICE }",
        "SELECT * { SERVICE <call:0> { ?s ?p ?o } }",
        "SELECT * { " + "SERVICE <U/sparql> { ?s ?p ?o } " * 9 + "}",
    ],
)
def test_call_that_is_not_allowed_is_refused(call: Call, endpoint: Endpoint, text: str) -> None:
    with pytest.raises(ServiceRefused):
        call(text)
    assert not endpoint.requests


def test_syntax_error_behind_a_call_keeps_its_place(call: Call, endpoint: Endpoint) -> None:
    text = "SELECT ?s { SERVICE <U/sparql> { ?s ?p ?o } ?x }".replace("U/", endpoint.url)
    found = []
    for written in (text, text.replace("SERVICE", "GRAPH  ")):
        with pytest.raises(MalformedQuery) as caught:
            call(written)
        found.append(caught.value.facts)
    assert found[0] == found[1] and found[0]["line"] == 1
    assert not endpoint.requests


def test_answer_with_a_call_is_not_repeatable(federated: EmbeddedEngine, endpoint: Endpoint) -> None:
    reading = federated.read(f"ASK {{ SERVICE <{endpoint.url}sparql> {{ ?s ?p ?o }} }}")
    assert reading.volatile and reading.services == (f"{endpoint.url}sparql",)
    assert federated.read(f"ASK {{ SERVICE <{endpoint.url}sparql> {{ ?s ?p ?o }} }}").volatile
    assert not federated.read("ASK { ?s ?p 'SERVICE' }").volatile


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return a self-signed certificate for `localhost` and its key."""
    folder = tmp_path_factory.mktemp("tls")
    pair = str(folder / "cert.pem"), str(folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-out", pair[0], "-keyout", pair[1]]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return pair


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_takes_a_certificate_for_the_name_that_is_called(
    dump: Path, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    with serving(certificate) as endpoint:
        roots = [f"https://{host}:{endpoint.server_port}/" for host in ("localhost", "127.0.0.1")]
        limits = replace(
            LIMITS, service_allow=" ".join(f"{root}*" for root in roots), service_private="127.0.0.0/8 ::1"
        )
        text = f"SELECT ?q {{ SERVICE <U/sparql> {{ <{E}n/3> <{E}square> ?q }} }}"
        with EmbeddedEngine.start(dump, limits) as engine:
            if trusted:
                assert whole(engine.answer(Query(text.replace("U/", roots[0]), "csv"))) == b"q\r\n9\r\n"
            for root in roots[trusted:]:
                with pytest.raises(ServiceUnavailable, match="TLS"):
                    engine.answer(Query(text.replace("U/", root), "csv"))


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an Oxigraph server with one triple."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "oxigraph is missing; it comes with the test extra"
    folder = tmp_path_factory.mktemp("peer")
    (folder / "data.nt").write_text(f'<{E}n/7> <{E}name> "seven" .\n')
    where = ["--location", str(folder / "store")]
    subprocess.run([program, "load", *where, "--file", str(folder / "data.nt")], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "serve-read-only", *where, "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                break
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_oxigraph_server_and_this_one_answer_together(dump: Path, peer: str) -> None:
    limits = replace(LIMITS, seconds=5.0, service_allow=peer, service_private="127.0.0.1")
    with EmbeddedEngine.start(dump, limits) as engine:
        text = f"SELECT ?v ?name {{ {LOCAL} SERVICE <{peer}> {{ ?n <{E}name> ?name }} }}"
        assert whole(engine.answer(Query(text, "csv"))) == b"v,name\r\n7,seven\r\n"


def test_only_workers_that_may_call_have_room_for_sockets(dump: Path, federated: EmbeddedEngine) -> None:
    with EmbeddedEngine.start(dump, replace(LIMITS, service_private="127.0.0.1")) as alone:
        assert {_room(pid) for pid in _pids(alone)} == {6}
    assert all(_room(pid) > 20 for pid in _pids(federated))


def _pids(engine: EmbeddedEngine) -> list[int]:
    workers = engine.health()["workers"]
    assert isinstance(workers, list)
    return [worker["pid"] for worker in workers]


def _room(pid: int) -> int:
    deadline = time.monotonic() + 5
    while True:
        lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
        room = int(next(line for line in lines if line.startswith("Max open files")).split()[3])
        if room < 1000 or time.monotonic() > deadline:
            return room
        time.sleep(0.02)


def test_no_call_leaves_a_descriptor_behind(call: Call, federated: EmbeddedEngine) -> None:
    def held() -> list[int]:
        return [len(os.listdir(f"/proc/{pid}/fd")) for pid in _pids(federated)]  # noqa: PTH208

    for path in ("sparql", "error", "cut-rows", "many"):
        with contextlib.suppress(HasilaError):
            call(f"SELECT * {{ SERVICE <U/{path}> {{ ?s ?p ?o }} }} LIMIT 1")
    before = max(held())
    for _ in range(20):
        for path in ("sparql", "error", "cut-rows", "many"):
            with contextlib.suppress(HasilaError):
                call(f"SELECT * {{ SERVICE <U/{path}> {{ ?s ?p ?o }} }} LIMIT 1")
    assert max(held()) <= before + 2
