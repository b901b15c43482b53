"""IRIs and paths are two writings of one name."""

from __future__ import annotations

import pytest

from hasila.rdf.iris import IriSpace, is_iri
from hasila.rdf.languages import direction, pick
from hasila.rdf.namespaces import shorten

SPACE = IriSpace("https://data.example/")


@pytest.mark.parametrize("path", ["id/city/مراكش", "id/a/b.c", "id/x/é~!$&'()*+,;=:@", "def/", "graph/report/2025"])
def test_path_comes_back_as_the_same_iri(path: str) -> None:
    from urllib.parse import unquote

    iri = SPACE.iri("/" + path)
    assert iri == "https://data.example/" + path
    assert SPACE.iri(unquote(SPACE.path(iri) or "")) == iri


@pytest.mark.parametrize("path", ["id/a b", "id/<", "id/\x00", 'id/"', "id/{x}", "id/a\\b", "id/\ud800"])
def test_what_is_no_iri_is_none(path: str) -> None:
    assert SPACE.iri(path) is None


def test_things_are_described_under_doc() -> None:
    assert SPACE.document_path("https://data.example/id/a/b") == "/doc/a/b"
    assert SPACE.document_path("https://data.example/def/A") == "/def/A"
    assert SPACE.document_path("https://other.example/id/a") is None


@pytest.mark.parametrize(
    ("text", "expected"), [("http://x/y", True), ("x", False), ("urn:a:b", True), (":a", False), ("a:", False)]
)
def test_absolute_iris_are_told(text: str, expected: bool) -> None:
    assert is_iri(text) is expected


def test_longest_prefix_shortens() -> None:
    prefixes = {"a": "http://x/", "b": "http://x/y/"}
    assert shorten("http://x/y/z", prefixes) == "b:z"
    assert shorten("http://x/y/", prefixes) == "http://x/y/"
    assert shorten("http://x/a/b", prefixes) == "http://x/a/b"


def test_missing_language_falls_back_in_the_publications_order() -> None:
    assert pick({"fr": "un", "en": "one"}, "ar", ("ar", "fr", "en")) == ("un", "fr")
    assert pick({"de": "eins"}, "ar", ("ar",)) == ("eins", "de")
    assert pick({}, "ar", ("ar",)) == ("", "")
    assert (direction("ar-MA"), direction("fr"), direction("")) == ("rtl", "ltr", "ltr")
