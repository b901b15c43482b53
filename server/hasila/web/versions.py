"""Frozen versions of the ontology: the file of the release, and the same graph in every other format.

OWL 2 section 3.1 (version IRI); RDF 1.1 Concepts section 3. A version never changes, so each is converted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rdflib import Graph

from hasila.rdf.formats import TURTLE, Format
from hasila.web.serialising import serialised
from hasila.web.site import site


@dataclass(frozen=True)
class OntologyVersion:
    """A frozen version of the ontology: its version and the path of its file in the release."""

    version: str
    file: str


def versions() -> list[OntologyVersion]:
    """Return the versions whose file is in the release, in the order of the publication."""
    found = []
    for version in site().publication.ontology_versions:
        for file in site().release.files:
            if file.startswith("ontology/") and file.endswith(f"/{version}.ttl"):
                found.append(OntologyVersion(version, file))
    return found


def version_data(version: OntologyVersion, form: Format) -> bytes:
    """Return the whole version in one of the RDF formats. Raises ReleaseInvalid when its file has gone."""
    content = site().release.file(version.file).read_bytes()
    return content if form == TURTLE else _converted(content, form)


@lru_cache(maxsize=32)
def _converted(content: bytes, form: Format) -> bytes:
    graph = Graph(bind_namespaces="none").parse(data=content, format="turtle")
    return serialised(graph, form, dict(graph.namespaces()))
