"""A real `hasila serve --load` process, and one connection to it that is kept."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters."""
        return str(self.headers.get_content_type())


class Service:
    """A running server, asked over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    @property
    def address(self) -> str:
        """The server's own address, which is the base of what it serves."""
        return f"http://127.0.0.1:{self.port}/"

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Response:
        """Return the response to one request; no header is added but Host and what HTTP needs."""
        try:
            response = self._send(method, path, headers, body)
        except http.client.RemoteDisconnected:
            # A server may close a connection that was long unused (RFC 9112 section 9.3.1); http.client opens another.
            response = self._send(method, path, headers, body)
        content = response.read()
        if body is not None and response.status >= 400:
            # A server that refuses a request need not read its body, and then cannot keep the connection.
            self._connection.close()
        return Response(response.status, response.headers, content)

    def _send(
        self, method: str, path: str, headers: Mapping[str, str] | None, body: bytes | None
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, body=body, headers=dict(headers or {}))
        return self._connection.getresponse()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


@contextlib.contextmanager
def serving(arguments: Sequence[str]) -> Iterator[Service]:
    """Serve `FILE`s and `GRAPH_IRI=FILE`s until the end of the block; `{base}` in an argument stands for the base."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    service = Service(port)
    loads = [argument.replace("{base}", service.address) for argument in arguments]
    command = [sys.executable, "-m", "hasila", "serve", "--port", str(port), "--load", *loads]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and process.stderr
            if not process.stdout.readline().startswith("hasila serves"):
                raise AssertionError(process.stderr.read())
            yield service
        finally:
            service.close()
            process.terminate()
            # Whatever is left in the pipes is read, so that nothing blocks on a full one.
            process.communicate(timeout=30)
