"""A real `hasila serve` process: what only a server on a socket can show."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from hasila.release import Release

ROOT = Path(__file__).parents[2]
DIRECT = {"Content-Type": "application/sparql-query"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"


@pytest.fixture
def connection(server_url: str) -> Iterator[http.client.HTTPConnection]:
    """A connection to the live server."""
    made = http.client.HTTPConnection(urlsplit(server_url).netloc, timeout=30)
    yield made
    made.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _serve(release: Release, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(release.path), "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def _session(leader: int) -> list[int]:
    """Return the processes of the session that `leader` leads, zombies left out (proc(5), stat)."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(session) == leader and state != "Z":
            found.append(int(entry.name))
    return found


def _wait_until(condition: object, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_connection_is_kept_over_answers_errors_and_heads(connection: http.client.HTTPConnection) -> None:
    connection.connect()
    kept = connection.sock
    for method, path, status in [
        ("GET", "/health", 200), ("HEAD", "/", 200), ("GET", "/nothing", 404), ("HEAD", "/nothing", 404),
        ("HEAD", "/sparql?query=ASK%7B%7D", 200), ("GET", "/sparql?query=x", 400), ("OPTIONS", "/sparql", 204),
        ("HEAD", "/dumps/hasila.nq", 200), ("GET", "/dumps/hasila.nq", 200), ("GET", "/static/style.css", 200),
    ]:  # fmt: skip
        connection.request(method, path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == status
        if method == "HEAD":
            assert body == b""
            assert int(response.headers["Content-Length"]) > 0
        elif status != 204:
            assert int(response.headers["Content-Length"]) == len(body)
        assert connection.sock is kept


def test_unchanged_answer_is_304_without_body(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/def/")
    first = connection.getresponse()
    first.read()
    connection.request("GET", "/def/", headers={"If-None-Match": first.headers["ETag"]})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_chunked_query_is_answered(connection: http.client.HTTPConnection, method: str) -> None:
    connection.request(
        method, "/sparql", body=iter([b"AS", b"K { ?s ?p", b" ?o }"]), headers=DIRECT, encode_chunked=True
    )
    response = connection.getresponse()
    assert response.status == 200
    assert json.loads(response.read())["boolean"] is True


@pytest.mark.parametrize("chunked", [True, False])
def test_too_large_body_is_413(connection: http.client.HTTPConnection, chunked: bool) -> None:
    part = b"#" * 65_536
    body = iter([part] * 32) if chunked else part * 32
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the server need not read on once it knows
        connection.request("POST", "/sparql", body=body, headers=DIRECT, encode_chunked=chunked)
    response = connection.getresponse()
    assert response.status == 413
    assert json.loads(response.read())["limit"] == 1024 * 1024


def test_path_that_is_not_utf8_is_400(connection: http.client.HTTPConnection) -> None:
    for path in ("/%ff", "/doc/%c3%28", "/sparql?query=%ff"):
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 400
        assert json.loads(response.read())["type"] == "/problems/bad-request"


@pytest.mark.alone
def test_runaway_queries_are_503_while_everything_else_answers(server_url: str) -> None:
    statuses = []

    def ask(path: str) -> tuple[int, bytes]:
        asking = http.client.HTTPConnection(urlsplit(server_url).netloc, timeout=30)
        asking.request("GET", path)
        response = asking.getresponse()
        body = response.read()
        asking.close()
        return response.status, body

    def run_away() -> None:
        status, body = ask("/sparql?query=" + quote(RUNAWAY))
        statuses.append((status, json.loads(body)["type"]))

    threads = [threading.Thread(target=run_away) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    for path in ("/health", "/doc/organization/dgsn", "/dumps/hasila.ttl", "/problems/"):
        begun = time.monotonic()
        assert ask(path)[0] == 200
        assert time.monotonic() - begun < 1.0
    for thread in threads:
        thread.join(30)
    assert statuses == [(503, "/problems/query-timed-out")] * 2
    assert ask("/sparql?query=ASK%7B%7D")[0] == 200


def test_address_in_use_is_one_sentence_and_exit_code_3(release: Release, server_url: str) -> None:
    port = urlsplit(server_url).port
    assert port
    with _serve(release, port) as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert str(port) in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_every_process_and_frees_the_port(release: Release, number: signal.Signals) -> None:
    port = _free_port()
    with _serve(release, port) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in line
        assert release.digest[:12] in line
        assert f"{release.publication.triples} triples" in line
        assert len(_session(process.pid)) >= 4
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert _wait_until(lambda: not _session(process.pid), 5)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_killed_server_leaves_no_orphan(release: Release) -> None:
    with _serve(release, _free_port()) as process:
        assert process.stdout
        assert process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        assert _wait_until(lambda: not _session(process.pid), 10), _session(process.pid)


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asking.request("GET", "/health")
        response = asking.getresponse()
        response.read()
        return response.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def test_killed_web_process_comes_back(release: Release) -> None:
    port = _free_port()
    with _serve(release, port) as process:
        assert process.stdout
        assert process.stdout.readline()
        web = [pid for pid in _session(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(web) == 1
        os.kill(web[0], signal.SIGKILL)
        assert _wait_until(lambda: not _answers(port), 5)
        assert _wait_until(lambda: _answers(port), 15)
