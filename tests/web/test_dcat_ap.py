"""The catalogue against the official shapes of DCAT-AP 3.0.1: base, class ranges, recommendations, controlled vocabularies.

The one warning that stays is none to be mended: the shapes hold that every publisher is in the EU's table of corporate
bodies, whose own usage note is for European institutions.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = ("shapes.ttl", "range.ttl", "shapes_recommended.ttl", "mdr-vocabularies.shape.ttl")
CORPORATE_BODIES = URIRef("http://publications.europa.eu/resource/authority/corporate-body")
Finding = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def shapes(shared: Path) -> Graph:
    """The official shapes, together."""
    found = Graph()
    for name in SHAPES:
        found.parse(shared / "conformance" / "dcat-ap-3.0.1" / name, format="turtle")
    return found


def validate(content: bytes, shapes: Graph) -> list[Finding]:
    """Return severity, focus node, path and value of every result."""
    _, report, _ = pyshacl.validate(Graph().parse(data=content, format="turtle"), shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return sorted(
        tuple(str(report.value(result, part)) for part in (SH.resultSeverity, SH.focusNode, SH.resultPath, SH.value))  # type: ignore[misc]
        for result in report.objects(None, SH.result)
    )


@pytest.mark.parametrize(
    "path", ["/catalog.ttl", "/catalog.ttl?page=2&size=1", "/dataset/report-2024.ttl", "/dataset/forests.ttl"]
)
def test_small_publication_conforms(forest: FlaskClient, shapes: Graph, path: str) -> None:
    _check(forest.get(path).data, shapes)


def test_publication_conforms(client: FlaskClient, shapes: Graph) -> None:
    _check(client.get("/catalog.ttl").data, shapes)


def _check(content: bytes, shapes: Graph) -> None:
    found = validate(content, shapes)
    ours = [finding for finding in found if finding[2] != str(DCTERMS.publisher)]
    assert not ours
    assert {finding[0] for finding in found} <= {str(SH.Warning)}


def test_publishers_table_is_all_that_is_amiss(client: FlaskClient, shapes: Graph) -> None:
    """With the publisher put into that table, as no catalogue of ours says, nothing is found at all."""
    data = Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")
    scheme = URIRef("http://www.w3.org/2004/02/skos/core#inScheme")
    for publisher in set(data.objects(None, DCTERMS.publisher)):
        data.add((publisher, scheme, CORPORATE_BODIES))
    assert not validate(data.serialize(format="turtle", encoding="utf-8"), shapes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dcterms:title ", "dcterms:medium "),
        ("^^xsd:nonNegativeInteger", "^^xsd:string"),
        ("dcat:accessURL ", "dcterms:medium "),
        ("foaf:name ", "dcterms:medium "),
        ("dcterms:LicenseDocument", "dcterms:Standard"),
        ("dcterms:PeriodOfTime", "dcterms:Standard"),
        ("skos:inScheme ", "dcterms:medium "),
        ("https://www.iana.org/", "https://elsewhere.example/"),
    ],
)
def test_shapes_find_what_is_wrong(forest: FlaskClient, shapes: Graph, old: str, new: str) -> None:
    """Were the shapes not applied, a catalogue without its properties would pass as well."""
    content = forest.get("/dataset/report-2024.ttl").get_data(as_text=True)
    assert old in content
    found = validate(content.replace(old, new).encode(), shapes)
    assert [finding for finding in found if finding[0] == str(SH.Violation)]
