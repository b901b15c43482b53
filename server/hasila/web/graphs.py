"""Named graphs and the ontology: documents that are described, and downloaded whole.

RDF 1.1 Concepts section 4 (datasets); OWL 2 section 3.1 (ontology IRI and version IRI). Terms and things by
themselves are in `resources`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Blueprint, Response

from hasila.engine.protocol import Query
from hasila.errors import NotFound
from hasila.rdf.formats import HTML, JSONLD, TURTLE, Format
from hasila.rdf.saved_queries import quote_literal
from hasila.release import NamedGraph
from hasila.web.languages import page_language, translations
from hasila.web.pages import render
from hasila.web.representations import Body, negotiate, represent
from hasila.web.resource_pages import resource_context
from hasila.web.resources import OFFERS, dereference, readings, represent_resource
from hasila.web.site import site
from hasila.web.tables import Table, tabulate
from hasila.web.vocabulary import vocabulary

blueprint = Blueprint("graphs", __name__)

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


@dataclass(frozen=True)
class OntologyVersion:
    """A frozen version of the ontology: its version and the path of its file in the release."""

    version: str
    file: str


@blueprint.get("/graph/<path:name>")
def show_graph(name: str) -> Response:
    """Answer with a named graph: its page, or all its triples. Raises NotFound for a name no graph has."""
    for reading in readings(name):
        for graph in site().publication.graphs:
            if graph.name == reading.path:
                form = reading.suffix or negotiate(OFFERS)
                return _represent_graph(graph, form)
    raise NotFound(f"There is no named graph {name!r:.120}; the front page lists them.")


def _represent_graph(graph: NamedGraph, form: Format) -> Response:
    path = f"graph/{graph.name}"
    return represent_resource(graph.iri, path, form, lambda: _graph_page(graph, path), _whole((graph.iri,), form))


def _graph_page(graph: NamedGraph, path: str) -> str:
    try:
        context = resource_context(graph.iri, f"/{path}")
    except NotFound:
        context = {"iri": graph.iri, "address": f"/{path}", "formats": [form for form in OFFERS if form != HTML]}
    return render("graph.html", graph=graph, classes=_ask(_CLASSES, graph=graph.iri), **context)


def _whole(graphs: tuple[str, ...], form: Format) -> Callable[[], Body]:
    query = Query(_WHOLE_GRAPH, form.name, graphs, ())
    return lambda: site().engine.answer(query)


@blueprint.get("/def/")
def show_ontology() -> Response:
    """Answer with the ontology: a list of its terms, or its whole graph."""
    return _represent_ontology(negotiate(OFFERS))


@blueprint.get("/def.<ending>")
def show_ontology_in(ending: str) -> Response:
    """Answer with the ontology in the format that a suffix names: `/def.ttl`."""
    for form in OFFERS:
        if form.extension == ending:
            return _represent_ontology(form)
    raise NotFound(f"The ontology is not offered as {ending!r:.40}.")


def _represent_ontology(form: Format) -> Response:
    return represent_resource(site().publication.ontology, "def", form, _ontology_page, lambda: _ontology_data(form))


def _ontology_data(form: Format) -> Body:
    ontology = site().publication.ontology
    table = tabulate(Query(_ONTOLOGY_GRAPHS.format(ontology=ontology), ""))
    graphs = tuple(cell.title for row in table.rows for cell in row if cell)
    if not graphs:
        raise NotFound("No ontology is published here.")
    return _whole(graphs, form)()


def _ontology_page() -> str:
    ontology = site().publication.ontology
    terms = _ask(_TERMS, namespace=quote_literal(ontology))
    return render(
        "ontology.html", terms=terms, versions=[v.version for v in _versions()], **resource_context(ontology, "/def")
    )


@blueprint.get("/def/context.jsonld")
def show_context() -> Response:
    """Answer with the JSON-LD context of the terms (JSON-LD 1.1 section 3.1)."""
    return represent(JSONLD, (site().release.path / "ontology" / "context.jsonld").read_bytes)


@blueprint.get("/def/<path:term>")
def show_term(term: str) -> Response:
    """Answer with a term of the ontology, or a frozen version of the whole; a misspelt one is NotFound."""
    for version in _versions():
        if term in (version.version, f"{version.version}.ttl"):
            form = negotiate((TURTLE,)) if term == version.version else TURTLE
            file = site().release.path / version.file
            return represent(form, file.read_bytes, (version.version,), (), f"/def/{version.version}.ttl")
    return dereference(f"def/{term}", lambda path: path)


def _versions() -> list[OntologyVersion]:
    found = []
    for version in site().publication.ontology_versions:
        for file in site().release.files:
            if file.startswith("ontology/") and file.endswith(f"/{version}.ttl"):
                found.append(OntologyVersion(version, file))
    return found


def _ask(template: str, **values: str) -> Table:
    table = tabulate(Query(template.format(language=quote_literal(page_language()), **values), ""), names=vocabulary())
    headed = tuple(replace(column, heading=translations()[f"column-{column.name}"]) for column in table.columns)
    return replace(table, columns=headed)
