"""The graph store's read side by indirect identification: `/store?default` and `/store?graph=IRI`.

SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 (indirect identification), 5.2 (GET) and 5.6 (HEAD). Graphs below the
publication's base are identified directly too, at their own paths; see `graphs`. Nothing is written: every other method
is 405 (section 5.1).
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from hasila.errors import BadRequest, NotFound
from hasila.rdf.formats import RDF_FORMATS, Format
from hasila.rdf.iris import is_iri
from hasila.web import parameters
from hasila.web.graphs import whole
from hasila.web.representations import licence_links, negotiate, represent
from hasila.web.site import site

blueprint = Blueprint("graph_store", __name__)


@blueprint.get("/store")
def show_graph_content() -> Response:
    """Answer with all triples of the default graph, which is the union of all graphs, or of the named graph asked for.

    Raises BadRequest unless the request identifies exactly one graph, NotFound for a graph that is not in the store.
    """
    # A plus is a plus here: the value is a percent-encoded IRI, which has no spaces for a plus to stand for.
    given = parameters.read(request.query_string.replace(b"+", b"%2B"), "query string")
    graph = _graph_of(given.all("default"), given.all("graph"))
    form = negotiate(RDF_FORMATS, given.one("format") or "")
    address = {"default": ""} if graph is None else {"graph": graph}
    data = whole(None if graph is None else (graph,), form)
    return represent(form, data, (_located(address, form),), _links(address, form), _located(address, form))


def _graph_of(defaults: tuple[str, ...], graphs: tuple[str, ...]) -> str | None:
    """Return the IRI of the named graph that the request identifies, or None for the default graph."""
    if len(defaults) + len(graphs) != 1:
        raise BadRequest("Write exactly one of ?default and ?graph=IRI, once (Graph Store HTTP Protocol 4.2).")
    if defaults:
        if defaults[0]:
            raise BadRequest("The parameter 'default' has no value; a named graph is asked for by ?graph=IRI.")
        return None
    graph = graphs[0]
    if not is_iri(graph):
        raise BadRequest(f"graph: {graph!r:.120} is not an absolute IRI (Graph Store HTTP Protocol 4.2).", name="graph")
    if not any(graph == known.iri for known in site().publication.graphs):
        raise NotFound(f"There is no graph <{graph[:200]}> in the store; the service description names them.")
    return graph


def _links(address: dict[str, str], chosen: Format) -> list[str]:
    others = [
        f'<{_located(address, form)}>; rel="alternate"; type="{form.media_type}"'
        for form in RDF_FORMATS
        if form != chosen
    ]
    return [*others, *licence_links()]


def _located(address: dict[str, str], form: Format) -> str:
    query = urlencode({**address, "format": form.extension}).replace("default=&", "default&", 1)
    return f"/store?{query}"
