"""What operators ask: is it alive, which release does it serve, and how much does it do. Says nothing about the data."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Blueprint, Response, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from hasila import __version__
from hasila.errors import HasilaError, ReleaseInvalid
from hasila.release import MANIFEST
from hasila.web.representations import JSON
from hasila.web.site import site

blueprint = Blueprint("operations", __name__)

METRICS = "hasila.metrics"
"""Where the application keeps what collects its figures."""


@blueprint.get("/health")
def health() -> Response:
    """Answer with the state of the server: 200, or 503 while the engine does not answer or the release has gone."""
    state: dict[str, object] = {
        "status": "ok",
        "release": site().release.digest,
        "version": site().publication.version,
        "software": __version__,
        "triples": site().publication.triples,
    }
    status = 200
    try:
        site().release.file(MANIFEST)
        state["engine"] = _public(site().engine.health())
    except ReleaseInvalid as error:
        status = 503
        state.update(status="unavailable", problem=f"/problems/{error.slug}")
    except HasilaError as error:
        status = 503
        state.update(status="unavailable", engine={"problem": f"/problems/{error.slug}"})
    response = Response(json.dumps(state, indent=2) + "\n", status=status, content_type=JSON.content_type)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _public(health: Mapping[str, object]) -> dict[str, object]:
    """Return what everyone may know of the engine: no process ids, no addresses."""
    workers = health.get("workers")
    lanes = [worker for worker in workers if isinstance(worker, Mapping)] if isinstance(workers, list) else []
    return {
        "triples": health.get("triples"),
        "workers": len(lanes),
        "busy": sum(bool(worker.get("busy")) for worker in lanes),
        **{name: health[name] for name in ("endpoints", "answering") if name in health},
    }


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer with the server's figures, in the format that the monitoring system asks for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(current_app.extensions[METRICS])
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    response = Response(encode(registry), content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response
