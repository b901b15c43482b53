"""Other SPARQL endpoints, asked one after another until one answers: what is sent, and what its answer means.

SPARQL 1.1 Protocol, section 2.1 (query by POST, dataset beside it); SPARQL 1.1 Query Results JSON Format; RFC 9110,
section 15. Speaks through SPARQLWrapper; follows no redirect, and knows neither template nor description.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results
from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

from hasila import __version__
from hasila.errors import (
    EngineFault,
    EngineUnavailable,
    HasilaError,
    MalformedQuery,
    QueryTimedOut,
    ResultTooLarge,
)

_PATIENCE = 2
"""Seconds to wait for a connection, or for a sign of life; how long an answer may take is for the worker's timer."""
_AVOIDED = 30.0
"""Seconds for which an endpoint that failed is asked last."""
_EXCUSE = 4096
_MEDIA_TYPES = ("application/sparql-results+json", "application/json")
_OVERTIME = re.compile(r"tim(?:ed?|ing)[ -]?out|time limit|execution time|cancell?ed", re.IGNORECASE)
_SYNTAX = re.compile(r"syntax|pars(?:e|er|ing)\b|compiler|lexical|malformed|unexpected token", re.IGNORECASE)
# What Virtuoso writes, and what it means: blank nodes look like IRIs of a scheme of their own, which no grammar of RDF
# takes for a label, and true is 1. No string can hold these bytes, for its quotes would be escaped.
_BOOLEAN = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": '
_ODDITIES = (
    (b'"bnode", "value": "nodeID://', b'"bnode", "value": "'),
    (_BOOLEAN + b'"1"', _BOOLEAN + b'"true"'),
    (_BOOLEAN + b'"0"', _BOOLEAN + b'"false"'),
)
_LONGEST_ODDITY = max(len(odd) for odd, _ in _ODDITIES)

Results = QueryBoolean | QuerySolutions


@dataclass(frozen=True)
class Inquiry:
    """One SELECT or ASK query, as `boolean` tells, and the dataset to evaluate it on."""

    text: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    boolean: bool = False


_GREETING = Inquiry("ASK {}", (), (), boolean=True)


class _Failed(Exception):
    """One endpoint cannot answer; another may. Carries what to raise when none can."""

    def __init__(self, error: HasilaError) -> None:
        super().__init__(error.message)
        self.error = error


class _Patience(http.client.HTTPConnection):
    """A connection that is made soon or not at all, and then waits as long as it must."""

    def connect(self) -> None:
        lasting = self.timeout if isinstance(self.timeout, int | float) else None
        self.timeout = _PATIENCE
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


class _Body:
    """The bytes of an answer as a parser wants them; raises _Failed where they break off."""

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
            raise _Failed(broken) from error
        # `length` is what was announced and has not come.
        if not piece and self._response.length:
            raise _Failed(broken)
        return piece


class Endpoints:
    """The endpoints in the order they are asked in; those that failed lately come last."""

    def __init__(self, urls: Sequence[str], first: int = 0) -> None:
        first %= len(urls)
        self._urls = [*urls[first:], *urls[:first]]
        self._failed: dict[str, float] = {}
        handlers = (_Handler(), _SecureHandler(), _Verbatim())
        # SPARQLWrapper opens its requests through the one opener of the process.
        urllib.request.install_opener(urllib.request.build_opener(*handlers))

    def ask(self, inquiry: Inquiry, take: Callable[[Results], None], untouched: Callable[[], bool]) -> None:
        """Have `take` read the results of the first endpoint that answers; while it is `untouched`, try the next one.

        Raises EngineUnavailable when none can be reached, MalformedQuery when one does not take the query, QueryTimedOut
        or ResultTooLarge when its answer is only a part, EngineFault for any other answer that is none.
        """
        failure: HasilaError = EngineUnavailable("No endpoint is known.")
        for url in sorted(self._urls, key=lambda url: self._failed.get(url, 0.0) > time.monotonic()):
            try:
                with _opened(url, inquiry) as response:
                    _read(response, inquiry, take)
                return
            except _Failed as failed:
                if isinstance(failed.error, EngineUnavailable):
                    self._failed[url] = time.monotonic() + _AVOIDED
                # What is said about the query tells more than that somebody else is not there.
                failure = failure if isinstance(failure, EngineFault) else failed.error
                if not untouched():
                    break
        raise failure

    def answering(self) -> int:
        """Return how many endpoints answer a query that needs no data."""
        return sum(self._answers(url) for url in self._urls)

    @property
    def count(self) -> int:
        """How many endpoints there are."""
        return len(self._urls)

    def _answers(self, url: str) -> bool:
        try:
            with _opened(url, _GREETING, _PATIENCE) as response:
                _read(response, _GREETING, bool)
        except (_Failed, HasilaError):
            return False
        return True


