"""What every route needs: the release, the engine, the settings and the saved queries of the running application."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app, g, request

from hasila.engine.protocol import Engine
from hasila.rdf import saved_queries
from hasila.rdf.iris import IriSpace
from hasila.rdf.saved_queries import SavedQuery
from hasila.release import Publication, Release
from hasila.releases import kept_beside, kept_releases, released
from hasila.settings import Settings
from hasila.web import parameters
from hasila.web.admission import Admission
from hasila.web.deployment import Deployment
from hasila.web.parameters import Parameters

_KEY = "hasila"
ASSETS = "assets"
"""The folder of bundles for browsers within the output folder of builds, and the list in it: name to file."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """One publication being served; `releases` are by version those that are kept up to it, and itself.

    `assets` are the addresses of what the build bundled for browsers, by name; empty where it bundled nothing.
    """

    release: Release
    engine: Engine
    settings: Settings
    queries: Mapping[str, SavedQuery]
    admission: Admission
    releases: Mapping[str, Release]
    deployment: Deployment
    assets: Mapping[str, str] = field(default_factory=dict)

    @property
    def publication(self) -> Publication:
        """What the publication says of itself."""
        return self.release.publication

    @property
    def iris(self) -> IriSpace:
        """The IRIs below the publication's base."""
        return self.release.publication.iris

    @classmethod
    def of(cls, release: Release, engine: Engine, settings: Settings) -> Site:
        """Return the site that serves `release`.

        Raises QueryFileInvalid when a saved query cannot be read, SettingInvalid for an address that is none.
        """
        found = (saved_queries.read(f.stem, f.read_text(encoding="utf-8")) for f in release.query_files)
        queries = {query.name: query for query in found}
        # What was released later is not yet known where an earlier release is served.
        kept = [r for r in kept_releases(kept_beside(release)) if released(r) <= released(release)]
        releases = {r.publication.version: r for r in [*kept, release]}
        deployment = Deployment.of(settings, release.publication.base)
        admission = Admission.of_settings(settings)
        return cls(release, engine, settings, queries, admission, releases, deployment, _assets(release))


def _assets(release: Release) -> dict[str, str]:
    """Return the addresses of the bundles that lie beside the releases; none where there is no list that can be read."""
    listed = kept_beside(release).parent / ASSETS / f"{ASSETS}.json"
    if not listed.is_file():
        return {}
    try:
        return {str(name): f"/{ASSETS}/{file}" for name, file in json.loads(listed.read_bytes()).items()}
    except (OSError, ValueError, AttributeError) as error:
        log.warning("The bundles for browsers are left out: %s: %s", listed, error)
        return {}


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
