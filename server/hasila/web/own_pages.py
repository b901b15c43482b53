"""The server's own pages as things that can be found: saved queries, named graphs, complete dumps, and the lists of them.

For suggestions where a path leads nowhere. What the publication describes is found by the index of its release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hasila.distributions import FOLDER
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import SavedQuery
from hasila.release import Release
from hasila.search.finding import Search
from hasila.search.index import FOLDED, THINGS, LabelIndex, write
from hasila.search.things import KEY, NAMED, PREFERRED, Label, Thing

FOLDERS = ("queries", "graph", FOLDER)
"""Paths below which single pages are."""
_LISTS = ("/", "/catalog", "/def/", f"/{FOLDER}/", "/feed", "/problems/", "/quality", "/queries", "/releases/", "/search",
          "/sparql")  # fmt: skip


def search_of(release: Release, queries: Iterable[SavedQuery]) -> Search:
    """Return what finds the pages of a server of the release: each thing has its path for an IRI."""
    files = write(_pages(release, queries))
    return Search(LabelIndex(files[FOLDED], files[THINGS]))


def _pages(release: Release, queries: Iterable[SavedQuery]) -> Iterator[Thing]:
    for query in queries:
        yield _page(f"/queries/{query.name}", query.name, query.title)
    for graph in release.publication.graphs:
        yield _page(f"/graph/{graph.name}", graph.name, graph.title)
    for name in release.dumps:
        yield _page(f"/{FOLDER}/{name}", name, {})
    for path in _LISTS:
        if (release.catalog or path != "/catalog") and (release.publication.ontology or path != "/def/"):
            yield _page(path, path, {})


def _page(path: str, key: str, title: Text) -> Thing:
    titles = (Label(PREFERRED, language, text) for language, text in sorted(title.items()))
    return Thing(path, NAMED, (), (*titles, Label(KEY, "", key)))
