"""The tests of FOOPS!, the ontology pitfall scanner for the FAIR principles, as far as they need no network.

After the published tests (https://w3id.org/foops/test/) and which properties their code takes for each kind of
metadata (github.com/oeg-upm/fair_ontologies). Those that resolve addresses or ask a registry are named and not made:
URI1, VER2, OM4.2, FIND2, CN1 and DOC1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import DC, DCTERMS, FOAF, OWL, PROV, RDFS, SKOS, XSD, Namespace, URIRef

from hasila.quality.names import SCHEMA, VANN
from hasila.quality.ontology_checks import Check, Ontology, Outcome, run

_BIBO = Namespace("http://purl.org/ontology/bibo/")
_CC = Namespace("http://creativecommons.org/ns#")
_PAV = Namespace("http://purl.org/pav/")
_SCHEMA = Namespace("https://schema.org/")
_PERSISTENT = ("w3id.org", "doi.org", "linked.data.gov.au", "dbpedia.org", "perma.cc", "data.europa.eu", "www.w3.org")


def _schema(*names: str) -> tuple[URIRef, ...]:
    return tuple(space[name] for name in names for space in (SCHEMA, _SCHEMA))


METADATA: Mapping[str, tuple[URIRef, ...]] = {
    "title": (DCTERMS.title, DC.title, *_schema("name")),
    "description": (DCTERMS.description, DCTERMS.abstract, DC.description, RDFS.comment, SKOS.note, *_schema("description")),
    "license": (DCTERMS.license, _CC.license, *_schema("license")),
    "version IRI": (OWL.versionIRI,),
    "creator": (DCTERMS.creator, DC.creator, _PAV.createdBy, _PAV.authoredBy, FOAF.maker, PROV.wasAttributedTo,
                *_schema("creator")),
    "namespace IRI": (VANN.preferredNamespaceUri,),
    "prefix": (VANN.preferredNamespacePrefix,),
    "version": (OWL.versionInfo, *_schema("schemaVersion")),
    "date of creation": (DCTERMS.created, _PAV.createdOn, PROV.generatedAtTime, *_schema("dateCreated")),
    "citation": (DCTERMS.bibliographicCitation,),
    "DOI": (_BIBO.doi,),
    "publisher": (DCTERMS.publisher, DC.publisher, *_schema("publisher")),
    "logo": (FOAF.logo, *_schema("logo")),
    "status": (_BIBO.status,),
    "source": (DCTERMS.source, DC.source, PROV.hadPrimarySource),
    "date of issue": (DCTERMS.issued, DCTERMS.dateSubmitted, *_schema("datePublished")),
}  # fmt: skip
"""Which properties count as each kind of metadata."""


def _metadata(*kinds: str) -> Check:
    return lambda ontology: [kind for kind in kinds if not ontology.has(ontology.iri, *METADATA[kind])]


def _persistent(ontology: Ontology) -> list[str]:
    host = ontology.iri.partition("//")[2].partition("/")[0]
    fits = any(host == name or host.endswith("." + name) for name in _PERSISTENT) or (
        "purl." in host and host.endswith(".org")
    )
    return [] if fits else [str(ontology.iri)]


def _version_iri(ontology: Ontology) -> list[str]:
    versions = list(ontology.graph.objects(ontology.iri, OWL.versionIRI))
    return [] if versions and ontology.iri not in versions else ["version IRI"]


def _licence_or_rights(ontology: Ontology) -> list[str]:
    return [] if ontology.has(ontology.iri, *METADATA["license"], DCTERMS.rights, DC.rights) else ["license"]


def _declared(ontology: Ontology) -> list[str]:
    declared = ontology.has(ontology.iri, OWL.versionIRI) or ontology.iri in set(ontology.graph.subjects())
    return [] if declared else [str(ontology.iri)]


def _protocol(ontology: Ontology) -> list[str]:
    return [] if str(ontology.iri).startswith(("http://", "https://")) else [str(ontology.iri)]


def _catalogued(ontology: Ontology) -> list[str]:
    return [] if ontology.has(ontology.iri, *_schema("includedInDataCatalog")) else ["schema:includedInDataCatalog"]


def _metadata_vocabularies(ontology: Ontology) -> list[str]:
    reused = {
        p
        for p in ontology.graph.predicates(ontology.iri)
        if not str(p).startswith((str(OWL), str(RDFS), str(ontology.iri)))
    }
    return [] if reused else [str(ontology.iri)]


def _vocabularies(ontology: Ontology) -> list[str]:
    if ontology.has(ontology.iri, OWL.imports):
        return []
    extended = {
        target
        for path in (
            RDFS.subClassOf,
            RDFS.subPropertyOf,
            OWL.equivalentClass,
            OWL.equivalentProperty,
            RDFS.range,
            RDFS.domain,
        )
        for term in ontology.terms
        for target in ontology.graph.objects(term, path)
        if not str(target).startswith((str(ontology.iri), str(OWL), str(XSD)))
    }
    return [] if extended else [str(ontology.iri)]


def _labelled(ontology: Ontology) -> list[str]:
    return [term for term in ontology.terms if not ontology.has(term, RDFS.label, SKOS.prefLabel)]


def _defined(ontology: Ontology) -> list[str]:
    return [
        term for term in ontology.terms if not ontology.has(term, RDFS.comment, SKOS.definition, DCTERMS.description)
    ]


CHECKS: Mapping[str, Check] = {
    "PURL1": _persistent,
    "URI2": _declared,
    "VER1": _version_iri,
    "OM1": _metadata("title", "description", "license", "version IRI", "creator", "namespace IRI"),
    "OM2": _metadata("prefix", "version", "date of creation", "citation"),
    "OM3": _metadata("DOI", "publisher", "logo", "status", "source", "date of issue"),
    "OM4.1": _licence_or_rights,
    "OM5.1": _metadata("date of creation", "creator"),
    "OM5.2": _metadata("date of issue", "publisher"),
    "FIND1": _metadata("prefix"),
    # A registry cannot be asked; that the ontology names a catalogue it is in satisfies these two as well.
    "FIND3": _catalogued,
    "FIND_3_BIS": _catalogued,
    # It was read to be checked, so it is RDF.
    "RDF1": lambda ontology: [],
    "HTTP1": _protocol,
    "VOC1": _metadata_vocabularies,
    "VOC2": _vocabularies,
    "VOC3": _labelled,
    "VOC4": _defined,
}


def check(ontology: Ontology) -> Sequence[Outcome]:
    """Return the outcome of all 24 tests; those that need a network were not made."""
    return run("foops", CHECKS, ontology)
