"""The OOPS! pitfalls that can be looked for by a machine are absent.

Each test names its pitfall (OOPS! catalogue, P02 to P41). P13, missing inverses, is left as it is on purpose: SPARQL
reads a property backwards with ^, and a second property for it would be one more thing to keep in step.
"""

import re
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
HEADER = URIRef(DEF)
CORE = Graph().parse(ROOT / "ontology/hasila.ttl")
ALIGNMENTS = Graph().parse(ROOT / "ontology/alignments.ttl")
ONTOLOGY = CORE + ALIGNMENTS
CLASSES = sorted(s for s in CORE.subjects(RDF.type, OWL.Class) if s.startswith(DEF))
PROPERTIES = sorted(
    {s for k in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in CORE.subjects(RDF.type, k) if s.startswith(DEF)}
)
TERMS = CLASSES + PROPERTIES


def local(term):
    return str(term).removeprefix(DEF)


def test_p04_every_class_is_connected_to_another():
    for term in CLASSES:
        used = any(CORE.subjects(RDFS.domain, term)) or any(CORE.subjects(RDFS.range, term))
        assert used or any(ONTOLOGY.objects(term, RDFS.subClassOf)), term


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_p06_hierarchy_has_no_cycle(predicate):
    for term in TERMS:
        for parent in ONTOLOGY.objects(term, predicate):
            assert term not in ONTOLOGY.transitive_objects(parent, predicate)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_p08_term_has_label_and_definition(term):
    assert any(CORE.objects(term, RDFS.label)) and any(CORE.objects(term, SKOS.definition))


def test_p10_classes_are_pairwise_disjoint_each_pair_said_once():
    said = [frozenset(pair) for pair in CORE.subject_objects(OWL.disjointWith)]
    assert len(said) == len(set(said))
    assert set(said) == {frozenset(pair) for pair in combinations(CLASSES, 2)}


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_p11_p19_property_has_a_single_domain_and_range(term):
    assert len(list(CORE.objects(term, RDFS.domain))) == 1
    assert len(list(CORE.objects(term, RDFS.range))) == 1


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_p22_term_is_named_by_the_convention_of_its_kind(term):
    pattern = r"([A-Z][a-z]+)+" if term in CLASSES else r"[a-z]+([A-Z][a-z]+)*|sha256"
    assert re.fullmatch(pattern, local(term))


def test_p21_no_class_gathers_the_rest():
    assert not [term for term in CLASSES if re.search(r"Other|Misc|Various", term)]


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_p24_term_is_not_used_in_its_own_definition(term):
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.equivalentClass)
    assert not [axiom for axiom in axioms if (term, axiom, term) in ONTOLOGY]


def test_p05_p25_to_p31_no_characteristic_or_equivalence_is_claimed():
    for predicate in (OWL.inverseOf, OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
        assert not list(ONTOLOGY.subject_objects(predicate))
    for kind in (OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.FunctionalProperty, OWL.InverseFunctionalProperty):
        assert not list(ONTOLOGY.subjects(RDF.type, kind))


def test_p32_no_two_terms_share_a_label():
    labels = [(text.language, text.casefold()) for term in TERMS for text in CORE.objects(term, RDFS.label)]
    assert len(labels) == len(set(labels))


def test_p34_every_class_named_is_declared():
    named = {o for p in (RDFS.subClassOf, RDFS.domain, OWL.disjointWith) for o in ONTOLOGY.objects(None, p)}
    named |= {o for o in ONTOLOGY.objects(None, RDFS.range) if not o.startswith(XSD)}
    named |= {o for o in ONTOLOGY.objects(None, RDF.type) if not o.startswith(OWL)}
    assert not [c for c in named - {OWL.Thing, RDFS.Datatype} if (c, RDF.type, OWL.Class) not in ONTOLOGY]


def test_p35_every_property_named_is_declared():
    named = set(ONTOLOGY.objects(None, RDFS.subPropertyOf)) | set(ONTOLOGY.subjects(RDFS.domain))
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    assert not [p for p in named if not any((p, RDF.type, kind) in ONTOLOGY for kind in kinds)]


def test_p36_ontology_iri_carries_no_file_extension():
    assert not re.search(r"\.(owl|rdf|ttl|n3|jsonld|xml)/?$", HEADER)


def test_p38_p39_one_ontology_is_declared_under_the_namespace_of_its_terms():
    assert list(ONTOLOGY.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    assert all(re.fullmatch(re.escape(DEF) + r"\w+", term) for term in TERMS)


def test_p40_nothing_is_defined_in_a_foreign_namespace():
    allowed = {RDF.type, RDFS.isDefinedBy}
    foreign = {(s, p) for s, p in ONTOLOGY.subject_predicates() if not s.startswith(DEF)}
    assert not [(s, p) for s, p in foreign if p not in allowed]


def test_p41_licence_is_stated():
    assert CORE.value(HEADER, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_core_says_nothing_of_foreign_super_terms_and_alignments_add_no_term():
    assert not list(CORE.subject_objects(RDFS.subClassOf)) and not list(CORE.subject_objects(RDFS.subPropertyOf))
    assert {s for s in ALIGNMENTS.subjects() if s.startswith(DEF)} <= set(TERMS)


def test_alignments_give_every_class_a_super_class():
    assert not [term for term in CLASSES if not any(ALIGNMENTS.objects(term, RDFS.subClassOf))]


def test_event_is_not_aligned_to_activity_since_events_are_derived_entities():
    # PROV-O: prov:wasDerivedFrom has the domain prov:Entity, which is disjoint with prov:Activity.
    assert (DEF.Event, RDFS.subClassOf, URIRef("http://www.w3.org/ns/prov#Activity")) not in ALIGNMENTS
