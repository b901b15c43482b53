"""A SPARQL endpoint on the loopback interface for the tests of federation, and the ways it can misbehave."""

from __future__ import annotations

import io
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

E = "http://example.org/"
JSON = "application/sparql-results+json"


class Endpoint(ThreadingHTTPServer):
    """Answers `/sparql` from a store of its own and misbehaves at other paths; `requests` tells what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.store = Store()
        for i in range(400):
            self.store.add(Quad(NamedNode(f"{E}n/{i}"), NamedNode(f"{E}square"), Literal(i * i)))

    @property
    def url(self) -> str:
        """The address of its root."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.path, body, headers))
        misbehave = getattr(self, "_" + self.path.strip("/").partition("?")[0].replace("-", "_"), None)
        if misbehave is not None:
            misbehave()
            return
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        results = self.server.store.query(parse_qs(body, strict_parsing=True)["query"][0])
        assert isinstance(results, QuerySolutions)
        content = io.BytesIO()
        results.serialize(content, QueryResultsFormat.JSON)
        self._send(content.getvalue())

    def do_GET(self) -> None:
        self.server.requests.append((self.path, "", {}))
        self._send(b"")

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""

    def _send(self, content: bytes, media_type: str = JSON, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def _redirect(self) -> None:
        self.send_response(307)
        self.send_header("Location", "/sparql")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _slow(self) -> None:
        time.sleep(4)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b" ")
            time.sleep(0.1)

    def _error(self) -> None:
        self.send_error(503)

    def _garbage(self) -> None:
        self._send(b"this is no result")

    def _cut_length(self) -> None:
        self._send(rows(10), length=100_000)
        self.close_connection = True

    def _cut_rows(self) -> None:
        self._send(rows(2000)[:-50])

    def _html(self) -> None:
        self._send(b"<p>Not found</p>", "text/html")

    def _truth(self) -> None:
        self._send(b'{"head":{},"boolean":true}')

    def _huge(self) -> None:
        self._send(rows(100_000))

    def _many(self) -> None:
        self._send(rows(20_000))

    def _nothing(self) -> None:
        self.close_connection = True


def rows(count: int) -> bytes:
    """Return a result with so many rows of one column `s`."""
    bindings = [{"s": {"type": "uri", "value": f"{E}n/{i}"}} for i in range(count)]
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": bindings}}).encode()


@contextmanager
def serving(tls: tuple[str, str] | None = None) -> Iterator[Endpoint]:
    """Run an endpoint, with TLS where certificate and key are given."""
    endpoint = Endpoint()
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        endpoint.socket = context.wrap_socket(endpoint.socket, server_side=True)
    thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.shutdown()
        thread.join()
        endpoint.server_close()
