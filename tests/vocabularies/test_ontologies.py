"""Reading an ontology for people: kinds of terms, their words, relations at home and alignments elsewhere."""

from __future__ import annotations

from rdflib import Graph

from hasila.vocabularies.ontology import read_ontology

BASE = "https://data.example/"
NAMESPACE = f"{BASE}def/"
TURTLE = """
@prefix : <https://data.example/def/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix dcterms: <http://purl.org/dc/terms/> .

: a owl:Ontology ; dcterms:title "Trees"@en , "Arbres"@fr ; owl:versionInfo "2.0.0" ; owl:versionIRI :2.0.0 ;
    owl:priorVersion :1.0.0 ; vann:preferredNamespacePrefix "tree" .
:2.0.0 a owl:Ontology .
:Tree a owl:Class , rdfs:Class ; rdfs:label "Tree"@en , "Arbre"@fr ; skos:definition "A plant."@en ; rdfs:comment "Tall."@en ;
    skos:scopeNote "Not a bush."@en , "Pas un buisson."@fr , "Nor a shrub."@en ; skos:example "The oak."@en , :oak-1 ;
    rdfs:subClassOf <https://plants.example/Plant> , [ a owl:Restriction ; owl:onProperty :height ] ;
    rdfs:seeAlso <https://data.example/id/list/trees> .
:Oak a owl:Class ; rdfs:subClassOf :Tree ; owl:disjointWith :Pine .
:Pine a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy :Tree .
:height a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:domain [ owl:unionOf ( :Oak :Pine ) ] .
:near a rdf:Property , owl:ObjectProperty ; rdfs:domain :Tree ; rdfs:range :Tree .
:Metres a rdfs:Datatype .
:tallest a :Oak ; rdfs:label "The tallest"@en .
<https://data.example/id/tree/1> a :Oak .
<https://plants.example/Plant> a owl:Class .
"""
KNOWN = read_ontology(Graph().parse(data=TURTLE, format="turtle"), NAMESPACE, BASE)


def test_terms_of_each_kind_are_found_and_nothing_else() -> None:
    assert [(t.name, t.kind) for t in KNOWN.terms.values()] == [
        ("Oak", "class"), ("Pine", "class"), ("Tree", "class"), ("near", "object-property"),
        ("height", "datatype-property"), ("Metres", "datatype"), ("tallest", "individual"),
    ]  # fmt: skip


def test_header_says_version_prefix_and_title() -> None:
    assert (KNOWN.version, KNOWN.prefix, KNOWN.namespace) == ("2.0.0", "tree", NAMESPACE)
    assert KNOWN.title == {"en": "Trees", "fr": "Arbres"}


def test_words_of_a_term_are_sorted_by_language() -> None:
    tree = KNOWN.terms[NAMESPACE + "Tree"]
    assert tree.label == {"en": "Tree", "fr": "Arbre"}
    assert tree.definition == {"en": "A plant."}
    assert tree.notes == ({"en": "Nor a shrub.", "fr": "Pas un buisson."}, {"en": "Not a bush."}, {"en": "Tall."})
    assert tree.examples == ({"en": "The oak."},)
    assert tree.shown == (NAMESPACE + "oak-1",)


def test_relations_stay_at_home_and_alignments_lead_elsewhere() -> None:
    tree = KNOWN.terms[NAMESPACE + "Tree"]
    assert tree.alignments == (("http://www.w3.org/2000/01/rdf-schema#subClassOf", "https://plants.example/Plant"),)
    assert tree.relations == {
        "see-also": (f"{BASE}id/list/trees",), "children": (NAMESPACE + "Oak",), "properties": (NAMESPACE + "near",),
        "incoming": (NAMESPACE + "near",),
    }  # fmt: skip


def test_union_is_a_domain_of_each_of_its_members() -> None:
    assert KNOWN.terms[NAMESPACE + "height"].relations["domain"] == (NAMESPACE + "Oak", NAMESPACE + "Pine")
    assert NAMESPACE + "height" in KNOWN.terms[NAMESPACE + "Pine"].relations["properties"]


def test_disjointness_counts_both_ways_and_deprecation_names_the_successor() -> None:
    pine = KNOWN.terms[NAMESPACE + "Pine"]
    assert pine.relations["disjoint"] == (NAMESPACE + "Oak",)
    assert pine.deprecated
    assert pine.relations["replaced-by"] == (NAMESPACE + "Tree",)
    assert not KNOWN.terms[NAMESPACE + "Oak"].deprecated


def test_graph_that_says_nothing_gives_an_empty_ontology() -> None:
    empty = read_ontology(Graph(), NAMESPACE, BASE)
    assert (empty.terms, empty.title, empty.version, empty.namespace) == ({}, {}, "", NAMESPACE)
