"""A real server under clients that are slow, or ask for too much: pages and the health check answer all the while."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest

from hasila.release import Release

ROOT = Path(__file__).parents[2]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
LARGE = "/sparql?format=nt&query=" + quote("CONSTRUCT { ?a ?b ?c . ?a ?b ?d } { ?a ?b ?c . ?d ?e ?c } LIMIT 100000")
PAGES = ("/health", "/", "/def/", "/queries", "/doc/organization/dgsn", "/dumps/hasila.ttl", "/problems/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _serve(release: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = _free_port()
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(release), "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout and process.stdout.readline()
            yield port, process
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def port(release: Release) -> Iterator[int]:
    """The port of a server that gives queries three seconds."""
    with _serve(release.path, "--query-seconds", "3") as (number, _):
        yield number


def _get(port: int, path: str, method: str = "GET", timeout: float = 30.0) -> tuple[int, bytes, float]:
    begun = time.monotonic()
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        asking.request(method, path)
        response = asking.getresponse()
        return response.status, response.read(), time.monotonic() - begun
    finally:
        asking.close()


def _slowest(port: int, seconds: float, paths: Sequence[str] = PAGES) -> float:
    """Ask for every page again and again that long, and return the longest time one took."""
    slowest, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        for path in paths:
            status, _, took = _get(port, path)
            assert status == 200, path
            slowest = max(slowest, took)
    return slowest


def _send(port: int, text: str) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=20)
    made.sendall(text.encode())
    return made


@pytest.mark.alone
def test_pages_answer_under_a_hundred_slow_queries(port: int) -> None:
    found: list[tuple[int, str]] = []

    def ask() -> None:
        status, body, _ = _get(port, "/sparql?query=" + quote(RUNAWAY), timeout=60)
        found.append((status, json.loads(body)["type"]))

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    slowest = _slowest(port, 4)
    print(f"slowest page under 100 slow queries: {slowest:.2f} s")
    for thread in threads:
        thread.join(60)
    assert slowest < 3
    assert {status for status, _ in found} == {503}
    kinds = [kind for _, kind in found]
    assert kinds.count("/problems/engine-busy") > 50 and "/problems/query-timed-out" in kinds


@pytest.mark.alone
def test_burst_of_small_queries_is_answered(port: int) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(_get(port, "/sparql?query=ASK%7B%7D")[0])) for _ in range(60)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200] * 60


def _post(port: int) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asking.request("POST", "/sparql", body="ASK {}", headers={"Content-Type": "application/sparql-query"})
        response = asking.getresponse()
        response.read()
        return response.status
    finally:
        asking.close()


@pytest.mark.alone
def test_stalled_bodies_hold_nothing_up_but_bodies(port: int) -> None:
    head = (
        "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"
    )
    stalled = [_send(port, head) for _ in range(20)]
    slowest = _slowest(port, 2)
    print(f"slowest page under 20 stalled bodies: {slowest:.2f} s")
    assert slowest < 3
    assert _get(port, "/sparql?query=ASK%7B%7D")[0] == 200
    assert _post(port) == 503
    for connection in stalled:
        connection.close()
    deadline = time.monotonic() + 10
    while _post(port) != 200:
        assert time.monotonic() < deadline, "the seats of clients that left are not given back"


@pytest.mark.alone
def test_slow_readers_hold_nothing_up(port: int) -> None:
    assert len(_get(port, LARGE)[1]) > 8 * 1_048_576
    readers: list[socket.socket] = []
    heads: list[bytes] = []
    for _ in range(20):
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.settimeout(60)
        reader.connect(("127.0.0.1", port))
        reader.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        readers.append(reader)
        # One after the other, so that it is the sending that is full and not the queue of queries.
        heads.append(reader.recv(12))
    assert {b"HTTP/1.1 200", b"HTTP/1.1 503"} == set(heads)
    # A whole dump is as large as what they read, and stands in the same line.
    slowest = _slowest(port, 2, [path for path in PAGES if not path.startswith("/dumps/hasila")])
    print(f"slowest page under 20 slow readers: {slowest:.2f} s")
    assert slowest < 2
    assert _get(port, LARGE)[0] == 503
    assert _get(port, LARGE, "HEAD")[0] == 200
    for reader in readers:
        reader.close()
    deadline = time.monotonic() + 10
    while _get(port, LARGE)[0] != 200:
        assert time.monotonic() < deadline, "the seats of readers that left are not given back"


def test_web_process_killed_again_and_again_comes_back(release: Release) -> None:
    with _serve(release.path) as (number, process):
        for _ in range(3):
            os.kill(_web_process(process.pid), signal.SIGKILL)
            deadline = time.monotonic() + 20
            while True:
                assert process.poll() is None, "the server has ended"
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if _get(number, "/health", timeout=2)[0] == 200:
                        break
                assert time.monotonic() < deadline
                time.sleep(0.05)
        os.kill(_web_process(process.pid), signal.SIGKILL)
        process.terminate()
        assert process.wait(15) == 0


def _web_process(leader: int) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError, IndexError):
                session = (entry / "stat").read_text().rpartition(")")[2].split()[3]
                if int(session) == leader and b"spawn_main" in (entry / "cmdline").read_bytes():
                    return int(entry.name)
    raise AssertionError("there is no web process")


def test_release_taken_away_is_told_with_503(release: Release, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(release.path, tmp_path / "release"))
    with _serve(folder) as (number, _):
        folder.rename(tmp_path / "away")
        for path in ("/health", "/dumps/", "/dumps/hasila.ttl", "/def/1.0.0", "/def/1.0.0.nt", "/def/context.jsonld"):
            status, body, _ = _get(number, path)
            assert (status, b"/problems/release-invalid" in body) == (503, True), path
            assert str(tmp_path).encode() not in body
        assert _get(number, "/doc/organization/dgsn")[0] == 200


def test_lower_case_method_is_refused(port: int) -> None:
    assert _get(port, "/health", "get")[0] == 405
