"""Complete dumps: files of the release as they are, with checksums and parts.

RFC 9110 sections 13 (conditions) and 14 (ranges), RFC 9530 (Repr-Digest). Serves only files
that the release's manifest lists.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import PreconditionFailed

from hasila.errors import NotFound
from hasila.rdf.formats import HTML, by_extension
from hasila.release import MANIFEST
from hasila.web.pages import render
from hasila.web.representations import CACHING, JSON, licence_links, negotiate, represent
from hasila.web.site import site

blueprint = Blueprint("dumps", __name__)

# More digits than a file has bytes would cost time to convert.
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-\d{1,18})", re.IGNORECASE)
_OTHER_TYPES = {"gz": "application/gzip", "zst": "application/zstd", "csv": "text/csv; charset=utf-8",
                "json": "application/json"}  # fmt: skip


@dataclass(frozen=True)
class Dump:
    """One file for downloading: its name, address, size in bytes, SHA-256 and media type."""

    name: str
    href: str
    bytes: int
    sha256: str
    media_type: str


def dumps() -> list[Dump]:
    """Return the files that can be downloaded, by name."""
    files = site().release.files
    return [
        Dump(name, f"/dumps/{name}", files[f"dumps/{name}"].bytes, files[f"dumps/{name}"].sha256, media_type(name))
        for name in site().release.dumps
    ]


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its ending; a compressed file is of its compression's type."""
    ending = PurePosixPath(name).suffix.removeprefix(".")
    if ending in _OTHER_TYPES:
        return _OTHER_TYPES[ending]
    form = by_extension(ending)
    return form.content_type if form else "application/octet-stream"


@blueprint.get("/dumps/")
def list_dumps() -> Response:
    """Answer with the list of files, as a page or as JSON."""
    form = negotiate((JSON, HTML))
    site().release.file(MANIFEST)
    if form == HTML:
        return represent(form, lambda: render("dumps.html", dumps=dumps()))
    return represent(form, lambda: json.dumps([asdict(dump) for dump in dumps()], indent=2) + "\n")


@blueprint.get("/dumps/<path:name>")
def download(name: str) -> Response:
    """Answer with one file, whole or in part. Raises NotFound for what the release does not list."""
    entry = site().release.files.get(f"dumps/{name}")
    if entry is None:
        raise NotFound(f"There is no dump {name!r:.120}; see /dumps/.")
    modified = datetime.fromisoformat(site().publication.modified).replace(tzinfo=UTC)
    _require_conditions(entry.sha256, modified)
    if not _single_range(request.headers.get("Range", "")):
        # RFC 9110 section 14.2: a server may ignore a Range it does not serve; several parts at once are such.
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(
        site().release.file(f"dumps/{name}"),
        mimetype=media_type(name),
        conditional=True,
        etag=entry.sha256,
        last_modified=modified,
    )
    response.headers["Cache-Control"] = CACHING
    # Werkzeug would add a charset to RDF/XML, which states its own.
    response.headers["Content-Type"] = media_type(name)
    response.headers.pop("Expires", None)
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(entry.sha256)).decode()}:"
    for link in licence_links():
        response.headers["Link"] = link
    return response


def _single_range(header: str) -> bool:
    found = _RANGE.fullmatch(header.strip())
    return found is not None and not (found[1] and found[2] and int(found[1]) > int(found[2]))


def _require_conditions(tag: str, modified: datetime) -> None:
    """Raise PreconditionFailed as RFC 9110 section 13.2.2, steps 1 and 2, ask: Werkzeug reads no `*` and no date."""
    if "If-Match" in request.headers:
        failed = not (request.if_match.star_tag or request.if_match.is_strong(tag))
    else:
        latest = request.if_unmodified_since
        failed = latest is not None and modified > latest
    if failed:
        raise PreconditionFailed
    request.environ.pop("HTTP_IF_MATCH", None)
