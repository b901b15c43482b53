"""The description of what is published: the dataset and each of its named graphs, as the graph `graph/catalog`.

DCAT 3 (Dataset), VoID (triples, subset) and DCMI Terms; VoID's statistics are counted for the service description. A full
DCAT-AP catalogue with distributions is not made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hasila.publication.manifest import Manifest
from hasila.publication.manifest_checks import CATALOG
from hasila.publication.sources import Sources
from hasila.publication.store import Dataset, Quad, in_graph, lexical_form, make_quad
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCAT, DCTERMS, RDF, RDFS, SD, VOID, XSD
from hasila.release import Counts

_STATISTICS = f"""SELECT %s
  (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
  (COUNT(DISTINCT ?o) AS ?objects)
WHERE {{ %s BIND(IF(?p = <{RDF}type>, ?o, ?nothing) AS ?class) }} %s"""
"""What is counted; a class is what something is said to be a member of, as VoID has it."""


def describe(manifest: Manifest, sources: Sources) -> list[Quad]:
    """Return the quads of the catalogue graph, its own number of triples included."""
    graph = manifest.iri(f"graph/{CATALOG}")
    counts = {loaded.iri: len(set(loaded.quads)) for loaded in sources.graphs}
    # The number of triples does not depend on what it says, so the graph is made twice: once to be counted.
    counts[graph] = len(set(_quads(manifest, sources, {**counts, graph: 0})))
    return list(in_graph(_quads(manifest, sources, counts), graph))


def _quads(manifest: Manifest, sources: Sources, counts: dict[str, int]) -> Iterator[Quad]:
    graph = manifest.iri(f"graph/{CATALOG}")
    dataset = manifest.iri(f"dataset/{manifest.name}")

    def triple(subject: str, predicate: str, obj: str, **literal: str) -> Quad:
        return make_quad(subject, predicate, obj, graph, **literal)

    def texts(subject: str, predicate: str, text: Text) -> Iterator[Quad]:
        for language, value in text.items():
            yield triple(subject, predicate, value, language=language)

    yield triple(dataset, RDF + "type", DCAT + "Dataset")
    yield triple(dataset, RDF + "type", VOID + "Dataset")
    yield from texts(dataset, RDFS + "label", manifest.title)
    yield from texts(dataset, DCTERMS + "title", manifest.title)
    yield from texts(dataset, DCTERMS + "description", manifest.description)
    yield from texts(dataset, DCTERMS + "rights", manifest.notice)
    yield triple(dataset, DCTERMS + "license", manifest.licence)
    yield triple(dataset, DCTERMS + "publisher", manifest.publisher)
    yield triple(dataset, DCTERMS + "creator", manifest.creator)
    yield triple(dataset, DCTERMS + "issued", manifest.issued, datatype=XSD + "date")
    yield triple(dataset, DCTERMS + "modified", manifest.modified, datatype=XSD + "date")
    yield triple(dataset, DCAT + "version", manifest.version, datatype=XSD + "string")
    for loaded in sources.graphs:
        yield triple(dataset, VOID + "subset", loaded.iri)
        yield triple(loaded.iri, RDF + "type", VOID + "Dataset")
        yield triple(loaded.iri, RDF + "type", SD + "NamedGraph")
        yield triple(loaded.iri, SD + "name", loaded.iri)
        yield from texts(loaded.iri, RDFS + "label", loaded.title)
        yield from texts(loaded.iri, DCTERMS + "title", loaded.title)
        yield from texts(loaded.iri, DCTERMS + "description", loaded.description)
        yield triple(loaded.iri, VOID + "triples", str(counts[loaded.iri]), datatype=XSD + "integer")


def graph_counts(manifest: Manifest, sources: Sources) -> dict[str, int]:
    """Return the number of triples of each named graph by IRI, that of the catalogue included."""
    counts = {loaded.iri: len(set(loaded.quads)) for loaded in sources.graphs}
    counts[manifest.iri(f"graph/{CATALOG}")] = len(set(describe(manifest, sources)))
    return counts


def statistics(dataset: Dataset) -> tuple[Counts, dict[str, Counts]]:
    """Return what is counted of the union of the graphs, and of each named graph by its IRI; an empty graph is left out.

    Counted by queries, so that who asks the endpoint the same counts the same.
    """
    (union,) = dataset.select(_STATISTICS % ("", "?s ?p ?o", ""))
    graphs = dataset.select(_STATISTICS % ("?graph", "GRAPH ?graph { ?s ?p ?o }", "GROUP BY ?graph"))
    return _counts(union), {row["graph"].strip("<>"): _counts(row) for row in graphs}


def _counts(row: Mapping[str, str]) -> Counts:
    return Counts(**{name: int(lexical_form(row[name])) for name in ("subjects", "properties", "classes", "objects")})
