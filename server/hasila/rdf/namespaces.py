"""Prefixes of the vocabularies that the software itself writes or reads.

The publication's own prefixes come from its manifest and are added to these. The names are those of prefix.cc.
"""

from __future__ import annotations

from collections.abc import Mapping

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
FOAF = "http://xmlns.com/foaf/0.1/"
ADMS = "http://www.w3.org/ns/adms#"
DCATAP = "http://data.europa.eu/r5r/"
GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
HYDRA = "http://www.w3.org/ns/hydra/core#"
LOCN = "http://www.w3.org/ns/locn#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
DQV = "http://www.w3.org/ns/dqv#"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SCHEMA = "http://schema.org/"
SCHEMA_SECURE = "https://schema.org/"
TIME = "http://www.w3.org/2006/time#"
EARL = "http://www.w3.org/ns/earl#"

PREFIXES: Mapping[str, str] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}

CATALOG_PREFIXES: Mapping[str, str] = {
    **PREFIXES,
    "adms": ADMS,
    "dcatap": DCATAP,
    "geosparql": GEOSPARQL,
    "locn": LOCN,
    "spdx": SPDX,
    "vcard": VCARD,
}
"""The prefixes of a catalogue for portals: those above, and of the vocabularies that only such a catalogue uses."""

LABEL_PROPERTIES = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")
"""Where a thing's name is looked for, best first."""


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the prefixed name of `iri` where a prefix fits and the rest needs no escape, else the IRI itself."""
    best = max((ns for ns in prefixes.values() if iri.startswith(ns)), key=len, default="")
    local = iri[len(best) :]
    if not best or not local or not all(c.isalnum() or c in "-_." for c in local) or local[-1] == ".":
        return iri
    prefix = min(name for name, ns in prefixes.items() if ns == best)
    return f"{prefix}:{local}"
