"""The web application of one release: blueprints by subject, and what they share.

WSGI (PEP 3333). Opens no socket and starts no process; see `server`.
"""

from __future__ import annotations

from flask import Flask, g, request

from hasila.engine.protocol import Engine
from hasila.errors import BadRequest, MethodNotAllowed, NotFound
from hasila.release import Release
from hasila.settings import Settings
from hasila.web import (
    bodies,
    catalog,
    completions,
    datasets,
    dumps,
    feed,
    front,
    graph_store,
    graphs,
    headers,
    lookup,
    ontology,
    openapi,
    operations,
    pages,
    problems,
    quality,
    queries,
    releases,
    resources,
    search,
    shapes,
    sitemap,
    sparql,
    stylesheet,
)
from hasila.web.edge import Edge
from hasila.web.endpoint import PROBLEM, TEXT
from hasila.web.metrics import Collector, Tally
from hasila.web.operations import METRICS
from hasila.web.site import Site

BLUEPRINTS = (
    front.blueprint,
    sparql.blueprint,
    resources.blueprint,
    catalog.blueprint,
    datasets.blueprint,
    sitemap.blueprint,
    quality.blueprint,
    graphs.blueprint,
    ontology.blueprint,
    shapes.blueprint,
    graph_store.blueprint,
    dumps.blueprint,
    releases.blueprint,
    feed.blueprint,
    queries.blueprint,
    search.blueprint,
    lookup.blueprint,
    completions.blueprint,
    problems.blueprint,
    openapi.blueprint,
    operations.blueprint,
    stylesheet.blueprint,
)
_STATIC_SECONDS = 3600


def create_app(release: Release, engine: Engine, settings: Settings, tally: Tally | None = None) -> Flask:
    """Return the application that serves `release` through `engine`; `tally` counts on what was counted before.

    Raises QueryFileInvalid when a saved query of the release cannot be read.
    """
    app = Flask("hasila.web", static_folder="static", template_folder="templates")
    served = Site.of(release, engine, settings)
    app.extensions["hasila"] = served
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _STATIC_SECONDS
    # A redirect to add a slash would repeat the Host header in its Location; both spellings answer instead.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.before_request(_tell_problem)
    app.before_request(_refuse_undecodable_path)
    app.before_request(_refuse_other_methods)
    headers.install(app)
    bodies.install(app)
    problems.install(app)
    pages.install(app, served)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if release.publication.any_path:
        app.register_blueprint(resources.any_path)
    edge = Edge(app.wsgi_app, served, tally or Tally())
    app.extensions[METRICS] = Collector(served, edge.tally, edge.cache)
    app.wsgi_app = edge  # type: ignore[method-assign]
    return app


def _tell_problem() -> None:
    # Kept for the problem page, so that a reader can mend the query.
    g.sparql = request.environ.get(TEXT, "")
    met = request.environ.get(PROBLEM)
    if met is not None:
        raise met


def _refuse_undecodable_path() -> None:
    # PEP 3333: the path's bytes, read as Latin-1. Werkzeug would put replacement characters for the wrong ones.
    path: str = request.environ.get("PATH_INFO", "")
    try:
        decoded = path.encode("latin-1").decode("utf-8")
    except UnicodeError as error:
        raise BadRequest("The path holds bytes that are not UTF-8.") from error
    if "\0" in decoded:
        raise NotFound("Nothing is published at a path with a NUL in it.")


def _refuse_other_methods() -> None:
    # RFC 9110 section 9.1: a method is case-sensitive; Werkzeug would take `get` for GET.
    sent: str = request.environ["REQUEST_METHOD"]
    if sent != sent.upper():
        allowed = sorted(request.url_rule.methods or ()) if request.url_rule else ["GET", "HEAD", "OPTIONS"]
        raise MethodNotAllowed(f"{sent:.20} is not a method here; methods are written in capitals.", allow=allowed)
