"""The SPARQL endpoint for programs: protocol in, answer out, without Flask.

SPARQL 1.1 Protocol section 2.1; RFC 9110 sections 8.8.3 (ETag), 12.5.5 (Vary) and 13.1.2 (If-None-Match). A Flask route
costs more than a small query. Pages, the service description and every problem are Flask's. Parses no SPARQL: the engine
does.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hasila import __version__
from hasila.engine.protocol import Query
from hasila.errors import BadRequest, UnsupportedMediaType
from hasila.rdf.formats import HTML, RDF_FORMATS, RESULT_FORMATS, Format
from hasila.rdf.negotiation import choose_format
from hasila.web import sparql_protocol
from hasila.web.request_body import read_body
from hasila.web.site import Site
from hasila.web.sparql_protocol import ProtocolRequest
from hasila.web.tables import is_graph

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATHS = ("/sparql", "/sparql/")
METHODS = ("GET", "HEAD", "POST", "QUERY")
ASKED = "hasila.asked"
"""Where Flask finds the protocol request that was read here: a body can be read once only."""
CLIENT = "hasila.client"
"""Where the name of the client stands."""
PROBLEM = "hasila.problem"
"""Where Flask finds the exception that it is to tell."""
TEXT = "hasila.query"
"""Where the problem page finds the query, for mending."""
_MOST_PLANS = 1024


@dataclass(frozen=True)
class Plan:
    """How a query is answered: the question, the format, and the entity tag, None where each answer may be another."""

    query: Query
    form: Format
    etag: str | None


class Plans:
    """The plans of one site. A request that comes again is not read again: reading costs more than a small query."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[Hashable, Plan] = {}
        self._lock = threading.Lock()

    def of(self, environ: WSGIEnvironment, key: Hashable) -> Plan | None:
        """Return what `plan` does; `key` is all that the request depends on, None where it depends on more."""
        found = self._kept.get(key)
        if found is not None:
            environ[TEXT] = found.query.text
            return found
        made = plan(self._site, environ)
        if made is not None and key is not None:
            with self._lock:
                self._kept[key] = made
                # The oldest goes.
                while len(self._kept) > _MOST_PLANS:
                    del self._kept[next(iter(self._kept))]
        return made


def plan(site: Site, environ: WSGIEnvironment) -> Plan | None:
    """Return how the request is answered here, or None when Flask is to show a page or the service description.

    Raises what reading the protocol and the query raises. The protocol request stands in the environment afterwards.
    """
    asked = _read(site, environ)
    environ[ASKED] = asked
    if asked.query is None:
        return None
    environ[TEXT] = asked.query
    form = choose_format(offers_for(site, asked.query), asked.format, environ.get("HTTP_ACCEPT"))
    if form == HTML:
        return None
    query = question(site, asked, form)
    return Plan(query, form, entity_tag(site, query))


def offers_for(site: Site, text: str) -> tuple[Format, ...]:
    """Return the formats that the answer of a query comes in. Raises what the engine's guard raises."""
    return (*(RDF_FORMATS if is_graph(site.engine.read(text, site.publication.base).form) else RESULT_FORMATS), HTML)


def question(site: Site, asked: ProtocolRequest, form: Format) -> Query:
    """Return what the engine is asked for a protocol request that has a query."""
    return Query(
        asked.query or "", form.name, asked.default_graphs, asked.named_graphs, site.publication.base, asked.seconds
    )


def entity_tag(site: Site, query: Query) -> str | None:
    """Return the weak entity tag of the answer, or None when each evaluation may answer otherwise.

    It depends on the release, the software and the question alone, so it is known before any work is done. White space
    and comments of the query make no difference.
    """
    reading = site.engine.read(query.text, query.base_iri)
    if reading.volatile:
        return None
    graphs = (*(query.default_graphs or ()), "", *(query.named_graphs or ()))
    parts = (site.release.digest, __version__, query.format, reading.normal, *graphs)
    # Weak: two evaluations of one query may order their rows differently.
    return 'W/"' + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32] + '"'


def _read(site: Site, environ: WSGIEnvironment) -> ProtocolRequest:
    # PEP 3333: bytes read as Latin-1.
    query_string = environ.get("QUERY_STRING", "").encode("latin-1")

    def body() -> bytes:
        coding = environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
        if coding not in ("", "identity"):
            raise UnsupportedMediaType(
                f"A body in the content coding {coding!r:.40} is not read here.", offers=["identity"]
            )
        limit = site.settings.integer("request_kibibytes") * 1024
        return read_body(environ["wsgi.input"], _length(environ), limit, site.admission.reading)

    return sparql_protocol.read(environ["REQUEST_METHOD"], environ.get("CONTENT_TYPE"), query_string, body)


def _length(environ: WSGIEnvironment) -> int | None:
    declared: str = environ.get("CONTENT_LENGTH") or ""
    if not declared:
        return None
    if not (declared.isascii() and declared.isdigit()):
        raise BadRequest("Content-Length is not a number.")
    return int(declared[:18])
