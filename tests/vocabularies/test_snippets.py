"""Examples in Turtle say what the data say; and which terms a query names."""

from __future__ import annotations

from rdflib import Graph

from hasila.rdf.namespaces import RDF, XSD
from hasila.vocabularies.naming import named_iris
from hasila.vocabularies.snippets import declarations, snippet, written

BASE = "https://data.example/"
PREFIXES = {"ex": f"{BASE}def/", "xsd": XSD}
IRI = {"type": "uri", "value": f"{BASE}def/Tree"}
SAID = {
    f"{BASE}def/name": [
        {"type": "literal", "value": 'An "oak"\\\n', "xml:lang": "en"},
        {"type": "literal", "value": "Un chêne", "xml:lang": "fr"},
    ],
    RDF + "type": [IRI],
    f"{BASE}def/height": [{"type": "literal", "value": "12.5", "datatype": XSD + "decimal"}],
    f"{BASE}def/year": [{"type": "literal", "value": "2024", "datatype": XSD + "gYear"}],
    f"{BASE}def/near": [{"type": "uri", "value": f"{BASE}id/tree/{n}"} for n in range(5)],
    **{f"{BASE}def/p{n}": [{"type": "literal", "value": "x"}] for n in range(9)},
}


def parsed(text: str) -> Graph:
    return Graph().parse(data=declarations(text, PREFIXES) + text, format="turtle")


def test_snippet_is_turtle_that_says_nothing_but_what_is_said() -> None:
    text = snippet(f"{BASE}id/tree/0", SAID, PREFIXES, "en")
    found = {(str(p), str(o)) for _, p, o in parsed(text)}
    assert found <= {(name, str(term["value"])) for name, terms in SAID.items() for term in terms}
    assert text.startswith(f"<{BASE}id/tree/0>\n    a ex:Tree ;")
    assert "ex:height 12.5" in text and '"An \\"oak\\"\\\\\\n"@en' in text and "chêne" not in text
    assert "# + 3" in text


def test_snippet_of_one_property_shows_it_alone_with_the_class() -> None:
    text = snippet(f"{BASE}id/tree/0", SAID, PREFIXES, "fr", f"{BASE}def/year")
    assert {str(p) for _, p, _ in parsed(text)} == {RDF + "type", f"{BASE}def/year"}
    assert snippet(f"{BASE}id/tree/0", SAID, PREFIXES, "fr", f"{BASE}def/absent") == ""


def test_terms_are_written_as_turtle_has_them() -> None:
    for value, kind, expected in (("007", "integer", "007"), ("1e3", "decimal", '"1e3"^^xsd:decimal'),
                                  ("x", "string", '"x"'), ("5.", "decimal", '"5."^^xsd:decimal')):  # fmt: skip
        assert written({"type": "literal", "value": value, "datatype": XSD + kind}, PREFIXES) == expected
    assert written({"type": "uri", "value": f"{BASE}def/-x"}, PREFIXES) == f"<{BASE}def/-x>"


def test_terms_a_query_names_are_found_however_they_are_written() -> None:
    query = """# ex:comment
    BASE <https://base.example/> PREFIX ex: <https://data.example/def/> prefix : <https://other.example/>
    SELECT ?ex WHERE { ?s a ex:Tree ; :near\\-by "ex:text" ; <https://data.example/def/height> 1 . un:known ?p ?o }"""
    assert named_iris(query) == {
        f"{BASE}def/Tree", f"{BASE}def/height", "https://other.example/near-by",
    }  # fmt: skip
