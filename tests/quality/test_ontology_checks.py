"""The checks of FOOPS! and OOPS!: an ontology without faults, and each fault put in is found by its check."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rdflib import Graph, URIRef

from hasila.quality import foops, oops
from hasila.quality.ontology_checks import Ontology, Outcome, words

IRI = "https://w3id.org/trees/def/"
GOOD = f"""
@prefix : <{IRI}> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{IRI}> a owl:Ontology ; owl:versionIRI <{IRI}1> ; owl:versionInfo "1" ; dct:title "Trees"@en ;
    dct:description "Of trees."@en ; dct:license <https://l.example/> ; dct:creator "us" ;
    vann:preferredNamespaceUri "{IRI}" ; vann:preferredNamespacePrefix "trees" ; dct:created "2025-01-01"^^xsd:date ;
    dct:bibliographicCitation "Trees" ; bibo:doi "10.1/1" ; dct:publisher "us" ; foaf:logo <https://l.example/logo> ;
    bibo:status "final" ; dct:source <https://l.example/> ; dct:issued "2025-01-01"^^xsd:date ;
    schema:includedInDataCatalog <https://l.example/catalog> .
:Tree a owl:Class ; rdfs:label "Tree"@en ; rdfs:comment "A tree."@en ; owl:disjointWith :Leaf ;
    rdfs:subClassOf foaf:Document .
:Leaf a owl:Class ; rdfs:label "Leaf"@en ; rdfs:comment "A leaf."@en .
foaf:Document a owl:Class .
:leafOf a owl:ObjectProperty ; rdfs:label "leaf of"@en ; rdfs:comment "Its tree."@en ;
    rdfs:domain :Leaf ; rdfs:range :Tree .
:hasLeaf a owl:ObjectProperty ; rdfs:label "has leaf"@en ; rdfs:comment "Its leaf."@en ;
    rdfs:domain :Tree ; rdfs:range :Leaf ; owl:inverseOf :leafOf .
:height a owl:DatatypeProperty ; rdfs:label "height"@en ; rdfs:comment "In metres."@en ;
    rdfs:domain :Tree ; rdfs:range xsd:decimal .
