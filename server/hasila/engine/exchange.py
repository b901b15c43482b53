"""One exchange with another SPARQL endpoint over HTTP: the question goes out, the bytes of the answer come in.

SPARQL 1.1 Protocol, section 2.1.3 (query by POST); RFC 9110 and RFC 9112. Speaks through SPARQLWrapper; follows no
redirect and judges no answer, see `endpoints`.
"""

from __future__ import annotations

import contextlib
import http.client
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

from hasila import __version__
from hasila.errors import EngineFault, EngineUnavailable, HasilaError

PATIENCE = 2
"""Seconds to wait for a connection, or for a sign of life; how long an answer may take is for the worker's timer."""
MEDIA_TYPES = ("application/sparql-results+json", "application/json")
"""What is asked for, and what else is read as such."""
# What Virtuoso writes, and what it means: blank nodes look like IRIs of a scheme of their own, which no grammar of RDF
# takes for a label, and true is 1. No string can hold these bytes, for its quotes would be escaped.
_BOOLEAN = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": '
_ODDITIES = (
    (b'"bnode", "value": "nodeID://', b'"bnode", "value": "'),
    (_BOOLEAN + b'"1"', _BOOLEAN + b'"true"'),
    (_BOOLEAN + b'"0"', _BOOLEAN + b'"false"'),
)
_LONGEST_ODDITY = max(len(odd) for odd, _ in _ODDITIES)


@dataclass(frozen=True)
class Inquiry:
    """One SELECT or ASK query, as `boolean` tells, and the dataset to evaluate it on."""

    text: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    boolean: bool = False


class EndpointFailedError(Exception):
    """One endpoint cannot answer; another may. Carries what to raise when none can."""

    def __init__(self, error: HasilaError) -> None:
        super().__init__(error.message)
        self.error = error


class _Patience(http.client.HTTPConnection):
    """A connection that is made soon or not at all, and then waits as long as it must."""

    def connect(self) -> None:
        lasting = self.timeout if isinstance(self.timeout, int | float) else None
        self.timeout = PATIENCE
        super().connect()
        self.sock.settimeout(lasting)


class _SecurePatience(_Patience, http.client.HTTPSConnection):
    pass


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Patience, request)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecurePatience, request)


class _Verbatim(urllib.request.HTTPErrorProcessor):
    """Hands every answer on as it came: none is followed elsewhere, none becomes an exception."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


class Body:
    """The bytes of an answer as a parser wants them; raises EndpointFailedError where they break off."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        self._held = b""
        self.tail = b""

    def read(self, size: int = 65_536) -> bytes:
        """Return some bytes, none at the end."""
        data = b""
        while not data:
            piece = self._receive(max(size, _LONGEST_ODDITY))
            self._held += piece
            for odd, usual in _ODDITIES:
                self._held = self._held.replace(odd, usual)
            # The beginning of an oddity may stand at the end.
            kept = _LONGEST_ODDITY - 1 if piece else 0
            data, self._held = self._held[: len(self._held) - kept], self._held[len(self._held) - kept :]
            if not piece:
                break
        self.tail = (self.tail + data)[-256:]
        return data

    def _receive(self, size: int) -> bytes:
        broken = EngineFault("The store behind this endpoint broke its answer off.")
        try:
            piece = self._response.read(size)
        except (OSError, http.client.HTTPException) as error:
            raise EndpointFailedError(broken) from error
        # `length` is what was announced and has not come.
        if not piece and self._response.length:
            raise EndpointFailedError(broken)
        return piece


def prepare() -> None:
    """Have this process make its connections our way: SPARQLWrapper opens its requests through the one opener there is."""
    urllib.request.install_opener(urllib.request.build_opener(_Handler(), _SecureHandler(), _Verbatim()))


@contextlib.contextmanager
def opened(url: str, inquiry: Inquiry, seconds: int | None = None) -> Iterator[http.client.HTTPResponse]:
    """Hand out the endpoint's answer, whatever its status; raises EndpointFailedError when none comes.

    `seconds` bounds how long to wait for each piece of it.
    """
    wrapper = SPARQLWrapper(url, returnFormat=JSON, agent=f"hasila/{__version__}")
    if seconds is not None:
        wrapper.setTimeout(seconds)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", MEDIA_TYPES[0])
    for name, graphs in (("default-graph-uri", inquiry.default_graphs), ("named-graph-uri", inquiry.named_graphs)):
        for graph in graphs:
            wrapper.addParameter(name, graph)
    # `setQuery` would look for the form of the query with expressions that a hostile text keeps busy for ever.
    wrapper.queryString, wrapper.queryType = inquiry.text, SELECT
    try:
        response = wrapper.query().response
    except (OSError, http.client.HTTPException) as error:
        raise EndpointFailedError(
            EngineUnavailable("No store behind this endpoint can be reached at the moment.")
        ) from error
    with response:
        yield response
