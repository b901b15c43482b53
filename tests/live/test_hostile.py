"""Twenty thousand malformed and hostile requests: no answer of 5xx but an honest 503, no traceback, no worker lost.

Raw bytes over real sockets, from a generator with a fixed seed, so that a failure can be repeated. RFC 9112 (HTTP/1.1).
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from hasila.release import Release

from .test_load import _serve

REQUESTS = 20_000
CLIENTS = 8
FRAGMENTS = (
    "SELECT", "*", "{", "}", "(", ")", "[", "]", "?s", "?p", "$o", "<x:y>", "<", ">", "a", ".", ";", ",", "UNION", "OPTIONAL",
    "FILTER", "BIND", "AS", "COUNT(*)", "GROUP BY", "ORDER BY", "LIMIT 1", "OFFSET -1", "VALUES", "UNDEF", "MINUS", "SERVICE",
    "LOAD", "INSERT DATA", "DELETE WHERE", "FROM", "FROM NAMED", "PREFIX x: <y:>", "BASE <z:>", "x:y", "_:b", "'", '"', "'''",
    "\\u0041", "\\", "#", "\n", "ASK", "DESCRIBE", "CONSTRUCT", "^", "/", "|", "!", "+", "<<", ">>", "@ar", "^^x:y", "1e400",
    "-0", "true", "REGEX('a','(a+)+$')", "IRI(1/0)", "NOW()", "\u0623\u0644\u0641", "\ufeff", "\x00", "{{7*7}}", "'; --",
)  # fmt: skip
PATHS = (
    "/", "/sparql", "/sparql/", "/store", "/queries", "/queries/list-figures", "/queries/list-figures.csv", "/dumps/hasila.ttl",
    "/dumps/", "/id/place/MA", "/doc/place/MA", "/doc/place/MA.ttl", "/def/", "/def.ttl", "/def/Event", "/graph/places",
    "/dataset/hasila", "/problems/", "/health", "/robots.txt", "/static/style.css", "/nothing", "//evil.example/", "/%",
)  # fmt: skip
ACCEPTS = (
    "*/*", "text/html", "text/turtle", "application/ld+json;profile=\"x\"", "text/csv;q=2", "*", ";;;", "a/b,", "text/*;q=0.0",
    "application/sparql-results+json;q=0.9999", ",".join(["x/y"] * 3000), "text/html;q=" + "9" * 400, "\u00ff\u00fe", "",
)  # fmt: skip
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "QUERY",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "get",
    "BREW",
    "G\u00e9T",
)


def _text(rng: random.Random) -> str:
    if rng.random() < 0.1:
        depth = rng.choice((50, 500, 5_000))
        opening, closing = rng.choice((("{", "}"), ("(", ")"), ("[", "]"), ("{SELECT*", "}"), ("FILTER(!", ")")))
        return f"ASK {{ ?s ?p ?o {opening * depth}{closing * rng.choice((0, depth))} }}"
    return " ".join(rng.choices(FRAGMENTS, k=rng.randrange(1, 40)))


def _broken(rng: random.Random, encoded: bytes) -> bytes:
    for _ in range(rng.randrange(0, 4)):
        at = rng.randrange(len(encoded) + 1)
        junk = rng.choice(
            (b"%", b"%zz", b"%ff", b"%c3%28", b"%00", b"%ED%A0%80", b"&", b"=", b"+", b"%25", b"..", b"%2e%2e%2f")
        )
        encoded = encoded[:at] + junk + encoded[at:]
    return encoded


def _target(rng: random.Random) -> bytes:
    path = _broken(rng, rng.choice(PATHS).encode()) if rng.random() < 0.7 else rng.choice(PATHS).encode()
    names = (
        "query",
        "format",
        "lang",
        "timeout",
        "default-graph-uri",
        "named-graph-uri",
        "update",
        "graph",
        "default",
        "x",
    )
    fields = [
        f"{rng.choice(names)}={quote(_text(rng) if rng.random() < 0.6 else rng.choice(ACCEPTS))}".encode()
        for _ in range(rng.choice((0, 1, 1, 2, 3)))
    ]
    if rng.random() < 0.02:
        fields *= 600
    query = b"&".join(fields)
    return path + (b"?" + (_broken(rng, query) if rng.random() < 0.5 else query) if fields else b"")


def _headers(rng: random.Random) -> list[bytes]:
    lines = [b"Host: " + rng.choice((b"a", b"a:80", b"evil.example", b"<script>", b"[::1", b"a b", b""))]
    choices: tuple[Callable[[], bytes], ...] = (
        lambda: b"Accept: " + rng.choice(ACCEPTS).encode("latin-1"),
        lambda: b"Accept-Language: " + rng.choice((b"ar", b"fr;q=x", b"*", b"\xff\xfe", b"a" * 3000, b"ar,,;q=1")),
        lambda: b"Accept-Encoding: " + rng.choice((b"gzip", b"zstd;q=0", b"*;q=9", b"identity;q=0", b"\xff", b"gzip;q=nan")),
        lambda: b"If-None-Match: " + rng.choice((b"*", b'W/"x"', b'"', b"," * 3000, b"\xfe")),
        lambda: b"If-Modified-Since: " + rng.choice((b"nonsense", b"Thu, 01 Jan 1970 00:00:00 GMT", b"9" * 300)),
        lambda: b"Range: bytes=" + rng.choice((b"0-0", b"9-1", b"-0", b"a-b", b"0-" + b"9" * 50, b"0-1,5-6", b"-")),
        lambda: b"Content-Type: " + rng.choice((b"application/sparql-query", b"application/x-www-form-urlencoded; charset=x",
                                               b"application/sparql-update", b"multipart/form-data", b"\xff/\xff", b"")),
        lambda: b"Content-Encoding: " + rng.choice((b"gzip", b"br", b"identity", b"\xff")),
        lambda: b"X-Forwarded-For: " + rng.choice((b"127.0.0.1", b"x" * 3000, b"::1, 1.2.3.4", b"\xff")),
        lambda: b"X-Forwarded-Proto: " + rng.choice((b"https", b"javascript", b"\xff")),
        lambda: b"X-Junk: " + b"j" * rng.choice((10, 5_000, 70_000)),
        lambda: b"Cookie: " + b"=;" * 500,
    )  # fmt: skip
    lines += [rng.choice(choices)() for _ in range(rng.randrange(0, 5))]
    if rng.random() < 0.01:
        lines += [b"X-Many-%d: x" % number for number in range(300)]
    return lines


def _request(rng: random.Random) -> tuple[str, bytes]:
    """Return the method and the bytes of one request."""
    if rng.random() < 0.02:
        return "GET", rng.choice((b"\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                                  b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n", rng.randbytes(200) + b"\r\n\r\n"))  # fmt: skip
    method = rng.choices(METHODS, weights=[30, 6, 14, 6, 4, 2, 2, 2, 1, 1, 1, 1, 1])[0]
    lines = [method.encode() + b" " + _target(rng) + b" HTTP/1.1", *_headers(rng)]
    body = b""
    if method in ("POST", "QUERY", "PUT", "PATCH") or rng.random() < 0.03:
        body = _text(rng).encode("utf-8", "surrogatepass")
        if rng.random() < 0.4:
            body = b"query=" + _broken(rng, quote(_text(rng)).encode())
        if rng.random() < 0.05:
            body = rng.choice((b"\xff\xfe", b"\xed\xa0\x80", b"x" * 1_100_000)) + body
        lines.append(b"Content-Length: %d" % len(body))
    return method, b"\r\n".join(lines) + b"\r\n\r\n" + body


class _Wire:
    """One connection that is opened again whenever the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, method: str, request: bytes) -> tuple[int, bytes]:
        """Return status and body; status 0 when the server hung up on what is no HTTP."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=20)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._socket.sendall(request)
            response = http.client.HTTPResponse(self._socket, method=method)
            response.begin()
            found = response.status, response.read()
            closing = response.will_close
        except TimeoutError:
            raise
        except (http.client.HTTPException, OSError):
            found, closing = (0, b""), True
        if closing:
            self.close()
        return found

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


@pytest.fixture(scope="module")
def port(release: Release) -> Iterator[int]:
    """The port of a server that gives queries two seconds."""
    options = ("--query-seconds", "2", "--query-mebibytes", "256", "--client-queries", "40", "--log-level", "error")
    with _serve(release.path, *options) as (number, _):
        yield number


def test_no_request_makes_the_server_fail(port: int, tmp_path: Path) -> None:
    def work(seed: int) -> Counter[int]:
        rng, wire, statuses = random.Random(seed), _Wire(port), Counter[int]()
        for number in range(REQUESTS // CLIENTS):
            method, request = _request(rng)
            status, body = wire.ask(method, request)
            statuses[status] += 1
            assert status < 500 or status == 503, (seed, number, status, request[:400], body[:400])
            assert b"Traceback" not in body and b'File "' not in body, (seed, number, request[:400])
            if status == 503 and method != "HEAD":
                assert b"/problems/" in body, (seed, number, request[:400], body[:400])
        wire.close()
        return statuses

    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = sum(pool.map(work, range(CLIENTS)), Counter[int]())
    print(f"{statuses.total()} hostile requests: {dict(sorted(statuses.items()))}")
    assert statuses.total() == REQUESTS and statuses[200] > 500 and statuses[400] > 1000
    wire = _Wire(port)
    status, body = wire.ask("GET", b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
    state = json.loads(body)
    assert (status, state["status"], state["engine"]["busy"]) == (200, "ok", 0)
    assert state["engine"]["workers"] == 6
    status, body = wire.ask("GET", b"GET /sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D HTTP/1.1\r\nHost: a\r\n\r\n")
    wire.close()
    assert status == 200 and json.loads(body)["boolean"] is True
