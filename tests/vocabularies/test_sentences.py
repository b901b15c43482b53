"""Shapes in sentences: every constraint of SHACL Core has words in each language, and numbers take the right form."""

from __future__ import annotations

import re

import pytest
from rdflib import SH, Graph

from hasila.vocabularies.sentences import (
    Gap,
    known_constraints,
    name_of,
    plural_form,
    sentences_of,
    tell,
    tell_path,
    tell_target,
)
from hasila.vocabularies.shapes import TARGETS, Constraint, Shape, read_shapes

LANGUAGES = ("ar", "fr", "en")
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://data.example/shapes/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
CORE = """
:T a sh:NodeShape ; sh:targetClass :Tree ; sh:targetNode :oak ; sh:closed true ; sh:ignoredProperties ( rdfs:label ) ;
    sh:nodeKind sh:IRI ; sh:property :a , :b , :c , :d , :e .
:a sh:path :p ; sh:minCount 1 ; sh:maxCount 3 ; sh:class :Leaf ; sh:datatype xsd:integer ; sh:in ( 1 2 ) ; sh:hasValue 1 ;
    sh:minInclusive 0 ; sh:maxInclusive 9 ; sh:minExclusive 0 ; sh:maxExclusive 9 ; sh:message "Wrong."@en .
:b sh:path [ sh:inversePath :p ] ; sh:minLength 2 ; sh:maxLength 11 ; sh:pattern "^a" ; sh:flags "i" ;
    sh:languageIn ( "ar" "fr" ) ; sh:uniqueLang true ; sh:severity sh:Warning .
:c sh:path ( :p :q ) ; sh:equals :q ; sh:disjoint :r ; sh:lessThan :s ; sh:lessThanOrEquals :t .
:d sh:path [ sh:alternativePath ( :p [ sh:zeroOrMorePath :q ] ) ] ; sh:or ( [ sh:datatype xsd:date ] [ sh:nodeKind sh:IRI ] ) ;
    sh:and ( :U ) ; sh:xone ( :U ) ; sh:not :U ; sh:node :U .
:e sh:path :p ; sh:qualifiedValueShape [ sh:class :Leaf ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2 ; sh:property :f .
:f sh:path :q ; sh:minCount 2 ; sh:maxCount 2 ; sh:sparql [ sh:select "SELECT $this {}" ] .
:U a sh:NodeShape ; sh:node :U .
"""
SHAPES = read_shapes(Graph().parse(data=PREFIXES + CORE, format="turtle"), "https://data.example/shapes/")
(TREE,) = SHAPES
EVERY = [(shape, constraint) for shape in TREE.every for constraint in shape.constraints]


def words(shape: Shape, language: str) -> list[str]:
    told = [sentence for _, sentence in sentences_of(shape, language)]
    return ["".join(part if isinstance(part, str) else "{" + part.name + "}" for part in each) for each in told]


def part(name: str) -> Shape:
    return next(shape for shape in TREE.every if shape.name == name)


def test_shape_that_only_another_one_refers_to_does_not_stand_by_itself() -> None:
    assert [shape.name for shape in SHAPES] == ["T"]


def test_every_constraint_of_shacl_core_is_read_and_told() -> None:
    found = {constraint.key for _, constraint in EVERY}
    core = {str(name).removeprefix(str(SH)) for name in (
        SH.minCount, SH.maxCount, SH["class"], SH.datatype, SH.nodeKind, SH.minExclusive, SH.minInclusive, SH.maxExclusive,
        SH.maxInclusive, SH.minLength, SH.maxLength, SH.pattern, SH.languageIn, SH.uniqueLang, SH.equals, SH.disjoint,
        SH.lessThan, SH.lessThanOrEquals, SH["not"], SH["and"], SH["or"], SH.xone, SH.node, SH.qualifiedMinCount,
        SH.qualifiedMaxCount, SH.closed, SH.hasValue, SH["in"],
    )}  # fmt: skip
    assert core | {"exactCount", "sparql"} <= found | {"property"}
    assert found <= known_constraints()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_in_the_language_and_end_as_sentences(language: str) -> None:
    for shape in TREE.every:
        for text in words(shape, language):
            assert text.rstrip().endswith((".", ":", "}")), text
            plain = re.sub(r"\{\w+\}|\(?SPARQL\)?|\(IRI\)", "", text)
            assert bool(re.search("[\u0600-\u06ff]", plain)) == (language == "ar"), text


