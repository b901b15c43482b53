"""Releases over HTTP: each with all its files as they were, what it changed, the feed, and 410 for what was withdrawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.release import Release
from hasila.releases import kept_releases
from hasila.settings import resolve
from hasila.web.app import create_app

HTML = {"Accept": "text/html"}
PLAIN = {"Accept-Encoding": "identity"}
LIMITS = Limits(seconds=1.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)


@pytest.fixture(scope="module")
def kept(forestry_history: Path) -> list[Release]:
    """The two sealed releases."""
    return kept_releases(forestry_history / "releases", strict=True)


@pytest.fixture(scope="module")
def historic(kept: list[Release]) -> Iterator[FlaskClient]:
    """A client of the later release."""
    with EmbeddedEngine.of_release(kept[-1], LIMITS) as engine:
        yield create_app(kept[-1], engine, resolve({}, {}, {})).test_client()


def test_list_has_the_newest_first_with_digests_and_counts(historic: FlaskClient, kept: list[Release]) -> None:
    listed = historic.get("/releases/").json
    assert [entry["version"] for entry in listed] == ["2024.1.1", "2024.1.0"]
    assert [entry["digest"] for entry in listed] == [release.digest for release in kept[::-1]]
    assert listed[0]["changes"]["withdrawn"] == 1 and listed[0]["sealed"] is True
    page = historic.get("/releases/?lang=fr", headers=HTML).get_data(as_text=True)
    assert "Une correction." in page and "/releases/2024.1.0/?lang=fr" in page and "Retraits : 1" in page


def test_release_tells_what_it_holds_and_each_file_is_there_to_the_byte(
    historic: FlaskClient, kept: list[Release]
) -> None:
    for release in kept:
        told = historic.get(f"/releases/{release.publication.version}/").json
        assert told["rdfc10"] == release.canonical_digest
        assert told["graphs"] == json.loads(historic.get(told["manifest"]).data)["triples"]
        for file in told["files"]:
            response = historic.get(file["href"], headers=PLAIN)
            assert hashlib.sha256(response.data).hexdigest() == file["sha256"]
            assert response.content_type == file["media_type"]
        for name, entry in release.files.items():
            response = historic.get(f"/releases/{release.publication.version}/{name}", headers=PLAIN)
            assert response.status_code == 200, name
            assert (hashlib.sha256(response.data).hexdigest(), len(response.data)) == (entry.sha256, entry.bytes)
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        sums = historic.get(told["sums"])
        assert sums.content_type == "text/plain; charset=utf-8"
        assert hashlib.sha256(sums.data).hexdigest() == release.digest


def test_page_of_a_release_says_what_changed_and_why(historic: FlaskClient) -> None:
    page = historic.get("/releases/2024.1.1/?lang=en", headers=HTML).get_data(as_text=True)
    for words in ("What changed since release 2024.1.0", "The northern edge was left out.", "It was counted twice.",
                  "The office counted again.", "Replaced by:", "/doc/stand/pine-1", "SHA256SUMS"):  # fmt: skip
        assert words in page, words
    assert "The first release" in historic.get("/releases/2024.1.0/?lang=en", headers=HTML).get_data(as_text=True)


@pytest.mark.parametrize("path", ["/releases/2023.1.0/", "/releases/2023.1.0/dumps/forests.nq", "/releases/2024.1.0/nothing",
                                  "/releases/2024.1.0/../2024.1.1/manifest.json", "/feed/2024.1.0/9.ttl", "/feed/2024.1.0/x",
                                  "/feed/2023.1.0/1", "/feed.exe", "/feed.de.atom", "/feed/2024.1.0.de.atom",
                                  "/feed/2024.1.0/1.rdf", "/feed/nothing"])  # fmt: skip
def test_what_there_is_not_is_404(historic: FlaskClient, path: str) -> None:
    response = historic.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "accept", "media_type", "part"),
    [
        ("/feed", "*/*", "text/turtle; charset=utf-8", "ldes:EventStream"),
        ("/feed", "application/ld+json", "application/ld+json", "https://w3id.org/ldes#EventStream"),
        ("/feed", "application/atom+xml", "application/atom+xml", "<feed"),
        ("/feed", "text/html", "text/html; charset=utf-8", "<h1>"),
        ("/feed.ttl", "text/html", "text/turtle; charset=utf-8", "feed/2024.1.1/1.ttl"),
        ("/feed.jsonld", "*/*", "application/ld+json", "feed/2024.1.1/1.jsonld"),
        ("/feed.html", "*/*", "text/html; charset=utf-8", "<h1>"),
        ("/feed.atom?lang=fr", "*/*", "application/atom+xml", "Compté deux fois."),
        ("/feed.fr.atom", "*/*", "application/atom+xml", "Compté deux fois."),
        ("/feed/2024.1.0.en.atom", "*/*", "application/atom+xml", "It appeared."),
        ("/feed/2024.1.0.atom?lang=fr", "*/*", "application/atom+xml", "Il a paru."),
        ("/feed/2024.1.1/1", "text/turtle", "text/turtle; charset=utf-8", "as:Delete"),
        ("/feed/2024.1.1/1", "application/ld+json", "application/ld+json", "activitystreams#Delete"),
        ("/feed/2024.1.0/1.ttl", "*/*", "text/turtle; charset=utf-8", "ldes:immutable true"),
    ],
)
def test_feed_comes_in_each_form(historic: FlaskClient, path: str, accept: str, media_type: str, part: str) -> None:
    response = historic.get(path, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, media_type)
    assert part in response.get_data(as_text=True)
    again = historic.get(path, headers={"Accept": accept, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    head = historic.head(path, headers={"Accept": accept})
    assert (head.status_code, head.data, head.content_type) == (200, b"", media_type)


@pytest.mark.parametrize(("path", "language"), [
    ("/feed", "fr"), ("/feed.atom", "fr"), ("/feed.atom?lang=en", "en"), ("/feed.en.atom", "en"), ("/feed/2024.1.0.atom", "fr"),
])  # fmt: skip
def test_atom_says_which_language_it_is_in(historic: FlaskClient, path: str, language: str) -> None:
    response = historic.get(path, headers={"Accept": "application/atom+xml", "Accept-Language": "fr"})
    assert response.headers["Content-Language"] == language
    assert f'xml:lang="{language}"' in response.get_data(as_text=True)
    assert "Content-Language" not in historic.get("/feed.ttl", headers={"Accept-Language": "fr"}).headers


def test_page_of_the_feed_keeps_its_tag_and_is_immutable(historic: FlaskClient, kept: list[Release]) -> None:
    response = historic.get("/feed/2024.1.0/1.ttl", headers=PLAIN)
    assert response.headers["Cache-Control"].endswith("immutable")
    assert response.headers["ETag"] == f'"{kept[0].files["feed/1.ttl"].sha256}"'
    assert "immutable" not in historic.get("/feed").headers["Cache-Control"]
    coded = historic.get("/feed/2024.1.0/1", headers={"Accept-Encoding": "gzip", "Accept": "text/turtle"})
    assert coded.headers["Content-Encoding"] == "gzip" and coded.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("path", ["/doc/stand/pine-2", "/doc/stand/pine-2.ttl", "/doc/stand/pine-2.html"])
def test_withdrawn_resource_is_gone_and_says_why_and_what_replaces_it(historic: FlaskClient, path: str) -> None:
    assert historic.get("/id/stand/pine-2").headers["Location"] == "/doc/stand/pine-2"
    response = historic.get(path, headers={"Accept-Language": "fr"})
    assert (response.status_code, response.content_type) == (410, "application/problem+json")
    document = response.json
    assert document["detail"] == "Compté deux fois." and document["type"] == "/problems/gone"
    assert document["replaced_by"] == ["https://data.example/forests/id/stand/pine-1"]
    assert document["version"] == "2024.1.1"
    assert historic.get(path).json["detail"] == "It was counted twice."
    page = historic.get(path + "?lang=fr", headers=HTML)
    assert page.status_code == 410
    text = page.get_data(as_text=True)
    assert "Compté deux fois." in text and 'href="/doc/stand/pine-1?lang=fr"' in text
    assert 'title="https://data.example/forests/id/stand/pine-1"><bdi lang="en" dir="ltr">Pines</bdi>' in text


def test_resource_that_never_was_is_not_gone(historic: FlaskClient) -> None:
    assert historic.get("/doc/stand/pine-3").status_code == 404


def test_build_that_is_not_sealed_says_so_and_may_change(forest: FlaskClient) -> None:
    (entry,) = forest.get("/releases/").json
    assert entry["sealed"] is False
    page = forest.get("/releases/2024.1.0/?lang=en", headers=HTML).get_data(as_text=True)
    assert "not sealed yet" in page
    assert "immutable" not in forest.get("/releases/2024.1.0/dumps/forests.nq").headers["Cache-Control"]


def test_later_releases_are_not_told_where_an_earlier_one_is_served(kept: list[Release]) -> None:
    with EmbeddedEngine.of_release(kept[0], LIMITS) as engine:
        client = create_app(kept[0], engine, resolve({}, {}, {})).test_client()
        assert [entry["version"] for entry in client.get("/releases/").json] == ["2024.1.0"]
        assert client.get("/doc/stand/pine-2").status_code == 200
        assert client.get("/releases/2024.1.1/dumps/forests.nq").status_code == 404
