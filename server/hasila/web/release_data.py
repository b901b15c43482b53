"""A release as RDF: when it was made, what its note says, what came before it, and where its changes and files are.

PROV-O (activities); ADMS (versionNotes). Says of a release what the pages of the change feed say, and names no host: IRIs are
canonical. Lists no change (see `publication.feed`).
"""

from __future__ import annotations

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from hasila.distributions import FOLDER
from hasila.rdf.formats import TURTLE, Format
from hasila.release import MANIFEST, Release
from hasila.web.serialising import serialised

ADMS = Namespace("http://www.w3.org/ns/adms#")
_PREFIXES = {"adms": ADMS, "dcterms": DCTERMS, "prov": PROV, "rdfs": RDFS, "xsd": XSD}


def iri_of(release: Release, version: str = "") -> URIRef:
    """Return the IRI of a release, or of another version of its publication."""
    publication = release.publication
    return URIRef(f"{publication.base}releases/{version or publication.version}/")


def describe(release: Release, form: Format) -> bytes:
    """Return what a release is in one of the RDF formats."""
    publication, me = release.publication, iri_of(release)
    graph = Graph(bind_namespaces="none")
    graph.add((me, RDF.type, PROV.Activity))
    graph.add((me, RDFS.label, Literal(f"{publication.name} {publication.version}")))
    if publication.released:
        graph.add((me, PROV.endedAtTime, Literal(publication.released, datatype=XSD.dateTime)))
    if publication.licence:
        graph.add((me, DCTERMS.license, URIRef(publication.licence)))
    graph.add((me, RDFS.seeAlso, me + MANIFEST))
    for name in release.dumps:
        graph.add((me, PROV.generated, me + f"{FOLDER}/{name}"))
    _add_changes(graph, release, me)
    return serialised(graph, form, {prefix: str(namespace) for prefix, namespace in _PREFIXES.items()})


def _add_changes(graph: Graph, release: Release, me: URIRef) -> None:
    changes = release.changes()
    if changes is None:
        return
    for name, texts in ((DCTERMS.description, changes.what), (ADMS.versionNotes, changes.why)):
        for language, text in texts.items():
            graph.add((me, name, Literal(text, lang=language)))
    if changes.before:
        graph.add((me, PROV.wasInformedBy, iri_of(release, changes.before)))
    for number in range(1, changes.pages + 1):
        if f"feed/{number}.{TURTLE.extension}" in release.files:
            page = f"{release.publication.base}feed/{release.publication.version}/{number}"
            graph.add((me, RDFS.seeAlso, URIRef(page)))
