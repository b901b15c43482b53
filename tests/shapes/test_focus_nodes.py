"""Compiled shapes miss nothing: what pySHACL finds among the suspects is what it finds among all focus nodes."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import SH

from hasila.publication.findings import Finding
from hasila.publication.focus_nodes import narrow
from hasila.publication.literals import check_literals, quiet_rdflib
from hasila.publication.rdflib_graphs import graph_of
from hasila.publication.store import Dataset, read_quads, write
from hasila.publication.validation import validate_dataset, validate_shapes

from .findings_of_case import all_shapes, valid_quads

PREFIXES = """@prefix : <urn:t:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
VALUES = [
    "1", "0", "-1", "2.5", "1.0", "01", "+1", "1e0", "true", "'1'", "'abc'", "''", "'ab\\n'", "'Abc'@en", "'abc'@fr",
    "'a'@en , 'b'@en", "'a'@en , 'b'@EN", "'a'@en , 'b'@fr", "'a' , 'b'", "1 , 2", "1 , 2 , 3", "1.0 , 1.00",
    "'x'^^xsd:integer", "'2024-02-30'^^xsd:date", "'2024-02-29'^^xsd:date", "'2024-02-29Z'^^xsd:date",
    "'7'^^xsd:nonNegativeInteger", "'7'^^xsd:string", "'7'^^:own", "'\u064a\u064e'", ":thing", ":small", ":orphan",
    "<mailto:a>", "[]",
    "'99999999999999999999999'^^xsd:integer", "'0.1234567890123456789012'^^xsd:decimal",
]  # fmt: skip
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DATA = PREFIXES + """
:Small rdfs:subClassOf :Thing . :Tiny rdfs:subClassOf :Small . :thing a :Thing . :small a :Tiny . :orphan a :Other .
:literal :points 'text' , :thing . :none a :T . :wide a :Sub ; :p 1 , 2 . :Sub rdfs:subClassOf :T . _:b a :T ; :p 'b' .
""" + "".join(f":v{n} a :T ; :p {value} .\n" for n, value in enumerate(VALUES))  # fmt: skip
COMPILED = [
    "sh:minCount 1", "sh:minCount 2", "sh:maxCount 1", "sh:maxCount 0", "sh:class :Thing", "sh:class :Thing , :Small",
    "sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal", "sh:nodeKind sh:IRIOrLiteral", "sh:nodeKind sh:BlankNodeOrIRI",
    "sh:datatype xsd:string", "sh:datatype xsd:integer", "sh:datatype xsd:decimal", "sh:datatype xsd:date",
    "sh:datatype xsd:double", "sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>", "sh:datatype :own",
    "sh:pattern '^[a-z]+$'", "sh:pattern '^[0-9]+$'", "sh:pattern '^\\\\w+$'", "sh:pattern ''", "sh:uniqueLang true",
    "sh:minInclusive 1", "sh:minExclusive 1", "sh:maxInclusive 1", "sh:maxExclusive 1.0", "sh:minExclusive 0.0",
    "sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer",
]  # fmt: skip
WHOLE = [
    "sh:in ( 1 'abc' )", "sh:hasValue 1", "sh:minLength 2", "sh:languageIn ( 'en' )", "sh:uniqueLang false",
    "sh:pattern '^A' ; sh:flags 'i'", "sh:minInclusive 'b'", "sh:or ( [ sh:datatype xsd:string ] [ sh:nodeKind sh:IRI ] )",
    "sh:node [ sh:nodeKind sh:IRI ]", "sh:not [ sh:datatype xsd:integer ]", "sh:maxCount 0 ; sh:deactivated true",
    "sh:property [ sh:path :p ; sh:minCount 1 ]", "sh:nodeKind sh:BlankNode", "sh:equals :q",
]  # fmt: skip
OVERCAREFUL = 12
"""Values that only pySHACL knows to fit, of datatypes that a pattern or a comparison seldom meets."""
TARGETS = {
    "class": ":S a sh:NodeShape ; sh:targetClass :T ; sh:property :P . :P a sh:PropertyShape ; sh:path :p ; {} .",
    "subjects": ":P a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; {} .",
}
OTHERS = [
    ":S a sh:NodeShape ; sh:targetObjectsOf :points ; sh:nodeKind sh:IRI .",
    ":P a sh:PropertyShape ; sh:targetObjectsOf :points ; sh:path :p ; sh:minCount 1 .",
    ":P a sh:PropertyShape ; sh:targetNode :none , :v1 , :absent , 'text' ; sh:path :p ; sh:minCount 1 .",
    ":P a sh:PropertyShape ; sh:targetClass :Thing ; sh:path [ sh:inversePath :p ] ; sh:minCount 2 .",
    f":P a sh:PropertyShape ; sh:targetClass :T ; sh:path ( :p {TYPE} ) ; sh:minCount 1 .",
    "[] a sh:PropertyShape ; sh:targetClass :T ; sh:path :p ; sh:minCount 1 .",
    ":T a sh:NodeShape , rdfs:Class ; sh:property :P . :P a sh:PropertyShape ; sh:path :p ; sh:maxCount 1 .",
    ":S a sh:NodeShape ; sh:targetClass :T ; sh:closed true ; sh:ignoredProperties ( :p ) .",
    ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:maxCount 1 ] , [ sh:path :p ; sh:class :Thing ] .",
]  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    path = tmp_path_factory.mktemp("data") / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    return Dataset(read_quads(path))


