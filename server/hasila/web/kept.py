"""Answers as they are sent: what they depend on, whether they may be kept, their coded body, and 304.

RFC 9110 sections 8.4 (content coding), 12.5.5 (Vary) and 13.1.2 (If-None-Match); RFC 9111 section 3 (what may be stored).
Keeps nothing itself (see `cache`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hasila.web import codings
from hasila.web.cache import Headers, Kept
from hasila.web.representations import CACHING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OK, NOT_MODIFIED = "200 OK", "304 Not Modified"
Key = tuple[str, ...]
# An answer to such a request depends on more than the key of what is kept.
_BYPASS = ("HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE",
           "HTTP_AUTHORIZATION", "HTTP_ACCEPT_PROFILE")  # fmt: skip
# RFC 9110 section 15.4.5: what a cache needs to renew what it holds; the rest would only repeat it.
_OF_NOT_MODIFIED = {
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "content-location",
    "etag",
    "vary",
}
_LONGEST_KEY = 4096
_VARY = {"accept", "accept-language", "accept-encoding", "accept-profile"}


def key_of(environ: WSGIEnvironment, coding: str) -> Key | None:
    """Return what the answer depends on, or None for a request that is not answered from what is kept."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    for name in _BYPASS:
        if name in environ:
            return None
    key = (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        coding,
    )
    # A key takes memory too.
    return key if sum(map(len, key)) <= _LONGEST_KEY else None


def may_be_kept(known: Mapping[str, str]) -> bool:
    """Tell, from the headers by name in small letters, whether the same key gives the same answer every time."""
    varying = {name.strip().lower() for name in known.get("vary", "").split(",") if name.strip()}
    return known.get("cache-control") == CACHING and "etag" in known and varying <= _VARY


def is_codable(known: Mapping[str, str], length: int) -> bool:
    """Tell whether a body of that length and type gains from a content coding."""
    return length >= codings.LEAST and codings.is_textual(known.get("content-type", ""))


def as_sent(headers: Headers, body: bytes, coding: str, etag: str) -> Kept:
    """Return the answer as it is sent, coded where that is worth it."""
    known = {name.lower(): value for name, value in headers}
    tagged = [*headers, ("ETag", etag)] if etag else list(headers)
    not_modified = [(name, value) for name, value in tagged if name.lower() in _OF_NOT_MODIFIED]
    if coding and is_codable(known, len(body)) and "content-encoding" not in known:
        body = codings.encode(body, coding)
        tagged.append(("Content-Encoding", coding))
    tagged.append(("Content-Length", str(len(body))))
    return Kept(tagged, not_modified, etag, body)


def matches(environ: WSGIEnvironment, etag: str) -> bool:
    """Tell whether If-None-Match names the tag (weak comparison); `*` is left to who knows that there is an answer."""
    header: str | None = environ.get("HTTP_IF_NONE_MATCH")
    if header is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return False
    opaque = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == opaque for tag in header.split(","))


def send(kept: Kept, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Send the answer, or 304 to a client that has it, or the headers alone for HEAD."""
    if kept.etag and "HTTP_IF_NONE_MATCH" in environ and matches(environ, kept.etag):
        start_response(NOT_MODIFIED, kept.not_modified)
        return [b""]
    start_response(OK, kept.headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
