"""What every route needs: the release, the engine, the settings and the saved queries of the running application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import current_app, g, request

from hasila.bundle import Bundle, beside, read_bundle
from hasila.engine.protocol import Engine
from hasila.errors import ReleaseInvalid
from hasila.rdf import saved_queries
from hasila.rdf.iris import IriSpace
from hasila.rdf.saved_queries import SavedQuery
from hasila.release import Publication, Release
from hasila.releases import kept_beside, kept_releases, released
from hasila.search import index
from hasila.search.choosing import Choices
from hasila.search.finding import Search
from hasila.settings import Settings
from hasila.web import own_pages, parameters
from hasila.web.admission import Admission
from hasila.web.deployment import Deployment
from hasila.web.parameters import Parameters

_KEY = "hasila"


@dataclass(frozen=True)
class Site:
    """One publication being served; `releases` are by version those that are kept up to it, and itself.

    `search` finds things by name; None for a release without an index of labels.
    """

    release: Release
    engine: Engine
    settings: Settings
    queries: Mapping[str, SavedQuery]
    admission: Admission
    releases: Mapping[str, Release]
    deployment: Deployment
    bundle: Bundle
    search: Search | None = None

    @property
    def assets(self) -> Mapping[str, str]:
        """The addresses of what was bundled for browsers, by name; empty where nothing was."""
        return self.bundle.addresses

    @property
    def publication(self) -> Publication:
        """What the publication says of itself."""
        return self.release.publication

    @property
    def iris(self) -> IriSpace:
        """The IRIs below the publication's base."""
        return self.release.publication.iris

    @cached_property
    def pages(self) -> Search:
        """What finds the server's own pages."""
        return own_pages.search_of(self.release, self.queries.values())

    @cached_property
    def choices(self) -> Choices | None:
        """What forms offer to choose from; None for a release without an index of labels."""
        return Choices(self.search.index, self.publication.languages) if self.search else None

    @classmethod
    def of(cls, release: Release, engine: Engine, settings: Settings) -> Site:
        """Return the site that serves `release`.

        Raises QueryFileInvalid when a saved query cannot be read, SettingInvalid for an address that is none, ReleaseInvalid
        for an index of labels that is not one.
        """
        found = (saved_queries.read(f.stem, f.read_text(encoding="utf-8")) for f in release.query_files)
        queries = {query.name: query for query in found}
        # What was released later is not yet known where an earlier release is served.
        kept = [r for r in kept_releases(kept_beside(release)) if released(r) <= released(release)]
        releases = {r.publication.version: r for r in [*kept, release]}
        deployment = Deployment.of(settings, release.publication.base)
        bundle, search = read_bundle(beside(release)), _search(release)
        admission = Admission.of_settings(settings)
        return cls(release, engine, settings, queries, admission, releases, deployment, bundle, search)


def _search(release: Release) -> Search | None:
    if index.FOLDED not in release.files or index.THINGS not in release.files:
        return None
    try:
        return Search(index.LabelIndex(*(release.file(name).read_bytes() for name in (index.FOLDED, index.THINGS))))
    except ValueError as error:
        raise ReleaseInvalid(f"The index of labels does not fit together: {error}", path=str(release.path)) from error


def site() -> Site:
    """Return the site of the running application."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, Site)
    return found


def origin() -> str:
    """Return the address, without a slash at its end, that the current request is to be given links below."""
    return site().deployment.origin(request.environ)


def url_parameters() -> Parameters:
    """Return the parameters of the current request's URL. Raises BadRequest when they are not UTF-8."""
    if "parameters" not in g:
        g.parameters = parameters.read(request.query_string, "query string")
    found = g.parameters
    assert isinstance(found, Parameters)
    return found
