"""The publication as files: everything is there, nothing leads nowhere, and twice frozen is the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import rdflib

from hasila.release import Release
from hasila.releases import kept_releases
from hasila.web.frozen_addresses import Address, Frozen
from hasila.web.frozen_pages import rewritten

LIVE = "https://live.example/data"
FROZEN = Frozen(("ar", "fr"), None, {"/def/1.0.0": "def/1.0.0.ttl"})


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/", "index.html"),
        ("/?lang=fr", "index.fr.html"),
        ("/?lang=ar", "index.html"),
        ("/releases/", "releases/index.html"),
        ("/doc/figure/2025.clearance-rate", "doc/figure/2025.clearance-rate.html"),
        ("/doc/figure/2025.clearance-rate?lang=fr#top", "doc/figure/2025.clearance-rate.fr.html"),
        ("/id/figure/x", "doc/figure/x.html"),
        ("/doc/figure/x.ttl", "doc/figure/x.ttl"),
        ("/doc/%D8%B4", "doc/ش.html"),
        ("/def/1.0.0", "def/1.0.0.ttl"),
        ("/queries/list.csv?language=fr", "queries/list.fr.csv"),
        ("/dumps/table/list.csv?excel=1&lang=fr", "dumps/table/list.fr.excel.csv"),
        ("/dumps/table/list.fr.csv?excel=1&lang=fr", "dumps/table/list.fr.excel.csv"),
        ("/releases/1/SHA256SUMS", "releases/1/SHA256SUMS"),
        ("?lang=fr", "doc/page.fr.html"),
        ("/doc/event/x.ics", "doc/event/x.ics"),
        ("/doc/event/x.ics?lang=fr", "doc/event/x.fr.ics"),
        ("/queries/list.ics?language=fr", "queries/list.fr.ics"),
        ("/doc/figure/x.bib?lang=fr", None),
        ("/doc/figure/x.csl.json", None),
        ("/sparql", None),
        ("/sparql?query=ASK%7B%7D", None),
        ("/queries/list?year=2024", None),
        ("/doc/../../etc/passwd", "etc/passwd.html"),
        ("/doc//x", None),
        ("/doc/a%5Cb", None),
        ("/doc/" + "x" * 300, None),
        ("//elsewhere.example/", None),
        ("https://elsewhere.example/", None),
        ("#top", None),
    ],
)
def test_link_has_its_file(link: str, file: str | None) -> None:
    address = FROZEN.address(link, Address("/doc/page"))
    assert (address and FROZEN.file(address)) == file


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("/static/style.css", "../static/style.css"),
        ("/doc/b?lang=fr#x", "b.fr.html#x"),
        ("/doc/%D8%B4", "%D8%B4.html"),
        ("/sparql?query=a%20b", None),
        ("?inverse=x", None),
        ("/doc/nothing", None),
        ("https://elsewhere.example/?a=b", "https://elsewhere.example/?a=b"),
        ("#top", "#top"),
    ],
)
def test_link_is_written_relative_to_its_page(link: str, written: str | None) -> None:
    files = {"static/style.css", "doc/a.html", "doc/b.fr.html", "doc/ش.html"}
    assert FROZEN.relative(link, Address("/doc/a"), files) == written
    if written is None:
        asked = f"/doc/a{link}" if link.startswith("?") else link
        assert replace(FROZEN, live=LIVE).relative(link, Address("/doc/a"), files) == LIVE + asked


@pytest.mark.parametrize(
    ("page", "without", "with_live"),
    [
        ('<p>See <a href="/doc/b">b</a>.</p>', '<p>See <a>b</a>.</p>', '<p>See <a href="L/doc/b">b</a>.</p>'),
        ('<li><a href="/sparql">SPARQL</a></li><li>x</li>', "<li>x</li>", '<li><a href="L/sparql">SPARQL</a></li><li>x</li>'),
        ('<p><a href="/sparql?query=a">ask</a> · <a href="#t">t</a></p>', '<p><a href="#t">t</a></p>',
         '<p><a href="L/sparql?query=a">ask</a> · <a href="#t">t</a></p>'),
        ('<form action="/search"><input name="q"></form><b>x</b>', "<b>x</b>",
         '<form action="L/search"><input name="q"></form><b>x</b>'),
        ('<section><h2>Ask</h2><p>Here.</p><form action="/sparql"><i></i></form></section>y', "y",
         '<section><h2>Ask</h2><p>Here.</p><form action="L/sparql"><i></i></form></section>y'),
        ('<link rel="alternate" href="/queries/q.csv?a=1">\n<link rel="icon" href="#i">', '<link rel="icon" href="#i">',
         '<link rel="alternate" href="L/queries/q.csv?a=1">\n<link rel="icon" href="#i">'),
    ],
)  # fmt: skip
def test_page_without_a_live_server_asks_none(page: str, without: str, with_live: str) -> None:
    def link(target: str, live: str | None) -> str | None:
        return target if target.startswith("#") else live and live + target

    assert rewritten(page, partial(link, live=None), FROZEN.asks_server, None) == without
    assert rewritten(page, partial(link, live="L"), FROZEN.asks_server, "L") == with_live


def _freeze(out: Path, release: Path, seed: str = "0", *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "hasila",
        "freeze",
        "--root",
        str(release),
        "--release",
        str(release),
        str(out),
        *options,
    ]
    environ = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, timeout=180, env=environ)


@pytest.fixture(scope="module")
def frozen(forestry_history: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small publication's later release, frozen."""
    out = tmp_path_factory.mktemp("frozen") / "deep" / "site"
    done = _freeze(out, forestry_history / "current")
    assert done.returncode == 0, done.stderr
    assert "files  release 2024.1.1" in done.stdout
    return out


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _hosted(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{host.server_port}/"
        finally:
            host.shutdown()


def _links(url: str, content: bytes) -> set[str]:
    found = re.findall(r"""\s(?:href|src)=["']([^"']*)["']""", content.decode())
    return {urldefrag(urljoin(url, unescape(link)))[0] for link in found}


def test_no_link_of_the_frozen_site_is_dead_wherever_it_is_hosted(frozen: Path) -> None:
    # One folder further down than the root of the host, as many static hosts have it.
    with _hosted(frozen.parent) as root:
        home = f"{root}site/"
        waiting, seen = [f"{home}index.html"], set()
        while waiting:
            url = waiting.pop()
            if url in seen:
                continue
            seen.add(url)
            try:
                with urllib.request.urlopen(url, timeout=10) as response:
                    content = response.read()
            except urllib.error.HTTPError as error:
                pytest.fail(f"{url}: {error.code}")
            if url.endswith((".html", ".atom", "/")):
                for link in _links(url, content):
                    assert not link.startswith(root) or link.startswith(home), (url, link)
                    if link.startswith(home):
                        waiting.append(link)
    assert len(seen) > 100
    assert {f"{home}doc/stand/oak-1.html", f"{home}doc/stand/oak-1.fr.html", f"{home}dumps/forests.nq.zst"} <= seen


def _services(graph: rdflib.Graph) -> list[tuple[object, ...]]:
    """Return the statements that say that something answers questions."""
    names = {
        rdflib.VOID.sparqlEndpoint,
        rdflib.VOID.uriLookupEndpoint,
        rdflib.DCAT.endpointURL,
        rdflib.DCAT.servesDataset,
    }
    typed = (None, rdflib.RDF.type, rdflib.DCAT.DataService)
    return [*graph.triples(typed), *((s, p, o) for s, p, o in graph if p in names)]


def _pages(frozen: Path) -> Iterator[tuple[Path, str]]:
    yield from ((path, path.read_text(encoding="utf-8")) for path in sorted(frozen.rglob("*.html")))


def test_nothing_on_a_frozen_page_asks_a_server_when_there_is_none(frozen: Path, forestry_history: Path) -> None:
    base = kept_releases(forestry_history / "releases")[-1].publication.base
    for path, text in _pages(frozen):
        links = re.findall(r'''\s(?:href|src|action)="([^"]*)"''', text)
        assert not [link for link in links if link.startswith((base, "/", "?"))], path
        assert "<form" not in text and "<li></li>" not in text, path
    assert not (frozen / "openapi.json").exists()


def test_frozen_data_announce_no_service_that_files_do_not_answer(frozen: Path, forestry_history: Path) -> None:
    release = kept_releases(forestry_history / "releases")[-1]
    forms = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
    names = (
        "catalog.ttl",
        "catalog.jsonld",
        "catalog.rdf",
        "void.ttl",
        "dataset/forests.ttl",
        "dataset/report-2024.jsonld",
    )
    for name in names:
        form = forms[name.rpartition(".")[2]]
        before = rdflib.Graph().parse(release.path / "catalog" / name, format=form)
        after = rdflib.Graph().parse(frozen / name, format=form)
        assert _services(before) and not _services(after), name
        # Nothing but what tells of services is gone.
        assert 0 < len(before) - len(after) < 70, name


def test_with_a_live_server_what_files_cannot_answer_is_asked_there(forestry_history: Path, tmp_path: Path) -> None:
    done = _freeze(tmp_path / "site", forestry_history / "current", "0", "--live", f"{LIVE}/")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert f'action="{LIVE}/search"' in page and f'href="{LIVE}/sparql"' in page
    catalog = rdflib.Graph().parse(tmp_path / "site" / "catalog.ttl")
    services = set(catalog.subjects(rdflib.RDF.type, rdflib.DCAT.DataService))
    endpoints = {str(catalog.value(service, rdflib.DCAT.endpointURL)) for service in services}
    assert endpoints == {f"{LIVE}/sparql", f"{LIVE}/queries"}
    (endpoint,) = rdflib.Graph().parse(tmp_path / "site" / "void.ttl").objects(None, rdflib.VOID.sparqlEndpoint)
    assert str(endpoint) == f"{LIVE}/sparql"
    # Files are where they are: they are not the server's.
    assert LIVE not in {str(o).partition("/dumps/")[0] for o in catalog.objects(None, rdflib.DCAT.downloadURL)}
    assert json.loads((tmp_path / "site" / "openapi.json").read_text(encoding="utf-8"))["servers"] == [{"url": LIVE}]


@pytest.mark.parametrize("address", ["live.example", "ftp://live.example", "https://live.example/?a=b", "https://"])
def test_live_server_has_an_address(forestry: Release, tmp_path: Path, address: str) -> None:
    done = _freeze(tmp_path / "site", forestry.path, "0", "--live", address)
    assert done.returncode == 2 and "no address" in done.stderr


def test_thing_has_a_page_that_leads_on_to_its_document(frozen: Path) -> None:
    documents = {
        p.relative_to(frozen / "doc") for p in (frozen / "doc").rglob("*.html") if not p.name.endswith(".fr.html")
    }
    things = {p.relative_to(frozen / "id") for p in (frozen / "id").rglob("*.html")}
    assert things == documents and Path("stand/oak-1.html") in things
    with _hosted(frozen.parent) as root:
        url = f"{root}site/id/stand/oak-1.html"
        with urllib.request.urlopen(url, timeout=10) as response:
            text = response.read().decode()
        (target,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', text)
        assert urljoin(url, target) == f"{root}site/doc/stand/oak-1.html"
        (data,) = re.findall(r'rel="alternate" type="text/turtle" href="([^"]*)"', text)
        for link in (target, data):
            with urllib.request.urlopen(urljoin(url, link), timeout=10) as response:
                assert response.status == 200


@pytest.mark.parametrize("page", ["doc/stand/oak-1.html", "doc/stand/oak-1.fr.html", "queries/list-stands.html"])
def test_links_to_citations_hold_them(frozen: Path, page: str) -> None:
    text = (frozen / page).read_text(encoding="utf-8")
    held = dict(re.findall(r'href="data:([^,;]*);charset=utf-8,([^"]*)" type="[^"]*" download="', text))
    assert [kind.rpartition("/")[2] for kind in held] == [
        "x-bibtex", "x-research-info-systems", "vnd.citationstyles.csl+json",
    ]  # fmt: skip
    bibtex, ris, csl = (unquote(content) for content in held.values())
    assert bibtex.startswith("@") and ris.startswith("TY  - ")
    assert json.loads(csl)[0]["URL"] in bibtex
    assert re.findall(r'download="([^"]*)"', text)[:1] == [f"{page.rpartition('/')[2].partition('.')[0]}.bib"]


def test_every_resource_is_there_as_page_and_data(frozen: Path, forestry_history: Path) -> None:
    release = kept_releases(forestry_history / "releases")[-1]
    everything = rdflib.Graph().parse(release.path / "dumps" / "forests.nt", format="nt")
    base = release.publication.base
    subjects = {s for s in everything.subjects() if str(s).startswith(base)}
    assert len(subjects) > 10
    for subject in subjects:
        # What a fragment names is described in the document before it.
        path = str(subject).removeprefix(base).replace("id/", "doc/", 1).partition("#")[0]
        if path == "def/":
            continue
        for ending in ("html", "fr.html", "ttl", "jsonld"):
            assert (frozen / f"{path}.{ending}").is_file(), (path, ending)
        if path.startswith("doc/"):
            said = rdflib.Graph().parse(frozen / f"{path}.ttl", format="turtle")
            assert set(said) == set(everything.triples((subject, None, None)))


def test_files_of_the_release_are_there_to_the_byte(frozen: Path, forestry_history: Path) -> None:
    release = kept_releases(forestry_history / "releases")[-1]
    for distribution in release.distributions:
        for form in distribution.forms:
            assert hashlib.sha256((frozen / "dumps" / form.name).read_bytes()).hexdigest() == form.sha256
    for name in ("queries/list-stands.csv", "feed.ttl", "feed/2024.1.0/1.ttl", "feed.fr.atom", "404.html", "def.ttl",
                 "releases/2024.1.0/manifest.json", "releases/2024.1.1/index.fr.html"):  # fmt: skip
        assert (frozen / name).is_file(), name


def test_feed_leads_to_its_pages(frozen: Path) -> None:
    with _hosted(frozen) as root:
        graph = rdflib.Graph().parse(
            data=(frozen / "feed.ttl").read_bytes(), format="turtle", publicID=f"{root}feed.ttl"
        )
        nodes = set(graph.objects(None, rdflib.URIRef("https://w3id.org/tree#node")))
        assert len(nodes) == 2
        for node in nodes:
            with urllib.request.urlopen(str(node), timeout=10) as response:
                assert response.status == 200


def test_withdrawn_resource_has_a_page_that_says_so(frozen: Path) -> None:
    assert "Compté deux fois." in (frozen / "doc" / "stand" / "pine-2.fr.html").read_text(encoding="utf-8")


def test_twice_frozen_is_the_same_and_what_went_is_taken_away(
    frozen: Path, forestry_history: Path, tmp_path: Path
) -> None:
    first, second = (r.path for r in kept_releases(forestry_history / "releases"))
    assert _freeze(tmp_path / "site", first, "1").returncode == 0
    assert (tmp_path / "site" / "doc" / "stand" / "pine-2.ttl").is_file()
    assert _freeze(tmp_path / "site", second, "2").returncode == 0
    files = {p.relative_to(frozen): p.read_bytes() for p in frozen.rglob("*") if p.is_file()}
    again = {p.relative_to(tmp_path / "site"): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert again.keys() == files.keys()
    assert [name for name in files if files[name] != again[name]] == []
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=frozen, timeout=60)
    assert done.returncode == 0


def test_folder_with_something_else_is_left_alone(forestry: Release, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = _freeze(tmp_path, forestry.path)
    assert done.returncode == 2 and "holds something else" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
