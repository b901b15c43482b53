"""Every IRI of the published data answers, in every language and type; what is misspelt or withdrawn says so.

All IRIs below the base that stand anywhere in the data, as subject, predicate, object, class, datatype or graph, are asked for
with HEAD, as Turtle, as JSON-LD and as a page, the latter in one of the languages each, in turn.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest
from flask.testing import FlaskClient
from werkzeug.wsgi import ClosingIterator

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.rdf.languages import direction
from hasila.release import Release
from hasila.releases import kept_releases
from hasila.settings import resolve
from hasila.web.app import create_app

LANGUAGES = ("ar", "fr", "en")
TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "html": "text/html"}
BASE = "https://bad.example/data/"
Start = Callable[[str, Release, Limits], EmbeddedEngine]

_QUAD = re.compile(r'(\S+) (\S+) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@\S+)?) (\S+) \.\Z')


def published(release: Release) -> set[str]:
    """Return the IRIs below the base that stand anywhere in the data; text that only looks like one is none."""
    base, found = release.publication.base, set()
    dump = release.path / "dumps" / f"{release.publication.name}.nq"
    for line in dump.read_text(encoding="utf-8").splitlines():
        match = _QUAD.match(line)
        assert match, line
        subject, predicate, value, graph = match.groups()
        terms = [subject, predicate, graph, value if value.startswith("<") else value.rpartition("^^")[2]]
        found.update(term[1:-1] for term in terms if term.startswith("<") and term.endswith(">"))
    return {iri for iri in found if iri.startswith(base)}


def address(iri: str, base: str) -> str:
    """Return what a client asks the server for when it follows an IRI: its path, without the fragment."""
    path = iri.removeprefix(base).partition("#")[0]
    return "/" + quote(path, safe="/:@!$&'()*+,;=~-._%?")


def kinds(iris: set[str], base: str) -> dict[str, list[str]]:
    """Return the IRIs by kind: `id/{kind}`, else the first part of the path."""
    found = defaultdict(list)
    for iri in sorted(iris):
        first, _, rest = iri.removeprefix(base).partition("/")
        found[f"{first}/{rest.partition('/')[0]}" if first == "id" else first].append(iri)
    return found


@pytest.fixture(scope="module")
def iris(release: Release) -> set[str]:
    """Every IRI below the base in the published data."""
    found = published(release)
    assert len(found) > 5000
    return found


def ask(
    client: FlaskClient, path: str, accept: str, method: str = "GET", language: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer, asked through WSGI alone: a client's bookkeeping costs as much again."""
    heard: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], information: object = None
    ) -> Callable[[bytes], object]:
        heard[:] = int(status[:3]), dict(headers)
        return lambda data: None

    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost", "HTTP_ACCEPT": accept, "HTTP_ACCEPT_LANGUAGE": language,
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip
    with contextlib.closing(ClosingIterator(client.application.wsgi_app(environ, start_response))) as pieces:
        body = b"".join(pieces)
    return (*heard, body)


def test_every_thing_leads_to_its_document(client: FlaskClient, release: Release, iris: set[str]) -> None:
    base = release.publication.base
    things = [iri for iri in iris if iri.startswith(f"{base}id/")]
    assert len(things) > 5000
    for iri in things:
        status, headers, _ = ask(client, address(iri, base), "*/*")
        assert (status, headers["Location"]) == (303, address(iri, base).replace("/id/", "/doc/", 1))


@pytest.mark.parametrize(("ending", "method"), [("ttl", "GET"), ("jsonld", "GET"), ("ttl", "HEAD")])
def test_every_iri_answers(client: FlaskClient, release: Release, iris: set[str], ending: str, method: str) -> None:
    base, wrong = release.publication.base, []
    for iri in sorted(iris):
        path = address(iri, base).replace("/id/", "/doc/", 1)
        status, headers, body = ask(client, path, f"{TYPES[ending]}, */*;q=0.1", method)
        if status == 303:
            # What is no thing of the data, such as the front page, is described elsewhere.
            status, headers, body = ask(client, headers["Location"], "*/*", method)
        negotiated = headers["Content-Type"].partition(";")[0] == TYPES[ending] or not path.startswith(
            ("/doc/", "/def/")
        )
        if (status, negotiated, body == b"") != (200, True, method == "HEAD"):
            wrong.append((iri, status, headers["Content-Type"]))
    assert not wrong


