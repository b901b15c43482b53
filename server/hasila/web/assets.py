"""The browser assets as they are served at `/assets/{name}`: for ever the same, by the hash in their names.

RFC 8246 (immutable); RFC 9110 section 8.4 (content coding). A page asks `site().assets` for a name and gets a URL, or None
where nothing is bundled. Sends nothing itself (see `downloads`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath

from hasila.bundle import PREFIX, Bundle
from hasila.web.headers import IMMUTABLE
from hasila.web.release_files import ENDINGS, Download, media_type
from hasila.web.sending import SentFile

_TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}  # fmt: skip


def assets(bundle: Bundle) -> Iterator[tuple[str, Download]]:
    """Yield (path, what can be fetched there) for each file of the bundle; compressed forms are sent for the file itself."""
    endings = tuple(ENDINGS.values())
    for name in bundle.files:
        if not name.endswith(endings):
            found = {"": name, **{coding: name + ending for coding, ending in ENDINGS.items()}}
            codings = {
                coding: _sent(bundle, name, file, coding) for coding, file in found.items() if file in bundle.files
            }
            yield PREFIX + name, Download(PREFIX + name, codings)


def _sent(bundle: Bundle, name: str, file: str, coding: str) -> SentFile:
    entry, path = bundle.files[file], bundle.folder / file
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    ending = PurePosixPath(name).suffix
    headers = [("Cache-Control", IMMUTABLE)]
    if name + ENDINGS["gzip"] in bundle.files:
        headers.append(("Vary", "Accept-Encoding"))
    content_type = _TYPES.get(ending) or media_type(name)
    return SentFile(path, entry.bytes, entry.sha256, content_type, modified, coding, tuple(headers))
