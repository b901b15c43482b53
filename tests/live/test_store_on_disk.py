"""A server whose store is larger than its budget: on disk, used again at the next start."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import free_port

from hasila.release import Release


@contextmanager
def _server(release: Release, folder: Path) -> Iterator[tuple[str, str]]:
    """Serve with a budget of 1 MiB; hand out the address and what was said on standard error until it answered."""
    port = free_port()
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(release.path), "--port", str(port)]
    log = folder.parent / f"log-{port}"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--store-mebibytes", "1", "--store-folder", str(folder)],
            cwd=folder.parent, stdout=subprocess.DEVNULL, stderr=errors,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", log.read_text()
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_store_beyond_the_budget_is_served_from_disk_and_used_again(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "stores"
    graph = release.publication.graphs[0]
    queries = {
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }": release.publication.triples,
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph.iri}> {{ ?s ?p ?o }} }}": graph.triples,
        f"SELECT (COUNT(*) AS ?n) FROM <{graph.iri}> {{ ?s ?p ?o }}": graph.triples,
    }
    for first in (True, False):
        with _server(release, folder) as (url, said):
            assert ("filling a store on disk" in said) is first
            for text, expected in queries.items():
                address = f"{url}/sparql?format=csv&{urllib.parse.urlencode({'query': text})}"
                with urllib.request.urlopen(address, timeout=10) as answer:
                    assert answer.read() == f"n\r\n{expected}\r\n".encode()
            with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
                assert json.load(answer)["release"] == release.digest
            with urllib.request.urlopen(f"{url}/graph/{graph.name}?format=ttl", timeout=10) as answer:
                assert answer.status == 200 and len(answer.read()) > 1000
    assert len(list(folder.glob("*/stock.json"))) == 1
