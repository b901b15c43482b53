"""Releases: those that are kept and the one that is served, and of each its description; its files are in `downloads`.

DCAT 3 section 11 (Versioning). What a release changed stands in its `changes.json`; nothing is compared here.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from hasila.changes import ReleaseChanges
from hasila.errors import NotFound
from hasila.rdf.formats import CITATION_FORMATS, HTML, RDF_FORMATS, Format
from hasila.release import MANIFEST, Release
from hasila.releases import is_kept
from hasila.web import citations, release_data
from hasila.web.dumps import distributions, groups
from hasila.web.pages import render
from hasila.web.representations import JSON, negotiate, represent
from hasila.web.site import site

blueprint = Blueprint("releases", __name__)

SUMS = Format("sums", "text/plain", "txt", "SHA-256")
_CITATION = "citation"
"""The name, before the suffix, of what tells how a release is cited."""
MOST_CHANGES = 500
"""A page shows so many changes of each kind; `changes.json` has all."""


def newest_first() -> list[Release]:
    """Return the release that is served and those that are kept, the newest first."""
    return list(site().releases.values())[::-1]


@blueprint.get("/releases/")
def show_releases() -> Response:
    """Answer with the list of releases, as a page or as JSON."""
    return list_releases(negotiate((JSON, HTML)))


def list_releases(form: Format) -> Response:
    """Return the list of releases in a form."""
    if form == HTML:
        told = [(release, release.changes(), is_kept(release)) for release in newest_first()]
        return represent(form, lambda: render("releases.html", releases=told))
    return represent(form, lambda: _json([summary(release, release.changes()) for release in newest_first()]))


@blueprint.get("/releases/<version>/")
def show_release(version: str) -> Response:
    """Answer with what a release is, holds and changed, as a page, as JSON or RDF, or how it is cited. Raises NotFound."""
    release = _release(version)
    form = negotiate((JSON, HTML, *RDF_FORMATS, *citations.formats()))
    if form in CITATION_FORMATS:
        return _cite(release, form)
    address = f"/releases/{version}/{_CITATION}"
    links = citations.links(f"{release.publication.base}releases/{version}/", address)
    if form == HTML:
        changes, cited = release.changes(), citations.shown(citations.of_release(release), address)
        return represent(form, lambda: render("release.html", shown=release, changes=changes, kept=is_kept(release),
                                              groups=list(groups(release)), most=MOST_CHANGES, cited=cited),
                         links=links)  # fmt: skip
    if form in RDF_FORMATS:
        return represent(form, lambda: release_data.describe(release, form), links=links)
    return represent(form, lambda: _json(_described(release)), links=links)


@blueprint.get(f"/releases/<version>/{_CITATION}.<ending>")
def show_citation(version: str, ending: str) -> Response:
    """Answer with how a release is cited, in the format that the suffix names. Raises NotFound."""
    release = _release(version)
    for form in CITATION_FORMATS:
        if form.extension == ending:
            return _cite(release, form)
    raise NotFound(f"Release {version} is not cited in a format {ending!r:.40}.")


def _cite(release: Release, form: Format) -> Response:
    location = f"/releases/{release.publication.version}/{_CITATION}.{form.extension}"
    return represent(form, lambda: citations.written(citations.of_release(release), form), location=location)


@blueprint.get("/releases/<version>/SHA256SUMS")
def show_sums(version: str) -> Response:
    """Answer with the digest of every file, as `sha256sum --check` reads it; its own SHA-256 is that of the release."""
    return represent(SUMS, lambda: _release(version).sums)


@blueprint.get(f"/releases/<version>/{MANIFEST}")
def show_manifest(version: str) -> Response:
    """Answer with the manifest of a release."""
    return represent(JSON, lambda: _release(version).file(MANIFEST).read_bytes())


@blueprint.get("/releases/<version>/<path:name>")
def refuse(version: str, name: str) -> Response:
    """Raise NotFound: what there is has been sent before."""
    raise NotFound(f"Release {_release(version).publication.version} has no file {name!r:.120}.")


def _release(version: str) -> Release:
    found = site().releases.get(version)
    if found is None:
        raise NotFound(f"There is no release {version!r:.60}; see /releases/.")
    return found


def summary(release: Release, changes: ReleaseChanges | None) -> dict[str, Any]:
    """Return what the list says of a release."""
    publication = release.publication
    told: dict[str, Any] = {
        "version": publication.version, "href": f"/releases/{publication.version}/", "modified": publication.modified,
        "released": publication.released, "sealed": is_kept(release), "digest": release.digest,
        "rdfc10": release.canonical_digest, "triples": publication.triples,
    }  # fmt: skip
    if changes is not None:
        told |= {"before": changes.before, "what": changes.what, "why": changes.why, "changes": changes.counts}
    return told


def _described(release: Release) -> dict[str, Any]:
    path = f"/releases/{release.publication.version}/"
    return {
        **summary(release, release.changes()),
        "graphs": {graph.iri: graph.triples for graph in release.publication.graphs},
        "manifest": f"{path}{MANIFEST}",
        "sums": f"{path}SHA256SUMS",
        "files": [
            {"href": f"{path}dumps/{d.name}", "bytes": d.bytes, "sha256": d.sha256, "media_type": d.media_type}
            for d in distributions(release)
        ],
        "validation": {form: f"{path}validation/report.{form}" for form in ("ttl", "json")},
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
