"""What Flask answered, made ready to be sent: headers alone for HEAD, in the coding asked for, whole or piece by piece.

RFC 9110 sections 9.3.2 (HEAD has the headers of GET), 8.4.1 (content codings) and 12.5.5 (Vary). Keeps nothing (see `cache`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from hasila.engine.spool import Spool
from hasila.web import bodies, codings
from hasila.web.bodies import ClosedOnce, joined
from hasila.web.cache import Headers
from hasila.web.kept import is_codable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True)
class Heard:
    """An answer of Flask's: `head` when its headers alone are wanted, `streamed` when it is large or was not even made."""

    status: str
    headers: Headers
    body: Iterable[bytes]
    head: bool
    streamed: bool
    unmade: bool

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The headers by name in small letters."""
        return {name.lower(): value for name, value in self.headers}

    @property
    def is_file(self) -> bool:
        """Whether it is a file, whose parts are those of its bytes as they are."""
        return "accept-ranges" in self.known or "content-range" in self.known

    def without(self, *names: str) -> Headers:
        """Return the headers but some."""
        return [(name, value) for name, value in self.headers if name.lower() not in names]


def ask(inner: WSGIApplication, environ: WSGIEnvironment) -> Heard:
    """Have Flask answer; a request for headers as one for the whole, so that they are the same."""
    heard: list[Any] = []

    def hear(status: str, headers: Headers, information: Any = None) -> Callable[[bytes], object]:
        heard[:] = status, headers
        return nothing

    head = environ["REQUEST_METHOD"] == "HEAD"
    if head:
        environ = {**environ, "REQUEST_METHOD": "GET", bodies.HEAD: True}
        # Section 14.2: a range is of GET alone.
        environ.pop("HTTP_RANGE", None)
    body = inner(environ, hear)
    unmade = bool(environ.get(bodies.UNMADE))
    streamed = unmade or bool(environ.get(bodies.STREAMED))
    return Heard(heard[0], _varying(heard[1]), body, head, streamed, unmade)


def _varying(headers: Headers) -> Headers:
    """Return headers that say that Accept-Encoding was looked at, where they say that anything was."""
    for number, (name, value) in enumerate(headers):
        if name.lower() == "vary" and "accept-encoding" not in value.lower():
            return [*headers[:number], (name, f"{value}, Accept-Encoding"), *headers[number + 1 :]]
    return headers


def send_file(heard: Heard, start_response: StartResponse) -> Iterable[bytes]:
    """Send an answer as it is."""
    body = ClosedOnce(heard.body, nothing)
    start_response(heard.status, heard.headers)
    if heard.head:
        body.close()
        return [b""]
    return body if heard.streamed else [joined(body)]


def send_stream(heard: Heard, start_response: StartResponse, coding: str) -> Iterable[bytes]:
    """Send a large answer piece by piece; it is whole, and so is its coded form, before the first byte leaves.

    Raises EngineUnavailable when the machine has no room for the coded form. For headers alone nothing is coded, and its
    length is left out.
    """
    body = ClosedOnce(heard.body, nothing)
    is_coded = bool(coding) and "content-encoding" not in heard.known and is_codable(heard.known, codings.LEAST)
    headers = heard.without("content-length") if is_coded or heard.unmade else heard.headers
    if is_coded:
        headers = [*headers, ("Content-Encoding", coding)]
    if heard.head:
        body.close()
        start_response(heard.status, headers)
        return [b""]
    if not is_coded:
        start_response(heard.status, headers)
        return body
    try:
        spool = spooled(heard.body, coding)
    except BaseException:
        body.close()
        raise
    coded = spool.rewound()

    def leave() -> None:
        # Only now, for as long as its client reads it counts among the large answers that are being sent.
        coded.close()
        body.close()

    start_response(heard.status, [*headers, ("Content-Length", str(spool.length))])
    return ClosedOnce(iter(partial(coded.read, bodies.WHOLE), b""), leave)


def spooled(pieces: Iterable[bytes], coding: str) -> Spool:
    """Return a body in a coding, whole. Raises EngineUnavailable when the machine has no room for it."""
    spool = Spool()
    try:
        for piece in codings.iter_encoded(pieces, coding):
            spool.write(piece)
    except BaseException:
        spool.close()
        raise
    return spool


def nothing(*_: object) -> None:
    """Take anything and do nothing."""
