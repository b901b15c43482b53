"""hasila behind Debian's nginx, by the configuration in the repository: nothing of an answer is lost, files are kept."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from hasila.release import Release

ROOT = Path(__file__).parents[2]
SITE = ROOT / "server" / "deployment" / "nginx.conf"
AROUND = """
{user}daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/site.conf;
}}
"""
Answer = tuple[int, http.client.HTTPMessage, bytes]


def site_of(listen: int, upstream: int, cache: Path) -> str:
    """Return the repository's configuration with the three values that every machine has its own of."""
    text = SITE.read_text(encoding="utf-8")
    for old, new in [
        ("listen 80;", f"listen 127.0.0.1:{listen};"), ("    listen [::]:80;\n", ""),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"), ("/var/cache/nginx/hasila", str(cache)),
    ]:  # fmt: skip
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@contextlib.contextmanager
def _nginx(program: str, folder: Path, upstream_url: str) -> Iterator[int]:
    """Run an nginx before a server, and give its port."""
    port, upstream = _free_port(), urlsplit(upstream_url).port
    assert upstream is not None
    (folder / "site.conf").write_text(site_of(port, upstream, folder / "cache"), encoding="utf-8")
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder), encoding="utf-8")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        deadline = time.monotonic() + 10
        while not _listens(port):
            assert process.poll() is None, "nginx says why on standard error"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def program(component: Callable[..., str]) -> str:
    return component("Debian's nginx-light", "nginx")


@pytest.fixture(scope="module")
def proxied(program: str, server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx before the server."""
    with _nginx(program, tmp_path_factory.mktemp("nginx"), server_url) as port:
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, body, {"Accept-Encoding": "identity", **named})
        response = asking.getresponse()
        return response.status, response.headers, response.read()
    finally:
        asking.close()


def _said(headers: http.client.HTTPMessage) -> dict[str, list[str]]:
    """Return what an answer says of itself, without what belongs to one connection."""
    names = {name.lower() for name in headers} - {"date", "server", "connection", "keep-alive", "transfer-encoding"}
    return {name: sorted(", ".join(headers.get_all(name, ())).split(", ")) for name in names}


@pytest.mark.parametrize("path", ["/", "/dumps/hasila.nt", "/dumps/hasila.ttl.gz", "/catalog.ttl", "/def/", "/nothing"])
def test_answer_is_the_same_with_and_without_nginx(proxied: int, server_url: str, path: str) -> None:
    own = urlsplit(server_url).port
    assert own is not None
    host = f"127.0.0.1:{own}"
    for _ in range(2):  # the second comes from what nginx kept
        direct, through = ask(own, path, Host=host), ask(proxied, path, Host=host)
        assert (through[0], through[2]) == (direct[0], direct[2])
        assert _said(through[1]) == _said(direct[1])


def test_files_kept_by_nginx_answer_ranges_and_conditions(proxied: int, release: Release) -> None:
    content = (release.path / "dumps" / "hasila.nt").read_bytes()
    _, headers, _ = ask(proxied, "/dumps/hasila.nt", "HEAD")
    assert int(headers["Content-Length"]) == len(content)
    status, part, body = ask(proxied, "/dumps/hasila.nt", Range="bytes=1000-1999", If_Range=headers["ETag"])
    assert (status, body) == (206, content[1000:2000])
    assert part["Content-Range"] == f"bytes 1000-1999/{len(content)}"
    assert ask(proxied, "/dumps/hasila.nt", Range="bytes=1000-", If_Range='"another"')[0] == 200
    assert ask(proxied, "/dumps/hasila.nt", If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert ask(proxied, "/dumps/hasila.nt", Range=f"bytes={len(content)}-")[0] == 416


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_codings_are_kept_apart(proxied: int, release: Release, coding: str) -> None:
    for accepted, ending in [("identity", ""), (coding, {"gzip": ".gz", "zstd": ".zst"}[coding])] * 2:
        _, headers, body = ask(proxied, "/dumps/hasila.ttl", **{"Accept-Encoding": accepted})
        assert headers.get("Content-Encoding", "identity") == accepted
        assert hashlib.sha256(body).hexdigest() == release.files[f"dumps/hasila.ttl{ending}"].sha256


def test_address_asked_at_is_named_when_nginx_is_trusted_and_else_not(
    proxied: int, program: str, serving: Callable[..., Any], forestry: Release, tmp_path: Path
) -> None:
    asked = {"Host": "portal.example", "X_Forwarded_Host": "forged.example"}
    assert b"portal.example" not in ask(proxied, "/catalog.ttl", **asked)[2]
    with serving(forestry.path, "--trusted-proxies", "127.0.0.1") as url, _nginx(program, tmp_path, url) as port:
        _, _, body = ask(port, "/catalog.ttl", **asked)
    # What nginx itself was asked at, and not what a client says that somebody else was.
    assert b"http://portal.example/dumps/" in body and b"forged.example" not in body


def test_query_too_large_and_slow_body_are_refused(proxied: int) -> None:
    status, _, _ = ask(proxied, "/sparql", "POST", "x" * 3_000_000, Content_Type="application/sparql-query")
    assert status == 413
    with socket.create_connection(("127.0.0.1", proxied), 30) as slow:
        slow.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 90\r\n\r\nASK"
        )
        began = time.monotonic()
        answer = slow.recv(65536)
        assert answer == b"" or b" 408 " in answer.splitlines()[0]
        assert time.monotonic() - began < 20


def test_query_is_answered(proxied: int) -> None:
    status, _, body = ask(
        proxied,
        "/sparql",
        "POST",
        "ASK { ?s ?p ?o }",
        Content_Type="application/sparql-query",
        Accept="application/json",
    )
    assert (status, json.loads(body)["boolean"]) == (200, True)
