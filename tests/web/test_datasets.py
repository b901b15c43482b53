"""Datasets by themselves: pages with downloads, what search engines read, profiles, and Croissant."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from hasila.release import Release

HERE = "http://127.0.0.1:8000"
REQUIRED = {"name", "description"}
RECOMMENDED = {
    "alternateName", "citation", "creator", "distribution", "identifier", "includedInDataCatalog", "isAccessibleForFree",
    "keywords", "license", "measurementTechnique", "sameAs", "spatialCoverage", "temporalCoverage", "url", "version",
}  # fmt: skip
"""What Google Dataset Search names, but for what there is no fact for (funder) and what some datasets have (see below)."""


def block(page: str) -> dict[str, Any]:
    """Return the one data block of a page."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    read = json.loads(found)
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("key", ["hasila", "report-2025"])
def test_page_tells_search_engines_all_they_read(
    client: FlaskClient, release: Release, key: str, language: str
) -> None:
    page = client.get(f"/dataset/{key}?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)
    told = block(page)
    assert told.keys() >= REQUIRED | RECOMMENDED | {"variableMeasured"}
    assert told.keys() & {"isPartOf", "hasPart"}
    assert 50 <= len(told["description"]) <= 5000
    assert release.catalog is not None
    dataset = release.catalog.dataset(key)
    assert dataset is not None
    assert told["name"] == dataset.title[language] and dataset.title[language] in page
    assert set(told["keywords"]) == set(dataset.keywords[language])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", told["temporalCoverage"])
    assert told["creator"]["name"] and told["license"] == release.publication.licence
    for file in told["distribution"]:
        assert file["contentUrl"].startswith(f"{HERE}/dumps/") and file["encodingFormat"] and file["sha256"]
    for part in told.get("hasPart", []):
        assert part["name"] and len(part["description"]) >= 50 and part["url"].startswith(f"{HERE}/dataset/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_of_a_series_tells_search_engines_all_they_read(forest: FlaskClient, language: str) -> None:
    page = forest.get(f"/dataset/report?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)
    told = block(page)
    assert told.keys() >= REQUIRED | RECOMMENDED | {"hasPart", "datePublished", "dateModified"}
    part = block(forest.get("/dataset/report-2024", headers={"Accept": "text/html"}).get_data(as_text=True))
    assert told["dateModified"] >= part["dateModified"] and told["datePublished"] <= part["datePublished"]
    assert told["@id"] in told["citation"] and told["version"] in told["citation"]
    assert told["distribution"]
    offered = {file["contentUrl"]: file for file in part["distribution"]}
    for file in told["distribution"]:
        known = offered[file["contentUrl"]]
        assert (file["sha256"], file["contentSize"]) == (known["sha256"], known["contentSize"])


@pytest.mark.parametrize("path", ["/dataset/report", "/catalog.html"])
def test_series_and_catalogue_name_their_datasets(client: FlaskClient, path: str) -> None:
    told = block(client.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"}).get_data(as_text=True))
    parts = told.get("hasPart") or told["dataset"]
    assert f"{HERE}/dataset/report-2025" in [part["url"] for part in parts]
    # Of what its datasets measure a series names each thing once.
    measured = told.get("variableMeasured", [])
    assert len(measured) == len(set(measured)) and bool(measured) == ("hasPart" in told)


def test_page_offers_every_file_with_its_size_and_checksum(forest: FlaskClient, forestry: Release) -> None:
    assert forestry.catalog is not None
    named = []
    for dataset in forestry.catalog.datasets:
        page = forest.get(dataset.path, headers={"Accept": "text/html"}).get_data(as_text=True)
        for file in forestry.distributions:
            if file.name in dataset.files:
                named.append(file.name)
                assert f'href="{file.path}"' in page and file.sha256 in page, file.name
                assert all(f'href="/dumps/{form.name}"' in page for form in file.compressed)
    # Each file belongs to one dataset, and to one only.
    assert sorted(named) == sorted(file.name for file in forestry.distributions)


@pytest.mark.parametrize(
    ("query", "accept", "profile", "media_type"),
    [
        ("", "text/turtle", "", "text/turtle"),
        ("", "text/html", "", "text/html"),
        ("", "*/*", "<https://schema.org/>", "application/ld+json"),
        ("?_profile=schema", "*/*", "", "application/ld+json"),
        ("?_profile=dcat", "application/rdf+xml", "", "application/rdf+xml"),
        ("?_profile=dcat-ap", "text/turtle", "<https://schema.org/>", "text/turtle"),
        ("?_profile=croissant", "*/*", "", "application/ld+json"),
        (".jsonld", "text/html", "", "application/ld+json"),
    ],
)
def test_profile_and_format_are_negotiated(
    client: FlaskClient, query: str, accept: str, profile: str, media_type: str
) -> None:
    headers = {"Accept": accept, **({"Accept-Profile": profile} if profile else {})}
    response = client.get(f"/dataset/report-2025{query}", headers=headers)
    assert response.status_code == 200
    assert response.content_type.partition(";")[0] == media_type
    assert "Accept-Profile" in response.headers["Vary"]
    iri = response.headers["Content-Profile"]
    assert f'{iri}; rel="profile"' in response.headers["Link"]
    for token in ("dcat-ap", "dcat", "schema", "croissant", "data"):
        assert f'</dataset/report-2025?_profile={token}>; rel="alternate"; profile="' in response.headers["Link"]


@pytest.mark.parametrize(
    ("key", "accept", "file"),
    [
        ("report-2025", "*/*", "graph/report/2025.ttl"),
        ("report-2025", "application/n-quads", "graph/report/2025.nq"),
        ("hasila", "application/rdf+xml", "hasila.rdf"),
        ("hasila", "text/turtle", "hasila.ttl"),
    ],
)
def test_profile_of_the_data_leads_to_the_file(client: FlaskClient, key: str, accept: str, file: str) -> None:
    response = client.get(f"/dataset/{key}?_profile=data", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["Location"] == f"/dumps/{file}"
    assert client.head(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", ["/dataset/report?_profile=data", "/dataset/report-2025?_profile=dublin-core"])
def test_profile_there_is_not_is_not_acceptable(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 406


def test_data_set_of_the_cube_is_still_dereferenced(client: FlaskClient) -> None:
    response = client.get("/dataset/levels", headers={"Accept": "text/turtle"})
    assert response.status_code == 200 and b"a qb:DataSet" in response.data
    assert client.get("/dataset/nothing").status_code == 404


@pytest.mark.parametrize("key", ["hasila", "report-2025"])
def test_croissant_describes_each_column_of_each_table(client: FlaskClient, key: str) -> None:
    response = client.get(f"/croissant/{key}.jsonld")
    told = response.get_json(force=True)
    assert response.content_type == "application/ld+json"
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert told.keys() >= {"name", "description", "url", "license", "creator", "datePublished", "version", "citeAs"}
    files = {file["@id"]: file for file in told["distribution"]}
    assert files and len(told["recordSet"]) == len(files)
    identifiers = [
        *files,
        *(r["@id"] for r in told["recordSet"]),
        *(f["@id"] for r in told["recordSet"] for f in r["field"]),
    ]
    assert len(identifiers) == len(set(identifiers))
    for records in told["recordSet"]:
        (source,) = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        assert files[source]["@type"] == "cr:FileObject" and files[source]["encodingFormat"] == "text/csv"
        text = client.get(files[source]["contentUrl"].removeprefix(HERE)).get_data(as_text=True)
        header, *rows = csv.reader(io.StringIO(text))
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header
        for field, values in zip(records["field"], zip(*rows, strict=True), strict=True):
            if field["dataType"] in ("sc:Integer", "sc:Float"):
                assert all(not value or float(value) is not None for value in values)


def test_croissant_is_not_promised_where_there_are_no_tables(client: FlaskClient) -> None:
    assert client.get("/croissant/report.jsonld").status_code == 404
    assert "croissant" not in client.get("/dataset/report").headers["Link"]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b"])
def test_data_block_cannot_end_the_element_it_stands_in(text: str) -> None:
    from hasila.web.catalog import embeddable

    written = embeddable(json.dumps({"name": text}))
    assert "<" not in written and ">" not in written and "&" not in written
    assert json.loads(written) == {"name": text}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_catalogue_page_leads_to_every_dataset(client: FlaskClient, release: Release, language: str) -> None:
    page = client.get(f"/catalog?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert release.catalog is not None
    for thing in (*release.catalog.datasets, *release.catalog.series):
        assert f'href="{thing.path}?lang={language}"' in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