def test_sentences_of_a_property_in_english() -> None:
    told = words(part("a"), "en")
    assert told[:2] == ["There is at least one value.", "There are 3 values at most."]
    assert "Every value is of the class “{value}”." in told
    assert "Every value is one of these: {values}." in told
    assert words(part("f"), "en") == ["There are exactly 2 values.", "A condition written in SPARQL holds."]


def test_node_shape_speaks_of_the_resource_itself() -> None:
    assert words(TREE, "fr") == [
        "C'est {value}.",
        "Il n'y a pas d'autres propriétés que celles d'ici, hormis : {values}.",
    ]


def test_flags_severity_and_message_are_kept() -> None:
    (pattern,) = [c for c in part("b").constraints if c.key == "pattern"]
    assert (pattern.flag, part("b").severity, part("a").severity) == ("i", "Warning", "Violation")
    assert part("a").messages == {"en": "Wrong."}


def test_paths_are_read_with_all_their_properties() -> None:
    kinds = {name: part(name).path.kind for name in "abcd"}  # type: ignore[union-attr]
    assert kinds == {"a": "predicate", "b": "inversePath", "c": "sequence", "d": "alternative"}
    assert part("d").path.predicates == ("https://data.example/shapes/p", "https://data.example/shapes/q")  # type: ignore[union-attr]
    for language in LANGUAGES:
        for kind in ("inversePath", "sequence", "alternative", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
            assert Gap("first") in tell_path(kind, language)


def test_shape_that_refers_to_itself_comes_to_an_end() -> None:
    assert 1 < len([shape for shape in TREE.every if shape.name == "U"]) < 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_are_told(language: str) -> None:
    told = {tell_target(kind, language) for kind in (*TARGETS, "none")}
    assert len(told) == len(TARGETS) + 1


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 103: "few"}),
        ("fr", {0: "one", 1: "one", 2: "other"}),
        ("en", {0: "other", 1: "one", 2: "other"}),
    ],
)
def test_plural_forms_are_those_of_cldr(language: str, forms: dict[int, str]) -> None:
    assert {number: plural_form(language, number) for number in forms} == forms


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 3, 11, 100])
@pytest.mark.parametrize("key", ["exactCount", "minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount"])
def test_counts_are_told_with_every_number(key: str, number: int, language: str) -> None:
    shape = Shape("", "", {}, {}, {}, "Violation", path=part("a").path, constraints=(Constraint(key, number),))
    (text,) = words(shape, language)
    assert text and "{" not in text and (number < 3 or str(number) in text)


def test_unknown_constraint_has_no_words_rather_than_wrong_ones() -> None:
    assert words(Shape("", "", {}, {}, {}, "Violation", constraints=(Constraint("memberShape"),)), "ar") == [""]


def test_datatypes_and_kinds_of_nodes_have_names() -> None:
    for iri in ("http://www.w3.org/2001/XMLSchema#integer", "http://www.w3.org/ns/shacl#IRI"):
        assert set(name_of(iri)) == set(LANGUAGES)
    assert name_of("https://data.example/Code") == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["maxCount", "exactCount"])
def test_none_at_most_is_none(language: str, key: str) -> None:
    # The plural of French puts nought with one, and "one at most" would be wrong.
    none, one = (tell(Constraint(key, count), language) for count in (0, 1))
    assert none and none != one and not re.search(r"\bune?\b|\bone\b|واحدة", str(none[0]))
