"""What hostile data can do to a reader: nothing. Literals stay text and only safe schemes become links."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
QUERY = "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'attack')) }"


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/doc/thing/attack", {}),
        ("/sparql", {"query": QUERY}),
        ("/sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}),
        ("/queries/say", {"word": "<script>alert(1)</script>\"'>{{ 7*7 }}"}),
        ("/graph/things", {}),
        ("/", {}),
        ("/<script>alert(1)</script>", {}),
        ("/problems/<script>alert(1)</script>", {}),
        ("/", {"lang": '"><script>alert(1)</script>'}),
        ("/doc/thing/attack", {"lang": "ar", "x": '"><script>alert(1)</script>'}),
    ],
)
def test_nothing_of_the_data_becomes_markup(hostile: FlaskClient, path: str, parameters: dict[str, str]) -> None:
    page = hostile.get(path, query_string=parameters, headers=HTML).get_data(as_text=True)
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "<b>Bad</b>" not in page
    assert "49" not in page.replace("149", "")
    assert 'href="javascript:' not in page
    assert 'href="data:' not in page


def test_only_safe_schemes_become_links(hostile: FlaskClient) -> None:
    page = hostile.get("/doc/thing/attack", headers=HTML).get_data(as_text=True)
    assert "javascript:alert(3)" in page
    assert '<a href="https://elsewhere.example/safe" rel="noopener external"' in page
    assert '<a href="/doc/thing/hub"' in page


def test_string_parameter_is_a_term_and_never_syntax(hostile: FlaskClient) -> None:
    word = '" } } SELECT * { ?s ?p ?o } #\\'
    response = hostile.get("/queries/say.json", query_string={"word": word})
    assert response.json["results"]["bindings"] == [{"word": {"type": "literal", "value": word}}]


def test_data_never_set_a_header(hostile: FlaskClient) -> None:
    response = hostile.get("/id/thing/x%0d%0aX-Evil:%201")
    assert "X-Evil" not in response.headers
    response = hostile.get("/id/thing/x?a=%0d%0aX-Evil:1")
    assert "X-Evil" not in response.headers
