"""Every term of the ontology is documented, in Arabic, French and English, in the same few places.

Terms are the subjects in the namespace of the ontology; the header and its version are tested in
test_vocabulary_header.py. Nothing here looks at the data.
"""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
QB = Namespace("http://purl.org/linked-data/cube#")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
LANGUAGES = {"ar", "fr", "en"}
FILES = ["ontology/hasila.ttl", "ontology/alignments.ttl"]
ONTOLOGY = Graph().parse(ROOT / "ontology/hasila.ttl")
TERMS = sorted({s for s in ONTOLOGY.subjects(RDFS.isDefinedBy, None) if str(s).startswith(DEF)})
CLASSES = [t for t in TERMS if (t, RDF.type, OWL.Class) in ONTOLOGY]
DATATYPES = [t for t in TERMS if (t, RDF.type, RDFS.Datatype) in ONTOLOGY]
PROPERTIES = [t for t in TERMS if t not in CLASSES + DATATYPES]
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN_WORD = re.compile(r"[A-Za-z][\w-]*")
ACRONYM = re.compile(r"[A-Z][A-Z0-9-]*")


def local(term: URIRef) -> str:
    return str(term).removeprefix(DEF)


def test_terms_by_kind_keep_their_number():
    assert (len(CLASSES), len(DATATYPES), len(PROPERTIES)) == (20, 1, 48)


def test_subjects_in_the_namespace_are_all_terms_or_the_header():
    ours = {s for s in ONTOLOGY.subjects() if str(s).startswith(DEF)}
    versions = {*ONTOLOGY.objects(URIRef(DEF), OWL.versionIRI), *ONTOLOGY.objects(URIRef(DEF), OWL.priorVersion)}
    header = {URIRef(DEF), *versions}
    assert ours - header == set(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=local)
@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.example], ids=lambda p: p.fragment)
def test_term_text_is_given_once_in_each_language_and_its_script(term, predicate):
    texts = list(ONTOLOGY.objects(term, predicate))
    assert sorted(text.language for text in texts) == sorted(LANGUAGES)
    for text in texts:
        assert str(text) and str(text) == " ".join(text.split())
        if text.language == "ar":
            assert ARABIC.search(text)
            assert all(ACRONYM.fullmatch(word) for word in LATIN_WORD.findall(text)), text
        else:
            assert not ARABIC.search(text)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_definition_and_example_are_sentences(term):
    for predicate in (SKOS.definition, SKOS.example):
        assert all(text.endswith(".") for text in ONTOLOGY.objects(term, predicate))


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_is_defined_by_the_ontology_and_has_a_status(term):
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [URIRef(DEF)]
    assert list(ONTOLOGY.objects(term, VS.term_status)) == [Literal("stable")]


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_property_has_one_kind_one_domain_and_a_range_of_that_kind(term):
    kinds = set(ONTOLOGY.objects(term, RDF.type)) & {OWL.ObjectProperty, OWL.DatatypeProperty}
    domains, ranges = list(ONTOLOGY.objects(term, RDFS.domain)), list(ONTOLOGY.objects(term, RDFS.range))
    assert len(kinds) == len(domains) == len(ranges) == 1
    assert ranges[0].startswith(XSD) == (kinds == {OWL.DatatypeProperty})


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_property_of_the_cube_names_a_code_list_exactly_when_coded(term):
    coded = (term, RDF.type, QB.CodedProperty) in ONTOLOGY
    assert len(list(ONTOLOGY.objects(term, QB.codeList))) == int(coded)
    if (term, RDF.type, QB.DimensionProperty) in ONTOLOGY:
        # Integrity constraint IC-5: a dimension whose values are concepts has a code list.
        assert coded == (ONTOLOGY.value(term, RDFS.range) in {SKOS.Concept, DEF.Indicator})


def test_terms_in_the_file_are_in_alphabetical_order():
    text = (ROOT / "ontology/hasila.ttl").read_text(encoding="utf-8")
    assert re.findall(r"^hasila:(\w+)$", text, re.M) == [local(t) for t in TERMS]


@pytest.mark.parametrize("path", FILES)
def test_file_has_no_blank_nodes_and_no_byte_order_mark(path):
    graph = Graph().parse(ROOT / path)
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]
    assert not (ROOT / path).read_bytes().startswith(b"\xef\xbb\xbf")
