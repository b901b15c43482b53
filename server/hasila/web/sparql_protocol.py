"""The query operation of the SPARQL 1.1 Protocol, read strictly.

SPARQL 1.1 Protocol sections 2.1.1 to 2.1.4 (GET, form POST, direct POST), and the QUERY method of SPARQL 1.2 in the
same manner. Every update is refused. Evaluates nothing and knows no Flask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hasila.errors import BadRequest, UnsupportedMediaType, UpdateRefused
from hasila.rdf.iris import is_iri
from hasila.web import parameters
from hasila.web.parameters import Parameters

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)
_LEAST_SECONDS = 0.001
_NO_UPDATES = "This endpoint is read-only: SPARQL Update is not offered."


@dataclass(frozen=True)
class ProtocolRequest:
    """One request: the query text, None when there is none; the graphs of its dataset; the format it names.

    `seconds` is the time limit it asks for with `timeout`, which may only lower that of the server.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None
    seconds: float | None = None


def read(method: str, content_type: str | None, query_string: bytes, body: Callable[[], bytes]) -> ProtocolRequest:
    """Return what a request to the endpoint asks; `body` is called only when the method carries one.

    Raises BadRequest (no, empty or several queries; a graph that is no IRI; bytes that are not UTF-8),
    UnsupportedMediaType and UpdateRefused. A GET without any query is no fault: it asks for the service description.
    """
    given = parameters.read(query_string, "query string")
    queries = given.all("query")
    if method in ("POST", "QUERY"):
        kind = _media_type(content_type)
        content = body()
        if kind == FORM:
            given = Parameters(given.pairs + parameters.read(content, "form").pairs)
            queries = given.all("query")
        else:
            queries = (*queries, _text(content))
    if given.all("update"):
        raise UpdateRefused(_NO_UPDATES)
    if len(queries) > 1:
        raise BadRequest(f"There are {len(queries)} queries; a request holds exactly one (SPARQL 1.1 Protocol 2.1).")
    if not queries and method in ("POST", "QUERY"):
        raise BadRequest("The form has no field 'query'.")
    if queries and not queries[0].strip():
        raise BadRequest("The query is empty.")
    if not queries and (given.all("default-graph-uri") or given.all("named-graph-uri")):
        raise BadRequest("A dataset is given, but no query (SPARQL 1.1 Protocol 2.1).")
    default, named = _graphs(given, "default-graph-uri"), _graphs(given, "named-graph-uri")
    # Naming either kind replaces the query's whole dataset (section 2.1.4), so the other kind is empty, not absent.
    replaced = bool(default or named)
    return ProtocolRequest(
        queries[0] if queries else None,
        default if replaced else None,
        named if replaced else None,
        given.one("format"),
        _seconds(given.one("timeout")),
    )


def _media_type(content_type: str | None) -> str:
    kind, *rest = (part.strip().lower() for part in (content_type or "").split(";"))
    if kind == UPDATE:
        raise UpdateRefused(_NO_UPDATES)
    if kind not in (FORM, DIRECT):
        said = f"not {kind!r:.80}" if kind else "and the request names no Content-Type"
        raise UnsupportedMediaType(f"The body must be {DIRECT} or {FORM}, {said}.", offers=[DIRECT, FORM])
    for parameter in rest:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMediaType(f"The body must be in UTF-8, not {value!r:.40}.", offers=[DIRECT, FORM])
    return kind


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def _seconds(text: str | None) -> float | None:
    if not text:
        return None
    if not _SECONDS.fullmatch(text) or float(text) < _LEAST_SECONDS:
        raise BadRequest(
            f"timeout: {text!r:.40} is not a number of seconds of at least {_LEAST_SECONDS}.", name="timeout"
        )
    return float(text)


def _graphs(given: Parameters, name: str) -> tuple[str, ...]:
    graphs = given.all(name)
    for graph in graphs:
        if not is_iri(graph):
            raise BadRequest(f"{name}: {graph!r:.120} is not an absolute IRI.", name=name)
    return graphs
