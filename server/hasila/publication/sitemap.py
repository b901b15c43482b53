"""The list of pages for crawlers: every document of the publication, with the day it was last changed.

Sitemap protocol 0.9: at most 50,000 addresses in a file, an index above several files. Addresses stand below
`catalog.DEPLOYMENT`. Lists pages of the publication; what else a server offers it may name itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from hasila.catalog import DEPLOYMENT, SITEMAP, Catalog
from hasila.publication.manifest import Manifest
from hasila.publication.sources import LoadedGraph
from hasila.publication.store import Dataset
from hasila.rdf.iris import IriSpace

MOST = 40_000
_SUBJECTS = """SELECT DISTINCT ?s ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }}
FILTER(STRSTARTS(STR(?s), "{base}") && !CONTAINS(STR(?s), "#")) }}"""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(
    manifest: Manifest, dataset: Dataset, listed: Catalog, graphs: Sequence[LoadedGraph], queries: Iterable[str],
    most: int = MOST,
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Yield path in the release and bytes of each file of the list; `queries` are the names of the saved queries."""
    changed = dict.fromkeys(_own_pages(queries), manifest.modified)
    changed |= _things(manifest, dataset, _modified(manifest, graphs))
    changed |= {thing.path: thing.modified for thing in listed.datasets}
    changed |= {series.path: manifest.modified for series in listed.series}
    pages = sorted(changed.items())
    parts = [pages[start : start + most] for start in range(0, len(pages), most)]
    if len(parts) == 1:
        yield f"{SITEMAP}/sitemap.xml", _list(parts[0])
        return
    for number, part in enumerate(parts, 1):
        yield f"{SITEMAP}/sitemap-{number}.xml", _list(part)
    newest = [(f"/sitemap-{number}.xml", max(day for _, day in part)) for number, part in enumerate(parts, 1)]
    yield f"{SITEMAP}/sitemap.xml", _written("sitemapindex", "sitemap", newest)


def _own_pages(queries: Iterable[str]) -> Iterator[str]:
    yield from ("/", "/catalog", "/def/", "/dumps/", "/queries", "/shapes")
    yield from (f"/queries/{name}" for name in queries)


def _modified(manifest: Manifest, graphs: Sequence[LoadedGraph]) -> dict[str, str]:
    revisions = manifest.catalog.revisions
    return {graph.iri: revisions[graph.name].modified for graph in graphs if graph.name in revisions}


def _things(manifest: Manifest, dataset: Dataset, modified: Mapping[str, str]) -> dict[str, str]:
    """Return the page of everything that is described, and when the newest graph that describes it was changed."""
    space = IriSpace(manifest.base)
    found: dict[str, str] = {}
    for row in dataset.select(_SUBJECTS.format(base=manifest.base)):
        path = space.document_path(row["s"].strip("<>"))
        day = modified.get(row["graph"].strip("<>"), manifest.modified)
        if path is not None and path.startswith(("/doc/", "/def/", "/graph/", "/dataset/")):
            found[path] = max(day, found.get(path, ""))
    return found


def _list(pages: Sequence[tuple[str, str]]) -> bytes:
    return _written("urlset", "url", pages)


def _written(root: str, element: str, entries: Iterable[tuple[str, str]]) -> bytes:
    lines = [
        f"<{element}><loc>{escape(DEPLOYMENT + path)}</loc><lastmod>{day}</lastmod></{element}>\n"
        for path, day in entries
    ]
    return f"{_HEAD}<{root} {_NAMESPACE}>\n{''.join(lines)}</{root}>\n".encode()
