"""What operators ask: is it alive, and which release does it serve. Says nothing about the data."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Blueprint, Response

from hasila import __version__
from hasila.errors import HasilaError, ReleaseInvalid
from hasila.release import MANIFEST
from hasila.web.representations import JSON
from hasila.web.site import site

blueprint = Blueprint("operations", __name__)


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
