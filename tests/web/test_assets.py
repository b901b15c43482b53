"""What is bundled for browsers: served for ever, by its hashed name only, and pages that do without where there is none."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from flask.testing import FlaskClient

from hasila.bundle import Bundle, read_bundle
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.publication.distributing import compressed
from hasila.release import FileEntry, Release
from hasila.settings import resolve
from hasila.web.app import create_app
from hasila.web.freezing import freeze
from hasila.web.site import Site

SCRIPT = b"export const word = 'drawn';\n" * 100
FILES = {
    "chart-AAAA1111.js": SCRIPT,
    "editor-BBBB2222.js": b"export {};\n",
    "editor-BBBB2222.css": b".editor { color: red }\n" * 100,
    "fonts-CCCC3333.css": b"@font-face { font-family: A; src: url(./a-DDDD4444.woff2) }\n",
    "a-DDDD4444.woff2": b"wOF2 and more",
}
ENTRIES = {"chart": "chart-AAAA1111.js", "editor": "editor-BBBB2222.js", "editor-style": "editor-BBBB2222.css",
           "fonts": "fonts-CCCC3333.css", "font": "a-DDDD4444.woff2"}  # fmt: skip
HTML = {"Accept": "text/html"}


def _write(folder: Path, source: str = "one") -> None:
    contents: dict[str, bytes] = {}
    for name, content in FILES.items():
        contents |= {name: content} if name.endswith(".woff2") else compressed(name, content)
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = {name: FileEntry(hashlib.sha256(content).hexdigest(), len(content)) for name, content in contents.items()}
    (folder / "assets.json").write_text(json.dumps(Bundle(folder, source, ENTRIES, files).to_json()))


Start = Callable[[str, Release, Limits], EmbeddedEngine]


@pytest.fixture(scope="module")
def beside(forestry: Release, start: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the small publication with a bundle beside its release."""
    folder = tmp_path_factory.mktemp("with-assets")
    release = Release.open(Path(shutil.copytree(forestry.path, folder / "release")))
    _write(folder / "assets")
    limits = Limits(seconds=5.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
    with start("embedded", release, limits) as engine:
        yield create_app(release, engine, resolve({}, {}, {})).test_client()


def test_pages_with_the_bundle_do_not_say_that_it_is_missing(beside: FlaskClient) -> None:
    for path in ("/", "/sparql"):
        assert "not installed" not in beside.get(path, headers=HTML).get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("chart-AAAA1111.js", "text/javascript; charset=utf-8"),
        ("editor-BBBB2222.css", "text/css; charset=utf-8"),
        ("a-DDDD4444.woff2", "font/woff2"),
    ],
)
def test_asset_is_sent_with_its_type_and_may_be_kept_for_ever(
    beside: FlaskClient, name: str, content_type: str
) -> None:
    response = beside.get(f"/assets/{name}")
    assert response.status_code == 200
    assert response.data == FILES[name]
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["ETag"] == f'"{hashlib.sha256(FILES[name]).hexdigest()}"'
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    again = beside.get(f"/assets/{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    head = beside.head(f"/assets/{name}")
    assert head.status_code == 200
    assert int(head.headers["Content-Length"]) == len(FILES[name])


@pytest.mark.parametrize(
    ("coding", "decode"),
    [("gzip", gzip.decompress), ("zstd", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data))],
)
def test_asset_comes_compressed_to_who_takes_that(
    beside: FlaskClient, coding: str, decode: Callable[[bytes], bytes]
) -> None:
    response = beside.get("/assets/chart-AAAA1111.js", headers={"Accept-Encoding": coding})
    assert response.headers["Content-Encoding"] == coding
    assert response.headers["Vary"] == "Accept-Encoding"
    assert decode(response.data) == SCRIPT
    assert len(response.data) < len(SCRIPT)
    font = beside.get("/assets/a-DDDD4444.woff2", headers={"Accept-Encoding": coding})
    assert "Content-Encoding" not in font.headers


@pytest.mark.parametrize(
    "path",
    ["/assets/", "/assets/assets.json", "/assets/chart.js", "/assets/chart-AAAA1111.js.gz", "/assets/../release/manifest.json",
     "/assets/%2e%2e/release/manifest.json", "/assets/..%2frelease%2fmanifest.json", "/assets//etc/passwd",
     "/assets/chart-AAAA1111.js/", "/assets/chart-AAAA1111.js%00"],
)  # fmt: skip
def test_nothing_but_what_is_listed_is_sent(beside: FlaskClient, path: str) -> None:
    assert beside.get(path).status_code == 404


def test_pages_name_the_assets_there_are(beside: FlaskClient, forest: FlaskClient) -> None:
    page = beside.get("/sparql", headers=HTML).get_data(as_text=True)
    named = set(re.findall(r'(?:href|src)="/assets/([^"]+)"', page))
    assert {ENTRIES["editor"], ENTRIES["editor-style"], ENTRIES["fonts"]} <= named <= FILES.keys()
    bare = forest.get("/sparql", headers=HTML).get_data(as_text=True)
    assert "/assets/" not in bare
    assert "<script" not in bare
    assert "<textarea" in bare


def test_page_is_another_when_the_bundle_is(forestry: Release, beside: FlaskClient, forest: FlaskClient) -> None:
    tags = [client.get("/sparql", headers=HTML).headers["ETag"] for client in (beside, forest)]
    assert tags[0] != tags[1]
    data = [client.get("/doc/stand/oak-1.ttl").headers["ETag"] for client in (beside, forest)]
    assert data[0] == data[1]


def test_frozen_publication_has_the_assets_its_pages_name(beside: FlaskClient, tmp_path: Path) -> None:
    app = beside.application
    freeze(app, app.extensions["hasila"], tmp_path, lambda text: None)
    assert {path.name for path in (tmp_path / "assets").iterdir()} == set(FILES)
    assert (tmp_path / "assets" / "chart-AAAA1111.js").read_bytes() == SCRIPT
    assert 'href="assets/fonts-CCCC3333.css"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_site_without_a_bundle_has_no_assets(forest: FlaskClient, beside: FlaskClient) -> None:
    sites: list[Site] = [client.application.extensions["hasila"] for client in (forest, beside)]
    assert sites[0].assets == {}
    assert sites[1].assets["chart"] == "/assets/chart-AAAA1111.js"


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "chart-AAAA1111.js").write_bytes(b"cut"),
        lambda folder: (folder / "a-DDDD4444.woff2").unlink(),
        lambda folder: (folder / "assets.json").write_text("{"),
        lambda folder: (folder / "assets.json").write_text('{"files": []}'),
        lambda folder: (folder / "assets.json").unlink(),
    ],
)
def test_bundle_that_is_not_whole_is_none(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    _write(tmp_path / "assets")
    assert read_bundle(tmp_path / "assets").entries == ENTRIES
    damage(tmp_path / "assets")
    assert not read_bundle(tmp_path / "assets").entries
    assert not read_bundle(tmp_path / "assets").files
