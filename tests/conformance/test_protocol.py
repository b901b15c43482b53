"""The W3C's SPARQL 1.1 Protocol tests, sent as the manifest describes them.

The endpoint is read-only: the updates that the manifest expects to succeed must be refused, and change nothing.
"""

from __future__ import annotations

import json

import pytest

from .conftest import MATERIAL
from .exchanges import Exchange, HttpCase, declared, fits, iter_http_cases
from .live import Response, Service
from .manifests import MF

MANIFEST = MATERIAL / "protocol" / "manifest.ttl"
CASES = list(iter_http_cases(MANIFEST, MF.ProtocolTest)) if MANIFEST.is_file() else []
REFUSED = [case for case in CASES if case.name.startswith("update_")]
ANSWERED = [case for case in CASES if case not in REFUSED]
RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
FORMATS = {
    "boolean": RESULTS,
    "tabular": RESULTS | {"text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"},
}


def test_every_case_of_the_manifest_is_asked(shared: object) -> None:
    names = {case.name for case in CASES}
    assert names == declared(MANIFEST, MF.ProtocolTest)
    assert (len(ANSWERED), len(REFUSED)) == (27, 7)
    assert all(case.exchanges for case in CASES)


def _send(service: Service, exchange: Exchange) -> Response:
    # The manifest's paths begin with a prefix that each endpoint replaces by its own.
    path = exchange.path.replace("/sparql/", "/sparql", 1)
    return service.ask(exchange.method, path, exchange.headers, exchange.body)


def _check(response: Response, exchange: Exchange) -> None:
    expected = exchange.expected
    assert fits(response.status, expected), (response.status, response.body)
    if expected.format is not None:
        assert response.media_type in FORMATS[expected.format]
    if expected.boolean is not None:
        assert json.loads(response.body)["boolean"] is expected.boolean
    if response.status >= 400:
        assert json.loads(response.body)["status"] == response.status


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_request_is_answered_as_the_standard_says(service: Service, case: HttpCase) -> None:
    for exchange in case.exchanges:
        _check(_send(service, exchange), exchange)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_update_is_refused_and_changes_nothing(service: Service, case: HttpCase) -> None:
    update, *questions = case.exchanges
    refused = _send(service, update)
    assert 400 <= refused.status < 500
    assert json.loads(refused.body)["type"] == "/problems/update-refused"
    for question in questions:
        answer = _send(service, question)
        # The manifest expects true, after an update that was made.
        assert (answer.status, json.loads(answer.body)["boolean"]) == (200, False)