@contextlib.contextmanager
def _opened(url: str, inquiry: Inquiry, seconds: int | None = None) -> Iterator[http.client.HTTPResponse]:
    wrapper = SPARQLWrapper(url, returnFormat=JSON, agent=f"hasila/{__version__}")
    if seconds is not None:
        wrapper.setTimeout(seconds)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", _MEDIA_TYPES[0])
    for name, graphs in (("default-graph-uri", inquiry.default_graphs), ("named-graph-uri", inquiry.named_graphs)):
        for graph in graphs:
            wrapper.addParameter(name, graph)
    # `setQuery` would look for the form of the query with expressions that a hostile text keeps busy for ever.
    wrapper.queryString, wrapper.queryType = inquiry.text, SELECT
    try:
        response = wrapper.query().response
    except (OSError, http.client.HTTPException) as error:
        raise _Failed(EngineUnavailable("No store behind this endpoint can be reached at the moment.")) from error
    with response:
        yield response


def _read(response: http.client.HTTPResponse, inquiry: Inquiry, take: Callable[[Results], object]) -> None:
    if response.status != 200:
        _refuse(response)
    if response.headers.get_content_type() not in _MEDIA_TYPES:
        raise _Failed(EngineFault("The store behind this endpoint answered with something else than results."))
    # Virtuoso says so when it ran out of time or reached its cap on rows, and sends what it has with 200.
    if response.headers.get("X-SQL-State"):
        raise QueryTimedOut("The store behind this endpoint ran out of time and had a part of the answer only.")
    cap = response.headers.get("X-SPARQL-MaxRows")
    if cap is not None:
        raise ResultTooLarge(f"The store behind this endpoint cuts answers off at {cap} rows.", rows=int(cap))
    body = _Body(response)
    try:
        results = parse_query_results(body, QueryResultsFormat.JSON)  # type: ignore[arg-type]
        if isinstance(results, QueryBoolean) is not inquiry.boolean:
            raise _Failed(EngineFault("The store behind this endpoint answered another question."))
        take(results)
    except (SyntaxError, ValueError) as error:
        # Oxigraph's server ends a query that takes too long in the middle of its answer.
        if _OVERTIME.search(body.tail.decode("utf-8", "replace")):
            raise QueryTimedOut(
                "The store behind this endpoint ran out of time in the middle of its answer."
            ) from error
        raise _Failed(EngineFault(f"The store behind this endpoint sent a damaged answer: {error}.")) from error


def _refuse(response: http.client.HTTPResponse) -> None:
    """Raise what an answer that is not 200 means."""
    status = response.status
    excuse = _excuse(response)
    if _OVERTIME.search(excuse) and status >= 400:
        raise QueryTimedOut(f"The store behind this endpoint ran out of time: {excuse}")
    if status == 400 and _SYNTAX.search(excuse):
        raise MalformedQuery(f"The store behind this endpoint does not take the query: {excuse}")
    if status in (502, 503, 504) or 300 <= status < 400:
        raise _Failed(EngineUnavailable(f"The store behind this endpoint is not available (status {status})."))
    raise _Failed(EngineFault(f"The store behind this endpoint failed on the query (status {status}): {excuse}"))


def _excuse(response: http.client.HTTPResponse) -> str:
    """Return the first paragraph of what the store says, without markup."""
    try:
        text = response.read(_EXCUSE).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    paragraph = re.sub(r"<[^>]*>", " ", text.strip()).split("\n\n")[0]
    return " ".join(paragraph.split())[:300]
