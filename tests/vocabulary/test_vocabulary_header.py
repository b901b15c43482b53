"""The header of the ontology says what the FOOPS! tests ask for, and earlier versions are kept.

One row per metadatum of the FOOPS! tests OM1, OM2, OM3, OM4.1, OM5.1, OM5.2, VER1, FIND1 and FIND3; a DOI is the one
thing we do not have. Whether the IRIs resolve is a matter of the server's tests.
"""

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
SCHEMA = Namespace("http://schema.org/")
VANN = Namespace("http://purl.org/vocab/vann/")
ONTOLOGY = Graph().parse(ROOT / "ontology/hasila.ttl")
HEADER = URIRef(DEF)
VERSION = str(ONTOLOGY.value(HEADER, OWL.versionInfo))
FROZEN = sorted((ROOT / "ontology/versions").glob("*.ttl"))


@pytest.mark.parametrize(
    ("foops", "predicate", "kind"),
    [
        ("OM1", DCTERMS.title, Literal),
        ("OM1", DCTERMS.description, Literal),
        ("OM1", DCTERMS.license, URIRef),
        ("OM1", OWL.versionIRI, URIRef),
        ("OM1", DCTERMS.creator, URIRef),
        ("OM1", VANN.preferredNamespaceUri, Literal),
        ("OM2", VANN.preferredNamespacePrefix, Literal),
        ("OM2", OWL.versionInfo, Literal),
        ("OM2", DCTERMS.created, Literal),
        ("OM2", DCTERMS.bibliographicCitation, Literal),
        ("OM3", DCTERMS.publisher, URIRef),
        ("OM3", SCHEMA.logo, URIRef),
        ("OM3", BIBO.status, URIRef),
        ("OM3", DCTERMS.source, URIRef),
        ("OM3", DCTERMS.issued, Literal),
        ("OM3 (optional)", DCTERMS.modified, Literal),
        ("OM4.1", DCTERMS.license, URIRef),
        ("OM5.1", DCTERMS.creator, URIRef),
        ("OM5.2", DCTERMS.publisher, URIRef),
        ("FIND3", SCHEMA.includedInDataCatalog, URIRef),
        ("VOC3", RDFS.label, Literal),
        ("VOC4", RDFS.comment, Literal),
    ],
)
def test_header_metadatum_of_foops_is_present_and_of_its_kind(foops, predicate, kind):
    values = list(ONTOLOGY.objects(HEADER, predicate))
    assert values and all(isinstance(value, kind) for value in values), foops


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description, RDFS.label, RDFS.comment])
def test_header_text_is_given_in_three_languages(predicate):
    assert sorted(text.language for text in ONTOLOGY.objects(HEADER, predicate)) == ["ar", "en", "fr"]


@pytest.mark.parametrize("predicate", [DCTERMS.created, DCTERMS.issued, DCTERMS.modified])
def test_header_date_is_a_single_date(predicate):
    (value,) = ONTOLOGY.objects(HEADER, predicate)
    assert value.datatype == XSD.date and re.fullmatch(r"\d{4}-\d\d-\d\d", value)


def test_header_dates_are_in_order():
    dates = [str(ONTOLOGY.value(HEADER, p)) for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    assert dates == sorted(dates)


def test_header_namespace_and_prefix_are_those_of_the_terms():
    assert str(ONTOLOGY.value(HEADER, VANN.preferredNamespaceUri)) == str(DEF)
    prefix = str(ONTOLOGY.value(HEADER, VANN.preferredNamespacePrefix))
    assert dict(ONTOLOGY.namespaces())[prefix] == HEADER


def test_header_version_is_semantic_and_differs_from_the_ontology_iri():
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert ONTOLOGY.value(HEADER, OWL.versionIRI) == DEF[VERSION] != HEADER
    assert VERSION in str(ONTOLOGY.value(HEADER, DCTERMS.bibliographicCitation))


def test_header_source_creator_and_publisher_are_no_persons():
    for predicate in (DCTERMS.creator, DCTERMS.publisher):
        assert "/id/organization/" in str(ONTOLOGY.value(HEADER, predicate))


def test_frozen_copy_of_the_current_version_is_the_current_file():
    frozen = ROOT / "ontology/versions" / f"{VERSION}.ttl"
    assert frozen.read_bytes() == (ROOT / "ontology/hasila.ttl").read_bytes()


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.name)
def test_frozen_version_is_named_after_itself_and_loses_no_term(path):
    frozen = Graph().parse(path)
    assert str(frozen.value(HEADER, OWL.versionInfo)) == path.stem
    # A term is deprecated or replaced, never dropped: the IRI stays a subject for good.
    terms = set(frozen.subjects(RDFS.isDefinedBy, HEADER))
    assert terms and terms <= set(ONTOLOGY.subjects(RDFS.isDefinedBy, HEADER))


def test_header_is_the_only_ontology_declared():
    assert list(ONTOLOGY.subjects(RDF.type, OWL.Ontology)) == [HEADER]
