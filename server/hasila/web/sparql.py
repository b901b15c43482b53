"""The SPARQL endpoint: protocol in, answer, page or service description out.

SPARQL 1.1 Protocol section 2.1; SPARQL 1.1 Service Description section 2. Parses no SPARQL: the engine does.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, g, request

from hasila.engine.protocol import Query
from hasila.errors import UnsupportedMediaType
from hasila.rdf.formats import HTML, RDF_FORMATS, RESULT_FORMATS, Format
from hasila.settings import LIMITS
from hasila.web import service_description, sparql_protocol
from hasila.web.addresses import address
from hasila.web.pages import EXAMPLE, render
from hasila.web.representations import Body, alternates, negotiate, represent
from hasila.web.request_body import read_body
from hasila.web.site import site
from hasila.web.sparql_protocol import ProtocolRequest
from hasila.web.tables import Table, is_graph, tabulate

blueprint = Blueprint("sparql", __name__)

_REFUSAL = "As many queries as this server takes at once are being answered or waiting."


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def endpoint() -> Response:
    """Answer a query; without one, give readers a form and programs the service description."""
    # Kept for the problem page, so that a reader can mend the query.
    g.sparql = request.args.get("query", "") if request.query_string.isascii() else ""
    asked = sparql_protocol.read(request.method, request.headers.get("Content-Type"), request.query_string, _body)
    if asked.query is None:
        return _describe(asked)
    g.sparql = asked.query
    offers = offers_for(asked.query)
    form = negotiate(offers, asked.format or "")
    key = (asked.query, *(asked.default_graphs or ()), "", *(asked.named_graphs or ()))
    repeatable = site().engine.is_repeatable(asked.query)
    return represent(form, lambda: answer_in(form, asked, offers), key, repeatable=repeatable)


def offers_for(text: str) -> tuple[Format, ...]:
    """Return the formats that the answer of a query comes in. Raises what the engine's guard raises."""
    return (*(RDF_FORMATS if is_graph(site().engine.classify(text)) else RESULT_FORMATS), HTML)


def answer_in(form: Format, asked: ProtocolRequest, offers: tuple[Format, ...]) -> Body:
    """Return the answer of a protocol request in format `form`."""
    assert asked.query is not None
    query = Query(asked.query, form.name, asked.default_graphs, asked.named_graphs, site().publication.base)
    with site().admission.asking.seat(_REFUSAL):
        if form != HTML:
            return site().engine.answer(query)
        table = tabulate(query)
    fields = [("query", asked.query)]
    fields += [("default-graph-uri", graph) for graph in asked.default_graphs or ()]
    fields += [("named-graph-uri", graph) for graph in asked.named_graphs or ()]
    downloads = [offer for offer in offers if offer != HTML]
    return _page(asked.query, table, downloads, fields)


def _page(text: str, table: Table | None, downloads: Sequence[Format], fields: Sequence[tuple[str, str]]) -> str:
    prefixes = sorted(site().publication.prefixes.items())
    return render("sparql.html", sparql=text, table=table, downloads=downloads, prefixes=prefixes,
                  answer_link=lambda form: "/sparql?" + urlencode([*fields, ("format", form.extension)]))  # fmt: skip


def _describe(asked: ProtocolRequest) -> Response:
    form = negotiate((*RDF_FORMATS, HTML), asked.format or "")
    if form == HTML:
        return represent(form, lambda: _page(EXAMPLE, None, RESULT_FORMATS, ()))
    # Behind a proxy only the proxy knows by which scheme it was asked; the answer is its client's alone, as with Host.
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
    asked_at = address(scheme, request.headers.get("Host", ""), quote(request.root_path) + "/sparql")
    settings = site().settings
    key = (asked_at or "", *(str(settings.values[limit.name]) for limit in LIMITS))
    links = alternates("/sparql", (), form)
    response = represent(
        form, lambda: service_description.describe(site().publication, settings, asked_at, form), key, links
    )
    # It names the host that it was asked at, and a cache that does not tell hosts apart must not hand that on.
    response.headers["Cache-Control"] = "no-store"
    return response


def _body() -> bytes:
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedMediaType(
            f"A body in the content coding {coding!r:.40} is not read here.", offers=["identity"]
        )
    limit = site().settings.integer("request_kibibytes") * 1024
    return read_body(request.environ["wsgi.input"], request.content_length, limit, site().admission.reading)
