"""`/search`: found by name, in any spelling, as a page and as JSON; nothing that is typed does harm."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
PLACE = "https://w3id.org/hasila/id/place/marrakesh"


@pytest.mark.parametrize("typed", ["مراكش", "مرّاكُش", "Marrakech", "marrakesh", "marakech", "ﻣﺮاﻛﺶ"])
def test_every_spelling_finds_the_same_place_first(client: FlaskClient, typed: str) -> None:
    answer = client.get("/search", query_string={"q": typed}).json
    assert answer["results"][0]["iri"] == PLACE
    assert answer["results"][0]["href"] == "/doc/place/marrakesh"
    page = client.get("/search", query_string={"q": typed, "lang": "ar"}, headers=HTML).get_data(as_text=True)
    assert "/doc/place/marrakesh" in re.findall(r'<h2><a href="([^"?]*)', page)[0]


@pytest.mark.parametrize(("lang", "typed"), [("ar", "مراكش"), ("fr", "Marrakech"), ("en", "Marrakesh")])
def test_name_is_in_the_language_of_the_page_and_the_match_in_its_own(
    client: FlaskClient, lang: str, typed: str
) -> None:
    response = client.get("/search", query_string={"q": "مراكش", "lang": lang})
    first = response.json["results"][0]
    assert (first["name"]["text"], first["name"]["lang"]) == (typed, lang)
    assert (first["match"]["text"], first["match"]["lang"], first["match"]["dir"]) == ("مراكش", "ar", "rtl")
    assert first["match"]["marked"] == [[0, 5]] and first["fit"] == "exact"
    assert response.headers["Content-Language"] == lang and "Accept-Language" in response.headers["Vary"]


def test_results_come_in_pages_and_of_a_class(client: FlaskClient) -> None:
    whole = client.get("/search?q=2025&size=100").json
    pages = [client.get(f"/search?q=2025&size=7&page={number}").json for number in (1, 2)]
    shown = [result["iri"] for page in pages for result in page["results"]]
    assert shown == [result["iri"] for result in whole["results"]][:14]
    assert pages[0]["next"] == "/search?q=2025&page=2&size=7" and "previous" in pages[1]
    kind = whole["classes"][-1]
    narrowed = client.get(kind["search"]).json
    assert narrowed["total"] == kind["count"] and narrowed["classes"] == whole["classes"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=oak&q=fir", 400),
        ("?q=" + "x" * 201, 400),
        ("?q=" + "+".join(f"w{n}" for n in range(11)), 400),
        ("?q=oak&page=0", 400),
        ("?q=oak&page=x", 400),
        ("?q=oak&size=-1", 400),
        ("?q=oak&page=999", 404),
        ("?q=%ff", 400),
        ("?q=oak&format=ttl", 406),
    ],
)
def test_what_cannot_be_answered_is_refused(forest: FlaskClient, query: str, status: int) -> None:
    assert forest.get("/search" + query).status_code == status


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20"])
def test_without_a_question_nothing_is_found(forest: FlaskClient, query: str) -> None:
    response = forest.get(f"/search{query}")
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert response.json["total"] == 0 and response.json["results"] == []


def test_page_without_a_question_is_a_form_in_each_language(client: FlaskClient) -> None:
    for lang in ("ar", "fr", "en"):
        page = client.get(f"/search?lang={lang}", headers=HTML).get_data(as_text=True)
        assert '<form role="search" action="/search"' in page and "<ol" not in page


def test_question_and_labels_stay_text(hostile: FlaskClient, client: FlaskClient) -> None:
    attack = '"><script>alert(1)</script>'
    page = client.get("/search", query_string={"q": attack, "class": attack}, headers=HTML).get_data(as_text=True)
    assert "<script" not in page and "&lt;script&gt;" in page


def test_nothing_found_says_so(client: FlaskClient) -> None:
    answer = client.get("/search?q=zzzzzz").json
    assert answer["total"] == 0 and not answer["results"] and answer["complete"]
    assert "zzzzzz" in client.get("/search?q=zzzzzz", headers=HTML).get_data(as_text=True)


def test_another_publication_is_searched_too(forest: FlaskClient) -> None:
    answer = forest.get("/search?q=oak").json
    assert answer["results"] and answer["results"][0]["match"]["marked"]


def test_release_without_an_index_has_no_search(hostile: FlaskClient) -> None:
    assert hostile.get("/search?q=hub").status_code == 404
