"""Saved queries: listed, answered in every format, parameters bound as terms, wrong ones refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hasila.engine.client import EngineClient
from hasila.engine.limits import Limits
from hasila.engine.protocol import Answer, Engine, Query
from hasila.errors import EngineUnavailable
from hasila.rdf.formats import RESULT_FORMATS
from hasila.release import Release, digest_of
from hasila.settings import resolve
from hasila.web.app import create_app

HTML = {"Accept": "text/html"}
NAME = "/queries/list-stands"
LANGUAGES = ("ar", "fr", "en")


class _Silent(EngineClient):
    """An engine that reads queries, as every engine does, and answers none."""

    def answer(self, query: Query, *, own: bool = False, client: str = "") -> Answer:
        raise EngineUnavailable("The engine was asked.")


def _served(release: Release, engine: Engine) -> FlaskClient:
    return create_app(release, engine, resolve({}, {}, {})).test_client()


@pytest.fixture(scope="module")
def silent(release: Release) -> FlaskClient:
    """A client of the repository's publication whose engine answers nothing."""
    return _served(release, _Silent(Path("/nowhere"), Limits()))


def _without_answers(release: Release) -> Release:
    files = {name: entry for name, entry in release.files.items() if not name.startswith("answers/")}
    return replace(release, files=files)


@pytest.fixture
def bare(forestry: Release, tmp_path: Path) -> Release:
    """The small publication's release as an older build made it: without answers and counts."""
    folder = Path(shutil.copytree(forestry.path, tmp_path / "bare"))
    shutil.rmtree(folder / "answers")
    files = _without_answers(forestry).files
    listed = {name: vars(entry) for name, entry in files.items()}
    (folder / "manifest.json").write_text(json.dumps({"files": listed, "digest": digest_of(files)}), encoding="utf-8")
    return Release.open(folder)


def test_list_names_parameters_and_formats(forest: FlaskClient) -> None:
    entry = next(entry for entry in forest.get("/queries").json if entry["href"] == NAME)
    assert entry["href"] == NAME
    assert entry["title"]["fr"] == "Peuplements d'une essence"
    assert entry["parameters"][0] == {
        "name": "species", "type": "string", "default": "pine", "label": {"en": "Species", "fr": "Essence"}
    }  # fmt: skip
    assert "text/csv" in entry["formats"]
    assert forest.get("/queries/").status_code == 200


@pytest.mark.embedded
def test_list_is_in_groups_in_the_manifests_order(client: FlaskClient, forest: FlaskClient, release: Release) -> None:
    groups = dict(release.publication.groups)
    page = client.get("/queries?lang=fr", headers=HTML).get_data(as_text=True)
    assert re.findall(r'<h2 id="group-([a-z]+)">', page) == list(groups)
    entries = client.get("/queries").json
    for name, title in groups.items():
        section = page.partition(f'<h2 id="group-{name}">')[2].partition("</section>")[0]
        assert title["fr"] in unescape(section)
        assert set(re.findall(r'href="(/queries/[a-z-]+)\?', section)) == {
            entry["href"] for entry in entries if entry["group"] == name
        }
    # Of a publication without groups all are under one title, and none leads there.
    plain = forest.get("/queries?lang=fr", headers=HTML).get_data(as_text=True)
    assert "Autres questions" in plain and 'class="contents"' not in plain


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


def test_defaults_are_answered_from_the_release_in_every_format(
    silent: FlaskClient, client: FlaskClient, release: Release
) -> None:
    live = _served(_without_answers(release), client.application.extensions["hasila"].engine)
    for number, file in enumerate(release.query_files):
        for place, form in enumerate(RESULT_FORMATS):
            path = f"/queries/{file.stem}.{form.extension}"
            held = silent.get(path)
            assert held.status_code == 200, path
            if number % len(RESULT_FORMATS) == place:  # tests/publication/test_answers.py compares all
                asked = live.get(path)
                same = held.data == asked.data
                assert same, path
                assert dict(held.headers) == dict(asked.headers), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_made_from_the_release_in_every_language(
    silent: FlaskClient, client: FlaskClient, release: Release, language: str
) -> None:
    live = _served(_without_answers(release), client.application.extensions["hasila"].engine)
    headers = {**HTML, "Accept-Language": language}
    # Each page is made in every language and compared in one; tests/publication/test_answers.py compares all answers.
    for number, file in enumerate(release.query_files):
        page = silent.get(f"/queries/{file.stem}", headers=headers)
        assert page.status_code == 200, file.stem
        if number % len(LANGUAGES) == LANGUAGES.index(language):
            # Told apart by pytest, two large pages that differ would take minutes.
            same = page.data == live.get(f"/queries/{file.stem}", headers=headers).data
            assert same, file.stem
    front = silent.get("/", headers=headers)
    assert front.status_code == 200 and front.get_data(as_text=True).count("data-query=") == len(
        release.publication.front
    )


@pytest.mark.parametrize(
    "path",
    ["/queries/show-report.csv?year=2025", "/queries/show-report.csv?language=en", "/queries/show-report?lang=fr&year=2025",
     "/queries/show-report.json?language=fr", "/queries/show-report.json?lang=ar", "/queries/show-report?year="],
)  # fmt: skip
def test_defaults_that_are_given_are_answered_from_the_release(silent: FlaskClient, path: str) -> None:
    assert silent.get(path, headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/queries/show-report.csv?year=2024", "/queries/show-report.json?language=de", "/queries/show-report.json?language=",
     "/queries/show-report.csv?language=fr", "/queries/show-report?lang=fr&year=2024", "/queries/list-events.json?language=.",
     "/queries/list-events.json?language=../list-events"],
)  # fmt: skip
def test_anything_else_is_asked_of_the_engine(silent: FlaskClient, client: FlaskClient, path: str) -> None:
    assert silent.get(path, headers=HTML).status_code == 503
    assert client.get(path, headers=HTML).status_code == 200


def test_answer_from_the_release_has_length_validator_and_head(silent: FlaskClient, release: Release) -> None:
    path = "/queries/list-figures.csv"
    size = release.files["answers/list-figures.csv"].bytes
    got, head = silent.get(path), silent.head(path)
    assert got.content_length == head.content_length == len(got.data) == size
    assert head.data == b"" and head.headers["ETag"] == got.headers["ETag"]
    again = silent.get(path, headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept" in silent.get("/queries/list-figures", headers={"Accept": "text/csv"}).headers["Vary"]


def test_release_without_answers_is_served_through_the_engine(
    bare: Release, forestry: Release, forest: FlaskClient
) -> None:
    engine = forest.application.extensions["hasila"].engine
    client = _served(bare, engine)
    for suffix in ("csv", "json", "tsv", "xml"):
        held = (forestry.path / f"answers/list-stands.{suffix}").read_bytes()
        assert client.get(f"{NAME}.{suffix}").data == held
    assert "<table" in client.get(NAME, headers=HTML).get_data(as_text=True)
    assert _served(bare, _Silent(Path("/nowhere"), Limits())).get(f"{NAME}.csv").status_code == 503


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_answer_that_is_not_there_as_listed_is_asked_of_the_engine(
    forestry: Release, forest: FlaskClient, tmp_path: Path, damage: str
) -> None:
    folder = Path(shutil.copytree(forestry.path, tmp_path / "copy"))
    opened = Release.open(folder)
    file = folder / "answers/list-stands.csv"
    whole = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(whole[:-1])
    client = _served(opened, forest.application.extensions["hasila"].engine)
    assert client.get(f"{NAME}.csv").data == whole
