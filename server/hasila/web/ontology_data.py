"""The ontology of the release as the engine holds it, its frozen versions, and what the data make of each of its terms.

OWL 2 section 3 (ontologies and their versions). Read once per release; shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Graph

from hasila.engine.protocol import Query
from hasila.errors import NotFound
from hasila.rdf.formats import NTRIPLES, Format
from hasila.vocabularies.ontology import PROPERTY_KINDS, Ontology, Term, read_ontology
from hasila.web.asking import Row, once, select, values
from hasila.web.representations import Body
from hasila.web.site import site
from hasila.web.versions import OntologyVersion

_GRAPHS = """SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ <{ontology}> a <http://www.w3.org/2002/07/owl#Ontology> }}
}} ORDER BY ?graph"""
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# DISTINCT, for some engines find a triple once in each graph it stands in.
_CLASSES = """SELECT ?term (COUNT(DISTINCT ?thing) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  VALUES ?term {{ {terms} }} ?thing a ?term FILTER(ISIRI(?thing)) }} GROUP BY ?term"""
_PROPERTIES = """SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  {{ SELECT DISTINCT ?thing ?term ?value WHERE {{ VALUES ?term {{ {terms} }} ?thing ?term ?value FILTER(ISIRI(?thing)) }} }}
}} GROUP BY ?term"""
_INDIVIDUALS = """SELECT ?term (COUNT(DISTINCT ?thing) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  VALUES ?term {{ {terms} }} ?thing ?property ?term FILTER(ISIRI(?thing)) }} GROUP BY ?term"""
_DATATYPES = """SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  {{ SELECT DISTINCT ?thing ?property ?value WHERE {{ ?thing ?property ?value FILTER(ISLITERAL(?value)) }} }}
  BIND(DATATYPE(?value) AS ?term) FILTER(?term IN ({terms})) }} GROUP BY ?term"""


@dataclass(frozen=True)
class Usage:
    """How often a term is used: by so many things of a class, in so many statements of a property; and where first."""

    count: int
    first: str


@dataclass(frozen=True)
class VersionSummary:
    """A frozen version: its ontology, and the names of the terms that the version before it did not have."""

    version: str
    ontology: Ontology
    added: tuple[Term, ...]


def ontology_graphs() -> tuple[str, ...]:
    """Return the named graphs that hold the ontology, in order."""
    rows = select(_GRAPHS.format(ontology=site().publication.ontology))
    return tuple(row["graph"]["value"] for row in rows)


def ontology_data(form: Format) -> Body:
    """Return all triples of the ontology's graphs in one of the RDF formats. Raises NotFound when none holds it."""
    graphs = ontology_graphs()
    if not graphs:
        raise NotFound("No ontology is published here.")
    return site().engine.answer(Query(_WHOLE, form.name, graphs, ()), own=True)


@once
def ontology() -> Ontology:
    """Return the ontology of the release. Raises NotFound when there is none."""
    body = ontology_data(NTRIPLES)
    assert not isinstance(body, str | bytes)
    with body:
        graph = Graph(bind_namespaces="none").parse(data=body.read(), format="nt")
    return read_ontology(graph, site().publication.ontology, site().publication.base)


def known_terms() -> Mapping[str, Term]:
    """Return the terms of the ontology; none where the publication has no ontology, or no graph that holds it."""
    try:
        return ontology().terms if site().publication.ontology else {}
    except NotFound:
        return {}


def version_ontology(version: OntologyVersion) -> Ontology:
    """Return a frozen version. Raises ReleaseInvalid when its file has gone."""
    content = site().release.file(version.file).read_bytes()
    return _read_version(content, site().publication.ontology, site().publication.base)


@lru_cache(maxsize=32)
def _read_version(content: bytes, iri: str, base: str) -> Ontology:
    graph = Graph(bind_namespaces="none").parse(data=content, format="turtle", publicID=base)
    return read_ontology(graph, iri, base)


def summaries(versions: Iterable[OntologyVersion]) -> list[VersionSummary]:
    """Return what each version brought, in the order given."""
    found: list[VersionSummary] = []
    for version in versions:
        read = version_ontology(version)
        known = found[-1].ontology.terms if found else read.terms
        found.append(VersionSummary(version.version, read, tuple(t for i, t in read.terms.items() if i not in known)))
    return found


@once
def usage() -> Mapping[str, Usage]:
    """Return how the data use each term of the ontology; a term that they do not use is left out."""
    found: dict[str, Usage] = {}
    by_query = {
        _CLASSES: ("class",),
        _PROPERTIES: PROPERTY_KINDS,
        _INDIVIDUALS: ("individual",),
        _DATATYPES: ("datatype",),
    }
    for query, kinds in by_query.items():
        terms = [term.iri for kind in kinds for term in ontology().of_kind(kind)]
        for row in _counted(query, terms):
            found[row["term"]["value"]] = Usage(int(row["count"]["value"]), row["first"]["value"])
    return found


def _counted(query: str, terms: list[str]) -> list[Row]:
    if not terms:
        return []
    written = values(terms)
    rows = select(query.format(terms=written.replace("> <", ">, <") if query == _DATATYPES else written))
    # Without a solution some engines answer with one row that binds nothing, or counts zero.
    return [row for row in rows if "term" in row and "first" in row]
