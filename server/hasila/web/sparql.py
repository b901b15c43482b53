"""The SPARQL endpoint for readers: the form, the answer as a page, and the service description.

SPARQL 1.1 Protocol section 2.1; SPARQL 1.1 Service Description section 2. Answers for programs are in `endpoint`, which has
read the request before it comes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from hasila.rdf.formats import HTML, RDF_FORMATS, RESULT_FORMATS, Format
from hasila.rdf.languages import pick
from hasila.rdf.saved_queries import SavedQuery
from hasila.settings import LIMITS
from hasila.web import endpoint, service_description
from hasila.web.addresses import address
from hasila.web.languages import page_language, translate
from hasila.web.pages import EXAMPLE, render
from hasila.web.queries import grouped
from hasila.web.representations import alternates, negotiate, represent
from hasila.web.site import site
from hasila.web.sparql_protocol import ProtocolRequest
from hasila.web.tables import Table, tabulate

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def show_endpoint() -> Response:
    """Answer a query with a page; without one, give readers a form and programs the service description."""
    asked: ProtocolRequest = request.environ[endpoint.ASKED]
    if asked.query is None:
        return _describe(asked)
    query = endpoint.question(site(), asked, HTML)
    reading = site().engine.read(asked.query, query.base_iri)
    key = (reading.normal, *(asked.default_graphs or ()), "", *(asked.named_graphs or ()))
    client = request.environ[endpoint.CLIENT]
    return represent(
        HTML, lambda: _answer_page(asked, tabulate(query, client=client)), key, repeatable=not reading.volatile
    )


def _answer_page(asked: ProtocolRequest, table: Table) -> str:
    text = asked.query or ""
    fields = [("query", text)]
    fields += [("default-graph-uri", graph) for graph in asked.default_graphs or ()]
    fields += [("named-graph-uri", graph) for graph in asked.named_graphs or ()]
    downloads = [offer for offer in endpoint.offers_for(site(), text) if offer != HTML]
    return _page(text, table, downloads, fields)


def _page(text: str, table: Table | None, downloads: Sequence[Format], fields: Sequence[tuple[str, str]]) -> str:
    prefixes = sorted(site().publication.prefixes.items())
    return render("sparql.html", sparql=text, table=table, downloads=downloads, prefixes=prefixes, examples=_examples(),
                  answer_link=lambda form: "/sparql?" + urlencode([*fields, ("format", form.extension)]))  # fmt: skip


def _examples() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the saved queries by the titles of their groups: address and title, sorted, in the language of the page."""
    languages, language = site().publication.languages, page_language()

    def named(query: SavedQuery) -> tuple[str, str]:
        return f"/queries/{query.name}", pick(query.title, language, languages)[0] or query.name

    return [
        (
            pick(title, language, languages)[0] or translate("queries-other", language),
            sorted(map(named, queries), key=lambda pair: (pair[1].casefold(), pair[0])),
        )
        for _, title, queries in grouped()
    ]


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
