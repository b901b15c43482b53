"""Sending the questions: one at a time with its answer read, or by wrk over one or many connections that are kept open.

SPARQL 1.1 Protocol section 2.1.1; RFC 9110 section 13.1.2 (If-None-Match). Judges no answer; `answers` does.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .mix import Query, target
from .processes import PeerFailed

_SCRIPT = Path(__file__).parent / "servers" / "requests.lua"
_GRACE = 90


@dataclass(frozen=True)
class Request:
    """One GET: the request target, the media type asked for, and the entity tag that the client holds already."""

    target: str
    accept: str
    tag: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer: status (0 for none in time), header fields in lower case, body, and the seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Sample:
    """What wrk counted: answers a second, median and 99th percentile in milliseconds, refusals and broken requests.

    `rate` counts answers of success only.
    """

    rate: float
    p50: float
    p99: float
    refused: int
    broken: int


def requests_of(query: Query, path: str) -> list[Request]:
    """Return the requests that ask a query in each of its texts."""
    return [Request(target(path, text), query.accept) for text in query.texts]


def ask(port: int, request: Request, limit: float) -> Reply:
    """Send one request over a connection of its own and read the whole answer; give up after `limit` silent seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    headers = {"Accept": request.accept} | ({"If-None-Match": request.tag} if request.tag else {})
    begin = time.perf_counter()
    try:
        connection.request("GET", request.target, headers=headers)
        response = connection.getresponse()
        body = response.read()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, fields, body, time.perf_counter() - begin)
    except (OSError, http.client.HTTPException):
        return Reply(0, {}, b"", time.perf_counter() - begin)
    finally:
        connection.close()


def wrk(port: int, requests: Sequence[Request], connections: int, seconds: int, folder: Path, first: int = 0) -> Sample:
    """Send the requests in turn for some seconds, beginning with number `first`, and return what wrk measured."""
    listed = folder / "requests.tsv"
    listed.write_text("".join(f"{each.accept}\t{each.tag}\t{each.target}\n" for each in requests), encoding="ascii")
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
    command += ["--timeout", "60s", "--script", str(_SCRIPT), f"http://127.0.0.1:{port}/"]
    environment = {**os.environ, "REQUESTS": str(listed), "FIRST": str(first)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + _GRACE)
    except subprocess.TimeoutExpired as error:
        raise PeerFailed(f"wrk did not end {_GRACE} s after its time") from error
    figures = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("figures ")]
    if not figures:
        raise PeerFailed(f"wrk failed: {(done.stderr or done.stdout).strip()[-300:]}")
    count, microseconds, p50, p99, refused, broken = (int(figure) for figure in figures[0])
    return Sample((count - refused) / microseconds * 1e6, p50 / 1000, p99 / 1000, refused, broken)
