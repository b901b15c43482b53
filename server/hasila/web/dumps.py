"""The list of files for downloading, as a page and as JSON; the files themselves are sent before Flask (see `downloads`).

DCAT 3 section 6.8 (Distribution) names what is told of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response

from hasila.distributions import FOLDER, Distribution
from hasila.errors import NotFound
from hasila.rdf.formats import CSVM, HTML
from hasila.release import MANIFEST, Release
from hasila.web.pages import render
from hasila.web.release_files import media_type
from hasila.web.representations import JSON, negotiate, represent
from hasila.web.site import site

blueprint = Blueprint("dumps", __name__)


def distributions(release: Release) -> list[Distribution]:
    """Return the files for downloading of a release; those it does not describe are known by name, size and digest."""
    if release.distributions:
        return list(release.distributions)
    modified = release.publication.modified
    named = ((name.removeprefix(f"{FOLDER}/"), entry) for name, entry in sorted(release.files.items()))
    return [
        Distribution(name, "", media_type(name), entry.bytes, entry.sha256, modified)
        for name, entry in named
        if f"{FOLDER}/{name}" in release.files
    ]


@dataclass(frozen=True)
class Group:
    """The files of one table of the page; its `kind` is `complete`, `tables` or, with the title of one, `graph`."""

    kind: str
    title: Mapping[str, str]
    files: list[Distribution]


def groups(release: Release) -> Iterator[Group]:
    """Yield the files as the page shows them: the complete ones, then tables, then graph by graph, years last."""
    found = [d for d in distributions(release) if d.format != CSVM.name and not d.excel]
    yield Group("complete", {}, [d for d in found if d.graph is None and d.table is None])
    tables = [d for d in found if d.table is not None]
    if tables:
        yield Group("tables", {}, tables)
    for graph in sorted(release.publication.graphs, key=lambda graph: graph.year or 0):
        own = [d for d in found if d.graph == graph.iri]
        if own:
            yield Group("graph", graph.title, own)


@blueprint.get(f"/{FOLDER}/")
def list_dumps() -> Response:
    """Answer with the list of files, as a page or as JSON."""
    form = negotiate((JSON, HTML))
    release = site().release
    release.file(MANIFEST)
    if form == HTML:
        return represent(form, lambda: render("dumps.html", groups=list(groups(release))))
    return represent(form, lambda: json.dumps([_entry(d) for d in distributions(release)], indent=2) + "\n")


def _entry(distribution: Distribution) -> dict[str, Any]:
    told = {name: value for name, value in asdict(distribution).items() if value not in (None, False, "")}
    return {"href": distribution.path, **told}


@blueprint.get(f"/{FOLDER}/<path:name>")
def refuse(name: str) -> Response:
    """Raise NotFound: what there is has been sent before."""
    raise NotFound(f"There is no dump {name!r:.120}; see /{FOLDER}/.")
