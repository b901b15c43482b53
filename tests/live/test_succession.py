"""A release that takes over while the server is under load: no request is lost, and no answer is of two releases."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.publication.writing import point_to
from hasila.release import Release
from hasila.releases import kept_releases

ROOT = Path(__file__).parents[2]
COUNT = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(port: int, path: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asking.request("GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity"})
        response = asking.getresponse()
        return response.status, response.read(), response.headers
    finally:
        asking.close()


def _served(port: int) -> str:
    return str(json.loads(_get(port, "/health")[1])["release"])


def _wait(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def kept(forestry_history: Path, tmp_path: Path) -> tuple[Path, Release, Release]:
    """An output folder of its own with two sealed releases, the earlier one current."""
    out = tmp_path / "out"
    shutil.copytree(forestry_history, out, symlinks=True)
    first, second = kept_releases(out / "releases", strict=True)
    point_to(out, first)
    return out, first, second


@contextlib.contextmanager
def _serve(out: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = _free_port()
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(out / "current"), "--port", str(port)]
    with subprocess.Popen(
        [*command, "--workers", "2", "--client-workers", "2"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout and process.stdout.readline()
            yield port, process
        finally:
            process.terminate()


def _children(parent: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.add(int(entry.name))
    return found


def test_release_takes_over_by_itself_and_the_engine_before_is_ended(kept: tuple[Path, Release, Release]) -> None:
    out, first, second = kept
    with _serve(out) as (port, process):
        assert _served(port) == first.digest
        before = _children(process.pid)
        assert _get(port, "/doc/stand/pine-2")[0] == 200
        point_to(out, second)
        _wait(lambda: _served(port) == second.digest)
        assert _get(port, "/doc/stand/pine-2")[0] == 410
        assert [entry["version"] for entry in json.loads(_get(port, "/releases/")[1])] == ["2024.1.1", "2024.1.0"]
        # As many processes as before: the web process has stayed, and of the engines one is left.
        _wait(lambda: len(_children(process.pid)) == len(before))
        assert len(before & _children(process.pid)) == len(before) - 1


def test_hangup_makes_the_server_look_at_once(kept: tuple[Path, Release, Release]) -> None:
    out, first, second = kept
    with _serve(out) as (port, process):
        point_to(out, second)
        os.kill(process.pid, signal.SIGHUP)
        _wait(lambda: _served(port) == second.digest)
        point_to(out, first)
        os.kill(process.pid, signal.SIGHUP)
        _wait(lambda: _served(port) == first.digest)
        assert process.poll() is None


def test_release_that_cannot_be_served_leaves_the_one_before(kept: tuple[Path, Release, Release]) -> None:
    out, first, second = kept
    (second.path / "publication.json").unlink()
    with _serve(out) as (port, process):
        (out / "next").symlink_to("releases/2024.1.1")
        (out / "next").rename(out / "current")
        os.kill(process.pid, signal.SIGHUP)
        time.sleep(1.5)
        assert _served(port) == first.digest
        assert _get(port, COUNT)[0] == 200


def test_web_process_that_dies_comes_back_with_the_release_in_force(kept: tuple[Path, Release, Release]) -> None:
    out, _, second = kept
    with _serve(out) as (port, process):
        point_to(out, second)
        _wait(lambda: _served(port) == second.digest)
        (web,) = [pid for pid in _children(process.pid) if "granian-worker" in _name(pid) or "spawn_main" in _name(pid)]
        os.kill(web, signal.SIGKILL)

        def back() -> bool:
            try:
                return _served(port) == second.digest
            except (OSError, http.client.HTTPException):
                return False

        _wait(back)
        assert _get(port, COUNT)[0] == 200


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "cmdline").read_text()
    return ""


class _Asking(threading.Thread):
    """Asks for a dump, a page and a query again and again, and notes what was not of one release."""

    def __init__(self, port: int, releases: tuple[Release, Release]) -> None:
        super().__init__()
        self.port, self.done, self.wrong, self.asked = port, threading.Event(), [], 0  # type: ignore[var-annotated]
        self.dumps = {r.files["dumps/forests.nq"].sha256: r for r in releases}
        self.triples = {str(r.publication.triples) for r in releases}

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.done.is_set():
            for path in ("/dumps/forests.nq", COUNT, "/doc/stand/oak-1.nt", "/releases/"):
                try:
                    connection.request(
                        "GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity"}
                    )
                    response = connection.getresponse()
                    body = response.read()
                except (OSError, http.client.HTTPException) as error:
                    self.wrong.append((path, repr(error)))
                    connection.close()
                    continue
                self.asked += 1
                if response.status != 200 or not self._fits(path, body, response.headers):
                    self.wrong.append((path, response.status, body[:200]))
        connection.close()

    def _fits(self, path: str, body: bytes, headers: http.client.HTTPMessage) -> bool:
        if path.startswith("/dumps/"):
            digest = hashlib.sha256(body).hexdigest()
            return digest in self.dumps and headers["ETag"] == f'"{digest}"'
        if path == COUNT:
            return json.loads(body)["results"]["bindings"][0]["n"]["value"] in self.triples
        if path == "/releases/":
            return len(json.loads(body)) in (1, 2)
        return (b'"12.5"' in body) != (b'"13.5"' in body)


def test_no_request_is_lost_and_no_answer_mixed_while_releases_take_turns(
    kept: tuple[Path, Release, Release], component: Callable[..., str]
) -> None:
    out, first, second = kept
    wrk = component("Debian's wrk", "wrk")
    with _serve(out) as (port, _):
        asking = [_Asking(port, (first, second)) for _ in range(3)]
        loads = [_wrk(wrk, port, path) for path in ("/dumps/forests.nq", COUNT)]
        for thread in asking:
            thread.start()
        for release in (second, first, second):
            time.sleep(1.0)
            point_to(out, release)
            _wait(lambda wanted=release.digest: _served(port) == wanted)  # type: ignore[misc]
        outputs = [load.communicate(timeout=60)[0] for load in loads]
        for thread in asking:
            thread.done.set()
            thread.join()
        assert not [wrong for thread in asking for wrong in thread.wrong][:3]
        assert all(thread.asked > 20 for thread in asking)
        for output in outputs:
            assert int(re.findall(r"(\d+) requests in", output)[0]) > 100, output
            assert "Non-2xx" not in output and "Socket errors" not in output, output


def _wrk(program: str, port: int, path: str) -> subprocess.Popen[str]:
    command = [program, "-t1", "-c4", "-d8s", "-H", "Accept: application/json", f"http://127.0.0.1:{port}{path}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
