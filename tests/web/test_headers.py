"""Headers of every answer: cross-origin access, preflight, security, caching, no cookies."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app

PATHS = ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/doc/stand/oak-1", "/doc/stand/oak-1.ttl", "/id/stand/oak-1", "/def/",
         "/def/Stand", "/def/1.0.0", "/graph/report/2024", "/dataset/forests", "/dumps/", "/dumps/forests.nq", "/queries",
         "/queries/list-stands", "/queries/list-stands.csv", "/queries/list-stands.rq", "/problems/", "/problems/not-found",
         "/store?default&format=ttl", "/health", "/robots.txt", "/sitemap.xml",
         "/catalog", "/catalog.rdf", "/dataset/report-2024", "/void.ttl", "/.well-known/void", "/static/style.css",
         "/static/logo.svg"]  # fmt: skip


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("path", [*PATHS, "/nothing"])
def test_answer_is_open_to_other_origins_and_sets_no_cookie(forest: FlaskClient, path: str, accept: str) -> None:
    response = forest.get(path, headers={"Origin": "https://other.example", "Accept": accept, "Cookie": "session=x"})
    assert response.status_code in (200, 303, 404, 406)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PATHS)
def test_page_may_load_nothing_from_elsewhere(forest: FlaskClient, path: str) -> None:
    response = forest.get(path, headers={"Accept": "text/html"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"]
    if response.content_type.startswith("text/html"):
        page = response.get_data(as_text=True)
        # A data block is no script: browsers execute none of another type than JavaScript's (HTML, "script" element).
        assert "<script" not in re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
        assert " style=" not in page
        assert " on" + "click" not in page


@pytest.mark.parametrize("path", PATHS)
def test_preflight_is_answered(forest: FlaskClient, path: str) -> None:
    headers = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET",
               "Access-Control-Request-Headers": "accept"}  # fmt: skip
    response = forest.options(path, headers=headers)
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "Accept" in response.headers["Access-Control-Allow-Headers"]
    assert "HEAD" in response.headers["Allow"]


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_wherever_get_does(forest: FlaskClient, path: str) -> None:
    got, head = forest.get(path), forest.head(path)
    assert head.status_code == got.status_code
    assert head.data == b""
    assert head.headers.get("Content-Length") == got.headers.get("Content-Length")
    assert head.headers.get("ETag") == got.headers.get("ETag")


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
@pytest.mark.parametrize("path", [*PATHS, "/feed", "/feed.atom", "/nothing", "/search"])
def test_headers_of_head_are_those_of_get(forest: FlaskClient, path: str, accept: str, coding: str) -> None:
    asked = {"Accept": accept, "Accept-Encoding": coding, "X-Unkept": "1"}
    # HEAD first, so that it is not answered from what was kept for GET.
    head, got = forest.head(path, headers=asked), forest.get(path, headers=asked)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert sorted(head.headers) == sorted(got.headers)
    if path != "/health":
        assert int(got.headers.get("Content-Length", 0)) == len(got.data)


@pytest.mark.parametrize("path", [*PATHS, "/feed", "/feed.atom"])
def test_vary_names_each_header_once(forest: FlaskClient, path: str) -> None:
    first = forest.get(path)
    again = forest.get(path, headers={"If-None-Match": first.headers.get("ETag", '""')})
    for response in (first, again):
        names = [name.strip().lower() for name in response.headers.get("Vary", "").split(",")]
        assert len(names) == len(set(names)), names


@pytest.mark.parametrize("path", [p for p in PATHS if p not in ("/id/stand/oak-1", "/health", "/.well-known/void")])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_unchanged_representation_is_304_with_its_headers(forest: FlaskClient, path: str, accept: str) -> None:
    first = forest.get(path, headers={"Accept": accept})
    again = forest.get(path, headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control", "Content-Location", "Access-Control-Allow-Origin"):
        assert again.headers.get(name) == first.headers.get(name)
    other = forest.get(path, headers={"Accept": accept, "If-None-Match": '"something-else"'})
    assert other.status_code == 200


def test_etag_differs_by_release_language_and_format(
    forest: FlaskClient, forestry: Release, hostile: FlaskClient
) -> None:
    def tag(client: FlaskClient, path: str, **headers: str) -> str:
        return str(client.get(path, headers=headers).headers["ETag"])

    tags = {
        tag(forest, "/", Accept="text/html"),
        tag(forest, "/?lang=fr", Accept="text/html"),
        tag(forest, "/problems/"),
        tag(forest, "/problems/", Accept="text/html"),
        tag(hostile, "/problems/"),
        tag(hostile, "/problems/", Accept="text/html"),
    }
    assert len(tags) == 6


def test_every_route_answers_options_and_head(forestry: Release) -> None:
    app = create_app(forestry, None, resolve({}, {}, {}))  # type: ignore[arg-type]
    for rule in app.url_map.iter_rules():
        assert {"GET", "HEAD", "OPTIONS"} <= (rule.methods or set()), rule
