"""Figures for monitoring: right after known requests, in both formats, and never in the way."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from hasila.engine.client import EngineClient
from hasila.engine.limits import Limits
from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app


def _figures(client: FlaskClient) -> dict[tuple[str, str], float]:
    response = client.get("/metrics")
    assert response.status_code == 200 and response.content_type.startswith("text/plain")
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value for each in families for sample in each.samples
    }


def test_answers_are_counted(forestry: Release, forest: FlaskClient) -> None:
    engine = forest.application.extensions["hasila"].engine
    client = create_app(forestry, engine, resolve({}, {}, {})).test_client()
    assert client.get("/nowhere").status_code == 404
    for _ in range(3):
        assert client.get("/sparql?query=ASK%7B%7D", headers={"Accept": "text/csv"}).status_code in (200, 406)
    for _ in range(2):
        assert client.get("/").status_code == 200
    figures = _figures(client)
    assert figures["hasila_answers_total", "404"] == 1
    assert sum(value for (name, _), value in figures.items() if name == "hasila_answers_total") == 6
    assert figures["hasila_answer_seconds_bucket", "+Inf"] == figures["hasila_answer_seconds_count", ""] == 6
    assert figures["hasila_answer_seconds_bucket", "0.0001"] <= figures["hasila_answer_seconds_bucket", "10.0"]
    assert figures["hasila_cache_hits_total", ""] >= 1
    assert figures["hasila_engine_up", ""] == 1 and figures["hasila_engine_workers", ""] >= 1
    [(labels, triples)] = [(labels, value) for (name, labels), value in figures.items() if name == "hasila_release"]
    assert forestry.digest in labels and triples == forestry.publication.triples


def test_engine_that_is_down_is_told(forestry: Release) -> None:
    client = create_app(forestry, EngineClient(Path("/nowhere"), Limits()), resolve({}, {}, {})).test_client()
    figures = _figures(client)
    assert figures["hasila_engine_up", ""] == 0
    assert ("hasila_engine_workers", "") not in figures


def test_format_is_the_one_asked_for(client: FlaskClient) -> None:
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.content_type.startswith("application/openmetrics-text") and response.text.endswith("# EOF\n")
    assert response.headers["Cache-Control"] == "no-store"