@pytest.mark.parametrize("turn", range(len(LANGUAGES)), ids=LANGUAGES)
def test_every_iri_has_a_page(client: FlaskClient, release: Release, iris: set[str], turn: int) -> None:
    """Pages cost most, so each IRI is asked for in one language; of every kind the first in each."""
    base, wrong, asked = release.publication.base, {}, 0
    for members in kinds(iris, base).values():
        for place, iri in enumerate(members):
            # Those of one language are spread over the kind; names that stand beside each other are often alike.
            if place and place % len(LANGUAGES) != turn:
                continue
            asked += 1
            path, language = address(iri, base).replace("/id/", "/doc/", 1), LANGUAGES[turn]
            status, headers, body = ask(client, path, "text/html, image/*;q=0.5", language=language)
            told = _fault_of_page(
                path, iri.partition("#")[0], language, status, headers, body.decode("utf-8", "replace")
            )
            if told:
                wrong[iri] = told
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    assert asked > len(iris) // len(LANGUAGES)


def _fault_of_page(path: str, iri: str, language: str, status: int, headers: dict[str, str], page: str) -> str:
    """Return what is wrong with a page, nothing where nothing is; what is no document answers as it likes."""
    if status != 200:
        return f"status {status}"
    if not path.startswith(("/doc/", "/def/", "/graph/", "/dataset/")):
        return ""
    if headers["Content-Type"] != "text/html; charset=utf-8":
        return headers["Content-Type"]
    if headers["Content-Language"] != language or f'<html lang="{language}" dir="{direction(language)}">' not in page:
        return "not in the language asked for"
    if page.count("<h1") != 1 or not page.rstrip().endswith("</html>"):
        return "not whole"
    return "" if escape(iri) in page else "does not name the IRI"


def test_every_subject_is_described_by_its_document(client: FlaskClient, release: Release) -> None:
    """What a document says of its thing is all that the data say of it, triple by triple."""
    base, whole = release.publication.base, defaultdict(list)
    dump = release.path / "dumps" / f"{release.publication.name}.nt"
    for line in dump.read_text(encoding="utf-8").splitlines(keepends=True):
        whole[line.partition("> ")[0][1:]].append(line)
    things = [iri for iri in whole if iri.startswith(f"{base}id/")]
    assert len(things) > 5000
    for iri in things:
        _, _, body = ask(client, address(iri, base).replace("/id/", "/doc/", 1), "application/n-triples")
        assert sorted(body.decode().splitlines(keepends=True)) == sorted(whole[iri]), iri


def misspellings(iri: str) -> Iterator[str]:
    """Yield names that are close to an IRI's, and are none."""
    yield iri + "x"
    yield iri[:-1] + ("y" if iri[-1] != "y" else "z") + "-"
    yield iri + "/"
    yield iri[:-1] + iri[-1].swapcase() + "_"


def test_misspelt_names_of_every_kind_are_not_found(client: FlaskClient, release: Release, iris: set[str]) -> None:
    base = release.publication.base
    for kind, members in kinds(iris, base).items():
        if not kind.startswith(("id/", "def", "graph")):
            continue
        for wrong in {wrong for iri in members[-1:] for wrong in misspellings(iri)} - iris:
            path = address(wrong, base).replace("/id/", "/doc/", 1)
            for accept in TYPES.values():
                response = client.get(path, headers={"Accept": accept})
                assert response.status_code == 404, (wrong, accept)
                assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


COMBINED = [(language, ending) for language in LANGUAGES for ending in TYPES]


@pytest.mark.parametrize(
    "path", ["/doc/place/MA", "/def/Report", "/graph/places", "/dataset/hasila", "/doc/statement/2025-S20"]
)
def test_language_and_type_have_their_own_validators(client: FlaskClient, path: str) -> None:
    tags: dict[str, set[str]] = defaultdict(set)
    for language, ending in COMBINED:
        headers = {"Accept": TYPES[ending], "Accept-Language": language}
        response = client.get(path, headers=headers)
        vary = set(response.headers["Vary"].split(", "))
        assert response.headers["Content-Location"] == f"{path}.{ending}"
        tags[ending].add(response.headers["ETag"])
        if ending == "html":
            assert {"Accept", "Accept-Language"} <= vary and response.headers["Content-Language"] == language
            assert f'<html lang="{language}"' in response.get_data(as_text=True)
        else:
            assert "Accept" in vary and "Accept-Language" not in vary and "Content-Language" not in response.headers
        head = client.head(path, headers=headers)
        for name in ("ETag", "Vary", "Content-Language", "Content-Location", "Content-Type", "Link"):
            assert head.headers.get(name) == response.headers.get(name), name
        known = client.get(path, headers={**headers, "If-None-Match": response.headers["ETag"]})
        assert known.status_code == 304 and known.headers["ETag"] == response.headers["ETag"]
        # The same representation at its own address has the same content.
        own = client.get(f"{path}.{ending}", headers={"Accept-Language": language, "Accept": "*/*"})
        assert own.headers["Content-Type"] == response.headers["Content-Type"]
        if ending != "html":
            assert own.data == response.data
    assert {ending: len(found) for ending, found in tags.items()} == {"ttl": 1, "jsonld": 1, "html": 3}
    assert len(set.union(*tags.values())) == 5


