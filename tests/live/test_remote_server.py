"""A server before a store: the settings lead there, health tells of it, and without the store the rest goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.release import Release


def _get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url + "/robots.txt", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")


def _served(release: Release, endpoints: str, port: int, home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hasila", "serve", "--root", str(home), "--release", str(release.path)]
    environment = {**os.environ, "HASILA_ENGINE": "remote", "HASILA_ENDPOINTS": endpoints, "HASILA_WORKERS": "1"}
    return subprocess.Popen([*command, "--port", str(port)], env=environment)


def test_server_answers_through_a_store_and_tells_when_it_is_gone(
    forestry: Release, oxigraph: Any, start: Any, tmp_path: Path, port: int
) -> None:
    engine: EmbeddedEngine = start("oxigraph", forestry, Limits(workers=1))  # publishes
    engine.close()
    url = f"http://127.0.0.1:{port}"
    process = _served(forestry, f"http://127.0.0.1:9/sparql {oxigraph.endpoint}", port, tmp_path)
    try:
        _wait(url, process)
        status, body = _get(url + "/health")
        health = json.loads(body)["engine"]
        assert (status, health["endpoints"], health["answering"]) == (200, 2, 1)
        status, body = _get(url + "/sparql?format=csv&query=SELECT(COUNT(*)AS%20?n)%7B?s%20?p%20?o%7D")
        assert (status, int(body.split()[1])) == (200, forestry.publication.triples)
        assert _get(url + "/doc/stand/oak-1.ttl")[0] == 200
        assert b"9/sparql" not in body
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_server_without_its_store_is_unavailable_and_serves_files(forestry: Release, tmp_path: Path, port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    process = _served(forestry, "http://127.0.0.1:9/sparql", port, tmp_path)
    try:
        _wait(url, process)
        for path in ("/health", "/sparql?query=ASK%7B%7D", "/doc/stand/oak-1.ttl"):
            status, body = _get(url + path)
            assert status == 503 and b"engine-unavailable" in body and b"127.0.0.1:9" not in body
        assert _get(url + "/dumps/forests.nq")[0] == 200
    finally:
        process.terminate()
        process.wait(timeout=20)
