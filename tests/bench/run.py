"""Measures hasila beside Oxigraph's own server, on the same release, in one interleaved run; prints ratios.

    make bench            or: .venv/bin/python tests/bench/run.py [ROUNDS]

Both serve the repository's current release on loopback, from memory, with the union of the graphs as the default graph. The
queries are the publication's saved ones, asked for by POST in SPARQL JSON over a connection that is kept open. A round asks
every query once of each server, in turn, so that a change of the machine's speed meets both. Single figures are worth little;
the ratios of the medians are what to quote. The benchmark proper (generated data, more peers) is a later work.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "build" / "current"
HEADERS = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json, text/turtle;q=0.5"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], port: int, path: str) -> Iterator[http.client.HTTPConnection]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        for _ in range(300):
            try:
                connection.request("GET", path)
                connection.getresponse().read()
                break
            except OSError:
                connection.close()
                if process.poll() is not None:
                    sys.exit(f"{command[0]} ended with {process.returncode}")
                time.sleep(0.1)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=20)


def _ask(connection: http.client.HTTPConnection, path: str, query: str) -> tuple[float, int]:
    begin = time.perf_counter()
    connection.request("POST", path, query.encode(), HEADERS)
    response = connection.getresponse()
    size = len(response.read())
    if response.status != 200:
        sys.exit(f"{response.status} for a saved query")
    return time.perf_counter() - begin, size


@contextmanager
def _peers() -> Iterator[dict[str, tuple[http.client.HTTPConnection, str]]]:
    binaries = Path(sys.executable).parent
    store = tempfile.mkdtemp(prefix="hasila-bench-")
    oxigraph = str(binaries / "oxigraph")
    dump = str(next((RELEASE / "dumps").glob("*.nq")).resolve())
    subprocess.run([oxigraph, "load", "--location", store, "--file", dump], check=True, capture_output=True)
    ports = _free_port(), _free_port()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, store, True)
        serve = [str(binaries / "hasila"), "serve", "--root", str(ROOT), "--port", str(ports[0])]
        read_only = [oxigraph, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{ports[1]}"]
        yield {
            "hasila": (stack.enter_context(_running(serve, ports[0], "/health")), "/sparql"),
            "oxigraph": (stack.enter_context(_running([*read_only, "--union-default-graph"], ports[1], "/")), "/query"),
        }


def main(rounds: int) -> None:
    """Run the benchmark and print one line a query, and the geometric mean of the ratios."""
    if not RELEASE.exists():
        sys.exit("no release yet: make build")
    queries = {path.stem: path.read_text(encoding="utf-8") for path in sorted((RELEASE / "queries").glob("*.rq"))}
    with _peers() as peers:
        times: dict[tuple[str, str], list[float]] = {(q, p): [] for q in queries for p in peers}
        for number in range(rounds + 1):
            print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
            for name, text in queries.items():
                for peer, (connection, path) in peers.items():
                    taken, _ = _ask(connection, path, text)
                    if number:  # the first round warms both up
                        times[name, peer].append(taken)
    print(file=sys.stderr)
    ratios = []
    print(f"{'query':40} {'hasila ms':>10} {'oxigraph ms':>12} {'ratio':>7}")
    for name in queries:
        mine, theirs = (statistics.median(times[name, peer]) * 1000 for peer in ("hasila", "oxigraph"))
        ratios.append(mine / theirs)
        print(f"{name:40} {mine:10.2f} {theirs:12.2f} {mine / theirs:7.2f}")
    print(f"{'geometric mean of the ratios':64} {statistics.geometric_mean(ratios):7.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
