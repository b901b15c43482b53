"""What a catalogue repeats of things named elsewhere, so that who validates it needs nothing else: types, labels, schemes.

DCAT-AP 3.0.1, SHACL of class ranges and of controlled vocabularies. Whether something needs a stub is read off the statements
themselves: what is named is described.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hasila.publication.authorities import concept, known
from hasila.publication.dcat import DCAT_AP, Describing
from hasila.publication.dcat_access import SERVICES, SHA_256
from hasila.publication.media import IANA, MEDIA
from hasila.publication.statements import Statements
from hasila.publication.store import Quad, iri_of
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCAT, DCTERMS, FOAF, GEOSPARQL, LOCN, OWL, RDFS, SKOS, SPDX

_CLASS_OF: Mapping[str, tuple[str, ...]] = {
    DCAT + "landingPage": (FOAF + "Document",),
    FOAF + "homepage": (FOAF + "Document",),
    DCTERMS + "conformsTo": (DCTERMS + "Standard",),
    DCTERMS + "publisher": (FOAF + "Agent", FOAF + "Organization"),
    DCTERMS + "creator": (FOAF + "Agent", FOAF + "Organization"),
    DCTERMS + "license": (DCTERMS + "LicenseDocument",),
}
"""What the value of a property is, by its range in the profile."""
_STANDARDS: Mapping[str, str] = {
    DCAT_AP: "DCAT-AP 3.0.1",
    **{medium.standard: medium.standard_title for medium in MEDIA.values()},
    **dict(pair for service in SERVICES for pair in service.standards),
}


def describe_stubs(out: Statements, describing: Describing) -> None:
    """Add to the statements what they name and do not describe."""
    pairs = dict.fromkeys((quad.predicate.value, value) for quad in out.quads if (value := iri_of(quad.object)))
    for predicate, value in pairs:
        out.types(value, *_CLASS_OF.get(predicate, ()))
    named = frozenset(value for _, value in pairs)
    _describe_agents(out, describing, named)
    _describe_licences(out, describing, named)
    if describing.catalog.place.iri in named:
        _describe_place(out, describing)
    for value in sorted(named):
        if value.startswith(IANA):
            out.types(value, DCTERMS + "MediaType", DCTERMS + "MediaTypeOrExtent")
            # One, and in no language: CKAN takes any one for the media type, and knows the format by it.
            out.literal(value, RDFS + "label", value.removeprefix(IANA))
        if value in _STANDARDS:
            out.literal(value, DCTERMS + "title", _STANDARDS[value])
    if SHA_256 in named:
        out.types(SHA_256, SPDX + "ChecksumAlgorithm")
        out.iri(SHA_256, OWL + "sameAs", SPDX + "checksumAlgorithm_sha256")
    _describe_concepts(out, describing, _named(out.quads))


def _named(quads: Iterable[Quad]) -> frozenset[str]:
    return frozenset(value for quad in quads if (value := iri_of(quad.object)))


def _describe_agents(out: Statements, describing: Describing, named: frozenset[str]) -> None:
    table, catalog = describing.manifest.catalog, describing.catalog
    # One type each, the publisher's where one body is both.
    agents = {catalog.creator.iri: (catalog.creator, table.creator_type)}
    agents[catalog.publisher.iri] = (catalog.publisher, table.publisher_type)
    for iri, (agent, kind) in agents.items():
        if iri in named:
            out.text(iri, FOAF + "name", agent.name)
            out.iri(iri, DCTERMS + "type", concept("publisher-type", kind))


def _describe_licences(out: Statements, describing: Describing, named: frozenset[str]) -> None:
    table, own = describing.manifest.catalog, describing.manifest.licence
    for iri in (describing.licence, own):
        if iri in named:
            out.text(iri, DCTERMS + "title", table.licence_title)
            out.iri(iri, DCTERMS + "type", concept("licence-type", table.licence_type))
    if describing.licence in named:
        out.iri(describing.licence, SKOS + "exactMatch", own)


def _describe_place(out: Statements, describing: Describing) -> None:
    place, scheme = describing.catalog.place, describing.manifest.catalog.place_scheme
    west, south, east, north = place.box
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    box = f"POLYGON(({','.join(f'{x} {y}' for x, y in corners)}))"
    out.types(place.iri, DCTERMS + "Location", *([SKOS + "Concept"] if scheme else []))
    out.iri(place.iri, SKOS + "inScheme", scheme)
    out.text(place.iri, SKOS + "prefLabel", place.name)
    out.literal(place.iri, DCAT + "bbox", box, GEOSPARQL + "wktLiteral")
    # Portals that read no dcat:bbox find the same here (ckanext-dcat before version 2).
    out.literal(place.iri, LOCN + "geometry", box, GEOSPARQL + "wktLiteral")
    out.literal(place.iri, DCAT + "centroid", f"POINT({place.centre[0]} {place.centre[1]})", GEOSPARQL + "wktLiteral")


def _describe_concepts(out: Statements, describing: Describing, named: frozenset[str]) -> None:
    tags = describing.manifest.languages
    for found in known(named):
        out.types(found.iri, SKOS + "Concept", *found.authority.classes)
        out.text(found.iri, SKOS + "prefLabel", _in(found.labels, tags))
        out.iri(found.iri, SKOS + "inScheme", found.authority.scheme)
        out.types(found.authority.scheme, SKOS + "ConceptScheme")
        out.text(found.authority.scheme, DCTERMS + "title", _in(found.authority.title, tags))


def _in(labels: Text, tags: Iterable[str]) -> Text:
    """Return the labels in the languages of the publication; English where there is none."""
    return {tag: labels[tag] for tag in tags if tag in labels} or {"en": labels["en"]}
