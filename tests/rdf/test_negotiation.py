"""Content negotiation as a list of named cases (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import pytest

from hasila.errors import NotAcceptable
from hasila.rdf.formats import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, by_token
from hasila.rdf.negotiation import choose, choose_language

OFFERS = (TURTLE, JSONLD, NTRIPLES, RDFXML, HTML)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TURTLE),
        ("", TURTLE),
        ("   ", TURTLE),
        ("*/*", TURTLE),
        ("text/turtle", TURTLE),
        ("text/turtle;charset=utf-8", TURTLE),
        ("TEXT/TURTLE", TURTLE),
        ("application/ld+json", JSONLD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
        ("application/json", JSONLD),
        ("text/*", TURTLE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/turtle;q=0.1, application/rdf+xml;q=0.9", RDFXML),
        ("*/*, text/turtle;q=0", JSONLD),
        ("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", HTML),
        ("application/n-triples, */*;q=0.1", NTRIPLES),
        ("text/plain", NTRIPLES),
        ("text/turtle;q=0.5, application/ld+json;q=0.5", TURTLE),
        ("nonsense", TURTLE),
        (",,;q=1,", TURTLE),
        ("text/turtle;q=0.001,image/png", TURTLE),
        ("image/png, application/rdf+xml;q=bad, text/html", HTML),
    ],
)
def test_choose_prefers_what_the_client_does(accept: str | None, expected: object) -> None:
    assert choose(accept, OFFERS) is expected


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "text/turtle;q=0", "application/*;q=0, text/*;q=0", "*/turtle, a/b"]
)
def test_choose_refuses_when_everything_is_excluded(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose(accept, OFFERS)
    assert "text/turtle" in str(caught.value.facts["offers"])


def test_choose_reads_a_hostile_header_in_bounded_time() -> None:
    with pytest.raises(NotAcceptable):
        choose("a/b;q=0.1," * 100_000, OFFERS)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "ar"),
        ("", "ar"),
        ("fr", "fr"),
        ("fr-MA, ar;q=0.5", "fr"),
        ("de, en;q=0.2", "en"),
        ("ar-MA", "ar"),
        ("fr;q=0, en", "en"),
        ("*", "ar"),
        ("de", "ar"),
        ("EN-gb", "en"),
        ("q=1;;,,", "ar"),
    ],
)
def test_language_is_looked_up(header: str | None, expected: str) -> None:
    assert choose_language(header, ("ar", "fr", "en")) == expected


@pytest.mark.parametrize("token", ["ttl", "turtle", "text/turtle", " TTL ", "application/x-turtle"])
def test_format_parameter_takes_key_ending_or_media_type(token: str) -> None:
    assert by_token(token, OFFERS) is TURTLE


def test_unknown_format_parameter_is_none() -> None:
    assert by_token("exe", OFFERS) is None