def test_withdrawn_names_are_gone(start: Start, forestry_history: Path) -> None:
    release = kept_releases(forestry_history / "releases")[-1]
    limits = Limits(seconds=2.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
    withdrawn = list(release.tombstones)
    assert withdrawn
    with start("embedded", release, limits) as engine:
        client = create_app(release, engine, resolve({}, {}, {})).test_client()
        for iri in sorted(iri for iri in published(release) if iri.startswith(f"{release.publication.base}id/")):
            path = address(iri, release.publication.base).replace("/id/", "/doc/", 1)
            assert client.get(path, headers={"Accept": "text/turtle, */*;q=0.1"}).status_code == 200, iri
        for iri in withdrawn:
            see = client.get(address(iri, release.publication.base))
            assert see.status_code == 303
            for ending, media_type in TYPES.items():
                told = client.get(see.headers["Location"], headers={"Accept": media_type})
                assert told.status_code == 410, iri
                assert told.headers["Vary"] and client.get(f"{see.headers['Location']}.{ending}").status_code == 410
                assert client.head(see.headers["Location"], headers={"Accept": media_type}).status_code == 410
            problem = json.loads(client.get(see.headers["Location"], headers={"Accept": "application/json"}).data)
            assert problem["resource"] == iri and problem["why"]


NAMES = ["شرطة", "a%20b", "caf%C3%A9", "été", "100%25", "x%2Fy", "(a)", "a+b", "a:b;c=d", "~x", "%D8%A8", "a&b"]
"""Names as they stand in IRIs: Arabic, accents, escapes that are part of the IRI, and marks that need none."""


@pytest.fixture(scope="module")
def spelt(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of files whose IRIs are spelt in every way that RFC 3987 allows."""
    from hasila.publication.loaded import read_argument, write_release

    folder = tmp_path_factory.mktemp("spelt")
    lines = [
        f'<{BASE}id/thing/{name}> <http://www.w3.org/2000/01/rdf-schema#label> "{n}" .' for n, name in enumerate(NAMES)
    ]
    (folder / "names.nt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "release"
    out.mkdir()
    release = write_release([read_argument(str(folder / "names.nt"))], BASE, out)
    limits = Limits(seconds=2.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
    with start("embedded", release, limits) as engine:
        yield create_app(release, engine, resolve({}, {}, {})).test_client()
    shutil.rmtree(out)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "%2F" not in name]
)  # decoded, it parts a path like any other
def test_iri_goes_round_however_it_is_spelt(spelt: FlaskClient, name: str) -> None:
    number = NAMES.index(name)
    # RFC 3987 section 3.1: the address of an IRI has what is not ASCII escaped, and its own escapes as they are.
    path = "/id/thing/" + quote(name, safe="/:@!$&'()*+,;=~-._%")
    see = spelt.get(path)
    assert see.status_code == 303
    for ending, media_type in TYPES.items():
        response = spelt.get(see.headers["Location"], headers={"Accept": media_type})
        assert response.status_code == 200, (name, see.headers["Location"])
        assert response.headers["Content-Location"] == f"{see.headers['Location']}.{ending}"
        assert spelt.get(response.headers["Content-Location"]).status_code == 200
    data = spelt.get(see.headers["Location"], headers={"Accept": "application/n-triples"}).get_data(as_text=True)
    assert data.startswith(f"<{BASE}id/thing/{name}> ") and f'"{number}"' in data


def test_links_of_pages_lead_to_names_however_they_are_spelt(spelt: FlaskClient) -> None:
    query = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?o"
    page = spelt.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"}).get_data(as_text=True)
    links = re.findall(r'href="(/doc/thing/[^"?]*)"', page)
    assert len(links) == len(NAMES)
    found = {spelt.get(link.replace("&amp;", "&"), headers={"Accept": "application/n-triples"}).get_data(as_text=True)
             .partition("> ")[0] for link in links}  # fmt: skip
    assert found == {f"<{BASE}id/thing/{name}" for name in NAMES}
    assert unquote(links[0]) != links[0]
