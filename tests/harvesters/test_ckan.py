"""A real CKAN harvester reads the served catalogue whole, again without change, and sees a correction where it was made."""

from __future__ import annotations

import json
import shutil
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.rehearsal import ckan as rehearsal
from hasila.rehearsal.catalogue import Catalogue
from hasila.rehearsal.client import Client
from hasila.release import Release

from .conftest import Run

DATASET = {
    "title", "notes", "tags", "license_id", "url", "version", "issued", "modified", "identifier", "uri", "frequency", "theme",
    "language", "contact_name", "contact_uri", "publisher_name", "publisher_uri", "creator_name", "temporal_start",
    "temporal_end", "spatial_uri", "spatial_text", "spatial_bbox", "access_rights", "provenance", "conforms_to",
}  # fmt: skip
"""What a portal gets of every dataset of ours."""
GEOMETRIES = ("spatial", "spatial_bbox", "spatial_centroid")
RESOURCE = {
    "name", "description", "url", "access_url", "download_url", "format", "mimetype", "size", "hash", "hash_algorithm",
    "license", "rights", "issued", "modified", "uri", "availability",
}  # fmt: skip
"""What a portal gets of every file of ours."""


def _fields(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset's fields, those it keeps as extras among them, without the resources."""
    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    own = {key: value for key, value in dataset.items() if key not in ("extras", "resources", "tags")}
    return {**own, **extras, "tags": [tag["name"] for tag in dataset["tags"]]}


def _by_guid(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    assert found["errors"] == [] and found["invalid"] == {}
    return {entry["guid"]: entry["dataset"] for entry in found["datasets"]}


@pytest.fixture(scope="module")
def harvested(ckan: Run, server_url: str) -> dict[str, Any]:
    return ckan("harvest", f"{server_url}/catalog")


def test_every_dataset_and_file_is_read_with_everything_said_of_it(
    harvested: dict[str, Any], release: Release, server_url: str
) -> None:
    found = _by_guid(harvested)
    assert release.catalog is not None
    assert set(found) == {dataset.iri for dataset in release.catalog.datasets}
    files = {d.name: d for d in release.distributions} | {
        c.name: c for d in release.distributions for c in d.compressed
    }
    for listed in release.catalog.datasets:
        dataset = found[listed.iri]
        fields = _fields(dataset)
        assert {key for key in DATASET if not fields.get(key)} == set(), listed.key
        assert fields["title"] == listed.title["en"] and fields["license_id"] == "cc-by"
        assert fields["modified"] == listed.modified
        wanted = {word for words in listed.keywords.values() for word in words}
        assert set(fields["tags"]) == wanted
        assert len(dataset["resources"]) == sum(1 + len(files[name].compressed) for name in listed.files)  # type: ignore[union-attr]
        for resource in dataset["resources"]:
            assert {key for key in RESOURCE if not resource.get(key)} == set(), resource.get("uri")
            name = resource["url"].removeprefix(f"{server_url}/dumps/")
            assert (resource["size"], resource["hash"].lower()) == (files[name].bytes, files[name].sha256)
            assert resource["mimetype"].count("/") == 1 and not resource["mimetype"].startswith("http")


def test_second_harvest_of_an_unchanged_source_changes_nothing(
    ckan: Run, harvested: dict[str, Any], server_url: str
) -> None:
    assert ckan("harvest", f"{server_url}/catalog") == harvested


def test_pages_give_the_same_datasets_as_the_whole(ckan: Run, harvested: dict[str, Any], server_url: str) -> None:
    paged = _by_guid(ckan("harvest", f"{server_url}/catalog.ttl?page=1&size=1"))
    whole = _by_guid(harvested)
    assert paged.keys() == whole.keys()
    for guid, dataset in whole.items():
        assert _comparable(paged[guid]) == _comparable(dataset)


def _comparable(dataset: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a dataset so that two harvests of it can be compared: lists, which are sets in RDF, in one order."""
    fields = {
        key: sorted(json.loads(v)) if isinstance(v, str) and v.startswith("[") else v
        for key, v in _fields(dataset).items()
    }
    return {**fields, "tags": sorted(fields["tags"])}, sorted(dataset["resources"], key=lambda r: str(r["uri"]))


def test_rehearsal_tells_what_the_real_harvester_does(ckan: Run, harvested: dict[str, Any], server_url: str) -> None:
    rehearsed = rehearsal.rehearse(Catalogue(f"{server_url}/catalog", Client()), "en")
    assert [loss.code for loss in rehearsed.losses if loss.severity == "lost"] == []
    real = _by_guid(harvested)
    assert [dataset.key for dataset in rehearsed.datasets] == list(real)
    for told in rehearsed.datasets:
        fields, resources = _comparable(real[told.key])
        for key, value in {"title": told.title, **told.fields}.items():
            if key in GEOMETRIES:  # CKAN holds them as GeoJSON
                assert json.loads(fields[key])["coordinates"]
                continue
            assert fields[key] == (sorted(value) if isinstance(value, list) else value), key
        assert [str(resource["uri"]) for resource in resources] == sorted(str(r["uri"]) for r in told.resources)
        by_uri = {resource["uri"]: resource for resource in resources}
        for resource in told.resources:
            for key in ("name", "description", "url", "mimetype", "size", "hash", "license", "issued", "modified"):
                assert by_uri[resource["uri"]][key] == resource[key], key


@pytest.fixture(scope="module")
def corrected(
    ckan: Run, tmp_path_factory: pytest.TempPathFactory, repository: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is harvested of a small publication of two years, before and after a figure of one of them is corrected."""
    folder = tmp_path_factory.mktemp("corrected")
    sources = Path(shutil.copytree(repository / "tests" / "publications" / "forestry", folder / "sources"))
    data = sources / "data"
    for year in ("2023", "2022"):
        table = (data / "2024.csv").read_text(encoding="utf-8").splitlines()
        rows = [row if number == 0 else f"{year}-{row}" for number, row in enumerate(table)]
        (data / f"{year}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = []
    for old, new in (("", ""), ("12.5", "13.5")):
        table_2023 = data / "2023.csv"
        table_2023.write_text(
            table_2023.read_text(encoding="utf-8").replace(old, new) if old else table_2023.read_text(encoding="utf-8")
        )
        release, _ = build(read_manifest(sources), folder / "out")
        # The harvester reads files too; addresses of the server are not in question here.
        found.append(ckan("harvest", str(release.path / "catalog" / "catalog.ttl")))
    return found[0], found[1]


def test_after_a_correction_exactly_what_was_corrected_changes(
    corrected: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    before, after = map(_by_guid, corrected)
    assert list(before) == list(after) and len(before) == 4
    changed = {guid.rpartition("/")[2] for guid in before if before[guid] != after[guid]}
    # The dataset of all years holds the corrected figure as well.
    assert changed == {"report-2023", "forests"}


def test_package_for_portals_that_do_not_harvest_passes_ckans_schema(
    ckan: Run, release: Release, server_url: str, tmp_path: Path
) -> None:
    assert release.catalog is not None
    for language, title in (("ar", "حصيلة"), ("fr", "hasila"), ("en", "hasila")):
        request = urllib.request.Request(f"{server_url}/catalog/ckan.json?lang={language}")
        with urllib.request.urlopen(request, timeout=20) as response:
            assert response.headers["Content-Language"] == language
            text = response.read().decode()
        packages = json.loads(text)
        path = tmp_path / f"{language}.json"
        path.write_text(text, encoding="utf-8")
        assert ckan("validate", str(path)) == {package["name"]: {} for package in packages}
        assert len(packages) == len(release.catalog.datasets) and packages[0]["title"].startswith(title)
        assert all(package["license_id"] == "cc-by" and package["resources"] for package in packages)
        assert packages[0]["resources"][0]["url"].startswith(f"{server_url}/dumps/")


def test_schema_refuses_what_a_rehearsal_says_it_would(ckan: Run, tmp_path: Path) -> None:
    wrong = [
        {"name": "ok", "title": "t", "tags": [{"name": "l'État"}]},
        {"name": "_", "title": "t"},
        {"name": "fine", "title": "t"},
    ]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    found = ckan("validate", str(path))
    assert set(found["ok"]) == {"tags"} and set(found["_"]) == {"name"} and found["fine"] == {}
