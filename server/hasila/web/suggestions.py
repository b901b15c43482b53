"""What a path that leads nowhere may have been meant for: nearest things, saved queries, graphs and pages of the server.

By keys of IRIs and by names, in any language and spelling. Gives back nothing of the path itself.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from hasila.distributions import FOLDER
from hasila.rdf.formats import by_extension
from hasila.search.suggesting import suggest
from hasila.web.own_pages import FOLDERS
from hasila.web.search_results import name_of
from hasila.web.site import site
from hasila.web.tables import viewer
from hasila.web.terms import TermView

MOST = 5
_KINDS = ("def", "doc", "id", "dataset")
"""Where things of the publication are; `doc` stands for `id`."""
_UNTOLD = "/static/"
_LISTED = {"graph": "/", "queries": "/queries", FOLDER: f"/{FOLDER}/"}
"""Where everything is listed that stands below a path."""


def suggestions(path: str) -> list[TermView]:
    """Return up to five things that a decoded path may have been meant for, with links to them."""
    found = list(_things(path))
    if len(found) < MOST and not path.startswith(_UNTOLD):
        found += _own(path)
    return found[:MOST]


def _key(path: str) -> str:
    """Return what names the thing in a path: its last part, without the ending of a format."""
    last = posixpath.basename(path.rstrip("/"))
    stem, dot, ending = last.rpartition(".")
    return stem if dot and by_extension(ending) else last


def _things(path: str) -> Iterator[TermView]:
    finder, base = site().search, site().publication.base
    kind, _, rest = path.lstrip("/").partition("/")
    if finder is None or not (kind in _KINDS or site().publication.any_path):
        return
    kind = "id" if kind == "doc" else kind
    folder = posixpath.dirname(rest)
    below = [f"{base}{kind}/{folder}/"] if folder else []
    for number in suggest(finder, _key(path), [*below, f"{base}{kind}/", base], MOST):
        thing = finder.index.thing(number)
        name = name_of(thing)
        yield viewer({thing.iri: {name.language: name.text}}).iri(thing.iri)


def _own(path: str) -> Iterator[TermView]:
    finder = site().pages
    first = path.lstrip("/").partition("/")[0]
    below = [f"/{first}/"] if first in FOLDERS else ["/"]
    # What a file is called ends with its format; the name of a graph may have several parts.
    key = path.removeprefix(f"/{first}") if first in (FOLDER, "graph") else _key(path)
    found = suggest(finder, key, below, MOST)
    listed = finder.number_of(_LISTED[first]) if not found and first in _LISTED else None
    for number in [*found, *([] if listed is None else [listed])]:
        thing = finder.index.thing(number)
        name = name_of(thing)
        shown = viewer({thing.iri: {name.language: name.text}}).iri(thing.iri)
        yield TermView(shown.text, quote(thing.iri), title=thing.iri)
