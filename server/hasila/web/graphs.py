"""Named graphs and the ontology: documents that are described, and downloaded whole.

RDF 1.1 Concepts section 4 (datasets); OWL 2 section 3.1 (ontology IRI and version IRI). Terms and things by
themselves are in `resources`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response

from hasila.engine.protocol import Query
from hasila.errors import NotFound
from hasila.rdf.formats import JSONLD, RDF_FORMATS, Format
from hasila.rdf.saved_queries import quote_literal
from hasila.release import NamedGraph
from hasila.web import citations
from hasila.web.languages import page_language, translations
from hasila.web.pages import render, text
from hasila.web.representations import Body, negotiate, represent
from hasila.web.resource_pages import resource_context
from hasila.web.resources import OFFERS, SUFFIXES, dereference, readings, represent_resource
from hasila.web.site import site
from hasila.web.tables import Table, tabulate
from hasila.web.terms import TermView
from hasila.web.versions import OntologyVersion, version_data, versions
from hasila.web.vocabulary import vocabulary

blueprint = Blueprint("graphs", __name__)

_CONTEXT = "ontology/context.jsonld"
_WHOLE_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_CLASSES = """SELECT ?class ?classLabel (COUNT(?thing) AS ?things) WHERE {{
  GRAPH <{graph}> {{ ?thing a ?class }}
  OPTIONAL {{ ?class <http://www.w3.org/2000/01/rdf-schema#label> ?classLabel FILTER(LANG(?classLabel) = {language}) }}
}} GROUP BY ?class ?classLabel ORDER BY DESC(?things) ?class"""
_ONTOLOGY_GRAPHS = """SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ <{ontology}> a <http://www.w3.org/2002/07/owl#Ontology> }}
}} ORDER BY ?graph"""
_TERMS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?termLabel (SAMPLE(?kind) AS ?type) (SAMPLE(?text) AS ?definition) WHERE {{
  ?term a ?kind .
  FILTER(STRSTARTS(STR(?term), {namespace}) && STR(?term) != {namespace} && STRSTARTS(STR(?kind), "http://www.w3.org/"))
  FILTER(!CONTAINS(STRAFTER(STR(?term), {namespace}), "/"))
  OPTIONAL {{ ?term rdfs:label ?termLabel FILTER(LANG(?termLabel) = {language}) }}
  OPTIONAL {{ ?term skos:definition|rdfs:comment ?text FILTER(LANG(?text) = {language}) }}
}} GROUP BY ?term ?termLabel ORDER BY ?term"""


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
    """Return what gives all triples of the graphs together in one format; None stands for the default graph."""
    query = Query(_WHOLE_GRAPH, form.name, graphs, None if graphs is None else ())
    return lambda: site().engine.answer(query, own=True)


@blueprint.get("/def/")
def show_ontology() -> Response:
    """Answer with the ontology: a list of its terms, or its whole graph."""
    return _represent_ontology(negotiate((*OFFERS, *citations.formats())))


@blueprint.get("/def.<ending>")
def show_ontology_in(ending: str) -> Response:
    """Answer with the ontology in the format that a suffix names: `/def.ttl`."""
    for form in SUFFIXES:
        if form.extension == ending:
            return _represent_ontology(form)
    raise NotFound(f"The ontology is not offered as {ending!r:.40}.")


def _represent_ontology(form: Format) -> Response:
    ontology = site().publication.ontology
    if not ontology:
        return dereference("def/", lambda path: path)
    return represent_resource(ontology, "def", form, _ontology_page, lambda: _ontology_data(form))


def _ontology_data(form: Format) -> Body:
    ontology = site().publication.ontology
    table = tabulate(Query(_ONTOLOGY_GRAPHS.format(ontology=ontology), ""), own=True)
    graphs = tuple(cell.title for row in table.rows for cell in row if cell)
    if not graphs:
        raise NotFound("No ontology is published here.")
    return whole(graphs, form)()


def _ontology_page() -> str:
    ontology = site().publication.ontology
    terms = _ask(_TERMS, namespace=quote_literal(ontology))
    return render(
        "ontology.html", terms=terms, versions=[v.version for v in versions()], **resource_context(ontology, "/def")
    )


@blueprint.get("/def/context.jsonld")
def show_context() -> Response:
    """Answer with the JSON-LD context of the terms (JSON-LD 1.1 section 3.1). Raises NotFound where there is none."""
    if _CONTEXT not in site().release.files:
        raise NotFound("This publication has no JSON-LD context.")
    return represent(JSONLD, lambda: site().release.file(_CONTEXT).read_bytes())


@blueprint.get("/def/<path:term>")
def show_term(term: str) -> Response:
    """Answer with a term of the ontology, or a frozen version of the whole; a misspelt one is NotFound."""
    for reading in readings(term):
        for version in versions():
            if version.version == reading.path:
                try:
                    return _represent_version(version, reading.suffix or negotiate(OFFERS))
                except NotFound:
                    # No page, for nothing is said of the version IRI; the file itself is there.
                    return _represent_version(version, reading.suffix or negotiate(RDF_FORMATS))
    return dereference(f"def/{term}", lambda path: path)


def _represent_version(version: OntologyVersion, form: Format) -> Response:
    iri = f"{site().publication.ontology}{version.version}"
    return represent_resource(iri, f"def/{version.version}", form, None, lambda: version_data(version, form))


def _ask(template: str, **values: str) -> Table:
    table = tabulate(
        Query(template.format(language=quote_literal(page_language()), **values), ""), names=vocabulary(), own=True
    )
    headed = tuple(replace(column, heading=translations()[f"column-{column.name}"]) for column in table.columns)
    return replace(table, columns=headed)
