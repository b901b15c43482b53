"""A real udata backend reads the served catalogue whole, and again the same; a rehearsal tells what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from hasila.rehearsal import udata as rehearsal
from hasila.rehearsal.catalogue import Catalogue
from hasila.rehearsal.client import Client
from hasila.release import Release

from .conftest import Run, run_in

DATASET = (
    "title",
    "description",
    "tags",
    "frequency",
    "licence",
    "period",
    "spatial",
    "issued",
    "modified",
    "uri",
    "resources",
)
RESOURCE = ("title", "description", "url", "format", "mime", "filesize", "modified")


@pytest.fixture(scope="module")
def udata(lack: Callable[[str], NoReturn]) -> Run:
    return run_in("udata", lack)


@pytest.fixture(scope="module")
def stand_in(server_url: str, release: Release) -> str:
    """Names of the publication are asked of this server, as their redirects will have it."""
    return f"{release.publication.base}={server_url}/"


@pytest.fixture(scope="module")
def harvested(udata: Run, server_url: str, stand_in: str) -> dict[str, Any]:
    return udata("harvest", f"{server_url}/catalog", stand_in)


def test_every_dataset_and_file_is_read(harvested: dict[str, Any], release: Release, server_url: str) -> None:
    assert (harvested["status"], harvested["errors"]) == ("done", [])
    items = {item["id"]: item for item in harvested["items"]}
    assert all(item["status"] == "done" for item in items.values())
    assert release.catalog is not None
    files = {d.name: d for d in release.distributions} | {
        c.name: c for d in release.distributions for c in d.compressed
    }
    for listed in release.catalog.datasets:
        item = items[listed.iri]
        assert [key for key in DATASET if not item[key]] == []
        assert (item["title"], item["licence"], item["uri"]) == (listed.title["en"], "cc-by", listed.iri)
        assert item["issued"].startswith(listed.issued) and item["modified"].startswith(listed.modified)
        assert item["period"] == [f"{listed.first_year}-01-01", f"{listed.last_year}-12-31"]
        for resource in item["resources"]:
            assert [key for key in RESOURCE if not resource[key]] == []
            assert resource["filesize"] == files[resource["url"].removeprefix(f"{server_url}/dumps/")].bytes


def test_second_harvest_changes_nothing(udata: Run, harvested: dict[str, Any], server_url: str, stand_in: str) -> None:
    assert udata("harvest", f"{server_url}/catalog", stand_in) == harvested


def test_rehearsal_tells_what_the_real_backend_does(harvested: dict[str, Any], server_url: str, stand_in: str) -> None:
    begin, _, other = stand_in.partition("=")
    rehearsed = rehearsal.rehearse(Catalogue(f"{server_url}/catalog", Client(stand_ins={begin: other})), "en")
    assert [loss.code for loss in rehearsed.losses if loss.severity != "limit"] == []
    real = {item["id"]: item for item in harvested["items"] if "title" in item}
    assert {dataset.key for dataset in rehearsed.datasets} == set(real)
    for told in rehearsed.datasets:
        item = real[told.key]
        assert (told.title, told.fields.get("temporal"), bool(told.fields.get("spatial"))) == (
            item["title"], item["period"], bool(item["spatial"])
        )  # fmt: skip
        resources = {resource["url"]: resource for resource in item["resources"]}
        for resource in told.resources:
            found = resources[str(resource["url"])]
            for key in ("title", "description", "format", "mime", "filesize"):
                assert found[key] == resource[key], key
            assert found["checksum"] == resource.get("checksum")


def test_checksums_as_dcat_has_them_are_what_udata_cannot_take(udata: Run, server_url: str, stand_in: str) -> None:
    # It reads the algorithm of SPDX, and then takes the hexBinary value for bytes, which its own model refuses. The catalogue
    # that portals are led to names the algorithm as DCAT-AP does, which udata passes over.
    found = udata("harvest", f"{server_url}/catalog?_profile=dcat", stand_in)
    assert found["status"] == "done-errors"
    assert "checksum.value" in found["items"][0]["errors"][0]
