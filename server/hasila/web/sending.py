"""Sending a file as it is, whole or in part, under the conditions of the request.

RFC 9110 sections 13 (conditional requests) and 14 (range requests); RFC 9530 (Repr-Digest, of the bytes as they are coded).
One part at most: several at once are answered with the whole, as section 14.2 allows. Chooses no file (see `downloads`).
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from werkzeug.exceptions import PreconditionFailed, RequestedRangeNotSatisfiable
from werkzeug.http import http_date, parse_date, parse_etags

from hasila.errors import ReleaseInvalid
from hasila.web.cache import Headers
from hasila.web.headers import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PIECE = 524_288
"""How many bytes of a large file are read at once."""
_RANGE = re.compile(r"bytes=(?:(?P<first>[0-9]+)-(?P<last>[0-9]*)|-(?P<suffix>[0-9]+))", re.IGNORECASE)
_DIGITS = 18
_OF_NOT_MODIFIED = ("Cache-Control", "Content-Location", "ETag", "Last-Modified", "Vary")


@dataclass(frozen=True)
class SentFile:
    """One file as it is sent: where it is, its size and SHA-256, its type, and the coding its bytes are in, if any.

    `headers` are sent beside those that follow from the rest.
    """

    path: Path
    length: int
    sha256: str
    content_type: str
    modified: datetime
    coding: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def etag(self) -> str:
        """The entity tag: strong, for the same digest is the same bytes."""
        return f'"{self.sha256}"'


@dataclass(frozen=True)
class Reply:
    """What a request for a file is answered with: a status, headers, and which bytes of the file."""

    status: str
    headers: Headers
    offset: int = 0
    length: int = 0


def reply(file: SentFile, environ: WSGIEnvironment) -> Reply:
    """Return the answer to a GET or HEAD for the file.

    Raises PreconditionFailed, and RequestedRangeNotSatisfiable for a part that begins behind its end.
    """
    tag = file.etag
    _require(tag, file.modified, environ)
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    headers: Headers = [
        *file.headers, ("ETag", tag), ("Last-Modified", http_date(file.modified)), ("Accept-Ranges", "bytes"),
        ("Content-Type", file.content_type), ("Repr-Digest", f"sha-256=:{digest}:"),
    ]  # fmt: skip
    if file.coding:
        headers.append(("Content-Encoding", file.coding))
    if _is_known(tag, file.modified, environ):
        kept = [(name, value) for name, value in headers if name in _OF_NOT_MODIFIED]
        return Reply(_line(HTTPStatus.NOT_MODIFIED), [*ALWAYS.items(), *kept])
    headers = [*ALWAYS.items(), *headers]
    part = _part(file, environ)
    if part is None:
        return Reply(_line(HTTPStatus.OK), [*headers, ("Content-Length", str(file.length))], 0, file.length)
    first, length = part
    headers.append(("Content-Range", f"bytes {first}-{first + length - 1}/{file.length}"))
    return Reply(_line(HTTPStatus.PARTIAL_CONTENT), [*headers, ("Content-Length", str(length))], first, length)


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"


def _require(tag: str, modified: datetime, environ: WSGIEnvironment) -> None:
    """Raise PreconditionFailed as section 13.2.2, steps 1 and 2, ask."""
    if "HTTP_IF_MATCH" in environ:
        wanted = parse_etags(environ["HTTP_IF_MATCH"])
        failed = not (wanted.star_tag or wanted.is_strong(tag.strip('"')))
    else:
        latest = parse_date(environ.get("HTTP_IF_UNMODIFIED_SINCE"))
        failed = latest is not None and modified > latest
    if failed:
        raise PreconditionFailed


def _is_known(tag: str, modified: datetime, environ: WSGIEnvironment) -> bool:
    """Tell whether the client has the file already (section 13.2.2, steps 3 and 4)."""
    if "HTTP_IF_NONE_MATCH" in environ:
        known = parse_etags(environ["HTTP_IF_NONE_MATCH"])
        return known.star_tag or known.contains_weak(tag.strip('"'))
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and modified <= since


def _part(file: SentFile, environ: WSGIEnvironment) -> tuple[int, int] | None:
    """Return offset and length of the part asked for; None for the whole, as for what is no single part."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_IF_RANGE", file.etag) != file.etag:
        # Section 13.1.5: a date would have to be strong, and two releases may be of one day.
        return None
    found = _RANGE.fullmatch(environ.get("HTTP_RANGE", "").strip())
    if found is None:
        return None
    if found["suffix"]:
        length = min(_number(found["suffix"]), file.length)
        first, last = file.length - length, file.length - 1
    else:
        first, last = _number(found["first"]), _number(found["last"] or str(file.length - 1))
        if found["last"] and last < first:
            return None
    if first >= file.length:
        raise RequestedRangeNotSatisfiable(file.length)
    return first, min(last, file.length - 1) - first + 1


def _number(digits: str) -> int:
    """Return a number of bytes; one of more digits than any file has is as good as a larger one, and takes no time to read."""
    told = digits.lstrip("0")
    return int(told or "0") if len(told) <= _DIGITS else 10**_DIGITS


def opened(file: SentFile) -> BinaryIO:
    """Open the file. Raises ReleaseInvalid when it has gone or is not of its size; the message names no path."""
    try:
        content = file.path.open("rb")
    except OSError as error:
        raise ReleaseInvalid("The files of the release are not there at the moment.") from error
    if os.fstat(content.fileno()).st_size != file.length:
        content.close()
        raise ReleaseInvalid("A file of the release has been altered since the build.")
    return content


def iter_pieces(content: BinaryIO, offset: int, length: int) -> Iterator[bytes]:
    """Yield that part of an opened file piece by piece, and close it."""
    with content:
        content.seek(offset)
        while length > 0:
            piece = content.read(min(PIECE, length))
            if not piece:
                # The headers promised more: what is sent must not pass for the whole.
                raise ReleaseInvalid("A file of the release has been cut while it was sent.")
            length -= len(piece)
            yield piece
