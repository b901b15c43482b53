"""The list of pages for crawlers, and what they may read."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from hasila.publication import sources as reading
from hasila.publication.catalog_model import catalog
from hasila.publication.manifest import read_manifest
from hasila.publication.sitemap import sitemap
from hasila.publication.store import Dataset

HERE = "http://127.0.0.1:8000"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FORESTRY = Path(__file__).parents[1] / "publications" / "forestry"


def entries(content: bytes, element: str) -> dict[str, str]:
    """Return address and day of each entry."""
    root = ElementTree.fromstring(content)
    found = root.findall(f"{NAMESPACE}{element}")
    return {e.findtext(f"{NAMESPACE}loc", ""): e.findtext(f"{NAMESPACE}lastmod", "") for e in found}


def test_every_page_listed_answers_and_says_when_it_changed(forest: FlaskClient) -> None:
    response = forest.get("/sitemap.xml")
    listed = entries(response.data, "url")
    assert response.content_type == "application/xml" and len(listed) > 10
    for address, day in listed.items():
        assert day == "2025-03-01"
        assert address.startswith(f"{HERE}/")
        page = forest.get(address.removeprefix(HERE), headers={"Accept": "text/html"})
        assert page.status_code == 200 and page.content_type.startswith("text/html"), address


def test_everything_published_is_listed(client: FlaskClient) -> None:
    listed = {address.removeprefix(HERE) for address in entries(client.get("/sitemap.xml").data, "url")}
    wanted = {"/", "/catalog", "/def/", "/dumps/", "/queries/show-key-figures", "/doc/statement/2025-S20",
              "/dataset/report-2025", "/dataset/report", "/dataset/levels", "/graph/report/2025", "/def/Statement"}  # fmt: skip
    assert wanted <= listed


def test_large_list_is_parted_and_indexed() -> None:
    manifest = read_manifest(FORESTRY)
    loaded = reading.load(manifest)
    dataset = Dataset(loaded.quads())
    listed = catalog(manifest, [(graph.name, graph.year) for graph in loaded.graphs], {})
    files = dict(sitemap(manifest, dataset, listed, loaded.graphs, ["list-stands"], most=5))
    index = entries(files["sitemap/sitemap.xml"], "sitemap")
    parts = [entries(files[f"sitemap/{address.rpartition('/')[2]}"], "url") for address in index]
    assert len(parts) == len(files) - 1 > 1
    assert all(0 < len(part) <= 5 for part in parts)
    whole = dict(sitemap(manifest, dataset, listed, loaded.graphs, ["list-stands"]))
    assert {a: d for part in parts for a, d in part.items()} == entries(whole["sitemap/sitemap.xml"], "url")


@pytest.mark.parametrize("path", ["/sitemap-1.xml", "/sitemap-x.xml", "/sitemap-99999999999.xml"])
def test_part_there_is_not_is_not_found(forest: FlaskClient, path: str) -> None:
    assert forest.get(path).status_code == 404


def test_crawlers_are_kept_from_endpoints_only(forest: FlaskClient) -> None:
    lines = forest.get("/robots.txt").get_data(as_text=True).splitlines()
    assert lines[0] == "User-agent: *"
    assert {line for line in lines if line.startswith("Disallow")} == {
        "Disallow: /search",
        "Disallow: /sparql",
        "Disallow: /store",
    }
    assert f"Sitemap: {HERE}/sitemap.xml" in lines
