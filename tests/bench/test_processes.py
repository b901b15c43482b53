"""Servers are watched with all they have forked, end when told, and explain an early end; requests are sent as said."""

from __future__ import annotations

import contextlib
import http.server
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .load import Request, ask
from .processes import PeerFailed, Process, free_port

_PARENT = """import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {child!r}])
print(child.pid, flush=True)
child.wait()"""
_HOLDS = "x = bytearray(b'1' * (64 << 20)); import time; time.sleep(60)"


class _Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        tag = self.headers.get("If-None-Match")
        if self.path == "/slow":
            time.sleep(1)
        self.send_response(304 if tag == '"x"' else 200)
        body = b"" if tag == '"x"' else f"{self.path} {self.headers['Accept']}".encode()
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # who asked has gone
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_request_is_sent_as_said(port: int) -> None:
    reply = ask(port, Request("/sparql?query=x", "text/csv"), 5)
    assert (reply.status, reply.body, reply.headers["etag"]) == (200, b"/sparql?query=x text/csv", '"x"')
    assert ask(port, Request("/", "*/*", '"x"'), 5).status == 304


def test_no_answer_in_time_or_at_all_has_status_0(port: int) -> None:
    late = ask(port, Request("/slow", "*/*"), 0.2)
    assert late.status == 0 and late.seconds < 1
    assert ask(free_port(), Request("/", "*/*"), 5).status == 0


def test_memory_is_that_of_the_whole_family(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", _PARENT.format(child=_HOLDS)], {}, tmp_path)
    try:
        deadline = time.monotonic() + 20
        while process.memory().resident < 64 and time.monotonic() < deadline:
            time.sleep(0.05)
        memory = process.memory()
        assert memory.resident > 64 and 0 < memory.proportional <= memory.resident
        process.settle()
    finally:
        process.stop()
        os.kill(int((tmp_path / "log").read_text()), 9)


def test_busy_process_is_waited_for_only_so_long(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", "print('up', flush=True)\nwhile True: pass"], {}, tmp_path)
    try:
        while "up" not in (tmp_path / "log").read_text():
            process.require_running()
            time.sleep(0.02)
        begin = time.monotonic()
        process.settle(limit=0.5)
        assert 0.4 < time.monotonic() - begin < 5
    finally:
        process.stop()


def test_stopped_process_is_gone(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"], {}, tmp_path)
    process.require_running()
    process.stop()
    with pytest.raises(PeerFailed, match="ended with"):
        process.require_running()
    process.stop()


def test_early_end_is_explained_by_the_last_words(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", "raise SystemExit('no such port')"], {}, tmp_path)
    deadline = time.monotonic() + 20
    with pytest.raises(PeerFailed, match="ended with 1: no such port"):
        while time.monotonic() < deadline:
            process.require_running()
            time.sleep(0.02)
