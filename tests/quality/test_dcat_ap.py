"""Our table of DCAT-AP 3.0.1 says what the official shapes say, and its checks find what these find."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, URIRef

from hasila.quality.dcat_ap import departures, rules
from hasila.quality.names import expand

_GOOD = (
    (Path(__file__).parents[1] / "rehearsal" / "good.ttl")
    .read_text(encoding="utf-8")
    .replace("{root}", "https://f.example/")
)
KINDS = {SH.Literal: "literal", SH.IRI: "iri", SH.BlankNodeOrIRI: "node"}


@pytest.fixture(scope="module")
def official(shared: Path) -> Graph:
    return Graph().parse(shared / "conformance" / "dcat-ap-3.0.1" / "shapes.ttl")


def test_table_has_every_constraint_of_the_official_shapes(official: Graph) -> None:
    ours = {(kind, rule.path): rule for kind, found in rules().items() for rule in found}
    theirs = 0
    for shape in official.subjects(RDF.type, SH.NodeShape):
        kind = official.value(shape, SH.targetClass)
        for constraint in official.objects(shape, SH.property):
            path = official.value(constraint, SH.path)
            least, most = official.value(constraint, SH.minCount), official.value(constraint, SH.maxCount)
            node_kind, datatype = official.value(constraint, SH.nodeKind), official.value(constraint, SH.datatype)
            if isinstance(path, BNode) or not (least or most or node_kind or datatype):
                continue
            theirs += 1
            rule = ours[(kind, path)]
            assert rule.least == int(least or 0) and rule.most == (None if most is None else int(most)), (kind, path)
            if datatype:
                assert datatype == expand(f"xsd:{rule.kind}")
            elif node_kind and rule.kind != "date":
                assert rule.kind == KINDS[node_kind], (kind, path)
    # Dates are told by a property (sh:shape) that SHACL does not have, so the official file itself does not check them all.
    assert theirs > 100 and len(ours) == theirs


def test_good_example_conforms() -> None:
    assert departures(Graph().parse(data=_GOOD, format="turtle")) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('dct:title "Fires of 2024"@en, "Incendies de 2024"@fr, "حرائق 2024"@ar ;', "", "missing"),
        ('dct:issued "2025-03-01"^^xsd:date ;', 'dct:issued "2025-03-01"^^xsd:date, "2024-03-01"^^xsd:date ;', "repeated"),
        ('dct:issued "2025-03-01"^^xsd:date ;', 'dct:issued "2025-03-01" ;', "kind"),
        ('dct:issued "2025-03-01"^^xsd:date ;', 'dct:issued "2025-02-30"^^xsd:date ;', "kind"),
        ("dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;", 'dcat:theme "forests" ;', "kind"),
        ("dcat:accessURL <https://f.example/fires.ttl> ;", 'dcat:accessURL "https://f.example/fires.ttl" ;', "kind"),
        ('spdx:checksumValue "9f', 'spdx:checksumValue "z', "kind"),
    ],
)  # fmt: skip
def test_departure_is_found_once_and_named(old: str, new: str, what: str) -> None:
    assert old in _GOOD
    graph = Graph().parse(data=_GOOD.replace(old, new, 1), format="turtle")
    (found,) = departures(graph)
    assert found.what == what and str(found).startswith(old.split()[0])
    assert departures(graph, [URIRef("https://f.example/none")]) == []
