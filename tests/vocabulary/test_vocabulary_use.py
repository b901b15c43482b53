"""Data, shapes and queries use the terms of the ontology as they are declared, and no others.

A closed reading of RDFS and of the disjointness axioms over the Turtle of data/: what a reasoner would infer, the data
must already say. Figures and pages come from tables and are tested where the tables are built (tests/data).
"""

import csv
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
ONTOLOGY = Graph().parse(ROOT / "ontology/hasila.ttl").parse(ROOT / "ontology/alignments.ttl")
DECLARED = {str(s).removeprefix(DEF) for s in ONTOLOGY.subjects(RDFS.isDefinedBy, URIRef(DEF))}
SUFFIXES = {".ttl", ".rq", ".json", ".jsonld", ".csv"}
FILES = sorted(
    path for folder in ("data", "shapes", "queries") for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES
)
# In the full IRI a slash or a digit may follow the namespace (the versions); a term begins with a letter.
TERM = re.compile(rf"(?:(?<![\w/-])hasila:|{re.escape(DEF)})([A-Za-z]\w*)")
PROPERTIES = sorted(s for s in ONTOLOGY.subjects(RDFS.domain) if s.startswith(DEF))


@pytest.fixture(scope="module")
def data() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "data").rglob("*.ttl")):
        graph.parse(path)
    with (ROOT / "data/sources/sources.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            graph.add((URIRef(f"https://w3id.org/hasila/id/source/{row['source']}"), RDF.type, DEF.Source))
    return graph


def types_of(graph: Graph, node: URIRef) -> set:
    return {c for t in graph.objects(node, RDF.type) for c in ONTOLOGY.transitive_objects(t, RDFS.subClassOf)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_uses_only_declared_terms(path):
    # Full-line comments may speak of terms that do not exist.
    text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8"))
    assert not set(TERM.findall(text)) - DECLARED


@pytest.mark.parametrize("term", PROPERTIES, ids=lambda term: str(term).removeprefix(DEF))
def test_property_in_the_data_respects_its_domain_and_range(data, term):
    domain, range_ = ONTOLOGY.value(term, RDFS.domain), ONTOLOGY.value(term, RDFS.range)
    for subject, value in data.subject_objects(term):
        assert domain == OWL.Thing or domain in types_of(data, subject), subject
        if (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY:
            assert isinstance(value, Literal) and not value.ill_typed, value
            assert (value.datatype or XSD.string) == range_ and value.language is None, value
        else:
            assert range_ == OWL.Thing or range_ in types_of(data, value), value


def test_resources_in_the_data_belong_to_no_two_disjoint_classes(data):
    for one, other in ONTOLOGY.subject_objects(OWL.disjointWith):
        assert not set(data.subjects(RDF.type, one)) & set(data.subjects(RDF.type, other))
