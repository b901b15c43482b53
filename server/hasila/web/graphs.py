"""Named graphs: documents that are described, and downloaded whole.

RDF 1.1 Concepts section 4 (datasets). The ontology is in `ontology`, things by themselves are in `resources`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from hasila.engine.protocol import Query
from hasila.errors import NotFound
from hasila.rdf.formats import RDF_FORMATS, Format
from hasila.rdf.saved_queries import quote_literal
from hasila.release import NamedGraph
from hasila.web import bodies, citations
from hasila.web.languages import page_language, translations
from hasila.web.pages import render, text
from hasila.web.representations import Body, negotiate
from hasila.web.resource_pages import resource_context
from hasila.web.resources import OFFERS, readings, represent_resource
from hasila.web.site import site
from hasila.web.tables import Table, tabulate
from hasila.web.terms import TermView
from hasila.web.vocabulary import vocabulary

blueprint = Blueprint("graphs", __name__)

_LARGE = 1000
"""A graph of so many triples is longer, in any format, than what is not worth coding."""
_WHOLE_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_CLASSES = """SELECT ?class ?classLabel (COUNT(?thing) AS ?things) WHERE {{
  GRAPH <{graph}> {{ ?thing a ?class }}
  OPTIONAL {{ ?class <http://www.w3.org/2000/01/rdf-schema#label> ?classLabel FILTER(LANG(?classLabel) = {language}) }}
}} GROUP BY ?class ?classLabel ORDER BY DESC(?things) ?class"""


@blueprint.get("/graph/<path:name>")
def show_graph(name: str) -> Response:
    """Answer with a named graph: its page, or all its triples. Raises NotFound for a name no graph has."""
    for reading in readings(name):
        for graph in site().publication.graphs:
            if graph.name == reading.path:
                form = reading.suffix or negotiate((*OFFERS, *citations.formats()))
                return _represent_graph(graph, form)
    raise NotFound(f"There is no named graph {name!r:.120}; the front page lists them.")


def _represent_graph(graph: NamedGraph, form: Format) -> Response:
    path = f"graph/{graph.name}"
    data = whole((graph.iri,), form)
    response = represent_resource(graph.iri, path, form, lambda: _graph_page(graph, path), data)
    # The whole graph does not hold what another graph says of it.
    described = "/sparql?" + urlencode({"query": f"DESCRIBE <{graph.iri}>"})
    response.headers["Link"] += f', <{described}>; rel="describedby"'
    return response


def _graph_page(graph: NamedGraph, path: str) -> str:
    try:
        context = resource_context(graph.iri, f"/{path}")
    except NotFound:
        heading = TermView(text(graph.title), title=graph.iri)
        context = {"iri": graph.iri, "address": f"/{path}", "heading": heading, "formats": RDF_FORMATS}
    return render("graph.html", graph=graph, classes=_ask(_CLASSES, graph=graph.iri), **context)


def whole(graphs: tuple[str, ...] | None, form: Format) -> Callable[[], Body]:
    """Return what gives all triples of the graphs together in one format; None stands for the default graph.

    Large ones are not written for who asks for headers only.
    """
    query = Query(_WHOLE_GRAPH, form.name, graphs, None if graphs is None else ())
    sizes = {known.iri: known.triples for known in site().publication.graphs}
    size = site().publication.triples if graphs is None else sum(sizes[graph] for graph in graphs)

    def make() -> Body:
        if size >= _LARGE and request.environ.get(bodies.HEAD):
            request.environ[bodies.UNMADE] = True
            return b""
        return site().engine.answer(query, own=True)

    return make


def _ask(template: str, **values: str) -> Table:
    table = tabulate(
        Query(template.format(language=quote_literal(page_language()), **values), ""), names=vocabulary(), own=True
    )
    headed = tuple(replace(column, heading=translations()[f"column-{column.name}"]) for column in table.columns)
    return replace(table, columns=headed)