"""


def _ontology(text: str, iri: str = IRI) -> Ontology:
    return Ontology(Graph().parse(data=text, format="turtle"), URIRef(iri))


def _failed(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    return {outcome.key: list(outcome.found) for outcome in outcomes if outcome.found}


def test_good_ontology_passes_everything_that_can_be_asked_offline() -> None:
    for module, made in ((foops, 18), (oops, 24)):
        outcomes = module.check(_ontology(GOOD))
        assert _failed(outcomes) == {}
        assert sum(outcome.passed for outcome in outcomes) == made
    assert [o.key for o in foops.check(_ontology(GOOD)) if o.found is None] == [
        "URI1",
        "VER2",
        "OM4.2",
        "FIND2",
        "CN1",
        "DOC1",
    ]


DISJOINT = "owl:disjointWith :Leaf ;"
FOOPS = {
    "VER1": (f"owl:versionIRI <{IRI}1> ; ", "", {"VER1", "OM1"}),
    "OM1": ('dct:title "Trees"@en ;', "", {"OM1"}),
    "OM2": ('dct:bibliographicCitation "Trees" ; ', "", {"OM2"}),
    "OM3": ('bibo:doi "10.1/1" ; ', "", {"OM3"}),
    "OM4.1": ("dct:license <https://l.example/> ;", "", {"OM1", "OM4.1"}),
    "OM5.1": ('dct:created "2025-01-01"^^xsd:date ;', "", {"OM2", "OM5.1"}),
    "OM5.2": ('dct:publisher "us" ;', "", {"OM3", "OM5.2"}),
    "FIND1": ('vann:preferredNamespacePrefix "trees" ; ', "", {"FIND1", "OM2"}),
    "FIND3": ("schema:includedInDataCatalog <https://l.example/catalog> .", ".", {"FIND3", "FIND_3_BIS"}),
    "VOC2": ("rdfs:subClassOf foaf:Document", "rdfs:seeAlso <https://l.example/>", {"VOC2"}),
    "VOC3": ('rdfs:label "height"@en ; ', "", {"VOC3"}),
    "VOC4": ('rdfs:comment "In metres."@en ;', "", {"VOC4"}),
}


@pytest.mark.parametrize("key", FOOPS)
def test_foops_test_fails_for_its_fault(key: str) -> None:
    old, new, failing = FOOPS[key]
    assert old in GOOD
    assert set(_failed(foops.check(_ontology(GOOD.replace(old, new))))) == failing


@pytest.mark.parametrize(
    ("iri", "failing"),
    [
        ("http://trees.example/def/", {"PURL1"}),
        ("urn:trees:", {"PURL1", "HTTP1"}),
        ("https://purl.trees.org/def/", set()),
    ],
)
def test_foops_looks_at_the_iri(iri: str, failing: set[str]) -> None:
    assert set(_failed(foops.check(_ontology(GOOD.replace(IRI, iri), iri)))) == failing


def test_foops_finds_no_ontology_under_another_iri() -> None:
    failed = _failed(foops.check(_ontology(GOOD, "https://w3id.org/bushes/def/")))
    assert {"URI2", "OM1", "OM4.1", "VOC1", "VOC2"} <= set(failed)


SAID = 'rdfs:label "x"@en ; rdfs:comment "x"@en .'
SUBCLASS = "a owl:Class ; rdfs:subClassOf :Tree ; " + SAID
OOPS = {
    "P04": (":Bark a owl:Class ; " + SAID, "Bark"),
    "P05": (":hasLeaf owl:inverseOf :near . :near rdfs:domain :Tree ; rdfs:range :Tree .", "hasLeaf"),
    "P06": (":Tree rdfs:subClassOf :Leaf . :Leaf rdfs:subClassOf :Tree .", "Leaf"),
    "P07": (":TreeAndBush " + SUBCLASS, "TreeAndBush"),
    "P08": (":Bush a owl:Class ; rdfs:subClassOf :Tree .", "Bush"),
    "P11": (":age a owl:DatatypeProperty ; rdfs:domain :Tree ; " + SAID, "age"),
    "P13": (":near a owl:ObjectProperty ; rdfs:domain :Tree ; rdfs:range :Tree ; " + SAID, "near"),
    "P19": (":height rdfs:domain :Leaf .", "height"),
    "P21": (":OtherTree " + SUBCLASS, "OtherTree"),
    "P22": (":old_tree " + SUBCLASS, "old_tree"),
    "P24": (":Tree owl:equivalentClass :Tree .", "Tree"),
    "P25": (":hasLeaf owl:inverseOf :hasLeaf .", "hasLeaf"),
    "P26": (":hasLeaf a owl:SymmetricProperty .", "hasLeaf"),
    "P28": (":leafOf a owl:SymmetricProperty .", "leafOf"),
    "P29": (":leafOf a owl:TransitiveProperty .", "leafOf"),
    "P32": (':Leaf rdfs:label "tree"@en .', "Leaf"),
    "P34": (":Tree rdfs:subClassOf <https://l.example/Plant> .", "https://l.example/Plant"),
    "P35": (":leafOf rdfs:subPropertyOf <https://l.example/partOf> .", "https://l.example/partOf"),
    "P39": ("<https://l.example/> a owl:Ontology .", "https://l.example/"),
    "P40": ('foaf:Document rdfs:label "A document" .', "http://xmlns.com/foaf/0.1/Document"),
}  # fmt: skip


@pytest.mark.parametrize("key", OOPS)
def test_oops_pitfall_is_found_where_it_is(key: str) -> None:
    added, at = OOPS[key]
    found = _failed(oops.check(_ontology(GOOD + added)))
    assert (at if at.startswith("http") else IRI + at) in found[key]


def test_oops_pitfalls_of_the_whole_ontology() -> None:
    assert "P10" in _failed(oops.check(_ontology(GOOD.replace(DISJOINT, ""))))
    assert "P38" in _failed(oops.check(_ontology(GOOD.replace("a owl:Ontology ; ", ""))))
    assert "P41" in _failed(oops.check(_ontology(GOOD.replace("dct:license", "dct:relation"))))
    other = IRI + "trees.owl"
    assert "P36" in _failed(oops.check(_ontology(GOOD.replace(IRI, other), other)))


def test_every_check_has_words_in_three_languages_and_a_case_that_fails_it() -> None:
    assert (len(words()["foops"]), len(words()["oops"])) == (24, 33)
    for family, module in (("foops", foops), ("oops", oops)):
        assert set(module.CHECKS) <= set(words()[family])
        assert all(set(words()[family][key]["label"]) == {"ar", "fr", "en"} for key in words()[family])
    # RDF1 cannot fail for what was read; the others of FOOPS! have tests of their own.
    assert set(foops.CHECKS) == {*FOOPS, "PURL1", "URI2", "HTTP1", "VOC1", "FIND_3_BIS", "RDF1"}
    assert set(oops.CHECKS) == {*OOPS, "P10", "P36", "P38", "P41"}
