"""The publication as files for any static host: every page in each language, every resource in each format, every dump.

What the application answers is what is written: it is asked for everything that is published, and for all that its pages
link to. What only a server answers is left out, or asked of a live one. A thing has a page that leads on to its document, for
that needs nothing of the host, while each kind of host writes its rules for redirects otherwise. Writes below one folder,
which it has made or frozen before, and nowhere else; the same release gives the same files.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client, TestResponse

from hasila.distributions import FOLDER
from hasila.engine.protocol import Query
from hasila.errors import OptionInvalid
from hasila.rdf.formats import ATOM, CSV, HTML, JSONLD, TURTLE
from hasila.rdf.saved_queries import quote_literal
from hasila.release import Publication
from hasila.web import frozen_catalog
from hasila.web.assets import assets
from hasila.web.frozen_addresses import Address, Frozen
from hasila.web.frozen_pages import links_of, rewritten, stub, with_citations
from hasila.web.site import Site

SUMS = "SHA256SUMS"
"""The file that lists all others, with their digests; it also marks a folder as frozen."""
_SUBJECTS = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), %s)) } ORDER BY ?s"
_SEEDS = ("/", "/queries", "/dumps/", "/releases/", "/feed", "/feed.ttl", "/feed.jsonld", "/def/", "/problems/",
          "/catalog", "/catalog.ttl", "/catalog.jsonld", "/catalog.rdf", "/void.ttl", "/quality", "/quality.ttl",
          "/shapes", "/shapes.ttl", "/openapi.json", "/sitemap.xml", "/robots.txt")  # fmt: skip
"""Where the crawl begins; what a publication does not have is left out."""
_DATA = (TURTLE, JSONLD)
_THINGS, _DOCUMENTS = "id/", "doc/"
"""Folders of things, and of the documents about them."""
_KEPT = (200, 410)
_MISSING = Address("/404")
_EVERY = 500
Progress = Callable[[str], None]


def freeze(app: Flask, site: Site, out: Path, progress: Progress, live: str | None = None) -> int:
    """Write what the application of a site serves to folder `out`, and return the number of files.

    `live` is the address of a server that answers what files cannot. A folder that was frozen before is brought up to date.
    Raises OptionInvalid for a folder that holds anything else and for an address that is none, and OSError.
    """
    if live is not None and not _is_address(live):
        raise OptionInvalid(f"{live!r:.200} is no address such as https://data.example.", option="live", value=live)
    known = _require_frozen(out)
    crawl = _Crawl(Client(app, TestResponse), site, out, progress, live.rstrip("/") if live else None)
    crawl.run(_seeds(site))
    written = crawl.linked()
    for name in sorted(known - written.keys()):
        (out / name).unlink(missing_ok=True)
    _remove_empty_folders(out)
    sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(written.items()))
    (out / SUMS).write_text(sums, encoding="utf-8")
    return len(written)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)


def _require_frozen(out: Path) -> set[str]:
    """Return the files that an earlier freeze left in the folder, which is made where there is none."""
    out.mkdir(parents=True, exist_ok=True)
    if (out / SUMS).is_file():
        lines = (out / SUMS).read_text(encoding="utf-8").splitlines()
        return {name for line in lines if (name := line.partition("  ")[2]) and ".." not in name.split("/")}
    if any(out.iterdir()):
        raise OptionInvalid(
            f"{out} holds something else; name an empty folder, or one that was frozen before.",
            option="out",
            value=str(out),
        )
    return set()


def _remove_empty_folders(out: Path) -> None:
    for folder, _, _ in os.walk(out, topdown=False):
        if Path(folder) != out and not any(Path(folder).iterdir()):
            Path(folder).rmdir()


def _seeds(site: Site) -> Iterator[Address]:
    """Yield every address to begin with: the known ones, the files, the feed, then each resource, as a page and as data."""
    yield from (Address(path) for path in _SEEDS)
    yield from (Address(f"/{FOLDER}/{form.name}") for d in site.release.distributions for form in d.forms)
    # Modules and style sheets name each other, which no link on a page tells.
    yield from (Address(path) for path, _ in assets(site.bundle))
    for version, release in site.releases.items():
        changes = release.changes()
        for number in range(1, changes.pages + 1 if changes else 1):
            yield from (Address(f"/feed/{version}/{number}.{form.extension}") for form in _DATA)
    query = _SUBJECTS % quote_literal(site.publication.base)
    with site.engine.answer(Query(query, CSV.name), own=True) as answer:
        iris = answer.read().decode().split("\r\n")[1:-1]
    for iri in iris:
        path = site.iris.document_path(iri.strip('"'))
        if path is not None and "#" not in path and not path.endswith("/"):
            yield Address(path)
            yield from (Address(f"{path}.{form.extension}") for form in _DATA)


class _Crawl:
    """One pass over everything: what is still to be asked for, and what has been written, by file name."""

    def __init__(self, client: Client, site: Site, out: Path, progress: Progress, live: str | None) -> None:
        self._client, self._out, self._progress, self._live = client, out, progress, live
        publication, self._origin = site.publication, site.deployment.origin({})
        self._languages = publication.languages
        self._host = urlsplit(publication.base).netloc
        self._frozen = Frozen(publication.languages, live, self._aliases(publication))
        self._queue: deque[Address] = deque()
        self._seen: set[Address] = set()
        self._written: dict[str, str] = {}
        self._linking: dict[str, Address] = {}

    def _aliases(self, publication: Publication) -> dict[str, str]:
        """Return the files of frozen versions of the ontology of which there is no page."""
        paths = (f"/def/{version}" for version in publication.ontology_versions)
        return {
            path: f"{path[1:]}.{TURTLE.extension}"
            for path in paths
            if not self._get(Address(path)).content_type.startswith(HTML.media_type)
        }

    def _get(self, address: Address) -> TestResponse:
        accept = HTML.media_type if address.is_page else "*/*"
        return self._client.get(address.url, headers={"Accept": accept, "Host": self._host})

    def run(self, seeds: Iterable[Address]) -> None:
        """Ask for everything and write it."""
        for address in seeds:
            self._want(address)
        while self._queue:
            address = self._queue.popleft()
            response = self._get(address)
            if response.status_code in _KEPT:
                self._keep(address, response)
            response.close()
        # Hosts of files show this page for what there is not.
        self._keep(_MISSING, self._get(_MISSING))

    def _want(self, address: Address) -> None:
        languages = ("", *self._languages[1:]) if address.is_page else (address.language,)
        for language in languages:
            wanted = Address(address.path, language, address.parameters)
            if wanted not in self._seen and self._frozen.file(wanted) is not None:
                self._seen.add(wanted)
                self._queue.append(wanted)

    def _keep(self, address: Address, response: TestResponse) -> None:
        name, content = self._frozen.file(address), response.get_data()
        assert name is not None
        if address.path == frozen_catalog.OPENAPI and self._live is None:
            return
        if response.status_code == 200 and frozen_catalog.tells_of_services(address.path):
            content = frozen_catalog.rewritten(content, address.path, self._origin, self._live)
        if response.content_type.startswith((HTML.media_type, ATOM.media_type)):
            self._linking[name] = address
            for link in links_of(content.decode()):
                found = self._frozen.address(link, address)
                if found is not None:
                    self._want(found)
        self._write(name, content)
        if len(self._written) % _EVERY == 0:
            self._progress(f"{len(self._written)} files, {len(self._queue)} to go")

    def _write(self, name: str, content: bytes) -> None:
        self._written[name] = hashlib.sha256(content).hexdigest()
        path = self._out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def linked(self) -> dict[str, str]:
        """Make the links of all pages lead to files, now that it is known which there are; return digests by name."""
        self._progress("linking the pages")
        for name, page in self._linking.items():
            text = with_citations((self._out / name).read_text(encoding="utf-8"))
            to_file = partial(self._frozen.relative, page=page, there_are=self._written)
            self._write(name, rewritten(text, to_file, self._frozen.asks_server, self._live).encode())
        for name, page in self._linking.items():
            if name.startswith(_DOCUMENTS) and not page.language:
                self._lead_on(name)
        return self._written

    def _lead_on(self, name: str) -> None:
        """Write the page of a thing that leads on to its document."""
        thing = _THINGS + name.removeprefix(_DOCUMENTS)
        page = posixpath.relpath(name, posixpath.dirname(thing))
        self._write(thing, stub(page, page.removesuffix(HTML.extension) + TURTLE.extension).encode())