def _shapes(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + text, format="turtle")


def _unsure(dataset: Dataset) -> set[str]:
    return {finding.focus for finding in check_literals(dataset, "urn:base/")}


def _told(found: list[Finding]) -> list[tuple[object, ...]]:
    # The names of anonymous shapes differ from one copy of a graph to the next.
    return sorted((f.focus, f.path or "", f.value or "", f.component or "", f.severity) for f in found)


def _both(dataset: Dataset, shapes: str) -> list[tuple[object, ...]]:
    with quiet_rdflib():
        everything = _told(validate_shapes(graph_of(dataset.triples()), _shapes(shapes)))
        assert _told(validate_dataset(dataset, _shapes(shapes), _unsure(dataset))) == everything
    return everything


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("constraint", [*COMPILED, *WHOLE])
def test_nothing_is_missed_whatever_the_values(dataset: Dataset, constraint: str, target: str) -> None:
    found = _both(dataset, TARGETS[target].format(constraint))
    assert found or constraint.split(" ; ")[0] in ("sh:maxCount 0", "sh:uniqueLang false", "sh:minCount 1")


@pytest.mark.parametrize("shapes", OTHERS)
def test_nothing_is_missed_whatever_the_target_and_path(dataset: Dataset, shapes: str) -> None:
    assert _both(dataset, shapes)


@pytest.mark.parametrize("constraint", COMPILED)
def test_compiled_constraint_leaves_out_what_conforms(dataset: Dataset, constraint: str) -> None:
    shapes = TARGETS["class"].format(constraint)
    with quiet_rdflib():
        narrowed = narrow(_shapes(shapes), dataset)
        wrong = {finding.focus for finding in validate_shapes(graph_of(dataset.triples()), _shapes(shapes))}
    assert narrowed is None or not list(narrowed.objects(None, SH.targetClass))
    suspected = set() if narrowed is None else {str(focus) for focus in narrowed.objects(None, SH.targetNode)}
    assert len(suspected - wrong) <= OVERCAREFUL, constraint


def test_nothing_of_a_valid_publication_is_left_to_judge() -> None:
    # Else validation would be slow in silence: a new kind of constraint belongs among the compiled ones.
    assert narrow(all_shapes(), Dataset(valid_quads())) is None


def test_graph_for_pyshacl_is_what_the_dump_holds(dataset: Dataset, tmp_path: Path) -> None:
    named = [quad for quad in dataset.triples() if not str(quad).count("_:")]
    with quiet_rdflib():
        dumped = rdflib.Graph().parse(data=write(named, "ntriples", {}), format="nt")
        made = graph_of(named)
    assert len(made) > len(VALUES) and set(made) == set(dumped)
