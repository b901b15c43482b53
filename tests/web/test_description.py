"""`/openapi.json` describes every route and nothing else, is valid, and what it says is what the application does."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from hasila.web.openapi import path_of
from hasila.web.openapi_table import OPERATIONS
from hasila.web.openapi_texts import texts

with warnings.catch_warnings():
    # Of the libraries, about themselves.
    warnings.simplefilter("ignore")
    import schemathesis
    from openapi_spec_validator import OpenAPIV31SpecValidator
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

LANGUAGES = ("ar", "fr", "en")
CHECKS = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance,
]  # fmt: skip


def described(client: FlaskClient, query: str = "") -> dict[str, Any]:
    response = client.get("/openapi.json" + query)
    assert response.status_code == 200 and response.content_type == "application/json"
    document: dict[str, Any] = response.json
    return document


def test_description_is_openapi(forest: FlaskClient) -> None:
    OpenAPIV31SpecValidator(described(forest)).validate()


def test_every_route_is_described_with_its_methods_and_nothing_else(forest: FlaskClient) -> None:
    app = forest.application
    rules = {path_of(rule): set(rule.methods or ()) for rule in app.url_map.iter_rules()}
    paths = described(forest)["paths"]
    queries = {f"/queries/{query.name}" for query in app.extensions["hasila"].queries.values()}
    assert queries and paths.keys() == rules.keys() | queries
    for path, methods in rules.items():
        # HEAD goes with GET and OPTIONS with all; OpenAPI 3.1 has no place for QUERY, which only this route has.
        expected = {method.lower() for method in methods - {"HEAD", "OPTIONS", "QUERY"}}
        assert paths[path].keys() == expected, path
        assert "QUERY" not in methods or path == "/sparql"


def test_every_route_is_in_the_table_and_told_in_three_languages(forest: FlaskClient) -> None:
    endpoints = {rule.endpoint for rule in forest.application.url_map.iter_rules()} | {"any-path.show_any"}
    assert endpoints == set(OPERATIONS)
    for name in endpoints:
        assert texts()["routes"].get(name), name
    for group in texts().values():
        for name, text in group.items():
            assert set(text) == set(LANGUAGES) and all(text.values()), name


def test_operations_are_told_apart_and_grouped(forest: FlaskClient) -> None:
    document = described(forest)
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    groups = {group["name"] for group in document["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} == groups == set(texts()["groups"])
    assert all(parameter["description"] for operation in operations for parameter in operation["parameters"])


def test_variables_of_paths_are_parameters(forest: FlaskClient) -> None:
    for path, item in described(forest)["paths"].items():
        for operation in item.values():
            given = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert given == set(re.findall(r"\{([a-z_]+)\}", path)), path


def test_examples_of_paths_lead_somewhere(forest: FlaskClient) -> None:
    tried = 0
    for path, item in described(forest)["paths"].items():
        given = {p["name"]: p.get("example", p["schema"].get("enum", [None])[0])
                 for p in item["get"]["parameters"] if p["in"] == "path"}  # fmt: skip
        if given and all(given.values()):
            assert forest.get(path.format(**given)).status_code in (200, 303), path
            tried += 1
    assert tried > 15


def test_saved_query_is_described_with_its_typed_parameters(forest: FlaskClient) -> None:
    operation = described(forest, "?lang=fr")["paths"]["/queries/list-stands"]["get"]
    query = forest.application.extensions["hasila"].queries["list-stands"]
    assert operation["summary"] == query.title["fr"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert {parameter.name for parameter in query.parameters} <= parameters.keys()
    assert "text/csv" in operation["responses"]["200"]["content"]


def test_language_is_that_asked_for(forest: FlaskClient) -> None:
    english, french = (described(forest, f"?lang={language}") for language in ("en", "fr"))
    assert english["paths"]["/search"]["get"]["summary"] != french["paths"]["/search"]["get"]["summary"]
    response = forest.get("/openapi.json", headers={"Accept-Language": "fr"})
    assert response.headers["Content-Language"] == "fr" and "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/queries", "/search?q=oak"])
def test_pages_lead_to_the_description(forest: FlaskClient, path: str) -> None:
    assert '</openapi.json>; rel="service-desc"' in forest.get(path).headers["Link"]


def test_answers_are_those_described(forest: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", forest.application)
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        count += 1

        @given(case=operation.as_strategy())
        @settings(
            max_examples=4, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def answers(case: schemathesis.Case) -> None:
            # Its client of the application does not undo codings.
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        answers()
    assert count >= len(OPERATIONS)
