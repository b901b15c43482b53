"""What is kept is what would be answered again, within its bytes, and only where that is right."""

from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient

from hasila.engine.protocol import Answer, Query
from hasila.rdf.formats import SPARQL_JSON
from hasila.web import endpoint
from hasila.web.cache import AnswerCache, Kept
from hasila.web.codings import choose, encode, iter_encoded
from hasila.web.edge import Edge
from hasila.web.site import Site

TEXT = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT %d"


@pytest.fixture
def asked(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the engine is asked from now on."""
    site = client.application.extensions["hasila"]
    assert isinstance(site, Site)
    texts: list[str] = []
    answer = site.engine.answer

    def note(query: Query, *, own: bool = False, client: str = "") -> Answer:
        texts.append(query.text)
        return answer(query, own=own, client=client)

    monkeypatch.setattr(site.engine, "answer", note)
    return texts


def test_same_question_in_other_words_is_asked_once(client: FlaskClient, asked: list[str]) -> None:
    text = TEXT % 11
    spellings = [text, f"  {text}\n# a comment\n", text.replace(" ", "\n\t")]
    answers = [client.get("/sparql", query_string={"query": spelling}) for spelling in spellings * 2]
    answers += [client.post("/sparql", data={"query": text}) for _ in range(2)]
    answers += [client.post("/sparql", data=text, content_type="application/sparql-query")]
    assert len(asked) == 1
    assert len({answer.data for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1


def test_what_makes_another_answer_is_asked_again(client: FlaskClient, asked: list[str]) -> None:
    text = TEXT % 12
    seen = set()
    for parameters in ({}, {"format": "csv"}, {"named-graph-uri": "x:y"}, {"default-graph-uri": "x:y"}):
        seen.add(client.get("/sparql", query_string={"query": text, **parameters}).headers["ETag"])
    seen.add(
        client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/tab-separated-values"}).headers[
            "ETag"
        ]
    )
    assert len(asked) == 5 and len(seen) == 5
    string = "SELECT ('%s' AS ?x) {}"
    for value in ("a b", "a  b", "a\\tb"):
        assert client.get("/sparql", query_string={"query": string % value, "format": "csv"}).status_code == 200
    assert len(asked) == 8


@pytest.mark.parametrize("text", ["SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}", "SELECT (UUID() AS ?x) {}"])
def test_answer_that_is_new_each_time_is_asked_each_time(client: FlaskClient, asked: list[str], text: str) -> None:
    for _ in range(3):
        response = client.get("/sparql", query_string={"query": text})
        assert "ETag" not in response.headers and response.headers["Cache-Control"] == "no-store"
    assert len(asked) == 3


def test_problem_is_not_kept(client: FlaskClient, asked: list[str]) -> None:
    for _ in range(2):
        assert client.get("/sparql", query_string={"query": "SELECT ?x { VALUES ?x { } } BROKEN"}).status_code == 400
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/", "/queries", "/doc/place/MA", "/doc/place/MA.ttl", "/def/", "/sparql"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_kept_page_is_the_page_of_its_language_and_type(client: FlaskClient, path: str, language: str) -> None:
    for accept in ("text/html", "*/*"):
        headers = {"Accept": accept, "Accept-Language": language}
        first, again = (client.get(path, headers=headers) for _ in range(2))
        assert (first.status_code, first.data, dict(first.headers)) == (
            again.status_code,
            again.data,
            dict(again.headers),
        )
        if first.status_code == 200 and accept == "text/html" and not path.endswith(".ttl"):
            assert f'lang="{language}"' in again.get_data(as_text=True)
            assert again.headers["Content-Language"] == language
    chosen = client.get(path + "?lang=fr", headers={"Accept": "text/html", "Accept-Language": "ar"})
    assert chosen.headers.get("Content-Language", "fr") == "fr"


def test_kept_answer_is_304_and_head_like_any_other(client: FlaskClient) -> None:
    address = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"
    first = client.get(address)
    tag = first.headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in again.headers or again.headers["Vary"] == first.headers["Vary"]
    head = client.head(address)
    assert head.data == b"" and head.headers["Content-Length"] == str(len(first.data))
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def _answer(size: int, tag: str = '"t"') -> Kept:
    return Kept([], [], tag, bytes(size))


def test_cache_stays_within_its_bytes_and_drops_what_was_longest_unused() -> None:
    cache = AnswerCache(1_000_000)
    for number in range(12):
        cache.keep(number, _answer(100_000))
        cache.find(0)
    assert cache.find(0) is not None and cache.find(1) is None and cache.find(11) is not None
    assert cache.bytes <= 1_000_000
    cache.keep("large", _answer(200_000))
    assert cache.find("large") is None
    cache.keep(11, _answer(10))
    assert cache.bytes <= 1_000_000


def test_cache_of_nothing_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.keep("a", _answer(0))
    cache.alias("b", "a")
    assert cache.find("a") is None and cache.find("b") is None and cache.bytes == 0


def test_alias_of_what_is_gone_finds_nothing() -> None:
    cache = AnswerCache(100_000)
    cache.keep("a", _answer(10))
    cache.alias("b", "a")
    assert cache.find("b") is cache.find("a")
    for number in range(200):
        cache.keep(number, _answer(5_000))
    assert cache.find("b") is None


def test_cache_survives_many_threads() -> None:
    cache = AnswerCache(200_000)

    def work(seed: int) -> None:
        for number in range(2_000):
            cache.keep((number * seed) % 50, _answer(number % 3_000))
            cache.alias((seed, number), (number * seed) % 50)
            cache.find((seed, number))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (3, 5, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 <= cache.bytes <= 200_000


@pytest.mark.parametrize(("header", "coding"), [
    ("", ""), ("gzip", "gzip"), ("zstd", "zstd"), ("gzip, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"), ("*", "zstd"),
    ("*;q=0", ""), ("gzip;q=0", ""), ("gzip;q=0, *", "zstd"), ("br", ""), ("x-gzip", "gzip"), ("GZIP", "gzip"),
    ("identity, gzip;q=0.5", ""), ("gzip;q=nonsense", ""), (",,;;==", ""),
])  # fmt: skip
def test_coding_is_the_one_the_client_prefers(header: str, coding: str) -> None:
    assert choose(header) == coding


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_coded_bytes_are_the_same_each_time_and_whole(coding: str) -> None:
    body = b"abc" * 100_000
    assert encode(body, coding) == encode(body, coding)
    assert b"".join(iter_encoded([body, b"", body], coding))


def test_edge_is_the_outermost_layer(client: FlaskClient) -> None:
    assert isinstance(client.application.wsgi_app, Edge)


def test_only_so_many_plans_are_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    site = client.application.extensions["hasila"]
    plans = endpoint.Plans(site)
    read: list[object] = []
    plan = endpoint.Plan(Query("ASK {}", "json"), SPARQL_JSON, None)
    monkeypatch.setattr(endpoint, "plan", lambda site, environ: read.append(environ) or plan)
    for number in range(2000):
        assert plans.of({}, number) == plan
    assert plans.of({}, 1999) == plan and len(read) == 2000
    assert plans.of({}, 0) == plan and len(read) == 2001
    assert plans.of({}, None) == plans.of({}, None) and len(read) == 2003
