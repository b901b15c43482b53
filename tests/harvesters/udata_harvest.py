"""Run by the Python of udata's own environment: udata's DCAT backend on an address.

The backend works as it does on a portal for a preview (walk_graph, dataset_from_rdf, validation of its documents); only MongoDB
is played in memory, no host name is looked up, loopback is allowed, and what is written BEGIN… is asked at OTHER….

Arguments: `harvest URL [BEGIN=OTHER]`. Prints JSON.
"""

from __future__ import annotations

import json
import sys
import urllib.request
import warnings
from typing import Any

warnings.simplefilter("ignore")

import mongoengine  # noqa: E402
import mongomock  # noqa: E402

# Before udata's models are read, which look for a connection.
mongoengine.connect(
    "udata", host="mongodb://localhost", mongo_client_class=mongomock.MongoClient, uuidRepresentation="standard"
)

import rdflib.parser  # noqa: E402
import requests  # noqa: E402
from flask import Flask  # noqa: E402
from udata import i18n, settings  # noqa: E402
from udata.app import cache  # noqa: E402
from udata.harvest.backends.dcat import DcatBackend  # noqa: E402
from udata.harvest.models import HarvestSource  # noqa: E402
from udata.models import License  # noqa: E402


def application() -> Flask:
    """Return what udata's code takes its settings from."""
    app = Flask("udata")
    app.config.from_object(settings.Defaults)
    app.config.update(
        TESTING=True, SECRET_KEY="no secret", DEFAULT_LANGUAGE="en", SERVER_NAME="portal.example", PLUGINS=[],
        URLS_ALLOW_LOCAL=True, URLS_ALLOW_PRIVATE=True, URLS_RESOLVE_HOSTNAME=False,
    )  # fmt: skip
    cache.init_app(app, config={"CACHE_TYPE": "NullCache"})
    i18n.init_app(app)
    return app


def harvest(url: str, stand_in: str) -> dict[str, Any]:
    """Return what the backend brings in from the address, in its order."""
    begin, _, other = stand_in.partition("=")

    def opened(request: urllib.request.Request) -> Any:
        # udata asks the address of a period of time itself.
        if begin and request.full_url.startswith(begin):
            request.full_url = other + request.full_url.removeprefix(begin)
        return urllib.request.urlopen(request, timeout=20)

    rdflib.parser._urlopen = opened
    with application().app_context():
        License(
            id="cc-by", title="CC BY 4.0", url="http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
        ).save()
        # Contact points are made for organisations; a preview makes none, so the organisation is not there either.
        source = HarvestSource(name="source", url=url, backend="dcat", organization=None)
        backend = DcatBackend(source, dryrun=True)
        # Its own session refuses loopback.
        backend.session = requests.Session()
        job = backend.harvest()
        return {
            "status": job.status,
            "errors": [error.message for error in job.errors],
            "items": [_item(item) for item in job.items],
        }


def _item(item: Any) -> dict[str, Any]:
    told = {"id": item.remote_id, "status": item.status, "errors": [error.message for error in item.errors]}
    return {**told, **(_dataset(item.dataset) if item.dataset else {})}


def _dataset(dataset: Any) -> dict[str, Any]:
    period = dataset.temporal_coverage
    return {
        "title": dataset.title,
        "description": dataset.description,
        "tags": list(dataset.tags),
        "frequency": dataset.frequency.value if dataset.frequency else None,
        "licence": dataset.license.id if dataset.license else None,
        "period": [period.start.isoformat(), period.end.isoformat()] if period else None,
        "spatial": dataset.spatial.geom if dataset.spatial else None,
        "issued": str(dataset.harvest.issued_at),
        "modified": str(dataset.harvest.modified_at),
        "uri": dataset.harvest.uri,
        "resources": [_resource(resource) for resource in dataset.resources],
    }


def _resource(resource: Any) -> dict[str, Any]:
    return {
        "title": resource.title,
        "description": resource.description,
        "url": resource.url,
        "format": resource.format,
        "mime": resource.mime,
        "filesize": resource.filesize,
        "checksum": f"{resource.checksum.type}:{resource.checksum.value}" if resource.checksum else None,
        "modified": str(resource.harvest.modified_at),
    }


if __name__ == "__main__":
    json.dump(
        harvest(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""), sys.stdout, ensure_ascii=False, default=str
    )
