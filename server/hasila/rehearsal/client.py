"""An HTTP client that asks as harvesters ask, within limits of time, size and number of requests.

RFC 9110 sections 9.3 (GET, HEAD) and 15.4 (redirects). Every answer is kept, so that several harvesters rehearsed in
turn ask a server once. It opens any http or https address it is given: it is run by who owns the catalogue. Parses
nothing.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from hasila import __version__
from hasila.errors import OptionInvalid

_SAFE = "/%:@!$&'()*+,;=~-._?"
_CHUNK = 65_536
_MEBIBYTE = 1_048_576


@dataclass(frozen=True)
class Bounds:
    """What a rehearsal may cost: seconds in all and of one request, bytes of one answer, requests, pages, redirects."""

    seconds: float = 300.0
    request_seconds: float = 30.0
    answer_bytes: int = 64 * _MEBIBYTE
    requests: int = 5000
    pages: int = 200
    redirects: int = 10


@dataclass(frozen=True)
class Answer:
    """What a server answered: status 0 and a reason when it did not. Header names are in small letters.

    `address` is where the answer came from after redirects, which `hops` lists; `cut` says that the body goes on.
    """

    address: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    reason: str = ""
    hops: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type of Content-Type in small letters, without parameters; empty when there is none."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hand redirects back: whether one is followed depends on the harvester."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class Client:
    """Asks servers and keeps what they answered.

    `stand_ins` maps beginnings of addresses to others: what will answer there once it is published answers here today.
    """

    def __init__(
        self,
        bounds: Bounds | None = None,
        progress: Callable[[str], None] = lambda _: None,
        stand_ins: Mapping[str, str] | None = None,
    ) -> None:
        self.bounds = bounds or Bounds()
        self._progress = progress
        self._stand_ins = dict(stand_ins or {})
        self._kept: dict[tuple[str, str, str], Answer] = {}
        self._deadline = time.monotonic() + self.bounds.seconds
        self._opener = urllib.request.build_opener(_NoRedirect)

    def ask(self, method: str, address: str, *, accept: str = "*/*", follow: bool = True) -> Answer:
        """Return the answer to a request; with `follow`, that at the end of its redirects."""
        hops: list[str] = []
        while True:
            answer = self._once(method, address, accept)
            location = answer.headers.get("location")
            if not (follow and answer.status in (301, 302, 303, 307, 308) and location):
                return Answer(
                    address, answer.status, answer.headers, answer.body, answer.cut, answer.reason, tuple(hops)
                )
            hops.append(address)
            address = urljoin(address, location)
            if len(hops) > self.bounds.redirects or address in hops:
                return Answer(address, 0, reason="too many redirects", hops=tuple(hops))

    def _once(self, method: str, address: str, accept: str) -> Answer:
        key = (method, address, accept)
        if key not in self._kept:
            self._kept[key] = self._exchange(method, address, accept)
        return self._kept[key]

    def _exchange(self, method: str, address: str, accept: str) -> Answer:
        if len(self._kept) >= self.bounds.requests:
            return Answer(address, 0, reason=f"more than {self.bounds.requests} requests")
        left = self._deadline - time.monotonic()
        if left <= 0:
            return Answer(address, 0, reason=f"more than {self.bounds.seconds:g} seconds")
        self._progress(f"{method} {address}")
        headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": f"hasila-rehearse/{__version__}"}
        try:
            request = urllib.request.Request(self._placed(address), headers=headers, method=method)  # noqa: S310
            with self._opener.open(request, timeout=min(left, self.bounds.request_seconds)) as response:
                return self._read(address, response)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(address, error)
        except urllib.error.URLError as error:
            return Answer(address, 0, reason=str(error.reason))
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            return Answer(address, 0, reason=str(error) or type(error).__name__)

    def _read(self, address: str, response: Any) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        deadline = min(self._deadline, time.monotonic() + self.bounds.request_seconds)
        body = bytearray()
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self.bounds.answer_bytes:
                return Answer(address, response.status, headers, bytes(body[: self.bounds.answer_bytes]), cut=True)
            if time.monotonic() > deadline:
                return Answer(address, 0, headers, reason="the answer takes too long")
        return Answer(address, response.status, headers, _decoded(bytes(body), headers, self.bounds.answer_bytes))

    def _placed(self, address: str) -> str:
        """Return where an address is asked, as a URI (RFC 3987 section 3.1). Raises ValueError for one of another scheme."""
        for begin, other in self._stand_ins.items():
            if address.startswith(begin):
                address = other + address.removeprefix(begin)
                break
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("only http and https addresses are asked")
        host = (
            parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.netloc.rpartition("@")[2]
        )
        if not parts.hostname.isascii() and parts.port:
            host += f":{parts.port}"
        return urlunsplit((parts.scheme, host, quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE), ""))


def _decoded(body: bytes, headers: Mapping[str, str], most: int) -> bytes:
    # Not asked for, but some servers send it to everybody.
    if headers.get("content-encoding", "").lower() != "gzip" or not body:
        return body
    return zlib.decompressobj(wbits=31).decompress(body, most)


def require_stand_in(text: str) -> tuple[str, str]:
    """Return the two beginnings of addresses that `BEGIN=OTHER` names. Raises OptionInvalid when it does not."""
    begin, equals, other = text.partition("=")
    if not equals or any(urlsplit(part).scheme not in ("http", "https") for part in (begin, other)):
        raise OptionInvalid(
            f"--stand-in {text!r}: write it as https://one.example/=http://other.example/.", option="stand-in"
        )
    return begin, other
