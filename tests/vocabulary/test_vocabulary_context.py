"""The JSON-LD context covers every term and turns plain JSON into the triples meant (JSON-LD 1.1, section 9.15).

Only what an author writes with the context is tested; how the server writes JSON-LD is not.
"""

import json
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
ONTOLOGY = Graph().parse(ROOT / "ontology/hasila.ttl")
TERMS = sorted(str(s).removeprefix(DEF) for s in ONTOLOGY.subjects(RDFS.isDefinedBy, URIRef(DEF)))
CONTEXT = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
PREFIXES = {key: value for key, value in CONTEXT.items() if isinstance(value, str) and value.endswith(("/", "#"))}


def expand(name: str) -> str:
    prefix, separator, rest = name.partition(":")
    return PREFIXES[prefix] + rest if separator and prefix in PREFIXES else name


def read(document: dict) -> Graph:
    return Graph().parse(data=json.dumps({"@context": CONTEXT} | document), format="json-ld")


def test_context_is_of_version_1_1():
    assert CONTEXT["@version"] == 1.1


@pytest.mark.parametrize("term", TERMS)
def test_term_is_in_the_context_with_the_type_of_its_range(term):
    entry = CONTEXT[term]
    iri = entry if isinstance(entry, str) else entry["@id"]
    assert expand(iri) == str(DEF[term])
    if (DEF[term], RDF.type, OWL.ObjectProperty) in ONTOLOGY:
        assert entry["@type"] == "@id"
    elif (DEF[term], RDF.type, OWL.DatatypeProperty) in ONTOLOGY:
        # A plain JSON string is an xsd:string already.
        datatype = XSD.string if isinstance(entry, str) else URIRef(expand(entry["@type"]))
        assert datatype == ONTOLOGY.value(DEF[term], RDFS.range)


@pytest.mark.parametrize("key", [key for key in CONTEXT if key not in PREFIXES and not key.startswith("@")])
def test_entry_of_the_context_expands_to_an_iri_by_a_declared_prefix(key):
    entry = CONTEXT[key]
    iri = entry if isinstance(entry, str) else entry["@id"]
    assert iri.startswith("@") or expand(iri).startswith(("http://", "https://"))


def test_context_prefixes_agree_with_the_turtle_of_the_ontology():
    text = (ROOT / "ontology/hasila.ttl").read_text(encoding="utf-8")
    declared = dict(re.findall(r"^@prefix ([\w-]+): <(.+)> \.$", text, re.M))
    assert "hasila" in declared
    assert not {p for p in PREFIXES.keys() & declared.keys() if PREFIXES[p] != declared[p]}


def test_document_with_the_context_gives_the_triples_meant():
    base = "https://w3id.org/hasila/id/"
    graph = read(
        {
            "id": base + "figure/2025.clearance-rate",
            "type": ["Figure", "Observation"],
            "label": [
                {"@value": "معدل الزجر، 2025", "@language": "ar"},
                {"@value": "Repression rate, 2025", "@language": "en"},
            ],
            "indicator": base + "indicator/clearance-rate",
            "qualifier": base + "qualifier/exact",
            "refPeriod": base + "period/2025",
            "unitMeasure": "unit:PERCENT",
            "obsValue": "95",
            "precision": "1",
            "printedValue": "95",
            "year": 2025,
            "wasDerivedFrom": base + "statement/2025-S23",
        }
    )
    expected = Graph().parse(
        format="turtle",
        data="""
        @prefix hasila: <https://w3id.org/hasila/def/> .
        @prefix id: <https://w3id.org/hasila/id/> .
        @prefix qb: <http://purl.org/linked-data/cube#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/hasila/id/figure/2025.clearance-rate>
            a hasila:Figure, qb:Observation ;
            <http://www.w3.org/2000/01/rdf-schema#label> "معدل الزجر، 2025"@ar, "Repression rate, 2025"@en ;
            hasila:indicator <https://w3id.org/hasila/id/indicator/clearance-rate> ;
            hasila:qualifier <https://w3id.org/hasila/id/qualifier/exact> ;
            <http://purl.org/linked-data/sdmx/2009/dimension#refPeriod> <https://w3id.org/hasila/id/period/2025> ;
            <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> <http://qudt.org/vocab/unit/PERCENT> ;
            <http://purl.org/linked-data/sdmx/2009/measure#obsValue> "95"^^xsd:decimal ;
            hasila:precision "1"^^xsd:decimal ;
            hasila:printedValue "95" ;
            hasila:year 2025 ;
            <http://www.w3.org/ns/prov#wasDerivedFrom> <https://w3id.org/hasila/id/statement/2025-S23> .
        """,
    )
    assert isomorphic(graph, expected)


def test_document_written_and_read_again_is_the_same():
    graph = read({"id": "https://w3id.org/hasila/id/source/a", "type": "Source", "characters": 9, "sha256": "0" * 64})
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    assert len(graph) == 3 and isomorphic(Graph().parse(data=text, format="json-ld"), graph)
