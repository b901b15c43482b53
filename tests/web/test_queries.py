"""Saved queries: listed, answered in every format, parameters bound as terms, wrong ones refused."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from hasila.release import Release

HTML = {"Accept": "text/html"}
NAME = "/queries/list-stands"


def test_list_names_parameters_and_formats(forest: FlaskClient) -> None:
    (entry,) = forest.get("/queries").json
    assert entry["href"] == NAME
    assert entry["title"]["fr"] == "Peuplements d'une essence"
    assert entry["parameters"][0] == {
        "name": "species", "type": "string", "default": "pine", "label": {"en": "Species", "fr": "Essence"}
    }  # fmt: skip
    assert "text/csv" in entry["formats"]
    assert forest.get("/queries/").status_code == 200


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("json", "application/sparql-results+json"),
     ("xml", "application/sparql-results+xml"), ("html", "text/html"), ("rq", "application/sparql-query")],
)  # fmt: skip
def test_answer_comes_in_the_format_asked_for(forest: FlaskClient, suffix: str, media_type: str) -> None:
    for response in (
        forest.get(f"{NAME}.{suffix}"),
        forest.get(f"{NAME}?format={suffix}"),
        forest.get(NAME, headers={"Accept": media_type}),
    ):
        assert response.status_code == 200
        assert response.content_type.split(";")[0] == media_type
        assert response.headers["Content-Location"] == f"{NAME}.{suffix}"


def test_parameter_changes_the_answer(forest: FlaskClient) -> None:
    def labels(query_string: str) -> list[str]:
        text = forest.get(f"{NAME}.csv?{query_string}").get_data(as_text=True)
        return [row["label"] for row in csv.DictReader(io.StringIO(text))]

    assert labels("") == labels("species=pine")
    assert labels("species=oak") != labels("species=pine")
    assert labels("species=") == labels("species=palm") == []


def test_query_text_is_the_file_with_the_parameter_bound(forest: FlaskClient, forestry: Release) -> None:
    assert forest.get(f"{NAME}.rq").data == (forestry.path / "queries/list-stands.rq").read_bytes()
    assert '"oak"' in forest.get(f"{NAME}.rq?species=oak").get_data(as_text=True)


def test_unknown_and_repeated_parameters_are_refused_whatever_the_format(forest: FlaskClient) -> None:
    for suffix in ("", ".csv", ".rq", ".html"):
        assert forest.get(f"{NAME}{suffix}?years=1").status_code == 400
        assert forest.get(f"{NAME}{suffix}?species=a&species=b").status_code == 400


def test_page_has_form_table_downloads_and_text(forest: FlaskClient) -> None:
    page = forest.get(f"{NAME}?species=oak&lang=fr", headers=HTML).get_data(as_text=True)
    assert '<input id="p-species" name="species" value="oak"' in page
    assert '<h1><bdi lang="fr" dir="ltr">Peuplements d&#39;une essence</bdi></h1>' in page
    assert 'href="/queries/list-stands.csv?species=oak"' in page
    assert "<table" in page
    assert "#+" not in page
    assert "VALUES ?species" in page


def test_page_answers_in_the_readers_language_and_files_only_when_their_address_names_one(client: FlaskClient) -> None:
    name = "/queries/list-institutions"
    arabic = {"Accept-Language": "ar"}
    file = client.get(f"{name}.csv", headers=arabic)
    assert file.data == client.get(f"{name}.csv").data == client.get(f"{name}.csv?lang=en").data
    assert client.get(f"{name}.csv?lang=ar").data == client.get(f"{name}.csv?language=ar").data != file.data
    page = client.get(name, headers={**HTML, **arabic}).get_data(as_text=True)
    assert f'href="{name}.csv?language=ar"' in page
    assert "المديرية العامة للأمن الوطني" in page.split("<table")[1]


def test_front_queries_of_the_repository_answer(client: FlaskClient, release: Release) -> None:
    assert release.publication.front
    for name in release.publication.front:
        for suffix in ("csv", "tsv", "json", "xml", "html"):
            assert client.get(f"/queries/{name}.{suffix}").status_code == 200
        assert client.get(f"/queries/{name}.json").json["results"]["bindings"]
