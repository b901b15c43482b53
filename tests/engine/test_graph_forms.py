"""CONSTRUCT and DESCRIBE, and datasets, are the same on every engine.

SPARQL 1.1 Query Language, sections 13, 16.2 and 16.4.
"""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from hasila.publication.graph_store import GraphStore

from .conftest import Ask, E

INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
B = [f"<{E}b> <{E}p> <{E}c> .", f'<{E}b> <{E}q> "1"^^{INTEGER} .']
P = f"PREFIX e: <{E}> PREFIX g: <{E}g/> "


def _lines(ask: Ask, text: str, **options: object) -> list[str]:
    """Return the triples, blank nodes without their names."""
    return sorted(re.sub(r"_:\w+", "_:", line) for line in ask(P + text, "ntriples", **options).splitlines())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONSTRUCT WHERE { e:b e:p ?o }", [f"<{E}b> <{E}p> <{E}c> ."]),
        ("CONSTRUCT FROM g:2 WHERE { e:b e:p ?o }", [f"<{E}b> <{E}p> <{E}c> ."]),
        ("CONSTRUCT FROM g:1 WHERE { e:b e:p ?o }", []),
        ("CONSTRUCT { ?o e:is ?s } WHERE { ?s e:p ?o FILTER(?s = e:b) }", [f"<{E}c> <{E}is> <{E}b> ."]),
        ("CONSTRUCT { ?o e:is ?s ; e:of 'it' } { ?s e:q ?o FILTER(?s = e:b) }", []),
        ("CONSTRUCT { e:x a e:Y } WHERE { e:a e:p e:b }", [f"<{E}x> {TYPE} <{E}Y> ."]),
        ("CONSTRUCT { e:x a e:Y } WHERE { e:a e:p e:z }", []),
        ("CONSTRUCT { ?s e:one ?never } WHERE { ?s e:p e:c }", []),
        ("CONSTRUCT { ?s e:all e:x } WHERE { ?s e:next ?o } ORDER BY ?s LIMIT 1", [f"<{E}n/0> <{E}all> <{E}x> ."]),
        ("CONSTRUCT { ?s e:by [ e:of ?o ] } { ?s e:p ?o FILTER(?s = e:b) }", [f"<{E}b> <{E}by> _: .", f"_: <{E}of> <{E}c> ."]),
        ("DESCRIBE e:b", B),
        ("DESCRIBE ?x FROM g:2 WHERE { ?x e:p e:c } ORDER BY ?x LIMIT 1", B),
        ("DESCRIBE ?x VALUES ?x { e:p }", [f'<{E}p> {LABEL} "pee" .']),
        ("DESCRIBE * WHERE { ?x e:p e:c . ?x e:q ?y }", B),
        ("DESCRIBE e:nowhere", []),
        (f"BASE <{E}> CONSTRUCT {{ <x> <is> ?o }} FROM <g/2> WHERE {{ <b> <p> ?o }}", [f"<{E}x> <{E}is> <{E}c> ."]),
        (f"BASE <{E}> PREFIX : <g/> DESCRIBE <b> FROM :2", B),
        ("DESCRIBE e:p FROM g:2", []),
    ],
)  # fmt: skip
def test_graph_is_what_the_specification_says(ask: Ask, text: str, expected: list[str]) -> None:
    assert _lines(ask, text) == expected


def test_blank_nodes_of_a_template_are_new_for_each_solution(ask: Ask) -> None:
    text = ask(P + "CONSTRUCT { ?s e:by _:x . _:x e:of ?o } WHERE { ?s e:next ?o }", "ntriples")
    assert len(set(re.findall(r"_:\w+", text))) == 400 and text.count("\n") == 800


def test_triple_that_comes_twice_is_there_once(ask: Ask) -> None:
    assert _lines(ask, "CONSTRUCT { e:x e:is ?p } WHERE { ?s ?p ?o }").count(f"<{E}x> <{E}is> <{E}next> .") == 1


SECRET = "http://elsewhere.example/secret"
SYSTEM = "http://www.openlinksw.com/schemas/virtrdf#"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("ASK { ?s e:secret ?o }", {}),
        ("ASK { GRAPH ?g { ?s e:secret ?o } }", {}),
        (f"ASK {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }}", {}),
        (f"BASE <{SECRET}> ASK {{ GRAPH <> {{ ?s ?p ?o }} }}", {}),
        (f"ASK FROM <{SECRET}> {{ ?s ?p ?o }}", {}),
        (f"ASK FROM <{SECRET}> FROM NAMED <{SECRET}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}", {}),
        ("ASK { ?s ?p ?o }", {"default_graphs": (SECRET,)}),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", {"named_graphs": (SECRET,)}),
        (f"ASK {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }}", {"named_graphs": (SECRET,)}),
        (f"ASK {{ GRAPH <{SYSTEM}> {{ ?s ?p ?o }} }}", {}),
        (f"ASK FROM <{SYSTEM}> {{ ?s ?p ?o }}", {}),
        ("ASK { ?s ?p ?o }", {"default_graphs": ()}),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", {"default_graphs": (f"{E}g/1",)}),
        (f"ASK {{ GRAPH <{E}g/1> {{ ?s ?p ?o }} }}", {"default_graphs": (f"{E}g/1",)}),
        (f"ASK FROM <{E}g/1> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
    ],
)
def test_only_what_is_published_and_asked_for_is_seen(
    kind: str, ask: Ask, request: pytest.FixtureRequest, text: str, options: dict[str, object]
) -> None:
    if kind != "embedded":
        peer = request.getfixturevalue(kind)
        content = f"<{SECRET}> <{E}secret> <{SECRET}> .\n".encode()
        GraphStore(peer.graphs, peer.credentials).put(SECRET, BytesIO(content), len(content))
    assert ask(P + text, **options) == "false"
    assert ask(P + "SELECT (COUNT(*) AS ?n) { ?s e:secret ?o }") == "n\r\n0\r\n"


def test_no_graph_has_no_rows(ask: Ask) -> None:
    assert ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{SYSTEM}> {{ ?s ?p ?o }} }}") == "n\r\n0\r\n"
    assert ask(f"SELECT ?s {{ OPTIONAL {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }} }}") == "s\r\n\r\n"


@pytest.mark.parametrize("label", ["\u0623\u0644\u0641", "\\u0623\\u0644\\u0641"])
def test_text_in_another_script_is_found(ask: Ask, label: str) -> None:
    assert ask(f'SELECT ?s {{ ?s ?p "{label}"@ar }}') == f"s\r\n{E}a\r\n"
    assert ask(f'SELECT ?s {{ ?s ?p ?l FILTER(STR(?l) = "{label}") }}') == f"s\r\n{E}a\r\n"
