"""RFC 9457: one error shape over every route, and no request that makes the server fail."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hasila.engine.protocol import Engine
from hasila.errors import EngineBusy, EngineUnavailable, HasilaError
from hasila.problems import problem, problems
from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
WRONG = [
    ("GET", "/nothing", 404),
    ("GET", "/doc/nothing", 404),
    ("GET", "/doc/nothing.ttl", 404),
    ("GET", "/def/Misspelt", 404),
    ("GET", "/def/9.9.9", 404),
    ("GET", "/def.exe", 404),
    ("GET", "/graph/nothing", 404),
    ("GET", "/dataset/nothing", 404),
    ("GET", "/dumps/nothing.ttl", 404),
    ("GET", "/dumps/../publication.json", 404),
    ("GET", "/dumps/%2e%2e/publication.json", 404),
    ("GET", "/dumps/..%2fmanifest.json", 404),
    ("GET", "/def/..%2f..%2fmanifest.json", 404),
    ("GET", "/static/../app.py", 404),
    ("GET", "/static/%2e%2e%2fapp.py", 404),
    ("GET", "/queries/nothing", 404),
    ("GET", "/queries/list-stands.exe", 404),
    ("GET", "/queries/list-stands?nonsense=1", 400),
    ("GET", "/queries/list-stands?species=a&species=b", 400),
    ("GET", "/queries/list-stands?format=nonsense", 406),
    ("GET", "/problems/nothing", 404),
    ("GET", "/?lang=%ff", 400),
    ("GET", "/doc/a%00b", 404),
    ("GET", "/doc/a%0d%0aSet-Cookie:x", 404),
    ("GET", "/doc/a b<c>", 404),
    ("GET", "/doc/" + "x" * 20_000, 404),
    ("POST", "/", 405),
    ("DELETE", "/doc/stand/oak-1", 405),
    ("PUT", "/dumps/forests.nq", 405),
    ("PATCH", "/queries", 405),
    ("POST", "/health", 405),
    ("PUT", "/sparql", 405),
    ("GET", "/sparql?query=nonsense", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), WRONG)
def test_error_is_a_problem_document(forest: FlaskClient, method: str, path: str, status: int) -> None:
    response = forest.open(path, method=method)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    document = response.json
    assert document["status"] == status
    assert document["type"].startswith("/problems/")
    assert document["title"]
    assert document["detail"]
    assert document["instance"].startswith("/")
    assert forest.get(document["type"]).status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in response.headers["Vary"]
    assert "no-" in response.headers["Cache-Control"]
    assert ("Allow" in response.headers) == (status == 405)


@pytest.mark.parametrize(("method", "path", "status"), WRONG)
def test_error_for_a_browser_is_a_page(forest: FlaskClient, method: str, path: str, status: int) -> None:
    response = forest.open(path, method=method, headers=HTML)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    assert f">{status}</span>" in response.get_data(as_text=True)


@pytest.mark.parametrize(("path", "status"), [(path, status) for method, path, status in WRONG if method == "GET"])
def test_head_of_an_error_has_no_body(forest: FlaskClient, path: str, status: int) -> None:
    response = forest.head(path)
    assert (response.status_code, response.data) == (status, b"")


@pytest.mark.parametrize("path", ["/doc/\xff", "/\xc3\x28", "/dumps/\xed\xa0\x80"])
def test_path_that_is_not_utf8_is_400(forest: FlaskClient, path: str) -> None:
    # As a server hands it over (PEP 3333): the bytes read as Latin-1. A test client's own path is always UTF-8.
    for headers in ({}, HTML):
        assert forest.get("/", environ_overrides={"PATH_INFO": path}, headers=headers).status_code == 400


def test_title_is_in_the_language_asked_for_and_english_when_none_is(forest: FlaskClient) -> None:
    french = forest.get("/nothing", headers={"Accept-Language": "fr"})
    assert (french.json["title"], french.headers["Content-Language"]) == ("Introuvable", "fr")
    assert forest.get("/nothing").json["title"] == "Not found"


@pytest.mark.parametrize("slug", list(problems()))
def test_problem_has_a_page_and_a_document_in_three_languages(client: FlaskClient, slug: str) -> None:
    document = client.get(f"/problems/{slug}").json
    for field in ("title", "cause", "cure"):
        assert set(document[field]) == {"ar", "fr", "en"}
    for language in ("ar", "fr", "en"):
        page = client.get(f"/problems/{slug}?lang={language}", headers=HTML).get_data(as_text=True)
        assert document["title"][language] in page


def test_every_error_of_requests_and_engine_is_in_the_table() -> None:
    def below(kind: type[HasilaError]) -> set[type[HasilaError]]:
        return {kind}.union(*(below(sub) for sub in kind.__subclasses__()))

    wanted = {
        kind.slug
        for kind in below(HasilaError)
        if {"ClientError", "EngineError"} & {b.__name__ for b in kind.__bases__}
    }
    assert wanted <= set(problems())
    assert problem("no-such-slug").slug == "internal-error"


class _Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> object:
        def fail(*_: object) -> object:
            raise self.error

        return fail


def _broken(release: Release, error: Exception) -> FlaskClient:
    engine: Engine = _Broken(error)  # type: ignore[assignment]
    return create_app(release, engine, resolve({}, {}, {})).test_client()


@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/doc/stand/oak-1", "/queries/list-stands", "/def/Stand", "/"])
def test_unexpected_exception_is_500_without_details(forestry: Release, path: str) -> None:
    for headers in ({}, HTML):
        response = _broken(forestry, RuntimeError("the secret is 42")).get(path, headers=headers)
        assert response.status_code == 500
        assert "secret" not in response.get_data(as_text=True)


def test_busy_and_unavailable_engine_say_when_to_come_back(forestry: Release) -> None:
    busy = _broken(forestry, EngineBusy("Busy.", retry_after=7)).get("/sparql?query=ASK{}")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "7")
    away = _broken(forestry, EngineUnavailable("Away.")).get("/doc/stand/oak-1")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")


def test_health_is_503_without_the_engine_and_dumps_still_answer(forestry: Release) -> None:
    client = _broken(forestry, EngineUnavailable("Away."))
    health = client.get("/health")
    assert (health.status_code, health.json["status"]) == (503, "unavailable")
    assert client.get("/dumps/forests.nq", buffered=True).status_code == 200
    assert client.get("/queries", headers=HTML).status_code == 200


def test_health_names_the_release_and_no_process(forest: FlaskClient, forestry: Release) -> None:
    health = forest.get("/health").json
    assert (health["status"], health["release"]) == ("ok", forestry.digest)
    assert health["triples"] == health["engine"]["triples"] == forestry.publication.triples
    assert "pid" not in str(health)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=("Cs",)), max_size=40),
    room=st.sampled_from(
        ["/", "/doc/", "/def/", "/graph/", "/dumps/", "/queries/", "/sparql?query=", "/problems/", "/static/"]
    ),
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
    language=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
)
def test_no_request_makes_the_server_fail(
    hostile: FlaskClient, path: str, room: str, accept: str, language: str
) -> None:
    response = hostile.get(room + path.replace("#", ""), headers={"Accept": accept, "Accept-Language": language})
    assert response.status_code < 500


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Language", "If-None-Match", "Range", "If-Range", "Content-Type", "Cookie"]
)
def test_enormous_header_does_no_harm(forest: FlaskClient, name: str) -> None:
    for value in ("a/b," * 20_000, '"' * 50_000, ";q=" * 20_000, "\xff" * 100):
        assert forest.get("/doc/stand/oak-1", headers={name: value}).status_code < 500
        assert forest.get("/dumps/forests.nq", headers={name: value}).status_code < 500
