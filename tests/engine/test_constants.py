"""A value written for its variable changes no meaning: only where the FILTER of an OPTIONAL sees the variable from outside."""

from __future__ import annotations

import pytest

from hasila.engine.constants import iter_constants
from hasila.rdf.sparql_tokens import iter_tokens

OPTIONAL = "OPTIONAL { ?s <x:l> ?l . FILTER(LANG(?l) = ?v) }"


def written(text: str) -> str:
    """Return the text with its constants."""
    for start, end, value in sorted(iter_constants(text, list(iter_tokens(text))), reverse=True):
        text = text[:start] + value + text[end:]
    return text


@pytest.mark.parametrize("value", ['"en"', "'en'@en", '"1"^^<x:int>', '"1"^^xsd:int', "<x:en>", "x:en", "7"])
def test_value_is_written_in_the_filter_of_an_optional(value: str) -> None:
    query = f"SELECT * {{ VALUES ?v {{ {value} }} ?s ?p ?o . {OPTIONAL} ?s <x:is> ?v . FILTER(?v != 1) }}"
    assert written(query) == query.replace("= ?v", f"= {value}")


@pytest.mark.parametrize(
    "query",
    [
        f'SELECT * {{ VALUES ?v {{ "en" "fr" }} {OPTIONAL} }}',
        f"SELECT * {{ VALUES ?v {{ UNDEF }} {OPTIONAL} }}",
        f"SELECT * {{ VALUES ?v {{ }} {OPTIONAL} }}",
        f'SELECT * {{ VALUES (?v) {{ ("en") }} {OPTIONAL} }}',
        f'SELECT * {{ {OPTIONAL} VALUES ?v {{ "en" }} }}',
        f'SELECT * {{ {OPTIONAL} }} VALUES ?v {{ "en" }}',
        f'SELECT * {{ {{ VALUES ?v {{ "en" }} }} {OPTIONAL} }}',
        f'SELECT * {{ VALUES ?v {{ "en" }} {{ {OPTIONAL} }} }}',
        f'SELECT * {{ VALUES ?v {{ "en" }} {{ SELECT * {{ {OPTIONAL} }} }} }}',
        f'SELECT * {{ VALUES ?v {{ "en" }} OPTIONAL {{ ?s ?p ?o {OPTIONAL} }} }}',
        'SELECT * { VALUES ?v { "en" } OPTIONAL { { ?s ?p ?o FILTER(?v = 1) } UNION { ?s ?p ?v FILTER(?v = 1) } } }',
        'SELECT * { VALUES ?v { "en" } MINUS { ?s ?p ?o FILTER(?v = 1) } }',
        'SELECT * { VALUES ?v { "en" } GRAPH ?g { ?s ?p ?o FILTER(?v = 1) } }',
        'SELECT * { VALUES ?v { "en" } OPTIONAL { ?s ?p ?o FILTER(BOUND(?v)) } }',
        'SELECT * { VALUES ?v { "en" } OPTIONAL { ?s ?p ?o FILTER(EXISTS { ?v ?v ?v }) } }',
        'SELECT * { VALUES ?v { "en" } OPTIONAL { ?s ?p ?o FILTER EXISTS { ?s ?p ?v } } }',
        'SELECT * { VALUES ?v { "en" } OPTIONAL { ?s ?p "= ?v" FILTER(?o = "?v") } }',
        "SELECT",
        "",
    ],
)
def test_text_stays_as_it_is_elsewhere(query: str) -> None:
    assert written(query) == query
