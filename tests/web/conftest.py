"""Clients for three publications: the repository's own, a small one of another body, and one full of hostile data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.engine.protocol import Engine
from hasila.release import FileEntry, Release, digest_of
from hasila.settings import resolve
from hasila.web.app import create_app

BASE = "https://bad.example/data/"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_SEE = "<http://www.w3.org/2000/01/rdf-schema#seeAlso>"
_ATTACK = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
_HOSTILE = f"""
<{BASE}id/thing/attack> {_LABEL} "{_ATTACK}"@en .
<{BASE}id/thing/attack> {_SEE} <javascript:alert(3)> .
<{BASE}id/thing/attack> {_SEE} <data:text/html,evil> .
<{BASE}id/thing/attack> {_SEE} <https://elsewhere.example/safe> .
<{BASE}id/thing/attack> {_SEE} <{BASE}id/thing/hub> .
<{BASE}id/thing/hub> {_LABEL} "Hub"@en .
<{BASE}id/thing/2025> {_LABEL} "The year"@en .
<{BASE}id/thing/2025.ttl> {_LABEL} "A thing that ends like a file"@en .
<{BASE}id/thing/only.nt> {_LABEL} "A thing without a shorter twin"@en .
<{BASE}id/thing/2025.clearance-rate> {_LABEL} "A dotted key"@en .
<{BASE}id/thing/شرطة> {_LABEL} "شرطة"@ar .
<{BASE}id/thing/a%20b> {_LABEL} "An escaped space"@en .
<{BASE}def/> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Ontology> .
""" + "".join(f"<{BASE}id/thing/n{i}> {_SEE} <{BASE}id/thing/hub> .\n" for i in range(40))


def _write_release(folder: Path) -> Release:
    graph = BASE + "graph/things"
    quads = "".join(line[:-1] + f"<{graph}> .\n" for line in _HOSTILE.splitlines() if line)
    publication = {
        "name": "bad", "base": BASE, "version": "1", "issued": "2025-01-01", "modified": "2025-01-02",
        "languages": ["en", "ar"], "licence": "https://licence.example/", "title": {"en": "<b>Bad</b> data"},
        "description": {"en": "Hostile."}, "notice": {"en": "Hostile."}, "prefixes": {}, "front": ["say"],
        "graphs": [{"iri": graph, "name": "things", "title": {"en": "Things"}, "description": {"en": ""}, "triples": 53}],
        "ontology": BASE + "def/", "ontology_versions": ["1.0.0"], "triples": 53,
    }  # fmt: skip
    query = """#+ title-en: Say
#+ parameter: word string
SELECT ?word ?x WHERE { VALUES ?word { "hello" } OPTIONAL { ?x a ?word } }
"""
    contents = {
        "dumps/bad.nq": quads,
        "publication.json": json.dumps(publication),
        "queries/say.rq": query,
        "ontology/versions/1.0.0.ttl": "# frozen\n",
    }
    entries = {}
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        entries[name] = FileEntry(hashlib.sha256(text.encode()).hexdigest(), len(text.encode()))
    files = {name: {"sha256": entry.sha256, "bytes": entry.bytes} for name, entry in entries.items()}
    (folder / "manifest.json").write_text(json.dumps({"files": files, "digest": digest_of(entries)}))
    return Release.open(folder)


class _WholeAnswers(FlaskClient):
    """A client that reads every answer to its end and closes it, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


def _client(release: Release, engine: Engine) -> FlaskClient:
    settings = resolve({"request_kibibytes": 64}, {}, {})
    app = create_app(release, engine, settings)
    app.test_client_class = _WholeAnswers
    return app.test_client()


LIMITS = Limits(seconds=1.0, mebibytes=512, workers=1, queue_seconds=5.0, result_mebibytes=1, nesting=128)
Start = Callable[[str, Release, Limits], EmbeddedEngine]


@pytest.fixture(scope="session")
def client(release: Release, engine: Engine) -> FlaskClient:
    """A client of the repository's own publication."""
    return _client(release, engine)


@pytest.fixture(scope="session")
def forest(kind: str, forestry: Release, start: Start) -> Iterator[FlaskClient]:
    """A client of another body's small publication; its engine allows one second and 1 MiB of result."""
    with start(kind, forestry, LIMITS) as engine:
        yield _client(forestry, engine)


@pytest.fixture(scope="session")
def hostile(kind: str, start: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a publication whose data attack its readers."""
    release = _write_release(tmp_path_factory.mktemp("hostile"))
    with start(kind, release, LIMITS) as engine:
        yield _client(release, engine)
