"""What an editor completes: the publication's own terms, named in the reader's language, and prefixes for them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from hasila.errors import QueryTimedOut
from hasila.web import completions


def test_terms_are_those_of_the_data_with_labels_in_the_language_asked_for(forest: FlaskClient) -> None:
    found = {language: forest.get(f"/completions.json?lang={language}").json for language in ("fr", "en")}
    base = forest.application.extensions["hasila"].publication.base
    own = {term["iri"]: term for term in found["fr"]["terms"] if term["iri"].startswith(base)}
    assert {term["kind"] for term in own.values()} >= {"class", "property"}
    english = {term["iri"]: term["label"] for term in found["en"]["terms"]}
    assert any(term["label"] and term["label"] != english[iri] for iri, term in own.items())
    uses = [term["uses"] for term in found["fr"]["terms"]]
    assert uses == sorted(uses, reverse=True) and uses[0] > 1


def test_prefixes_are_declared_for_every_shortened_name(client: FlaskClient) -> None:
    found = client.get("/completions.json?lang=ar").json
    names = [term["name"] for term in found["terms"] if "//" not in term["name"]]
    assert len(names) > 200
    assert {name.partition(":")[0] for name in names} <= found["prefixes"].keys()
    kinds = {term["kind"] for term in found["terms"]}
    assert kinds == {"class", "property", "concept"}
    labelled = sum(any("\u0621" <= letter <= "\u064a" for letter in term["label"]) for term in found["terms"])
    assert labelled > 0.9 * len(found["terms"])


def test_list_is_kept_by_who_has_it(client: FlaskClient) -> None:
    first = client.get("/completions.json?lang=fr")
    assert first.headers["Content-Type"] == "application/json"
    assert first.headers["Content-Language"] == "fr"
    assert "Accept-Language" in first.headers["Vary"]
    assert client.get("/completions.json?lang=fr", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/completions.json?lang=ar").headers["ETag"] != first.headers["ETag"]
    assert client.get("/completions", headers={"Accept": "text/html"}).status_code == 406


def test_data_too_large_to_be_counted_leave_prefixes(forest: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(query: str) -> list[object]:
        raise QueryTimedOut("too long", seconds=1)

    monkeypatch.setattr(completions, "_rows", refuse)
    # Another language than above: what was answered is kept.
    found = forest.get("/completions.json?lang=en&again=1").json
    assert found["terms"] == []
    assert "skos" in found["prefixes"]
