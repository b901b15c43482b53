"""The quality of a release: a page in each language, and RDF in which every measurement says of what and by what metric."""

from __future__ import annotations

import json
import re

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, SKOS, URIRef

from hasila.measures import Quality
from hasila.release import Release

DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
EARL = rdflib.Namespace("http://www.w3.org/ns/earl#")
BASE = "https://w3id.org/hasila/"
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


def _graph(client: FlaskClient, path: str, form: str = "turtle") -> rdflib.Graph:
    response = client.get(path)
    assert response.status_code == 200
    return rdflib.Graph().parse(data=response.data, format=form)


@pytest.mark.parametrize(("path", "least"), [("/quality", 2000), ("/quality/conformance", 3000)])
def test_every_format_says_the_same(client: FlaskClient, path: str, least: int) -> None:
    graphs = [_graph(client, f"{path}.{ending}", form) for ending, form in FORMATS.items()]
    assert len(graphs[0]) > least and all(set(graph) == set(graphs[0]) for graph in graphs)
    assert not any(isinstance(node, rdflib.BNode) for node in graphs[0].all_nodes())
    negotiated = client.get(path, headers={"Accept": "application/ld+json"})
    assert negotiated.mimetype == "application/ld+json" and negotiated.headers["Content-Location"] == f"{path}.jsonld"


def test_every_measurement_has_metric_dimension_category_and_labels(client: FlaskClient) -> None:
    graph = _graph(client, "/quality.ttl")
    measurements = list(graph.subjects(RDF.type, DQV.QualityMeasurement))
    assert len(measurements) > 100
    for measurement in measurements:
        on, metric = graph.value(measurement, DQV.computedOn), graph.value(measurement, DQV.isMeasurementOf)
        assert (on, DQV.hasQualityMeasurement, measurement) in graph
        assert isinstance(graph.value(measurement, DQV.value).toPython(), int)  # type: ignore[union-attr]
        dimension = graph.value(metric, DQV.inDimension)
        assert (dimension, RDF.type, DQV.Dimension) in graph
        assert (graph.value(dimension, DQV.inCategory), RDF.type, DQV.Category) in graph
        for named in (metric, dimension):
            assert {label.language for label in graph.objects(named, SKOS.prefLabel)} >= {"ar", "fr", "en"}, named


def test_every_dataset_of_the_catalogue_scores_405(client: FlaskClient, release: Release) -> None:
    graph = _graph(client, "/quality.ttl")
    assert release.catalog is not None and release.catalog.datasets
    for dataset in release.catalog.datasets:
        values = [
            int(graph.value(measurement, DQV.value))  # type: ignore[arg-type]
            for measurement in graph.objects(URIRef(dataset.iri), DQV.hasQualityMeasurement)
            if "#metric-mqa-" in str(graph.value(measurement, DQV.isMeasurementOf))
        ]
        assert (len(values), sum(values)) == (23, 405)


def test_cube_constraints_and_checks_of_the_ontology_are_measured(release: Release) -> None:
    quality = Quality.from_json(json.loads(release.file("quality/quality.json").read_text(encoding="utf-8")))
    cube = {metric.key for metric, found in quality.of_family("cube") if found}
    assert {re.sub(r"\D+", " ", key).split()[0].lstrip("0") for key in cube} == {str(n) for n in range(1, 22)}
    for family, total, made in (("foops", 24, 18), ("oops", 33, 24)):
        metrics = quality.of_family(family)
        assert (len(metrics), sum(bool(found) for _, found in metrics)) == (total, made)
        assert all(metric.made == bool(found) for metric, found in metrics)
    assert quality.conforms and all(value == best for value, best in quality.scores("rules").values())


def test_conformance_says_when_and_which_version(client: FlaskClient) -> None:
    graph = _graph(client, "/quality/conformance.ttl")
    software = URIRef(BASE + "quality/conformance#software")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(graph.value(software, rdflib.DCTERMS.date)))
    assert graph.value(software, rdflib.DCTERMS.hasVersion)
    assertions = list(graph.subjects(RDF.type, EARL.Assertion))
    assert len(assertions) > 380
    for assertion in assertions:
        assert graph.value(assertion, EARL.subject) == software
        assert graph.value(graph.value(assertion, EARL.result), EARL.outcome) in (
            EARL.passed,
            EARL.failed,
            EARL.inapplicable,
        )


@pytest.mark.parametrize(
    ("language", "title", "tested"),
    [("ar", "الجودة", "أُجريت"), ("fr", "Qualité", "Tests passés le"), ("en", "Quality", "Tested on")],
)
def test_page_speaks_each_language_and_shows_scores_dates_and_failures(
    client: FlaskClient, language: str, title: str, tested: str
) -> None:
    response = client.get(f"/quality?lang={language}", headers={"Accept": "text/html"})
    page = response.get_data(as_text=True)
    assert response.status_code == 200 and response.headers["Content-Language"] == language
    assert f"<h1>{title}</h1>" in page and tested in page
    assert "405 / 405" in page and "IC-" in page
    assert "zero_or_one_set_end" in page
    footer = client.get(f"/?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert f'href="/quality?lang={language}">{title}</a>' in footer


def test_validation_report_is_served_beside(client: FlaskClient) -> None:
    report = _graph(client, "/quality/report.ttl")
    assert (None, rdflib.SH.conforms, rdflib.Literal(True)) in report
    assert client.get("/quality/report.json").get_json()["conforms"] is True
    assert client.get("/quality/report.csv").status_code == client.get("/quality.pdf").status_code == 404


def test_publication_that_was_not_measured_has_no_quality(hostile: FlaskClient) -> None:
    for path in ("/quality", "/quality.ttl", "/quality/conformance", "/quality/report.ttl"):
        assert hostile.get(path).status_code == 404
    assert "/quality" not in hostile.get("/", headers={"Accept": "text/html"}).get_data(as_text=True)
