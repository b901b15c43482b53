"""Other SPARQL endpoints, asked one after another until one answers, and what an answer means.

SPARQL 1.1 Protocol, section 2.1.7; SPARQL 1.1 Query Results JSON Format; RFC 9110, section 15. A part of an answer is no
answer. Opens no connection itself, see `exchange`; knows neither template nor description.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Sequence

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from hasila.engine.exchange import MEDIA_TYPES, PATIENCE, Body, EndpointFailedError, Inquiry, opened, prepare
from hasila.errors import (
    EngineFault,
    EngineUnavailable,
    HasilaError,
    MalformedQuery,
    QueryTimedOut,
    ResultTooLarge,
)

_AVOIDED = 30.0
"""Seconds for which an endpoint that failed is asked last."""
_EXCUSE = 4096
_OVERTIME = re.compile(r"tim(?:ed?|ing)[ -]?out|time limit|execution time|cancell?ed", re.IGNORECASE)
_SYNTAX = re.compile(r"syntax|pars(?:e|er|ing)\b|compiler|lexical|malformed|unexpected token", re.IGNORECASE)
Results = QueryBoolean | QuerySolutions


_GREETING = Inquiry("ASK {}", (), (), boolean=True)


class Endpoints:
    """The endpoints in the order they are asked in; those that failed lately come last."""

    def __init__(self, urls: Sequence[str], first: int = 0) -> None:
        first %= len(urls)
        self._urls = [*urls[first:], *urls[:first]]
        self._failed: dict[str, float] = {}
        prepare()

    def ask(self, inquiry: Inquiry, take: Callable[[Results], None], untouched: Callable[[], bool]) -> None:
        """Have `take` read the results of the first endpoint that answers; while it is `untouched`, try the next one.

        Raises EngineUnavailable when none can be reached, MalformedQuery when one does not take the query, QueryTimedOut
        or ResultTooLarge when its answer is only a part, EngineFault for any other answer that is none.
        """
        failure: HasilaError = EngineUnavailable("No endpoint is known.")
        for url in sorted(self._urls, key=lambda url: self._failed.get(url, 0.0) > time.monotonic()):
            try:
                with opened(url, inquiry) as response:
                    _read(response, inquiry, take)
                return
            except EndpointFailedError as failed:
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
            with opened(url, _GREETING, PATIENCE) as response:
                _read(response, _GREETING, bool)
        except (EndpointFailedError, HasilaError):
            return False
        return True


def _read(response: http.client.HTTPResponse, inquiry: Inquiry, take: Callable[[Results], object]) -> None:
    if response.status != 200:
        _refuse(response)
    if response.headers.get_content_type() not in MEDIA_TYPES:
        raise EndpointFailedError(
            EngineFault("The store behind this endpoint answered with something else than results.")
        )
    # Virtuoso says so when it ran out of time or reached its cap on rows, and sends what it has with 200.
    if response.headers.get("X-SQL-State"):
        raise QueryTimedOut("The store behind this endpoint ran out of time and had a part of the answer only.")
    cap = response.headers.get("X-SPARQL-MaxRows")
    if cap is not None:
        raise ResultTooLarge(f"The store behind this endpoint cuts answers off at {cap} rows.", rows=int(cap))
    body = Body(response)
    try:
        results = parse_query_results(body, QueryResultsFormat.JSON)  # type: ignore[arg-type]
        if isinstance(results, QueryBoolean) is not inquiry.boolean:
            raise EndpointFailedError(EngineFault("The store behind this endpoint answered another question."))
        take(results)
    except (SyntaxError, ValueError) as error:
        # Oxigraph's server ends a query that takes too long in the middle of its answer.
        if _OVERTIME.search(body.tail.decode("utf-8", "replace")):
            raise QueryTimedOut(
                "The store behind this endpoint ran out of time in the middle of its answer."
            ) from error
        raise EndpointFailedError(
            EngineFault(f"The store behind this endpoint sent a damaged answer: {error}.")
        ) from error


def _refuse(response: http.client.HTTPResponse) -> None:
    """Raise what an answer that is not 200 means."""
    status = response.status
    excuse = _excuse(response)
    if _OVERTIME.search(excuse) and status >= 400:
        raise QueryTimedOut(f"The store behind this endpoint ran out of time: {excuse}")
    if status == 400 and _SYNTAX.search(excuse):
        raise MalformedQuery(f"The store behind this endpoint does not take the query: {excuse}")
    if status in (502, 503, 504) or 300 <= status < 400:
        raise EndpointFailedError(
            EngineUnavailable(f"The store behind this endpoint is not available (status {status}).")
        )
    raise EndpointFailedError(
        EngineFault(f"The store behind this endpoint failed on the query (status {status}): {excuse}")
    )


def _excuse(response: http.client.HTTPResponse) -> str:
    """Return the first paragraph of what the store says, without markup."""
    try:
        text = response.read(_EXCUSE).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    paragraph = re.sub(r"<[^>]*>", " ", text.strip()).split("\n\n")[0]
    return " ".join(paragraph.split())[:300]
