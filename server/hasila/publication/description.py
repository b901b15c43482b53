"""The description of what is published: the catalogue and each named graph, as the graph `graph/catalog`.

DCAT 3, VoID (triples, subset); VoID's statistics are counted for the service description. Files are not told of here, since
one that held its own checksum would change by it, nor whom to write to, which is no data: `cataloguing` tells of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hasila.publication.catalog_model import catalog
from hasila.publication.dcat import Describing
from hasila.publication.dcat_access import Access
from hasila.publication.manifest import Manifest
from hasila.publication.manifest_checks import CATALOG
from hasila.publication.sources import Sources
from hasila.publication.statements import Statements
from hasila.publication.store import Dataset, Quad, in_graph, lexical_form
from hasila.rdf.namespaces import DCTERMS, RDF, RDFS, SD, VOID
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
    out = Statements(manifest.iri(f"graph/{CATALOG}"))
    listed = catalog(manifest, [(loaded.name, loaded.year) for loaded in sources.graphs], {})
    told = Describing(manifest, listed, manifest.base.removesuffix("/"))
    told.describe_catalog(out)
    told.describe_shared(out)
    access = Access(told, (), {})
    access.describe_services(out)
    for dataset in listed.datasets:
        told.describe_dataset(out, dataset)
        access.describe_files(out, dataset)
    for series in listed.series:
        told.describe_series(out, series)
    whole = listed.datasets[0]
    out.types(whole.iri, VOID + "Dataset")
    out.text(whole.iri, RDFS + "label", manifest.title)
    for loaded in sources.graphs:
        out.iri(whole.iri, VOID + "subset", loaded.iri)
        out.types(loaded.iri, VOID + "Dataset", SD + "NamedGraph")
        out.iri(loaded.iri, SD + "name", loaded.iri)
        out.text(loaded.iri, RDFS + "label", loaded.title)
        out.text(loaded.iri, DCTERMS + "title", loaded.title)
        out.text(loaded.iri, DCTERMS + "description", loaded.description)
        out.literal(loaded.iri, VOID + "triples", counts[loaded.iri], "integer")
    yield from out.quads


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
