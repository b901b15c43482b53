"""Saved queries: metadata are read, parameters are bound as terms and never spliced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.errors import BadRequest, QueryFileInvalid
from hasila.publication.store import Dataset, lexical_form
from hasila.rdf.saved_queries import quote_literal, read

TEXT = """#+ title-en: Things
#+ title-fr: Choses
#+ description-en: First line
#+ description-en: second line
#+ parameter: word string
#+ parameter: thing iri
#+ parameter: year integer
#+ parameter-word-en: A word
SELECT ?word ?thing ?year WHERE {
    VALUES ?word { "default" }
    VALUES ?thing { <http://example.org/a> }
    VALUES ?year { 2025 }
}
"""


def _answer(**values: str) -> dict[str, str]:
    return Dataset().select(read("list-things", TEXT).bind(values))[0]


def test_metadata_are_read_in_every_language() -> None:
    query = read("list-things", TEXT)
    assert query.title == {"en": "Things", "fr": "Choses"}
    assert query.description["en"] == "First line\nsecond line"
    assert [(p.name, p.type, p.default) for p in query.parameters] == [
        ("word", "string", "default"),
        ("thing", "iri", "http://example.org/a"),
        ("year", "integer", "2025"),
    ]
    assert query.parameters[0].label == {"en": "A word"}


def test_parameter_narrows_every_sub_select_that_has_its_block() -> None:
    text = """#+ parameter: word string
    SELECT ?word ?second WHERE {
        { SELECT ?word WHERE { VALUES ?word { "a" } } }
        { SELECT (?word AS ?second) WHERE { VALUES ?word { "a" } } }
    }"""
    assert Dataset().select(read("twice", text).bind({"word": "b"})) == [{"word": '"b"', "second": '"b"'}]
    with pytest.raises(QueryFileInvalid, match="all must hold the same"):
        read("twice", text.replace('"a"', '"c"', 1))


def test_file_is_valid_sparql_as_it_stands() -> None:
    assert _answer()["word"] == '"default"'


@given(st.text())
def test_any_string_comes_back_as_it_was_given(value: str) -> None:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        return
    assert lexical_form(_answer(word=value)["word"]) == value
    assert quote_literal(value).startswith('"')


@pytest.mark.parametrize(
    "values",
    [
        {"thing": "http://x/> } #"},
        {"thing": "a b"},
        {"thing": "relative"},
        {"thing": ""},
        {"year": "2025 } DROP ALL"},
        {"year": ""},
        {"year": "٢٠٢٥"},
        {"year": "9" * 40},
        {"unknown": "1"},
    ],
)
def test_value_of_another_type_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        _answer(**values)


@pytest.mark.parametrize("line", ["#+ parameter: word colour", "#+ parameter: absent string", "#+ parameter: word"])
def test_wrong_declaration_is_refused(line: str) -> None:
    with pytest.raises(QueryFileInvalid):
        read("x", TEXT.replace("#+ parameter: word string", line))


@pytest.mark.parametrize(
    ("kind", "written", "value", "same"),
    [
        ("string", '"en"', "en", True),
        ("string", '"en"', "", False),
        ("string", '""', "", True),
        ("string", r'"a\"b"', 'a"b', True),
        ("string", r'"a\"b"', r"a\"b", False),
        ("iri", "<http://example.org/a>", "http://example.org/a", True),
        ("iri", "<http://example.org/a>", "http://example.org/b", False),
        ("integer", "2025", "2025", True),
        ("integer", "2025", "+2025", False),
        ("integer", '"2025"^^<http://www.w3.org/2001/XMLSchema#integer>', "2025", True),
        ("decimal", "1.5", "1.5", True),
        # 12 is an integer where it stands bare, and a decimal where it is bound.
        ("decimal", "12", "12", False),
        ("boolean", "true", "true", True),
        ("date", '"2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', "2025-01-01", True),
    ],
)
def test_value_is_the_default_when_it_is_the_same_term(kind: str, written: str, value: str, same: bool) -> None:
    query = read("x", f"#+ parameter: it {kind}\nSELECT ?it WHERE {{ VALUES ?it {{ {written} }} }}")
    assert query.is_default("it", value) is same
    if same:
        assert Dataset().select(query.bind({"it": value})) == Dataset().select(query.text)


def test_value_of_another_type_is_no_default() -> None:
    with pytest.raises(BadRequest):
        read("list-things", TEXT).is_default("year", "x")
