"""The namespaces of catalogues as rdflib wants them, and the prefixes that the tables of this room write them with.

DCAT 3, DCAT-AP 3.0.1 and the vocabularies they reuse; DQV and EARL for what is found. Holds names only.
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, XSD, Namespace, URIRef

from hasila.rdf import namespaces

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace(namespaces.DCAT)
DCATAP = Namespace("http://data.europa.eu/r5r/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
SCHEMA = Namespace("http://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
TIME = Namespace("http://www.w3.org/2006/time#")
VANN = Namespace("http://purl.org/vocab/vann/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

ACCESS_RIGHT = "http://publications.europa.eu/resource/authority/access-right/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
LICENCE = "http://publications.europa.eu/resource/authority/licence/"

_PREFIXES: Mapping[str, str] = {
    "adms": str(ADMS), "dcat": str(DCAT), "dcatap": str(DCATAP), "dct": str(DCTERMS), "foaf": str(FOAF),
    "locn": str(LOCN), "odrl": "http://www.w3.org/ns/odrl/2/", "owl": str(OWL), "prov": namespaces.PROV, "rdf": str(RDF),
    "rdfs": str(RDFS), "schema": str(SCHEMA), "skos": str(SKOS), "spdx": str(SPDX), "time": str(TIME), "vann": str(VANN),
    "vcard": str(VCARD), "xsd": str(XSD),
}  # fmt: skip


def expand(name: str) -> URIRef:
    """Return the IRI of a prefixed name of the tables. Raises KeyError for a prefix they do not have."""
    prefix, _, local = name.partition(":")
    return URIRef(_PREFIXES[prefix] + local)


def compact(iri: object) -> str:
    """Return an IRI as the tables and messages write it: with its prefix where one fits."""
    text = str(iri)
    best = max(
        ((p, ns) for p, ns in _PREFIXES.items() if text.startswith(ns)), key=lambda pair: len(pair[1]), default=None
    )
    return f"{best[0]}:{text[len(best[1]) :]}" if best else text
