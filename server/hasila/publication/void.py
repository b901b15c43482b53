"""The description of the data for who crawls or queries them: counts by class and property, links outwards, examples, dumps.

VoID (W3C Interest Group Note, 2011) sections 3 to 6. All is counted by queries over the union, so that who asks the endpoint
the same counts the same. Addresses are below `site`; writes no syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

from hasila.catalog import Catalog
from hasila.distributions import FOLDER, Distribution
from hasila.publication.manifest import Manifest
from hasila.publication.sources import LoadedGraph
from hasila.publication.statements import Statements
from hasila.publication.store import Dataset, lexical_form
from hasila.rdf.formats import RDF_FORMATS
from hasila.rdf.namespaces import DCTERMS, FOAF, OWL, PREFIXES, RDF, RDFS, SKOS, VOID, shorten

LINKING = (
    OWL + "sameAs",
    *(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
    RDFS + "seeAlso",
    FOAF + "isPrimaryTopicOf",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
)
"""The properties whose triples are links when they lead outside."""
_EXAMPLES = 12
_CLASSES = f"""SELECT ?class (COUNT(?s) AS ?entities) (MIN(STR(?s)) AS ?first) WHERE {{ ?s <{RDF}type> ?class }}
GROUP BY ?class ORDER BY ?class"""
_PROPERTIES = """SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"""
_ENTITIES = """SELECT (COUNT(DISTINCT ?s) AS ?entities) (COUNT(DISTINCT ?document) AS ?documents) WHERE {{ ?s ?p ?o
FILTER(STRSTARTS(STR(?s), "{base}")) BIND(REPLACE(STR(?s), "#.*", "") AS ?document) }}"""
"""A document is what answers for an IRI, and for all that differ from it by what follows a number sign only."""
_LINKS = """SELECT ?property ?target WHERE {{ VALUES ?property {{ {properties} }} ?s ?property ?target
FILTER(ISIRI(?target) && STRSTARTS(STR(?s), "{base}") && !STRSTARTS(STR(?target), "{base}")) }}"""


class Void:
    """Describes one publication. `iri` is what the description itself is called."""

    def __init__(self, manifest: Manifest, listed: Catalog, dataset: Dataset, site: str) -> None:
        self.iri = manifest.iri("void")
        self._manifest = manifest
        self._whole = listed.datasets[0]
        self._data = dataset
        self._site = site

    def describe(self, graphs: Sequence[LoadedGraph], files: Sequence[Distribution]) -> Statements:
        """Return the whole description."""
        out = Statements(self.iri)
        self._describe_itself(out)
        self._describe_dataset(out, [file for file in files if file.graph is None and file.table is None])
        self._partition_by_class(out)
        self._partition_by_property(out)
        self._describe_links(out)
        # Each named graph answers with all it holds, so that from them everything is reached.
        out.iri(self._whole.iri, VOID + "rootResource", *(graph.iri for graph in graphs))
        for graph in graphs:
            self._describe_graph(out, graph, [file for file in files if file.graph == graph.iri])
        return out

    def _describe_itself(self, out: Statements) -> None:
        me, manifest = self.iri, self._manifest
        out.types(me, VOID + "DatasetDescription")
        out.text(me, DCTERMS + "title", manifest.title)
        out.iri(me, DCTERMS + "creator", manifest.publisher)
        out.literal(me, DCTERMS + "modified", manifest.modified, "date")
        out.iri(me, FOAF + "primaryTopic", self._whole.iri)

    def _describe_dataset(self, out: Statements, dumps: Sequence[Distribution]) -> None:
        me, manifest = self._whole.iri, self._manifest
        out.types(me, VOID + "Dataset")
        out.text(me, DCTERMS + "title", manifest.title)
        out.text(me, DCTERMS + "description", manifest.description)
        for name, value in (
            ("license", manifest.licence),
            ("publisher", manifest.publisher),
            ("creator", manifest.creator),
        ):
            out.iri(me, DCTERMS + name, value)
        out.literal(me, DCTERMS + "issued", manifest.issued, "date")
        out.literal(me, DCTERMS + "modified", manifest.modified, "date")
        out.iri(me, FOAF + "homepage", f"{self._site}/")
        out.iri(me, FOAF + "page", self._site + self._whole.path)
        out.iri(me, VOID + "sparqlEndpoint", f"{self._site}/sparql")
        out.iri(me, VOID + "uriLookupEndpoint", f"{self._site}/lookup?uri=")
        out.iri(me, VOID + "openSearchDescription", f"{self._site}/opensearch.xml")
        self._dump(out, me, dumps)
        out.iri(me, VOID + "feature", *(form.iri for form in RDF_FORMATS))
        out.literal(me, VOID + "uriSpace", manifest.base)
        out.literal(me, VOID + "uriRegexPattern", "^" + re.escape(manifest.base).replace(r"\-", "-"))
        self._count(out)

    def _dump(self, out: Statements, subject: str, files: Sequence[Distribution]) -> None:
        for file in files:
            names = (file.name, *(form.name for form in file.compressed))
            out.iri(subject, VOID + "dataDump", *(f"{self._site}/{FOLDER}/{name}" for name in names))

    def _count(self, out: Statements) -> None:
        me = self._whole.iri
        (row,) = self._data.select(_ENTITIES.format(base=self._manifest.base))
        for name, value in row.items():
            out.literal(me, VOID + name, lexical_form(value), "integer")
        (row,) = self._data.select(
            "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) "
            "(COUNT(DISTINCT ?o) AS ?distinctObjects) (COUNT(DISTINCT ?p) AS ?properties) WHERE { ?s ?p ?o }"
        )
        for name, value in row.items():
            out.literal(me, VOID + name, lexical_form(value), "integer")

    def _partition_by_class(self, out: Statements) -> None:
        rows = [(row["class"].strip("<>"), row) for row in self._data.select(_CLASSES)]
        out.literal(self._whole.iri, VOID + "classes", len(rows), "integer")
        out.iri(self._whole.iri, VOID + "vocabulary", *sorted({_namespace(name) for name, _ in rows}))
        own = []
        for name, row in rows:
            node = f"{self.iri}#class-{self._slug(name)}"
            entities = int(lexical_form(row["entities"]))
            out.iri(self._whole.iri, VOID + "classPartition", node)
            out.iri(node, VOID + "class", name)
            out.literal(node, VOID + "entities", entities, "integer")
            first = lexical_form(row["first"])
            if first.startswith(self._manifest.base) and "#" not in first:
                own.append((-entities, first))
        examples = list(dict.fromkeys(first for _, first in sorted(own)))
        out.iri(self._whole.iri, VOID + "exampleResource", *examples[:_EXAMPLES])

    def _partition_by_property(self, out: Statements) -> None:
        rows = [(row["property"].strip("<>"), row) for row in self._data.select(_PROPERTIES)]
        out.iri(self._whole.iri, VOID + "vocabulary", *sorted({_namespace(name) for name, _ in rows}))
        for name, row in rows:
            node = f"{self.iri}#property-{self._slug(name)}"
            out.iri(self._whole.iri, VOID + "propertyPartition", node)
            out.iri(node, VOID + "property", name)
            out.literal(node, VOID + "triples", lexical_form(row["triples"]), "integer")
            out.literal(node, VOID + "distinctSubjects", lexical_form(row["subjects"]), "integer")
            out.literal(node, VOID + "distinctObjects", lexical_form(row["objects"]), "integer")

    def _describe_links(self, out: Statements) -> None:
        counted: dict[tuple[str, str], int] = {}
        for predicate, target in self._links():
            pair = (predicate, _namespace(target))
            counted[pair] = counted.get(pair, 0) + 1
        for (predicate, space), triples in sorted(counted.items()):
            target = f"{self.iri}#target-{_readable(space)}"
            node = f"{self.iri}#links-{self._slug(predicate)}-{_readable(space)}"
            out.iri(self._whole.iri, VOID + "subset", node)
            out.types(node, VOID + "Linkset")
            out.iri(node, VOID + "linkPredicate", predicate)
            out.iri(node, VOID + "subjectsTarget", self._whole.iri)
            out.iri(node, VOID + "objectsTarget", target)
            out.literal(node, VOID + "triples", triples, "integer")
            out.types(target, VOID + "Dataset")
            out.literal(target, VOID + "uriSpace", space)

    def _links(self) -> Iterator[tuple[str, str]]:
        properties = " ".join(f"<{name}>" for name in LINKING)
        for row in self._data.select(_LINKS.format(properties=properties, base=self._manifest.base)):
            yield row["property"].strip("<>"), row["target"].strip("<>")

    def _describe_graph(self, out: Statements, graph: LoadedGraph, files: Sequence[Distribution]) -> None:
        out.iri(self._whole.iri, VOID + "subset", graph.iri)
        out.types(graph.iri, VOID + "Dataset")
        out.text(graph.iri, DCTERMS + "title", graph.title)
        out.text(graph.iri, DCTERMS + "description", graph.description)
        for triples in {file.triples for file in files if file.triples is not None}:
            out.literal(graph.iri, VOID + "triples", triples, "integer")
        self._dump(out, graph.iri, files)

    def _slug(self, iri: str) -> str:
        """Return a name of an IRI for fragments: its prefixed name, or what it ends with and a digest."""
        short = shorten(iri, {**PREFIXES, **self._manifest.prefixes})
        return short.replace(":", "-") if short != iri else f"{_readable(iri)}-{sha256(iri.encode()).hexdigest()[:8]}"


def _namespace(iri: str) -> str:
    """Return what an IRI begins with, up to its last part: the namespace of a term, the space of a thing."""
    whole = iri.removesuffix("/").removesuffix("#")
    return whole[: max(whole.rfind("/"), whole.rfind("#")) + 1]


def _readable(iri: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.partition("://")[2]).strip("-")
